"""What the worker that holds a job may write: claim it, tell how it goes, end it."""

import os
from typing import assert_never

from workers.errors import ErrorCode, Failure, FailureFacts, blame
from workers.jobs.claim import Claim, Claimed
from workers.jobs.history import EventKind
from workers.jobs.ids import JobId, WorkerId
from workers.jobs.state import Move
from workers.outcome import Outcome, SkipReason
from workers.plan import Plan
from workers.recipe import decode_recipe
from workers.retry import Again, Decision, GiveUp
from workers.store import rows
from workers.store.connected import STEP, Writing
from workers.store.moves import can, goes

_MINE = "where id = :job and state = 'running' and worker = :worker and attempt = :attempt"


def leaving(move: Move) -> str:
    """The assignments by which a run ends that is to be begun again, unless somebody wanted it to stop meanwhile."""
    return (
        f"state = iif(cancel, '{Move.STOP.after}', '{move.after}'), finished = iif(cancel, :now, null),"
        " ended = iif(cancel, :change, null), part = null, worker = null, cancel = 0, stage = null, progress = 0"
    )


# The volume that jobs with this cause wait for: that of the source or that of the output.
VOLUME_OF = {
    ErrorCode.SOURCE_AWAY: "root",
    ErrorCode.OUTPUT_AWAY: "out_root",
    ErrorCode.DISK_FULL: "out_root",
}


class ClaimLost(Exception):
    """The job is not running under exactly this claim any more; whatever was about to be written must not be."""


class ClaimWriter(Writing):
    """The claim and every write that needs one; each raises ClaimLost when the claim is no longer good."""

    def claim(self, worker: WorkerId) -> Claimed | None:
        """Take the first job of the queue: highest priority, then oldest; None when paused or when nothing is queued.

        A job still running under this very worker, left over from an error between claim and run, goes back first.
        """
        if not self._anything_for(worker):
            return None
        with self._change() as change:
            self._run(
                "insert or ignore into leftover select part from job indexed by job_running"
                " where state = 'running' and worker = ? and part is not null",
                (worker,),
            )
            self._run(
                f"update job indexed by job_running set changed = :change, {leaving(Move.GIVE_BACK)}"
                " where state = 'running' and worker = :worker",
                {"worker": worker, "now": self._clock(), "change": change},
            )
            taken = self._rows(
                f"update job set {goes(Move.CLAIM)}, worker = ?, attempt = attempt + 1, stage = 'reading', progress = 0,"
                " cancel = 0, not_before = null, started = ?, finished = null, error_code = null, failure = null,"
                " changed = ?"
                f" where id = (select id from job indexed by job_queued where {can(Move.CLAIM)} and removed = 0"
                "   order by prio desc, id limit 1)"
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

    def _anything_for(self, worker: WorkerId) -> bool:
        """Asked without the write lock, so that idle workers do not take it from those who write."""
        return bool(
            self._value(
                "select exists(select 1 from job indexed by job_running where state = 'running' and worker = ?)"
                " or not (select paused from pool)"
                f" and exists(select 1 from job indexed by job_queued where {can(Move.CLAIM)} and removed = 0)",
                (worker,),
            )
        )

    def note_plan(self, claim: Claim, plan: Plan) -> None:
        """Keep what was decided, for the window to show."""
        self._note(claim, "plan = :plan", plan=rows.encoded(plan))

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
            self._event(claim.job, EventKind.SOURCE_CHANGED)

    def note_part(self, claim: Claim, part: str) -> None:
        """The absolute path of the half-written output, told before it is made so that it can always be swept.

        On the disk before this returns: a part that outlives a power cut must not be unknown.
        """
        self._note(claim, "part = :part", part=os.fsencode(part))
        self._write_out()

    def note_leftover(self, part: str) -> None:
        """A half-written output that could not be removed, or not yet: told before its job forgets it."""
        with self._change():
            self._run("insert or ignore into leftover values(?)", (os.fsencode(part),))

    def note_original(self, claim: Claim, kept: str) -> None:
        """The absolute path where the original was set aside whose place the output takes."""
        with self._change() as change:
            self._write(claim, change, "original = :kept", kept=os.fsencode(kept))
            self._event(claim.job, EventKind.SOURCE_REPLACED)

    def fence(self, claim: Claim, out_rel: str, outcome: Outcome) -> None:
        """What is about to be published, on the disk before this returns; `out_rel` is relative to the output's root."""
        self._note(
            claim,
            "out_rel = :out, out_fold = :fold, size_out = :size, digest = :digest, result = :result",
            out=rows.shown(out_rel),
            fold=rows.folded(out_rel),
            size=outcome.bytes,
            digest=outcome.digest,
            result=rows.encoded(outcome),
        )
        self._write_out()

    def finish(self, claim: Claim, outcome: Outcome, content: str, *, engine: str = "") -> None:
        """Done: the output has its name. `content` is the digest of the source's bytes, '' where it is not known."""
        with self._change() as change:
            self._end(
                claim,
                change,
                Move.FINISH,
                "size_out = :size, digest = :digest, result = :result",
                size=outcome.bytes,
                digest=outcome.digest,
                result=rows.encoded(outcome),
            )
            if content:
                self._remember(claim.job, content, engine)

    def adopt(self, claim: Claim) -> None:
        """Done with what an earlier attempt fenced and published."""
        with self._change() as change:
            self._end(claim, change, Move.FINISH)
            self._event(claim.job, EventKind.ADOPTED)

    def skip(self, claim: Claim, reason: SkipReason, out_rel: str | None) -> None:
        """There was nothing to do; `out_rel` is the output that is there already, relative to the output's root."""
        with self._change() as change:
            out, fold = (None, None) if out_rel is None else (rows.shown(out_rel), rows.folded(out_rel))
            changes = (
                "skipped = :reason, out_rel = :out, out_fold = :fold, size_out = null, digest = null, result = null"
            )
            self._end(claim, change, Move.SKIP, changes, reason=reason, out=out, fold=fold)

    def fail(self, claim: Claim, code: ErrorCode, facts: FailureFacts, decision: Decision) -> None:
        """Failed, or delayed to be tried again.

        When a volume is away or full its other queued jobs wait as well, up to `STEP` of them, so that 100,000 jobs of a
        drive that went away cost a few dozen attempts and not 100,000.
        """
        with self._change() as change:
            counted = "tries = tries + 1" if blame(code.kind) else "waits = waits + 1"
            told = Failure(code, facts)
            match decision:
                case GiveUp():
                    self._end(claim, change, Move.FAIL, counted, told=told)
                case Again(delay_s=delay_s):
                    due = self._clock() + delay_s
                    self._leave(claim, change, Move.TRY_LATER, counted, told=told, due=due)
                    if code in VOLUME_OF:
                        self._hold_back(claim.job, change, told, due)
                case _:
                    assert_never(decision)

    def release(self, claim: Claim) -> None:
        """Back to the queue; no try is spent."""
        self._note(claim, leaving(Move.GIVE_BACK), now=self._clock())

    def cancelled(self, claim: Claim) -> None:
        """The job has stopped because somebody asked for it; it waits again where they no longer do."""
        with self._change() as change:
            if self._value(f"select cancel from job {_MINE}", _keys(claim)):
                self._end(claim, change, Move.STOP)
            else:
                self._write(claim, change, leaving(Move.GIVE_BACK), now=self._clock())

    def is_cancelled(self, claim: Claim) -> bool:
        """Whether somebody asked this run to stop, or the claim is lost."""
        return not self._value(f"select not cancel from job {_MINE}", _keys(claim))

    def _note(self, claim: Claim, changes: str, **values: object) -> None:
        with self._change() as change:
            self._write(claim, change, changes, **values)

    def _write(self, claim: Claim, change: int, changes: str, **values: object) -> None:
        bindings = {**values, **_keys(claim), "change": change}
        if not self._run(f"update job set changed = :change, {changes} {_MINE}", bindings):
            raise ClaimLost(claim)

    def _end(
        self,
        claim: Claim,
        change: int,
        move: Move,
        changes: str = "skipped = null",
        *,
        told: Failure | None = None,
        **values: object,
    ) -> None:
        """Stop running for good. A job done at its first try is told whole by its row; other runs become attempts."""
        if not (move is Move.FINISH and claim.attempt == 1):
            self._attempt(claim, move, told)
        self._write(
            claim,
            change,
            f"{changes}, {goes(move)}, finished = :now, ended = :change, error_code = :code, failure = :failure,"
            f" part = null, cancel = 0, stage = null, progress = {int(move is Move.FINISH)}",
            **_columns(told),
            now=self._clock(),
            **values,
        )

    def _leave(
        self,
        claim: Claim,
        change: int,
        move: Move,
        changes: str,
        *,
        told: Failure,
        due: float | None = None,
        **values: object,
    ) -> None:
        """Stop running, to go on when it is due; cancelled instead where somebody asked for that meanwhile."""
        self._attempt(claim, move, told)
        self._write(
            claim,
            change,
            f"{changes}, not_before = iif(cancel, null, :due), error_code = iif(cancel, null, :code),"
            f" failure = iif(cancel, null, :failure), {leaving(move)}",
            **_columns(told if move is Move.TRY_LATER else None),
            due=due,
            now=self._clock(),
            **values,
        )

    def _attempt(self, claim: Claim, move: Move, told: Failure | None) -> None:
        self._run(
            "insert or replace into attempt"
            " select id, attempt, worker, ifnull(started, :now), :now, :outcome, :code, :failure"
            f" from job {_MINE}",
            {**_keys(claim), **_columns(told), "now": self._clock(), "outcome": move.after},
        )

    def _event(self, job: JobId, what: EventKind, facts: FailureFacts | None = None) -> None:
        self._run(
            "insert into event(job_id, at, what, facts) values(?, ?, ?, ?)",
            (job, self._clock(), what, rows.encoded(facts)),
        )

    def _hold_back(self, job: JobId, change: int, told: Failure, due: float) -> None:
        volume = VOLUME_OF[told.code]
        self._run(
            f"update job set {goes(Move.WAIT_ALONG)}, not_before = :due, error_code = :code, failure = :failure,"
            " changed = :change where id in (select id from job indexed by job_queued"
            f"   where {can(Move.WAIT_ALONG)} and removed = 0"
            f"   and {volume} = (select {volume} from job where id = :job) order by prio desc, id limit {STEP})",
            {**_columns(told), "job": job, "due": due, "change": change},
        )

    def _remember(self, job: JobId, content: str, engine: str) -> None:
        name = self._value("select rel from job where id = ?", (job,)).rpartition("/")[2]
        self._run(
            "insert or replace into made select :content, b.recipe_hash, :engine, :name, j.out_root, j.out_rel, j.size_out,"
            " j.digest, :now from job j join batch b on b.id = j.batch_id where j.id = :job and j.out_rel is not null",
            {"job": job, "content": content, "engine": engine, "name": name, "now": self._clock()},
        )


def _keys(claim: Claim) -> dict[str, object]:
    return {"job": claim.job, "worker": claim.worker, "attempt": claim.attempt}


def _columns(told: Failure | None) -> dict[str, object]:
    return {"code": told and told.code, "failure": told and rows.encoded(told.facts)}
