"""What is new in the job table since somebody last looked."""

from workers.jobs.ids import BatchId, JobId
from workers.jobs.queries import Changes, EndedSince
from workers.store import rows
from workers.store.connected import Connected

TOO_MANY = 5_000
"""Changed jobs beyond which reading all again is cheaper than one by one."""


class ChangeReader(Connected):
    """Every change has a number, larger than that of every earlier one; jobs and batches have that of their last."""

    def mark(self) -> int:
        """The number of the last change: what `changes_since` and `ended_since` are asked with first."""
        return int(self._value("select changes from pool"))

    def changes_since(self, mark: int) -> Changes:
        """What has changed after this mark, each job and batch once."""
        with self._transaction():
            newest = self.mark()
            if newest == mark:
                return Changes(mark=mark)
            jobs = self._rows(
                f"select id, batch_id from job indexed by job_by_change where changed > ? limit {TOO_MANY + 1}",
                (mark,),
            )
            batches = {row[0] for row in self._rows("select id from batch where changed > ?", (mark,))}
            if len(jobs) > TOO_MANY:
                return Changes(mark=newest, everything=True)
            return Changes(
                mark=newest,
                jobs=tuple(JobId(job) for job, _ in jobs),
                batches=tuple(BatchId(batch) for batch in sorted(batches | {batch for _, batch in jobs})),
            )

    def ended_since(self, mark: int) -> EndedSince:
        """The first `TOO_MANY` jobs that ended after this mark, in the order they ended."""
        with self._transaction():
            found = self._rows(
                f"{rows.JOB} where j.ended > ? and j.removed = 0 order by j.ended, j.id limit {TOO_MANY}", (mark,)
            )
            newest = self.mark() if len(found) < TOO_MANY else self._ended(found[-1][0])
        return EndedSince(mark=newest, jobs=tuple(rows.job(row) for row in found))

    def _ended(self, job: int) -> int:
        return int(self._value("select ended from job where id = ?", (job,)))
