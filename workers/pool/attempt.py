"""One run of a job by one worker, step by step, and what is written about it whichever way it ends."""

import contextlib
import logging
import random
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.jobs import Claimed
from workers.outcome import Outcome, SkipReason, Stage
from workers.output.failures import writing_failure
from workers.output.publish import create_part, digest_of, discard, finish_dates, next_free, publish
from workers.output.undo import put_in_place, return_original
from workers.plan import Plan
from workers.pool.engine import Engine
from workers.pool.limits import bound_memory
from workers.pool.line import JobCancelled, Line, WorkerStopped
from workers.pool.source import Source
from workers.pool.target import Target
from workers.recipe import recipe_hash
from workers.retry import Decision, decide
from workers.store.claims import ClaimLost
from workers.store.reader import Reader
from workers.store.writer import Writer

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a worker works with, made once."""

    engine: Engine
    writer: Writer
    reader: Reader
    line: Line


class Attempt:
    """A claimed job in the hands of this worker."""

    def __init__(self, tools: Tools, claimed: Claimed) -> None:
        self._engine = tools.engine
        self._writer = tools.writer
        self._reader = tools.reader
        self._line = tools.line
        self._job = claimed.job
        self._claim = claimed.claim
        self._recipe = claimed.recipe
        self._source = Source(claimed)
        self._target = Target(claimed)
        self._part: Path | None = None

    def run(self) -> None:
        """Do the job and write down how it ended. Raises only what the job table itself raises."""
        try:
            self._run()
        except ClaimLost:
            _log.warning("the job is no longer this worker's")
        finally:
            self._discard_part()
            self._line.end(self._claim)

    def _run(self) -> None:
        try:
            self._work()
        except ClaimLost:
            raise
        except JobCancelled:
            self._discard_part()
            self._writer.cancelled(self._claim)
        except WorkerStopped:
            self._discard_part()
            self._writer.release(self._claim)
        except Failure as failure:
            self._fail(self._cause(failure))
        except MemoryError:
            self._fail(Failure(ErrorCode.OUT_OF_MEMORY, FailureFacts(path=self._job.source)))
        except Exception:  # noqa: BLE001 - whatever else goes wrong is ours, and is written down as such
            _log.exception("a bug")
            self._fail(Failure(ErrorCode.BUG, FailureFacts(path=self._job.source, detail=traceback.format_exc())))

    def _work(self) -> None:
        if self._adopt():
            return
        self._source.check_not_away()
        self._target.check_not_away()
        self._return_original()
        with self._source as source:
            if source.changed_since_accepted:
                self._writer.note_source(self._claim, source.size, source.mtime_ns)
            content = source.content_digest(self._line.check)
            if self._is_made_already(content):
                return
            with source.still_while_read():
                plan = self._plan()
                name = self._target.name(plan, source.mtime_ns)
                if self._is_name_taken(name, plan):
                    return
                outcome = self._make(plan)
            published = self._publish(name, outcome)
        if published:
            self._writer.finish(self._claim, outcome, content, engine=self._engine.VERSION)

    def _adopt(self) -> bool:
        """Whether an earlier attempt published already and only could not say so any more."""
        fenced = self._target.fenced()
        if fenced is None or not _is_there(fenced, self._job.digest):
            return False
        self._writer.adopt(self._claim)
        return True

    def _is_made_already(self, content: str) -> bool:
        if self._target.replaces:
            return False
        made = self._reader.made(
            self._job, content=content, recipe_hash=recipe_hash(self._recipe), engine=self._engine.VERSION
        )
        if made is None or not _is_there(Path(made.output), made.digest):
            return False
        self._writer.skip(self._claim, SkipReason.ALREADY_MADE, self._target.relative(Path(made.output).name))
        return True

    def _plan(self) -> Plan:
        plan = self._engine.plan(self._source.file, self._recipe)
        self._writer.note_plan(self._claim, plan)
        self._line.ask_memory(self._claim, plan)
        bound_memory(plan.peak_bytes)
        return plan

    def _is_name_taken(self, name: str, plan: Plan) -> bool:
        if next_free(self._target.folder, name, self._target.on_exists, is_folder=plan.stills > 1) is not None:
            return False
        self._writer.skip(self._claim, SkipReason.NAME_TAKEN, self._target.relative(name))
        return True

    def _make(self, plan: Plan) -> Outcome:
        def told(part: Path) -> None:
            self._part = part
            self._writer.note_part(self._claim, str(part))

        part = create_part(
            self._target.folder,
            f"{self._claim.job}-{self._claim.attempt}",
            is_folder=plan.stills > 1,
            told=told,
        )
        try:
            return self._engine.make(plan, self._source.file, part, self._progress)
        except OSError as error:
            raise writing_failure(error, part) from error

    def _progress(self, stage: Stage, progress: float) -> None:
        self._line.tell(self._claim, stage, progress)

    def _publish(self, name: str, outcome: Outcome) -> bool:
        """Give the part its name; False when somebody took it meanwhile and that means skip."""
        part = self._part
        if part is None:
            raise AssertionError("there is no part to publish")
        self._progress(Stage.SAVING, 1.0)
        # Before it gets its name: nobody ever sees the output with other dates.
        finish_dates(self._source.status, part)
        output = self._name(part, name, lambda final: self._fence(final, outcome))
        if output is None:
            self._writer.skip(self._claim, SkipReason.NAME_TAKEN, self._target.relative(name))
            return False
        self._part = None
        return True

    def _name(self, part: Path, name: str, fence: Callable[[str], None]) -> Path | None:
        source, target = self._source.path, self._target
        if not target.replaces:
            return publish(part, target.folder, name, on_exists=target.on_exists, fence=fence, keep=source)
        told = self._note_original
        return put_in_place(part, source, name, tag=str(self._job.id), told=told, fence=fence)

    def _fence(self, final: str, outcome: Outcome) -> None:
        self._writer.fence(self._claim, self._target.relative(final), outcome)

    def _note_original(self, kept: Path) -> None:
        self._writer.note_original(self._claim, str(kept))

    def _return_original(self) -> None:
        """Undo what an attempt left that ended between keeping the original and giving the output its place."""
        if self._job.original is not None:
            try:
                return_original(Path(self._job.original), self._source.path)
            except OSError as error:
                raise writing_failure(error, self._source.path) from error

    def _cause(self, failure: Failure) -> Failure:
        """A drive that goes away in the middle shows itself as all sorts of errors."""
        try:
            self._source.check_not_away()
            self._target.check_not_away()
        except Failure as away:
            return away
        return failure

    def _fail(self, failure: Failure) -> None:
        self._discard_part()
        facts = failure.facts
        if failure.code is ErrorCode.DISK_FULL:
            # Without the part there is more: what has to be added to it is what the disk lacks.
            facts = msgspec.structs.replace(facts, bytes_free=self._target.bytes_free())
        _log.info("not done: %s", failure.code)
        self._writer.fail(self._claim, failure.code, facts, self._decide(failure.code))

    def _decide(self, code: ErrorCode) -> Decision:
        return decide(
            code,
            tries=self._job.tries + 1,
            deaths=self._job.deaths,
            waits=self._job.waits,
            max_tries=self._job.max_tries,
            jitter=random.random(),  # noqa: S311 - spreads retries, keeps no secret
        )

    def _discard_part(self) -> None:
        if self._part is not None:
            try:
                discard(self._part)
            except OSError:
                _log.warning("a part file stays behind", exc_info=True)
            self._part = None


def _is_there(output: Path, digest: str | None) -> bool:
    with contextlib.suppress(OSError):
        return digest_of(output) == digest
    return False
