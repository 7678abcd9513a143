"""Tells what the notices decide: in the window while somebody looks at it, on the desktop otherwise."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, assert_never

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from mediaapp import text
from mediaapp.gui.desktop.notify.choice import desktop_notices
from mediaapp.gui.desktop.notify.handler import (
    DEFAULT_BUTTON,
    DesktopNotice,
    NoticeButton,
    NoticeHandler,
    OnPressed,
    OnRefused,
    Pressed,
)
from mediaapp.gui.desktop.reveal.handler import Revealer, open_path
from mediaapp.gui.jobs.wishes import ask_elsewhere
from mediaapp.gui.preferences import Preferences
from mediaapp.gui.theme import Role
from mediaapp.gui.toast import ToastAction, ToastMessage
from mediaapp.notices import BeganToWait, ManyReady, Notice, Notices, OneFailed, OneReady, SomeFailed
from mediaapp.text import tr, tr_n
from workers.errors import ErrorCode
from workers.jobs.ids import BatchId, JobId
from workers.jobs.job import Job
from workers.jobs.queries import Cause, Selection
from workers.jobs.state import JobState
from workers.service.commands import Retry

if TYPE_CHECKING:
    from mediaapp.gui.bridge import Bridge, JobsEnded

MakeHandler = Callable[[OnPressed, OnRefused], NoticeHandler]


class NoticeWindow(Protocol):
    """What the notifier needs of the window."""

    def say(self, message: ToastMessage) -> None:
        """Show a message in the window."""

    def isActiveWindow(self) -> bool:
        """Whether somebody works in it now."""

    def raise_window(self) -> None:
        """Bring it before all others."""

    def reveal(self, job: JobId) -> None:
        """Select a job and show its details."""

    def show_tab(self, name: str) -> None:
        """Show one of the list's tabs."""


class Choice(Struct, frozen=True, kw_only=True):
    """One thing that can be done about a notice."""

    key: str
    label: str
    do: Callable[[], None]


class Told(Struct, frozen=True, kw_only=True):
    """A notice in words. `open` is what a click on it does."""

    tag: str
    title: str
    body: str
    icon: str
    role: Role
    choices: tuple[Choice, ...]
    open: Callable[[], None]

    def toast(self) -> ToastMessage:
        """As a message in the window; what needs somebody stays until it is closed."""
        return ToastMessage(
            tag=self.tag,
            title=self.title,
            body=self.body,
            icon=self.icon,
            role=self.role,
            actions=tuple(ToastAction(label=choice.label, do=choice.do) for choice in self.choices),
            stays=self.role is not Role.OK,
        )

    def desktop(self) -> DesktopNotice:
        """As a notice of the desktop."""
        buttons = tuple(NoticeButton(key=choice.key, label=choice.label) for choice in self.choices)
        return DesktopNotice(tag=self.tag, title=self.title, body=self.body, buttons=buttons)


class Notifier(QObject):
    """Follows the bridge, asks the notices what is to be told, and carries out what is pressed."""

    def __init__(
        self,
        window: NoticeWindow,
        bridge: "Bridge",
        preferences: Preferences,
        revealer: Revealer,
        *,
        make_handler: MakeHandler | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(bridge)
        self._window = window
        self._bridge = bridge
        self._preferences = preferences
        self._words = NoticeWords(window, bridge, revealer, self)
        self._clock = clock
        self._notices = Notices()
        self._told: dict[str, Told] = {}
        self._ended: list[Job] = []
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._look)
        self._handler = (make_handler or _handler)(self._on_pressed, self._on_refused)
        bridge.jobs_ended.connect(self._on_ended)
        bridge.snapshot_changed.connect(self._on_snapshot)

    def close(self) -> None:
        """Let go of the desktop."""
        self._soon.stop()
        self._handler.close()

    def tell(self, notice: Notice) -> None:
        """Tell one notice where it will be seen."""
        told = self._words.told(notice)
        if self._window.isActiveWindow() or not self._preferences.current.notices:
            self._window.say(told.toast())
            return
        self._told[told.tag] = told
        self._handler.show(told.desktop())

    def _on_ended(self, ended: "JobsEnded") -> None:
        self._ended.extend(ended.jobs)
        self._soon.start()

    def _on_snapshot(self) -> None:
        # The jobs that ended are told right after the snapshot that counts them: both are looked at together.
        self._soon.start()

    def _look(self) -> None:
        snapshot = self._bridge.snapshot
        ended, self._ended = self._ended, []
        for notice in self._notices.look(
            now=self._clock(), ended=ended, batches=snapshot.batches, causes=snapshot.causes
        ):
            self.tell(notice)

    def _on_pressed(self, pressed: Pressed) -> None:
        told = self._told.pop(pressed.tag, None)
        if told is None:
            return
        if pressed.key == DEFAULT_BUTTON:
            told.open()
        for choice in told.choices:
            if choice.key == pressed.key:
                choice.do()

    def _on_refused(self, notice: DesktopNotice) -> None:
        told = self._told.pop(notice.tag, None)
        if told is not None:
            self._window.say(told.toast())


class NoticeWords(QObject):
    """Puts notices into words, with what can be done about each."""

    def __init__(self, window: NoticeWindow, bridge: "Bridge", revealer: Revealer, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._bridge = bridge
        self._revealer = revealer

    def told(self, notice: Notice) -> Told:
        """The notice in words."""
        match notice:
            case OneReady():
                return self._one_ready(notice.job)
            case OneFailed():
                return self._one_failed(notice)
            case ManyReady():
                return self._many_ready(notice)
            case SomeFailed():
                return self._some_failed(notice)
            case BeganToWait():
                return self._began_to_wait(notice.cause)
            case _:
                assert_never(notice)

    def _one_ready(self, job: Job) -> Told:
        output = Path(job.output or job.source)
        words = text.one_ready(output.name, job.size_in, job.size_out or 0, str(output.parent))
        return Told(
            tag=f"job {job.id}",
            title=words.title,
            body=words.body,
            icon="done",
            role=Role.OK,
            choices=(
                Choice(key="reveal", label=tr("Show in folder"), do=lambda: self._if_there(output, self._reveal)),
                Choice(key="open", label=tr("Open"), do=lambda: self._if_there(output, open_path)),
            ),
            open=lambda: self._go_to(job.id),
        )

    def _one_failed(self, notice: OneFailed) -> Told:
        words = text.failure(notice.code, notice.facts)
        only = Selection(ids=(notice.job,))
        again = Choice(key="retry", label=tr("Retry"), do=lambda: self._bridge.do(Retry(only)))
        show = Choice(key="show", label=tr("Show"), do=lambda: self._go_to(notice.job))
        return Told(
            tag=f"job {notice.job}",
            title=words.title,
            body=f"{notice.name} · {words.advice}",
            icon="failed",
            role=Role.BAD,
            choices=(*((again,) if text.Action.RETRY in words.actions else ()), show),
            open=lambda: self._go_to(notice.job),
        )

    def _many_ready(self, notice: ManyReady) -> Told:
        words = text.many_ready(
            notice.ready, notice.name, notice.bytes_in, notice.bytes_out, made_before=notice.made_before
        )
        folder = Path(notice.folder)
        show = Choice(key="folder", label=tr("Show in folder"), do=lambda: self._if_there(folder, open_path))
        return Told(
            tag=_batch_tag(notice.batch),
            title=words.title,
            body=words.body,
            icon="done",
            role=Role.OK,
            choices=(show,) if notice.folder else (),
            open=lambda: self._go_to_tab("done"),
        )

    def _some_failed(self, notice: SomeFailed) -> Told:
        words = text.some_failed(notice.ready, notice.causes, notice.name)
        failed = Selection(batch=notice.batch, states=frozenset((JobState.FAILED,)))
        n = sum(jobs for code, jobs in notice.causes.items() if text.can_retry(code))
        label = tr_n("Retry 1", "Retry {n}", n)
        again = Choice(key="retry", label=label, do=lambda: self._bridge.do(Retry(failed)))
        show = Choice(key="failed", label=tr("Show failed"), do=lambda: self._go_to_tab("failed"))
        return Told(
            tag=_batch_tag(notice.batch),
            title=words.title,
            body=words.body,
            icon="failed",
            role=Role.BAD,
            choices=(*((again,) if n else ()), show),
            open=lambda: self._go_to_tab("failed"),
        )

    def _began_to_wait(self, cause: Cause) -> Told:
        words = text.began_to_wait(cause)
        label = text.action(text.Action.SAVE_ELSEWHERE)
        elsewhere = Choice(key="elsewhere", label=label, do=lambda: self._ask_folder(cause.code))
        return Told(
            tag=f"wait {cause.code.value} {cause.failure.drive}",
            title=words.title,
            body=words.body,
            icon="hourglass",
            role=Role.WARN,
            choices=(elsewhere,) if cause.code in (ErrorCode.OUTPUT_AWAY, ErrorCode.DISK_FULL) else (),
            open=lambda: self._go_to_tab("waiting"),
        )

    def _go_to(self, job: JobId) -> None:
        self._window.raise_window()
        self._window.reveal(job)

    def _go_to_tab(self, name: str) -> None:
        self._window.raise_window()
        self._window.show_tab(name)

    def _reveal(self, path: Path) -> None:
        self._revealer.reveal((path,))

    def _if_there(self, path: Path, do: Callable[[Path], None]) -> None:
        """Do it, or say that the result is gone; the disk is looked at off this thread."""

        def answer(there: bool) -> None:  # noqa: FBT001 - the answer to a question
            if there:
                do(path)
            else:
                self._window.say(ToastMessage(title=text.result_gone(path.name), icon="failed", role=Role.BAD))

        self._bridge.in_background(path.exists, answer)

    def _ask_folder(self, code: ErrorCode) -> None:
        self._window.raise_window()
        waiting = Selection(states=frozenset((JobState.DELAYED,)), cause=code)
        if isinstance(self._window, QWidget):
            ask_elsewhere(self._window, self._bridge, [waiting])


def _batch_tag(batch: BatchId | None) -> str:
    return "batches" if batch is None else f"batch {batch}"


def _handler(pressed: OnPressed, refused: OnRefused) -> NoticeHandler:
    return desktop_notices(app_name="mediaapp", desktop_entry="mediaapp", pressed=pressed, refused=refused)
