"""Taking jobs to run them, giving them back, and what a worker notes while it runs one."""

import os

from workers.jobs.claim import Claim, Claimed
from workers.jobs.history import HistoryKind
from workers.jobs.ids import JobId, ProcessId, WorkerId
from workers.jobs.state import Transition
from workers.kinds import JobKind, Lane
from workers.manners.manners import kinds_of
from workers.plan import Plan
from workers.recipe import decode_recipe
from workers.store import rows
from workers.store.claimed_row import MINE, ClaimedRow, keys_of, leaving
from workers.store.queued import first_queued
from workers.store.transitions import goes


class Claims(ClaimedRow):
    """The claim, and what is written under it while the job runs; each raises ClaimLost when it is no longer good."""

    def claim(self, worker: WorkerId, lane: Lane = Lane.MEDIA) -> Claimed | None:
        """Take the first job of the lane that is not held back: highest priority, then oldest; None when there is none.

        There is none either while all is paused.

        A job still running under this very worker, left over from an error between claim and run, goes back first.
        """
        if not self._anything_for(worker, lane):
            return None
        with self._change() as change:
            self._run(
                "insert or ignore into leftover select part from job indexed by job_running"
                " where state = 'running' and worker = ? and part is not null",
                (worker,),
            )
            self._run(
                f"update job indexed by job_running set changed = :change, {leaving(Transition.GIVE_BACK)}"
                " where state = 'running' and worker = :worker",
                {"worker": worker, "now": self._clock(), "change": change},
            )
            taken = self._rows(
                f"update job set {goes(Transition.CLAIM)}, worker = ?, attempt = attempt + 1, stage = 'reading', progress = 0,"
                " cancel = 0, not_before = null, started = ?, finished = null, error_code = null, failure = null,"
                " changed = ?"
                f" where id = ({first_queued(lane, self._held())})"
                " and not (select paused from pool) returning id, attempt, root, out_root, batch_id",
                (worker, self._clock(), change),
            )
            if not taken:
                return None
            job, attempt, root, out_root, batch = taken[0]
            found = rows.job(self._rows(f"{rows.JOB} where j.id = ?", (job,))[0])
            return Claimed(
                job=found,
                claim=Claim(job=JobId(job), worker=worker, attempt=attempt),
                recipe=decode_recipe(self._value("select recipe from batch where id = ?", (batch,))),
                alone=found.alone,
                root=rows.root(self._rows(f"{rows.ROOT} where id = ?", (root,))[0]),
                out_root=rows.root(self._rows(f"{rows.ROOT} where id = ?", (out_root,))[0]),
            )

    def _anything_for(self, worker: WorkerId, lane: Lane) -> bool:
        """Asked without the write lock, so that idle workers do not take it from those who write."""
        return bool(
            self._value(
                "select exists(select 1 from job indexed by job_running where state = 'running' and worker = ?)"
                " or not (select paused from pool)"
                f" and exists({first_queued(lane, self._held())})",
                (worker,),
            )
        )

    def _held(self) -> frozenset[JobKind]:
        holds = rows.holds(self._value("select held from pool"))
        return frozenset(kind for hold in holds for kind in kinds_of(hold))

    def note_plan(self, claim: Claim, plan: Plan, kind: JobKind) -> None:
        """Keep what was decided, for the window to show, and the kind that the content told."""
        self._note(claim, "plan = :plan, kind = :kind", plan=rows.encoded(plan), kind=kind)

    def note_source(self, claim: Claim, size: int, mtime_ns: int) -> None:
        """The source changed while it waited: the job takes it as it is now, and its history says so."""
        with self._change() as change:
            self._write(
                claim,
                change,
                "size_in = :size, mtime_in = :mtime, plan = null, out_rel = null, digest = null",
                size=size,
                mtime=mtime_ns,
            )
            self._note_history(claim.job, HistoryKind.SOURCE_CHANGED)

    def note_part(self, claim: Claim, part: str) -> None:
        """The absolute path of the half-written output, told before it is made so that it can always be swept.

        On the disk before this returns: a part that outlives a power cut must not be unknown.
        """
        self._note(claim, "part = :part", part=os.fsencode(part))
        self._write_out()

    def note_program(self, claim: Claim, program: ProcessId) -> None:
        """What this run has started and is to be ended with it; it leads a group of processes."""
        self._note(claim, "program = :program", program=program)

    def note_original(self, claim: Claim, kept: str) -> None:
        """The absolute path where the original was set aside whose place the output takes."""
        with self._change() as change:
            self._write(claim, change, "original = :kept", kept=os.fsencode(kept))
            self._note_history(claim.job, HistoryKind.ORIGINAL_REPLACED)

    def release(self, claim: Claim) -> None:
        """Back to the queue; no try is spent."""
        self._note(claim, leaving(Transition.GIVE_BACK), now=self._clock())

    def rescue(self, claim: Claim) -> None:
        """Back to the queue from a pool that is no more: nobody's fault, no try is spent."""
        with self._change() as change:
            self._write(claim, change, leaving(Transition.GIVE_BACK), now=self._clock())
            self._note_history(claim.job, HistoryKind.RESCUED)

    def is_cancelled(self, claim: Claim) -> bool:
        """Whether somebody asked this run to stop, or the claim is lost."""
        return not self._value(f"select not cancel from job {MINE}", keys_of(claim))
