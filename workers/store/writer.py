"""The job table as the pool writes it: a worker by its claim, the supervisor for all of them."""

import os
from collections.abc import Sequence
from typing import assert_never

from workers.errors import ErrorCode, Failure, FailureFacts, NoWorker
from workers.jobs.claim import Claim, Progress, Running
from workers.jobs.history import EventKind
from workers.jobs.ids import JobId, RootId, WorkerId
from workers.jobs.job import Root
from workers.jobs.queries import Waiting
from workers.jobs.state import Move
from workers.retry import Again, Decision, GiveUp
from workers.store import rows
from workers.store.claims import VOLUME_OF, ClaimWriter, leaving
from workers.store.connected import STEP
from workers.store.moves import can, goes


class Writer(ClaimWriter):
    """Everything that worker and supervisor write; one object a thread."""

    def progress(self, updates: Sequence[Progress]) -> None:
        """Tell how far running jobs are; those whose claim is lost are left out."""
        with self._change() as change:
            self._run_each(
                "update job set stage = ?, progress = ?, changed = ?"
                " where id = ? and state = 'running' and worker = ? and attempt = ?",
                (
                    (each.stage, each.progress, change, each.claim.job, each.claim.worker, each.claim.attempt)
                    for each in updates
                ),
            )

    def running(self) -> list[Running]:
        """The jobs in state running, whoever runs them."""
        return [
            Running(
                claim=Claim(job=JobId(job), worker=WorkerId(worker), attempt=attempt),
                part=rows.path(part),
                started=started,
            )
            for job, worker, attempt, part, started in self._rows(
                "select id, worker, attempt, part, started from job where state = 'running' order by id"
            )
        ]

    def cancelled_claims(self) -> list[Claim]:
        """The claims of running jobs that somebody wants to end."""
        return [
            Claim(job=JobId(job), worker=WorkerId(worker), attempt=attempt)
            for job, worker, attempt in self._rows(
                "select id, worker, attempt from job indexed by job_running where state = 'running' and cancel"
            )
        ]

    def died(self, claim: Claim, facts: FailureFacts, decision: Decision, *, by_itself: bool) -> None:
        """The worker of this job is no more. `by_itself` counts against the job; it runs alone the next time either way."""
        told = Failure(ErrorCode.WORKER_DIED, facts)
        changes = "deaths = deaths + :by_itself, alone = 1"
        with self._change() as change:
            match decision:
                case GiveUp():
                    self._end(claim, change, Move.FAIL, changes, told=told, by_itself=by_itself)
                case Again(delay_s=0.0):
                    self._leave(claim, change, Move.GIVE_BACK, changes, told=told, by_itself=by_itself)
                case Again(delay_s=delay_s):
                    due = self._clock() + delay_s
                    self._leave(claim, change, Move.TRY_LATER, changes, told=told, due=due, by_itself=by_itself)
                case _:
                    assert_never(decision)
            self._event(claim.job, EventKind.WORKER_DIED if by_itself else EventKind.WORKER_KILLED, facts)

    def rescue(self, claim: Claim) -> None:
        """Back to the queue from a pool that is no more: nobody's fault, no try is spent."""
        with self._change() as change:
            self._write(claim, change, leaving(Move.GIVE_BACK), now=self._clock())
            self._event(claim.job, EventKind.RESCUED)

    def wake_due(self, now: float) -> int:
        """Queue the delayed jobs whose time has come; returns how many."""
        return self._wake("not_before <= :now", now=now)

    def wake_waiting(self, code: ErrorCode, root: RootId | None = None) -> int:
        """Queue the jobs delayed for this cause, of one volume or of all; returns how many."""
        if root is None or code not in VOLUME_OF:
            return self._wake("error_code = :code", code=code)
        return self._wake(f"error_code = :code and {VOLUME_OF[code]} = :root", code=code, root=root)

    def postpone(self, code: ErrorCode, root: RootId, *, due_before: float, until: float) -> None:
        """Let the jobs that wait for this volume wait on, those soon due: it was looked at, and nothing has changed."""
        these = (
            f"select id from job where {can(Move.WAKE)} and error_code = :code and {VOLUME_OF[code]} = :root"
            " and not_before < :due_before limit"
        )
        values = {"code": code, "root": root, "due_before": due_before, "until": until}
        while self._rows(f"{these} 1", values):
            with self._change():
                self._run(f"update job set not_before = :until where id in ({these} {STEP})", values)

    def waiting(self) -> list[Waiting]:
        """What delayed jobs wait for, with the volume where it is one."""
        found: dict[tuple[ErrorCode, RootId | None], tuple[int, float, JobId]] = {}
        for name, root, out_root, jobs, due, first in self._rows(
            "select error_code, root, out_root, count(*), min(not_before), min(id) from job indexed by job_cause"
            " where state in ('delayed', 'failed') and state = 'delayed' and removed = 0 group by error_code, root, out_root"
        ):
            code = ErrorCode(name)
            volume = {"root": RootId(root), "out_root": RootId(out_root)}.get(VOLUME_OF.get(code, ""))
            more, sooner, job = found.get((code, volume), (0, due, JobId(first)))
            found[code, volume] = (jobs + more, min(due, sooner), job)
        return [
            Waiting(code=code, root=self._root(volume), jobs=jobs, due=due, failure=self._failure(job))
            for (code, volume), (jobs, due, job) in found.items()
        ]

    def _root(self, root: RootId | None) -> Root | None:
        return None if root is None else rows.root(self._rows(f"{rows.ROOT} where id = ?", (root,))[0])

    def _failure(self, job: JobId) -> FailureFacts:
        return rows.decoded(self._value("select failure from job where id = ?", (job,)), FailureFacts) or FailureFacts()

    def is_paused(self) -> bool:
        """Whether everything is paused: nothing new is claimed."""
        return bool(self._value("select paused from pool"))

    def tell_no_worker(self, why: NoWorker | None) -> None:
        """Why no worker process starts, for everybody who waits for one; None when they do."""
        with self._change():
            self._run("update pool set no_worker = ?", (rows.encoded(why),))

    def leftovers(self) -> list[str]:
        """Half-written outputs that nobody writes any more and that are still to be removed, absolute."""
        return [rows.path(path) or "" for (path,) in self._rows("select path from leftover")]

    def forget_leftover(self, part: str) -> None:
        """It is gone from the disk."""
        with self._change():
            self._run("delete from leftover where path = ?", (os.fsencode(part),))

    def _wake(self, which: str, **values: object) -> int:
        these = f"select id from job where {can(Move.WAKE)} and {which} limit"
        woken = 0
        # Asked first, so that a table in which nothing is due is not written to every second.
        while self._rows(f"{these} 1", values):
            with self._change() as change:
                woken += self._run(
                    f"update job set {goes(Move.WAKE)}, not_before = null, error_code = null, failure = null,"
                    f" changed = :change where id in ({these} {STEP})",
                    {**values, "change": change},
                )
        return woken
