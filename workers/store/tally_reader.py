"""How many jobs stand how, in all, by batch, by cause and by day."""

from collections.abc import Mapping
from datetime import date

from workers.errors import ErrorCode, FailureFacts
from workers.jobs.batch import PURPOSES, BatchPurpose, Counts, StoredBatch
from workers.jobs.ids import BatchId, JobId, WorkerId
from workers.jobs.queries import Cause, DaySum, Selection
from workers.jobs.state import JobState
from workers.store import batch_rows, rows
from workers.store.connected import Connected
from workers.store.selecting import where

_WHEN = " ".join(f"when '{kind}' then '{purpose}'" for kind, purpose in PURPOSES.items())
_PURPOSE = f"case kind {_WHEN} else '{BatchPurpose.FILES}' end"
"""What a job is about, told by its kind."""


class TallyReader(Connected):
    """Answers from what is counted as it happens, where it can."""

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

    def accepting(self) -> list[tuple[BatchId, WorkerId]]:
        """Batches whose files are still being found, and the process that does it or did; those of watched folders left out."""
        return [
            (BatchId(batch), WorkerId(worker))
            for batch, worker in self._rows(
                "select id, accepting from batch where accepting is not null and (watch_id is null"
                " or watch_id in (select id from watch where removed > 0)) order by id"
            )
        ]

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

    def day_sums(self) -> list[DaySum]:
        """What was made on each local day on which something was, the oldest first."""
        return [
            DaySum(day=date.fromisoformat(day), files=files, bytes_in=bytes_in, bytes_out=bytes_out)
            for day, files, bytes_in, bytes_out in self._rows(
                "select day, files, bytes_in, bytes_out from day_sum where files > 0 order by day"
            )
        ]
