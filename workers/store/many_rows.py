"""Changing many jobs by number, in steps that never hold the write lock for long."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from workers.errors import FailureFacts
from workers.jobs.history import HistoryKind
from workers.jobs.ids import JobId
from workers.store import rows
from workers.store.connected import STEP, Writing

THESE = "id in (select value from json_each(:ids))"
"""The condition that a row is one of those whose numbers are bound as JSON."""


class ManyRows(Writing):
    """Passes over jobs that a change does not apply to, and tells how many it did apply to."""

    def _each(
        self,
        jobs: Sequence[JobId],
        changes: str,
        condition: str,
        what: HistoryKind | None = None,
        **values: Any,  # noqa: ANN401
    ) -> int:
        changed = 0
        for step in steps(jobs):
            with self._change() as change:
                changed += self._step(step, change, changes, condition, what, **values)
        return changed

    def _step(
        self,
        jobs: Sequence[JobId],
        change: int,
        changes: str,
        condition: str,
        what: HistoryKind | None = None,
        **values: Any,  # noqa: ANN401
    ) -> int:
        """Do it to so few that one transaction, which is begun, holds all of them."""
        hit = [
            JobId(job)
            for (job,) in self._rows(
                f"update job set {changes}, changed = :change where {THESE} and {condition} returning id",
                {**values, "ids": msgspec.json.encode(jobs).decode(), "change": change, "now": self._clock()},
            )
        ]
        if what is not None:
            self._note_history(hit, what)
        return len(hit)

    def _note_history(self, jobs: Sequence[JobId], what: HistoryKind, facts: FailureFacts | None = None) -> None:
        now, told = self._clock(), rows.encoded(facts)
        self._run_each(
            "insert into history(job_id, at, what, facts) values(?, ?, ?, ?)", ((job, now, what, told) for job in jobs)
        )


def steps(whole: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """All of it in parts that are changed in one transaction each."""
    for start in range(0, len(whole), STEP):
        yield whole[start : start + STEP]
