"""One run of a job that has a request and no source file, step by step."""

from msgspec.structs import replace

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.jobs.claim import Claimed
from workers.jobs.ids import ProcessId
from workers.outcome import Stage
from workers.output.failures import writing_failure
from workers.pool.attempt import AttemptRunner, WorkerContext
from workers.request_engine import RequestRun, load_request_engine
from workers.requests import Request


class RequestAttempt(AttemptRunner):
    """A claimed job that does what its request says, with an output or without."""

    def __init__(self, context: WorkerContext, claimed: Claimed, request: Request) -> None:
        super().__init__(context, claimed)
        self._request = request
        self._engine_names = context.request_engines
        self._engines = context.engines
        self._data = context.data
        self._has_place = claimed.job.folder != ""

    def _work(self) -> None:
        engine = load_request_engine(self._engine_names, self._job.kind)
        name = engine.file_name(self._request)
        if name is not None and self._adopt():
            return
        self._check_not_away()
        part = None
        if name is not None:
            part = self._target.create_part(is_folder=False, told=self._told_part)
        run = RequestRun(
            job=self._job,
            engines=self._engines,
            store=self._store,
            data=self._data,
            part=part,
            told_part=self._told_part,
            told_program=self._told_program,
            progress=self._progress,
        )
        try:
            outcome = engine.run(self._request, run)
        except OSError as error:
            if part is None:
                raise
            raise writing_failure(error, part) from error
        if name is not None:
            self._progress(Stage.SAVING, 1.0)
            self._target.publish(
                name,
                fence=lambda out_rel: self._store.finishing.fence(self._claim, out_rel, outcome),
                told_original=lambda _kept: None,
                policy_applies=lambda _taken: False,
            )
        self._store.finishing.finish(self._claim, outcome, "")

    def _told_part(self, path: str) -> None:
        self._store.claims.note_part(self._claim, path)

    def _told_program(self, program: ProcessId) -> None:
        self._store.claims.note_program(self._claim, program)

    def _check_not_away(self) -> None:
        if self._has_place:
            self._target.check_not_away()

    def _cause(self, failure: Failure) -> Failure:
        try:
            self._check_not_away()
        except Failure as away:
            return away
        return failure

    def _about(self, failure: Failure) -> FailureFacts:
        if failure.code is ErrorCode.DISK_FULL:
            return replace(failure.facts, bytes_free=self._target.bytes_free())
        return failure.facts
