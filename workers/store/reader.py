"""The job table as it is looked at; nothing here writes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import apsw
import msgspec

from workers.errors import ErrorCode, FailureFacts, NoWorker
from workers.jobs.alert import Alert
from workers.jobs.batch import PURPOSES, BatchPurpose, Counts, StoredBatch
from workers.jobs.history import History
from workers.jobs.ids import BatchId, JobId, WorkerId
from workers.jobs.job import Job
from workers.jobs.queries import Cause, Changes, DaySum, EndedSince, Selection
from workers.jobs.state import JobState
from workers.kinds import Lane
from workers.manners.manners import Hold, kinds_of
from workers.recipe import decode_recipe
from workers.store import batch_rows, rows
from workers.store.alerts import LASTING, alert
from workers.store.connected import STEP, Connected
from workers.store.queued import first_queued
from workers.store.selecting import where

TOO_MANY = 5_000
"""Changed jobs beyond which reading all again is cheaper than one by one."""

_WHEN = " ".join(f"when '{kind}' then '{purpose}'" for kind, purpose in PURPOSES.items())
_PURPOSE = f"case kind {_WHEN} else '{BatchPurpose.FILES}' end"
"""What a job is about, told by its kind."""


class Reader(Connected):
    """Answers questions about jobs and batches."""

    def __init__(self, connection: apsw.Connection) -> None:
        super().__init__(connection)
        self._connection.create_scalar_function("casefold", _casefold, 1, deterministic=True)

    def paused(self) -> bool:
        """Whether everything is paused."""
        return bool(self._value("select paused from pool"))

    def no_worker(self) -> NoWorker | None:
        """Why no worker process starts, as the pool tells it; None when they do."""
        return rows.decoded(self._value("select no_worker from pool"), NoWorker)

    def holds(self) -> tuple[Hold, ...]:
        """What the pool holds back now, and why; nothing where it works, or where there is none."""
        return rows.holds(self._value("select held from pool"))

    def alerts(self) -> list[Alert]:
        """The alerts that last, oldest first."""
        return [alert(row) for row in self._rows(LASTING)]

    def counts(self, selection: Selection | None = None) -> Counts:
        """Of all jobs, of one batch, of all batches of a purpose, or of any selection.

        All but the last cost the same at any number of jobs.
        """
        wanted = selection or Selection()
        if wanted == Selection(batch=wanted.batch, purpose=wanted.purpose):
            conditions = ["true"]
            if wanted.batch is not None:
                conditions.append("batch_id = :batch")
            if wanted.purpose is not None:
                conditions.append("batch_id in (select id from batch where purpose = :purpose)")
            return batch_rows.counted(
                self._rows(
                    f"{batch_rows.TALLY} where {' and '.join(conditions)}",
                    {"batch": wanted.batch, "purpose": wanted.purpose},
                )
            )
        condition, bindings = where(wanted)
        return batch_rows.counted(
            self._rows(
                f"{batch_rows.COUNTED} where {condition} group by j.state, why",
                bindings,
            )
        )

    def ended_by(self, mark: int) -> Counts:
        """Of the files that had ended when change `mark` was made, and still are; takes longer the more they are."""
        return batch_rows.counted(
            self._rows(
                f"{batch_rows.COUNTED} where j.ended <= ? and j.removed = 0"
                " and j.batch_id in (select id from batch where purpose = ?) group by j.state, why",
                (mark, BatchPurpose.FILES),
            )
        )

    def batches(self) -> list[StoredBatch]:
        """The batches that have jobs to show, or may get some, newest first."""
        with self._transaction():
            tallies: dict[int, list[rows.Row]] = {}
            for row in self._rows(batch_rows.TALLY):
                tallies.setdefault(row[0], []).append(row)
            failures: dict[int, list[rows.Row]] = {}
            for row in self._rows(f"{batch_rows.FAILURES} group by batch_id, error_code"):
                failures.setdefault(row[0], []).append(row)
            every = [
                batch_rows.batch(row, tallies.get(row[0], []), failures.get(row[0], []))
                for row in self._rows(f"{batch_rows.BATCH} order by id desc")
            ]
        return [batch for batch in every if batch.accepting or batch.counts.total]

    def batch(self, batch: BatchId) -> StoredBatch | None:
        """One batch, None when there is none of this number."""
        with self._transaction():
            found = self._rows(f"{batch_rows.BATCH} where id = ?", (batch,))
            if not found:
                return None
            failures = self._rows(f"{batch_rows.FAILURES} and batch_id = ? group by error_code", (batch,))
            return batch_rows.batch(found[0], self._rows(f"{batch_rows.TALLY} where batch_id = ?", (batch,)), failures)

    def job(self, job: JobId) -> Job | None:
        """One job, None when there is none of this number."""
        found = self.jobs((job,))
        return found[0] if found else None

    def jobs(self, ids: Sequence[JobId]) -> list[Job]:
        """The jobs of these numbers in this order; those that do not exist are left out."""
        wanted = msgspec.json.encode(ids).decode()
        found = {
            row[0]: row for row in self._rows(f"{rows.JOB} where j.id in (select value from json_each(?))", (wanted,))
        }
        return [rows.job(found[job]) for job in ids if job in found]

    def each(self, ids: Sequence[JobId]) -> Iterator[Job]:
        """The same one after the other, read in steps, for any number of them."""
        for start in range(0, len(ids), STEP):
            yield from self.jobs(ids[start : start + STEP])

    def ids(self, selection: Selection, *, newest_first: bool = False, limit: int | None = None) -> list[JobId]:
        """The numbers of the jobs selected, in the order they were accepted or the other way round."""
        condition, bindings = where(selection)
        direction = "desc" if newest_first else "asc"
        found = self._rows(
            f"select j.id from job j where {condition} order by j.id {direction} limit :limit",
            {**bindings, "limit": -1 if limit is None else limit},
        )
        return [JobId(job) for (job,) in found]

    def following(self) -> JobId | None:
        """The job that is claimed next of those that the computer itself has to do, once nothing holds it back."""
        found = self._rows(first_queued(Lane.MEDIA))
        return JobId(found[0][0]) if found else None

    def is_held_up(self) -> bool:
        """Whether jobs are queued, and all of them are held back now."""
        held = frozenset(kind for hold in self.holds() for kind in kinds_of(hold))
        return bool(held) and not any(self._rows(first_queued(lane, held)) for lane in Lane)

    def causes(self) -> list[Cause]:
        """Failed and delayed jobs by cause, the commonest first."""
        with self._transaction():
            return [
                Cause(
                    code=ErrorCode(code),
                    state=JobState(state),
                    jobs=jobs,
                    failure=self._shared(ErrorCode(code), job, jobs=jobs, places={"root": root, "out_root": out_root}),
                    purpose=BatchPurpose(purpose) if purpose == other else None,
                )
                for state, code, jobs, job, root, out_root, purpose, other in self._rows(
                    "select state, error_code, count(*) n, min(id), min(root) = max(root), min(out_root) = max(out_root),"
                    f" min({_PURPOSE}), max({_PURPOSE})"
                    " from job indexed by job_cause"
                    " where state in ('delayed', 'failed') and removed = 0 group by state, error_code order by n desc"
                )
            ]

    def _shared(self, code: ErrorCode, job: JobId, *, jobs: int, places: Mapping[str, int]) -> FailureFacts:
        """What is true of all of these jobs, of which this is one; `places` says which of them are the same for all."""
        told = self._failure(job)
        if jobs == 1:
            return told
        if code in rows.VOLUME_OF and places[rows.VOLUME_OF[code]]:
            return FailureFacts(
                path=told.path, drive=told.drive, bytes_needed=told.bytes_needed, bytes_free=told.bytes_free
            )
        return FailureFacts()

    def _failure(self, job: JobId) -> FailureFacts:
        return rows.decoded(self._value("select failure from job where id = ?", (job,)), FailureFacts) or FailureFacts()

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

    def history(self, job: JobId) -> History | None:
        """All that is known of one job."""
        with self._transaction():
            found = self.job(job)
            if found is None:
                return None
            plan, recipe = self._rows(
                "select j.plan, b.recipe from job j join batch b on b.id = j.batch_id where j.id = ?", (job,)
            )[0]
            return History(
                job=found,
                plan=rows.plan(plan),
                recipe=decode_recipe(recipe),
                attempts=tuple(
                    rows.attempt(row) for row in self._rows("select * from attempt where job_id = ? order by n", (job,))
                ),
                entries=tuple(
                    rows.history_entry(row)
                    for row in self._rows(
                        "select job_id, at, what, facts from history where job_id = ? order by id", (job,)
                    )
                ),
            )

    def day_sums(self) -> list[DaySum]:
        """What was made on each local day on which something was, the oldest first."""
        return [
            DaySum(day=date.fromisoformat(day), files=files, bytes_in=bytes_in, bytes_out=bytes_out)
            for day, files, bytes_in, bytes_out in self._rows(
                "select day, files, bytes_in, bytes_out from day_sum where files > 0 order by day"
            )
        ]

    def accepting(self) -> list[tuple[BatchId, WorkerId]]:
        """Batches whose files are still being found, and the process that does it or did; those of watched folders left out."""
        return [
            (BatchId(batch), WorkerId(worker))
            for batch, worker in self._rows(
                "select id, accepting from batch where accepting is not null and (watch_id is null"
                " or watch_id in (select id from watch where removed > 0)) order by id"
            )
        ]

    def _ended(self, job: int) -> int:
        return int(self._value("select ended from job where id = ?", (job,)))


def _casefold(*values: object) -> str:
    return str(values[0]).casefold()
