"""Writing to the row of a running job, which needs its claim."""

from workers.errors import Failure, FailureFacts
from workers.jobs.claim import Claim
from workers.jobs.history import HistoryKind
from workers.jobs.ids import JobId
from workers.jobs.state import Transition
from workers.store import rows
from workers.store.connected import Writing
from workers.store.errors import ClaimLost
from workers.store.transitions import goes

MINE = "where id = :job and state = 'running' and worker = :worker and attempt = :attempt"
"""The row that a claim is for, as long as the claim is good."""


def leaving(transition: Transition) -> str:
    """The assignments by which a run ends that is to be begun again, unless somebody wanted it to stop meanwhile."""
    return (
        f"state = iif(cancel, '{Transition.STOP.after}', '{transition.after}'), finished = iif(cancel, :now, null),"
        " ended = iif(cancel, :change, null), part = null, program = null, worker = null, cancel = 0,"
        " stage = null, progress = 0"
    )


class ClaimedRow(Writing):
    """What every write under a claim goes through; raises ClaimLost when the claim is no longer good."""

    def _note(self, claim: Claim, changes: str, **values: object) -> None:
        with self._change() as change:
            self._write(claim, change, changes, **values)

    def _write(self, claim: Claim, change: int, changes: str, **values: object) -> None:
        bindings = {**values, **keys_of(claim), "change": change}
        if not self._run(f"update job set changed = :change, {changes} {MINE}", bindings):
            raise ClaimLost(claim)

    def _end(
        self,
        claim: Claim,
        change: int,
        transition: Transition,
        changes: str = "skipped = null",
        *,
        told: Failure | None = None,
        **values: object,
    ) -> None:
        """Stop running for good. A job done at its first try is told whole by its row; other runs become attempts."""
        if not (transition is Transition.FINISH and claim.attempt == 1):
            self._attempt(claim, transition, told)
        self._write(
            claim,
            change,
            f"{changes}, {goes(transition)}, finished = :now, ended = :change, error_code = :code, failure = :failure,"
            f" part = null, program = null, cancel = 0, stage = null, progress = {int(transition is Transition.FINISH)}",
            **told_columns(told),
            now=self._clock(),
            **values,
        )

    def _leave(
        self,
        claim: Claim,
        change: int,
        transition: Transition,
        changes: str,
        *,
        told: Failure,
        due: float | None = None,
        **values: object,
    ) -> None:
        """Stop running, to go on when it is due; cancelled instead where somebody asked for that meanwhile."""
        self._attempt(claim, transition, told)
        self._write(
            claim,
            change,
            f"{changes}, not_before = iif(cancel, null, :due), error_code = iif(cancel, null, :code),"
            f" failure = iif(cancel, null, :failure), {leaving(transition)}",
            **told_columns(told if transition is Transition.TRY_LATER else None),
            due=due,
            now=self._clock(),
            **values,
        )

    def _attempt(self, claim: Claim, transition: Transition, told: Failure | None) -> None:
        self._run(
            "insert or replace into attempt"
            " select id, attempt, worker, ifnull(started, :now), :now, :outcome, :code, :failure"
            f" from job {MINE}",
            {**keys_of(claim), **told_columns(told), "now": self._clock(), "outcome": transition.after},
        )

    def _note_history(self, job: JobId, what: HistoryKind, facts: FailureFacts | None = None) -> None:
        self._run(
            "insert into history(job_id, at, what, facts) values(?, ?, ?, ?)",
            (job, self._clock(), what, rows.encoded(facts)),
        )


def keys_of(claim: Claim) -> dict[str, object]:
    """What `MINE` is asked with."""
    return {"job": claim.job, "worker": claim.worker, "attempt": claim.attempt}


def told_columns(told: Failure | None) -> dict[str, object]:
    """The columns that say why a job is not done, empty for None."""
    return {"code": told and told.code, "failure": told and rows.encoded(told.facts)}
