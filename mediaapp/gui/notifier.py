"""Tells what the notices decide: in the window while somebody looks at it, on the desktop otherwise."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import assert_never

from msgspec import Struct
from PySide6.QtCore import QObject, QTimer

from mediaapp import text
from mediaapp.gui.actions.action import Action, Offer, counted_offer, offer
from mediaapp.gui.actions.alerts import offers_for
from mediaapp.gui.actions.buttons import toast_button
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.locations import SAVE_ELSEWHERE
from mediaapp.gui.actions.navigation import SHOW, SHOW_ACTIVITY, SHOW_DONE, SHOW_FAILED
from mediaapp.gui.actions.queueing import RETRY
from mediaapp.gui.actions.results import OPEN, SHOW_IN_FOLDER
from mediaapp.gui.actions.target import Target, of_cause, of_failures, of_job
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
from mediaapp.gui.preferences import Preferences
from mediaapp.gui.theme import Role
from mediaapp.gui.toast import ToastMessage
from mediaapp.notices import (
    AlertsBegan,
    BeganToWait,
    HookFailed,
    ManyReady,
    Notice,
    Notices,
    OneFailed,
    OneReady,
    ReportReady,
    SomeFailed,
    as_it_stands,
)
from workers.errors import ErrorCode
from workers.jobs.alert import Alert
from workers.jobs.ids import AlertId, BatchId
from workers.jobs.job import Job
from workers.jobs.queries import Cause, Selection
from workers.service.alert_commands import NoteAlertsTold

MakeHandler = Callable[[OnPressed, OnRefused], NoticeHandler]


class Told(Struct, frozen=True, kw_only=True):
    """A notice in words. `offers` are its buttons; `opens` is what a click on it does."""

    tag: str
    title: str
    body: str
    icon: str
    role: Role
    offers: tuple[Offer, ...]
    opens: Offer

    def toast(self, context: ActionContext) -> ToastMessage:
        """As a message in the window; what needs somebody stays until it is closed."""
        return ToastMessage(
            tag=self.tag,
            title=self.title,
            body=self.body,
            icon=self.icon,
            role=self.role,
            buttons=tuple(toast_button(context, offered) for offered in self.offers),
            stays=self.role is not Role.OK,
        )

    def desktop(self) -> DesktopNotice:
        """As a notice of the desktop."""
        buttons = tuple(NoticeButton(key=str(n), label=offered.label) for n, offered in enumerate(self.offers))
        return DesktopNotice(tag=self.tag, title=self.title, body=self.body, buttons=buttons)


class Notifier(QObject):
    """Follows the bridge, asks the notices what is to be told, and carries out what is pressed."""

    def __init__(
        self,
        context: ActionContext,
        preferences: Preferences,
        *,
        make_handler: MakeHandler | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        bridge = context.bridge
        super().__init__(bridge)
        self._context = context
        self._bridge = bridge
        self._preferences = preferences
        self._clock = clock
        self._notices = Notices()
        self._told: dict[str, Told] = {}
        self._lasting: dict[str, Notice] = {}  # what may be over one day, by tag
        self._ended: list[Job] = []
        self._noted = set[AlertId]()
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
        told = told_of(notice)
        self._lasting.pop(told.tag, None)
        if told.role is not Role.OK:
            self._lasting[told.tag] = notice
        if self._context.window.isActiveWindow() or not self._preferences.current.notices:
            self._context.window.say(told.toast(self._context))
            return
        self._told[told.tag] = told
        self._handler.show(told.desktop())

    def _on_ended(self, ended: tuple[Job, ...]) -> None:
        self._ended.extend(ended)
        self._soon.start()

    def _on_snapshot(self) -> None:
        # The jobs that ended are told right after the snapshot that counts them: both are looked at together.
        self._soon.start()

    def _look(self) -> None:
        snapshot = self._bridge.snapshot
        ended, self._ended = self._ended, []
        for notice in self._notices.look(
            now=self._clock(),
            ended=ended,
            batches=snapshot.batches,
            causes=snapshot.causes,
            alerts=snapshot.alerts,
            others=snapshot.others,
        ):
            if self._as_it_stands(notice) is not None:  # it may have been held back for a while
                self.tell(notice)
        self._take_back_what_is_over()
        untold = tuple(alert.id for alert in snapshot.alerts if not alert.told and alert.id not in self._noted)
        if untold:
            self._noted.update(untold)
            self._bridge.do(NoteAlertsTold(untold))

    def _as_it_stands(self, notice: Notice) -> Notice | None:
        snapshot = self._bridge.snapshot
        return as_it_stands(notice, batches=snapshot.every_batch, causes=snapshot.causes, alerts=snapshot.alerts)

    def _take_back_what_is_over(self) -> None:
        for tag, notice in list(self._lasting.items()):
            left = self._as_it_stands(notice)
            if left is None:
                del self._lasting[tag]
                self._told.pop(tag, None)
                self._context.window.take_back(tag)
                self._handler.withdraw(tag)
            elif left != notice and self._context.window.is_said(tag):
                self._lasting[tag] = left
                self._context.window.say(told_of(left).toast(self._context))

    def _on_pressed(self, pressed: Pressed) -> None:
        told = self._told.pop(pressed.tag, None)
        if told is None:
            return
        if pressed.key == DEFAULT_BUTTON:
            told.opens.trigger(self._context)
        for n, offered in enumerate(told.offers):
            if pressed.key == str(n):
                offered.trigger(self._context)

    def _on_refused(self, notice: DesktopNotice) -> None:
        told = self._told.pop(notice.tag, None)
        if told is not None:
            self._context.window.say(told.toast(self._context))


def told_of(notice: Notice) -> Told:
    """The notice in words, with what can be done about it."""
    match notice:
        case OneReady():
            told = _one_ready(notice.job)
        case OneFailed():
            told = _one_failed(notice)
        case ManyReady():
            told = _many_ready(notice)
        case SomeFailed():
            told = _some_failed(notice)
        case ReportReady():
            told = _report_ready(notice.job)
        case HookFailed():
            told = _hook_failed(notice)
        case BeganToWait():
            told = _began_to_wait(notice.cause)
        case AlertsBegan():
            told = _alerts_began(notice.alerts)
        case _:
            assert_never(notice)
    return told


def _one_ready(job: Job) -> Told:
    output, target = _output(job), of_job(job)
    words = text.one_ready(output.name, job.size_in, job.size_out or 0, str(output.parent))
    return _ready(job, words, "done", offers=(offer(SHOW_IN_FOLDER, target), offer(OPEN, target)), opens=SHOW)


def _report_ready(job: Job) -> Told:
    output, target = _output(job), of_job(job)
    words = text.report_ready(output.name, str(output.parent))
    return _ready(job, words, "file-text", offers=(offer(OPEN, target), offer(SHOW_IN_FOLDER, target)), opens=OPEN)


def _output(job: Job) -> Path:
    return Path(job.output or job.source)


def _ready(job: Job, words: text.NoticeText, icon: str, *, offers: tuple[Offer, ...], opens: Action) -> Told:
    return Told(
        tag=f"job {job.id}",
        title=words.title,
        body=words.body,
        icon=icon,
        role=Role.OK,
        offers=offers,
        opens=offer(opens, of_job(job)),
    )


def _one_failed(notice: OneFailed) -> Told:
    words = text.failure(notice.code, notice.facts)
    target = Target(selections=(Selection(ids=(notice.job,)),))
    again = (offer(RETRY, target),) if text.can_retry(notice.code) else ()
    return Told(
        tag=f"job {notice.job}",
        title=words.title,
        body=f"{notice.name} · {words.advice}",
        icon="failed",
        role=Role.BAD,
        offers=(*again, offer(SHOW, target)),
        opens=offer(SHOW, target),
    )


def _hook_failed(notice: HookFailed) -> Told:
    words = text.hook_failed(notice.hook, notice.code, notice.facts)
    target = Target(selections=(Selection(ids=(notice.job,)),))
    again = (offer(RETRY, target),) if text.can_retry(notice.code) else ()
    return Told(
        tag=f"hook {notice.hook}",
        title=words.title,
        body=words.body,
        icon="failed",
        role=Role.BAD,
        offers=(*again, offer(SHOW, target)),
        opens=offer(SHOW, target),
    )


def _many_ready(notice: ManyReady) -> Told:
    words = text.many_ready(
        notice.ready, notice.name, notice.bytes_in, notice.bytes_out, made_before=notice.made_before
    )
    return Told(
        tag=_batch_tag(notice.batch),
        title=words.title,
        body=words.body,
        icon="done",
        role=Role.OK,
        offers=(offer(SHOW_IN_FOLDER, Target(folder=notice.folder)),) if notice.folder else (),
        opens=offer(SHOW_DONE),
    )


def _some_failed(notice: SomeFailed) -> Told:
    words = text.some_failed(notice.ready, notice.causes, notice.name)
    retryable = {code: n for code, n in notice.causes.items() if text.can_retry(code)}
    again = counted_offer(RETRY, of_failures(retryable, notice.batch), sum(retryable.values()))
    show = offer(SHOW_FAILED)
    return Told(
        tag=_batch_tag(notice.batch),
        title=words.title,
        body=words.body,
        icon="failed",
        role=Role.BAD,
        offers=(again, show) if retryable else (show,),
        opens=show,
    )


def _began_to_wait(cause: Cause) -> Told:
    words, target = text.began_to_wait(cause), of_cause(cause)
    return Told(
        tag=f"wait {cause.code.value} {cause.failure.drive}",
        title=words.title,
        body=words.body,
        icon="hourglass",
        role=Role.WARN,
        offers=(offer(SAVE_ELSEWHERE, target),) if cause.code in (ErrorCode.OUTPUT_AWAY, ErrorCode.DISK_FULL) else (),
        opens=offer(SHOW, target),
    )


def _alerts_began(alerts: Sequence[Alert]) -> Told:
    every = [text.alert(alert.facts, time.time()) for alert in alerts]
    alone = len(alerts) == 1
    words = every[0] if alone else text.several_alerts([each.title for each in every])
    show = offer(SHOW_ACTIVITY)
    return Told(
        tag="alerts",
        title=words.title,
        body=words.body,
        icon="notice",
        role=Role.WARN,
        offers=offers_for(alerts[0].facts) if alone else (show,),
        opens=show,
    )


def _batch_tag(batch: BatchId | None) -> str:
    return "batches" if batch is None else f"batch {batch}"


def _handler(pressed: OnPressed, refused: OnRefused) -> NoticeHandler:
    return desktop_notices(app_name="mediaapp", desktop_entry="mediaapp", pressed=pressed, refused=refused)
