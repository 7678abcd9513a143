"""A bridge without a thread: commands are written down, questions are answered from what the test laid out."""

from collections.abc import Callable
from typing import Any, TypeVar

from mediaapp.gui.activity.figures import ReadFigures
from mediaapp.gui.activity.report import SaveFacts
from mediaapp.gui.bridge import Bridge
from mediaapp.gui.snapshot import Snapshot
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.batch import Counts
from workers.jobs.history import History
from workers.jobs.ids import JobId
from workers.jobs.job import Job
from workers.jobs.queries import Cause, Selection
from workers.peek import Answer, Ask, Refused
from workers.service.commands import Command, CountJobs, FindIds, FindJobs, ReadHistory

T = TypeVar("T")

QUESTIONS = (CountJobs, FindIds, FindJobs, ReadFigures, ReadHistory, SaveFacts)
"""The commands that change no job."""


class ScriptedService:
    """Answers from the jobs it was given."""

    def __init__(self) -> None:
        self.histories: dict[JobId, History] = {}
        self.counted = Counts()
        self.failing: list[Cause] = []
        self.reader = self

    def add(self, *histories: History) -> None:
        for history in histories:
            self.histories[history.job.id] = history

    def jobs(self, ids: list[JobId]) -> list[Job]:
        return [self.histories[job].job for job in ids if job in self.histories]

    def history(self, job: JobId) -> History | None:
        return self.histories.get(job)

    def ids(self, selection: Selection, **_: object) -> list[JobId]:
        return [
            one
            for one, history in self.histories.items()
            if (selection.ids is None or one in selection.ids)
            and (selection.states is None or history.job.state in selection.states)
        ]

    def counts(self, selection: Selection | None = None) -> Counts:
        if selection is None or selection.states is None:
            return self.counted
        return Counts(**{state.value: self.counted.in_state(state) for state in selection.states})

    def causes(self) -> list[Cause]:
        return self.failing


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


class ScriptedBridge(Bridge):
    """Does everything at once, in the thread of the test.

    `commands` are those that were given, the questions left out; a command is answered from `answers`, else by 1.
    """

    def __init__(self) -> None:
        self.session = ScriptedSession()
        self.service = ScriptedService()
        self.commands: list[Command[Any]] = []
        self.answers: dict[type[Command[Any]], Any] = {}
        super().__init__(self.session)  # type: ignore[arg-type]

    @property
    def preview(self) -> ScriptedPreview:
        return self.session.preview

    def show_snapshot(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.snapshot_changed.emit(snapshot)

    def end(self, *jobs: Job) -> None:
        self.jobs_ended.emit(jobs)

    def do(self, command: Command[T], then: Callable[[T], object] | None = None) -> None:
        self.answer(command, then)

    def answer(self, command: Command[T], then: Callable[[T], object] | None = None) -> None:
        """What `do` does, also for a test that holds a command back."""
        if isinstance(command, QUESTIONS):
            answer: Any = command.run(self.service)  # type: ignore[arg-type]
        else:
            self.commands.append(command)
            answer = self.answers.get(type(command), 1)
        if then is not None:
            then(answer)

    def in_background(self, work: Callable[[], T], then: Callable[[T], object] | None = None) -> None:
        answer = work()
        if then is not None:
            then(answer)
