"""A bridge without a thread: commands are written down, questions are answered from what the test laid out."""

from collections.abc import Callable, Sequence
from typing import Any

from mediaapp.gui.bridge import Bridge, JobsEnded
from mediaapp.gui.live_query import Snapshot
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.history import History
from workers.jobs.ids import JobId
from workers.jobs.job import Job
from workers.peek import Answer, Ask, Refused


class ScriptedService:
    """Knows the jobs it was given; every other call is written down in `calls` as (name, arguments)."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []
        self.histories: dict[JobId, History] = {}

    def add(self, *histories: History) -> None:
        for history in histories:
            self.histories[history.job.id] = history

    def jobs(self, ids: Sequence[JobId]) -> list[Job]:
        return [self.histories[job].job for job in ids if job in self.histories]

    def job(self, job: JobId) -> Job | None:
        return self.histories[job].job if job in self.histories else None

    def history(self, job: JobId) -> History | None:
        return self.histories.get(job)

    def ids(self, selection: Any, **_: Any) -> list[JobId]:
        return list(self.histories)

    def __getattr__(self, name: str) -> Callable[..., int]:
        def call(*arguments: Any, **named: Any) -> int:
            self.calls.append((name, arguments + tuple(named.values())))
            return 1

        return call


class ScriptedPreview:
    """Answers every question by what `answers` makes of it; refuses by default."""

    def __init__(self) -> None:
        self.asked: list[Ask] = []
        self.answers: Callable[[Ask], Answer] = lambda _: Refused(code=ErrorCode.BUG, facts=FailureFacts())

    def ask(self, ask: Ask, on_answer: Callable[[Answer], None]) -> None:
        self.asked.append(ask)
        on_answer(self.answers(ask))


class ScriptedSession:
    """What a bridge needs of a session."""

    def __init__(self) -> None:
        self.preview = ScriptedPreview()
        self.jobs = ScriptedService()

    def service(self) -> ScriptedService:
        return self.jobs


class ScriptedBridge(Bridge):
    """Carries commands out at once, in the thread of the test."""

    def __init__(self) -> None:
        self.session = ScriptedSession()
        super().__init__(self.session)  # type: ignore[arg-type]

    @property
    def service(self) -> ScriptedService:
        return self.session.jobs

    @property
    def preview(self) -> ScriptedPreview:
        return self.session.preview

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self._tell_snapshot(snapshot)

    def end(self, *jobs: Job) -> None:
        self._tell_ended(JobsEnded(jobs))

    def _tell(self, call: Any) -> None:
        value = call.work(self.service)
        if call.then is not None:
            call.then(value)
