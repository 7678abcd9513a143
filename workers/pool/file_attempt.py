"""One run of a job that has a source file, step by step."""

from pathlib import Path

import msgspec

from workers.engine import Engine
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.jobs.claim import Claimed
from workers.kinds import tell
from workers.outcome import Outcome, SkipReason, Stage
from workers.output.failures import writing_failure
from workers.plan import Plan
from workers.pool.attempt import AttemptRunner, WorkerContext
from workers.pool.input_file import InputFile
from workers.pool.output_file import is_output
from workers.pool.overwrite_policy import OverwritePolicy
from workers.pool.process_limits import bound_memory
from workers.recipe import recipe_hash


class FileAttempt(AttemptRunner):
    """A claimed job whose source becomes an output by its recipe."""

    def __init__(self, context: WorkerContext, claimed: Claimed) -> None:
        super().__init__(context, claimed)
        self._engines = context.engines
        self._recipe = claimed.recipe
        self._source = InputFile(claimed)
        self._kind = claimed.job.kind
        self._planned: Plan | None = None
        self._overwrite_policy = OverwritePolicy(claimed, context.store)

    @property
    def peak_bytes(self) -> int:
        """What the plan says it takes, 0 before there is one."""
        return 0 if self._planned is None else self._planned.peak_bytes

    @property
    def _engine(self) -> Engine:
        return self._engines[self._kind]

    def _work(self) -> None:
        """The steps; each one that ends the job says so by True, or raises."""
        if self._adopt():
            return
        self._source.check_not_away()
        self._target.check_not_away()
        self._target.return_original()
        with self._source as source:
            self._take_as_it_is()
            with source.still_while_read():
                # Before all of it is read for its digest: what is no picture, or too large, ends here.
                plan = self._plan()
                content = source.content_digest(self._channel.check)
                if self._is_made_already(content):
                    return
                name = self._target.name(plan, source.mtime_ns)
                if self._target.is_taken(name, plan, self._overwrite_policy.applies_to):
                    self._skip(name)
                    return
                outcome = self._make(plan, self._let_in(plan))
            published = self._publish(name, outcome)
            if published is None:
                self._skip(name)
                return
        self._store.finishing.finish(self._claim, published, content, engine=self._engine.VERSION)

    def _take_as_it_is(self) -> None:
        if self._source.changed_since_accepted:
            self._store.claims.note_source(self._claim, self._source.size, self._source.mtime_ns)

    def _is_made_already(self, content: str) -> bool:
        if self._target.replaces:
            return False
        made = self._store.known_files.made(
            self._job, content=content, recipe_hash=recipe_hash(self._recipe), engine=self._engine.VERSION
        )
        if made is None or not is_output(Path(made.output), made.digest):
            return False
        name = self._target.relative(Path(made.output).name)
        self._store.finishing.skip(self._claim, SkipReason.ALREADY_MADE, name)
        return True

    def _plan(self) -> Plan:
        """What is to be done, from the source's header alone."""
        bound_memory(0)
        self._kind = tell(self._source.head(), self._job.kind)
        plan = self._planned = self._engine.plan(self._source.file, self._recipe)
        return plan

    def _let_in(self, plan: Plan) -> int:
        """Wait until there is memory for it; returns the threads that a codec may use."""
        self._store.claims.note_plan(self._claim, plan, self._kind)
        threads = self._channel.ask_memory(self._claim, plan, self._kind)
        bound_memory(plan.peak_bytes)
        return threads

    def _make(self, plan: Plan, threads: int) -> Outcome:
        part = self._target.create_part(
            is_folder=plan.stills > 1, told=lambda path: self._store.claims.note_part(self._claim, path)
        )
        try:
            return self._engine.make(plan, self._source.file, part, self._progress, threads=threads)
        except OSError as error:
            raise writing_failure(error, part) from error

    def _publish(self, name: str, outcome: Outcome) -> Outcome | None:
        """The outcome with all that is to be told of it, None when the name was taken meanwhile and that means skip."""
        self._progress(Stage.SAVING, 1.0)
        kept = self._target.finish(self._source)
        outcome = msgspec.structs.replace(outcome, promises=(*outcome.promises, *kept))
        done = self._target.publish(
            name,
            fence=lambda out_rel: self._store.finishing.fence(self._claim, out_rel, outcome),
            told_original=lambda kept: self._store.claims.note_original(self._claim, kept),
            policy_applies=self._overwrite_policy.applies_to,
        )
        return outcome if done else None

    def _skip(self, name: str) -> None:
        self._store.finishing.skip(self._claim, SkipReason.NAME_TAKEN, self._target.relative(name))

    def _cause(self, failure: Failure) -> Failure:
        """A drive that goes away in the middle shows itself as all sorts of errors."""
        try:
            self._source.check_not_away()
            self._target.check_not_away()
        except Failure as away:
            return away
        return failure

    def _bytes_needed(self, free: int | None) -> int | None:
        """About what the output takes; None when that would seem to fit."""
        if self._planned is None or free is None:
            return None
        needed = self._engine.estimate(self._planned)
        return needed if needed > free else None

    def _about(self, failure: Failure) -> FailureFacts:
        facts = failure.facts
        if facts.path is None:
            facts = msgspec.structs.replace(facts, path=self._job.source)
        if failure.code is ErrorCode.DISK_FULL:
            # Counted without the part: once there is more than this, it is worth another try.
            free = self._target.bytes_free()
            facts = msgspec.structs.replace(facts, bytes_free=free, bytes_needed=self._bytes_needed(free))
        return facts
