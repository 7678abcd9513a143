"""How a run ends: published, done, skipped, failed, or with the death of its worker."""

from typing import Any, assert_never

from workers.errors import OTHER_SIDE, ErrorCode, Failure, FailureFacts, blame
from workers.jobs.claim import Claim
from workers.jobs.event import EventKind
from workers.jobs.history import HistoryKind
from workers.jobs.ids import JobId
from workers.jobs.state import Transition
from workers.outcome import AnyOutcome, CallOutcome, SkipReason
from workers.retry import LONGEST_CALL_PAUSE_S, Again, Decision, GiveUp
from workers.store import names, rows
from workers.store.claimed_row import MINE, ClaimedRow, keys_of, leaving, told_columns
from workers.store.connected import STEP
from workers.store.transitions import can, goes

_OUTCOME = "size_out = :size, digest = :digest, result = :result"


class Finishing(ClaimedRow):
    """The writes that end a run; each raises ClaimLost when the claim is no longer good."""

    def fence(self, claim: Claim, out_rel: str, outcome: AnyOutcome) -> None:
        """What is about to be published, on the disk before this returns; `out_rel` is relative to the output's root."""
        self._note(
            claim,
            f"out_rel = :out, out_fold = :fold, {_OUTCOME}",
            out=names.shown(out_rel),
            fold=names.folded(out_rel),
            **_outcome_columns(outcome),
        )
        self._write_out()

    def finish(self, claim: Claim, outcome: AnyOutcome, content: str, *, engine: str = "") -> None:
        """Done: the output, where there is one, has its name. `content` is the digest of the source, '' where unknown."""
        with self._change() as change:
            self._end(
                claim,
                change,
                Transition.FINISH,
                _OUTCOME,
                **_outcome_columns(outcome),
            )
            if isinstance(outcome, CallOutcome):
                self._wake_calls(claim.job, change)
            if content:
                self._remember(claim.job, content, engine)

    def adopt(self, claim: Claim) -> None:
        """Done with what an earlier attempt fenced and published."""
        with self._change() as change:
            self._end(claim, change, Transition.FINISH)
            self._note_history(claim.job, HistoryKind.ADOPTED)

    def skip(self, claim: Claim, reason: SkipReason, out_rel: str | None) -> None:
        """There was nothing to do; `out_rel` is the output that is there already, relative to the output's root."""
        with self._change() as change:
            out, fold = (None, None) if out_rel is None else (names.shown(out_rel), names.folded(out_rel))
            changes = (
                "skipped = :reason, out_rel = :out, out_fold = :fold, size_out = null, digest = null, result = null"
            )
            self._end(claim, change, Transition.SKIP, changes, reason=reason, out=out, fold=fold)

    def fail(self, claim: Claim, code: ErrorCode, facts: FailureFacts, decision: Decision) -> None:
        """Failed, or delayed to be tried again.

        When a volume is away or full its other queued jobs wait as well, up to `STEP` of them, so that 100,000 jobs of a
        drive that went away cost a few dozen attempts and not 100,000. So do the calls of a hook when nobody answers there.
        """
        with self._change() as change:
            counted = "tries = tries + 1" if blame(code.kind) else "waits = waits + 1"
            told = Failure(code, facts)
            match decision:
                case GiveUp():
                    self._end(claim, change, Transition.FAIL, counted, told=told)
                    if code in OTHER_SIDE:
                        self._hold_back_calls(claim.job, change, told, self._clock() + LONGEST_CALL_PAUSE_S)
                case Again(delay_s=delay_s):
                    due = self._clock() + delay_s
                    self._leave(claim, change, Transition.TRY_LATER, counted, told=told, due=due)
                    if code in rows.VOLUME_OF:
                        self._hold_back(claim.job, change, told, due)
                        self._note_volume(claim.job, told)
                    if code in OTHER_SIDE:
                        self._hold_back_calls(claim.job, change, told, due)
                case _:
                    assert_never(decision)

    def cancelled(self, claim: Claim) -> None:
        """The job has stopped because somebody asked for it; it waits again where they no longer do."""
        with self._change() as change:
            if self._value(f"select cancel from job {MINE}", keys_of(claim)):
                self._end(claim, change, Transition.STOP)
            else:
                self._write(claim, change, leaving(Transition.GIVE_BACK), now=self._clock())

    def died(self, claim: Claim, facts: FailureFacts, decision: Decision, *, by_itself: bool) -> None:
        """The worker of this job is no more. `by_itself` counts against the job; it runs alone the next time either way."""
        told = Failure(ErrorCode.WORKER_DIED, facts)
        changes = "deaths = deaths + :by_itself, alone = 1"
        with self._change() as change:
            self._happened(EventKind.WORKER_DIED if by_itself else EventKind.WORKER_KILLED, facts, job=claim.job)
            match decision:
                case GiveUp():
                    self._end(claim, change, Transition.FAIL, changes, told=told, by_itself=by_itself)
                case Again(delay_s=0.0):
                    self._leave(claim, change, Transition.GIVE_BACK, changes, told=told, by_itself=by_itself)
                case Again(delay_s=delay_s):
                    due = self._clock() + delay_s
                    self._leave(claim, change, Transition.TRY_LATER, changes, told=told, due=due, by_itself=by_itself)
                case _:
                    assert_never(decision)
            self._note_history(claim.job, HistoryKind.WORKER_DIED if by_itself else HistoryKind.WORKER_KILLED, facts)

    def _hold_back(self, job: JobId, change: int, told: Failure, due: float) -> None:
        volume = rows.VOLUME_OF[told.code]
        self._run(
            f"update job set {goes(Transition.WAIT_ALONG)}, not_before = :due, error_code = :code, failure = :failure,"
            " changed = :change where id in (select id from job indexed by job_queued"
            "   where (lane, kind) = (select lane, kind from job where id = :job)"
            f"   and {can(Transition.WAIT_ALONG)} and removed = 0"
            f"   and {volume} = (select {volume} from job where id = :job) order by prio desc, id limit {STEP})",
            {**told_columns(told), "job": job, "due": due, "change": change},
        )

    def _note_volume(self, job: JobId, told: Failure) -> None:
        """The first job that finds its volume away or full tells it for all."""
        [(root, path, name)] = self._rows(
            f"select r.id, r.path, r.name from job j join root r on r.id = j.{rows.VOLUME_OF[told.code]} where j.id = ?",
            (job,),
        )
        kind = EventKind.DISK_FULL if told.code is ErrorCode.DISK_FULL else EventKind.DRIVE_AWAY
        free = told.facts.bytes_free
        if self._run("insert or ignore into volume_trouble values(?, ?, ?)", (root, kind, free)):
            facts = FailureFacts(path=path, drive=name, bytes_needed=told.facts.bytes_needed, bytes_free=free)
            self._happened(kind, facts)

    def _hold_back_calls(self, job: JobId, change: int, told: Failure, due: float) -> None:
        """Let the other calls of this job's hook wait along: one at a time finds out whether the other side is back."""
        self._run(
            f"update job set {goes(Transition.WAIT_ALONG)}, not_before = :due, error_code = :code, failure = :failure,"
            " changed = :change where id in (select id from job indexed by job_hook_state"
            f"   where hook_id = (select hook_id from job where id = :job) and {can(Transition.WAIT_ALONG)} limit {STEP})",
            {**told_columns(told), "job": job, "due": due, "change": change},
        )

    def _wake_calls(self, job: JobId, change: int) -> None:
        """The other side answers: the calls that only waited along go on. Those that failed themselves keep their pause."""
        self._run(
            f"update job set {goes(Transition.WAKE)}, not_before = null, error_code = null, failure = null,"
            " changed = :change where id in (select id from job indexed by job_hook_state"
            f"   where hook_id = (select hook_id from job where id = :job) and {can(Transition.WAKE)} and tries = 0"
            f"   limit {STEP})",
            {"job": job, "change": change},
        )

    def _remember(self, job: JobId, content: str, engine: str) -> None:
        name = self._value("select rel from job where id = ?", (job,)).rpartition("/")[2]
        self._run(
            "insert or replace into made select :content, b.recipe_hash, :engine, :name, j.out_root, j.out_rel, j.size_out,"
            " j.digest, :now from job j join batch b on b.id = j.batch_id where j.id = :job and j.out_rel is not null",
            {"job": job, "content": content, "engine": engine, "name": name, "now": self._clock()},
        )


def _outcome_columns(outcome: AnyOutcome) -> dict[str, Any]:
    """What `_OUTCOME` is bound to."""
    size, digest = (None, None) if isinstance(outcome, CallOutcome) else (outcome.bytes, outcome.digest)
    return {"size": size, "digest": digest, "result": rows.encoded(outcome)}
