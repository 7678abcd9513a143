"""The amber strips above the list: what waits, why, and what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mediaapp import text
from mediaapp.gui.jobs.headings import held_title, held_why, is_held
from mediaapp.gui.theme import Role, current, pixmap
from mediaapp.gui.widgets import ElidedLabel, button
from workers.errors import NoWorker
from workers.jobs.batch import Batch
from workers.jobs.ids import BatchId
from workers.jobs.queries import Cause
from workers.jobs.state import JobState

HEIGHT_PX = 64
SHOWN_MAX = 2


class HeldAction(StrEnum):
    """What can be done with a batch that waits to be started."""

    START = "start"
    SAVE_ELSEWHERE = "save_elsewhere"
    CHANGE_RECIPE = "change_recipe"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Asked:
    """A button of a cause's banner was pressed; `action` None is "Show"."""

    cause: Cause
    action: text.Action | None


@dataclass(frozen=True, slots=True)
class AskedHeld:
    """A button of the banner of a batch that waits to be started was pressed."""

    batch: BatchId
    action: HeldAction


@dataclass(frozen=True, slots=True)
class AskedLog:
    """The log was asked for, which says more than a banner has room for."""


BannerAsked = Asked | AskedHeld | AskedLog


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What a strip says, and what its buttons ask for."""

    title: str
    sentence: str
    icon: str
    buttons: tuple[tuple[str, BannerAsked], ...]


class Banners(QWidget):
    """One strip where nothing can be worked on, one a batch that waits to be started, then one a cause of delays.

    Of the last the ones with most jobs come first.
    """

    asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._shown: list[_Words] = []
        self._strips: list[_Strip] = []
        self.hide()

    def show_waiting(
        self,
        causes: Sequence[Cause],
        batches: Sequence[Batch],
        no_worker: NoWorker | None = None,
        *,
        still: bool = False,
    ) -> None:
        """Show what waits; nothing moves while that stays the same.

        `still`: what lies below does not move up either, where there is less to show; not before `settle`.
        """
        delayed = sorted((one for one in causes if one.state is JobState.DELAYED), key=lambda one: -one.jobs)
        held = [self._held(batch) for batch in batches if is_held(batch)]
        broken = [] if no_worker is None else [self._broken(no_worker)]
        shown = [*broken, *held, *(self._delayed(cause) for cause in delayed)][:SHOWN_MAX]
        if shown == self._shown:
            return
        self._shown = shown
        for strip in self._strips:
            strip.hide()
            strip.deleteLater()
        self._strips = [_Strip(words, self) for words in shown]
        for strip in self._strips:
            strip.asked.connect(self.asked)
            self._column.insertWidget(self._column.count() - 1, strip)
        self.setMinimumHeight(self.height() if still and self.isVisible() else 0)
        self.setVisible(bool(shown) or self.minimumHeight() > 0)

    def settle(self) -> None:
        """Take no more room than is needed."""
        self.setMinimumHeight(0)
        self.setVisible(bool(self._shown))

    def _broken(self, why: NoWorker) -> _Words:
        told = text.no_worker(why)
        return _Words(
            title=told.title,
            sentence=f"{told.cause} {told.advice}",
            icon="failed",
            buttons=((self.tr("Show log"), AskedLog()),),
        )

    def _held(self, batch: Batch) -> _Words:
        save = (self.tr("Save elsewhere…"), HeldAction.SAVE_ELSEWHERE)
        start = (self.tr("Start anyway"), HeldAction.START)
        if batch.shortage is None:
            save = (self.tr("Change recipe…"), HeldAction.CHANGE_RECIPE)
            start = (self.tr("Start"), HeldAction.START)
        first, second = (save, start) if batch.shortage is not None else (start, save)
        asked = (first, second, (self.tr("Remove"), HeldAction.REMOVE))
        return _Words(
            title=f"{batch.name}: {held_title(batch)}",
            sentence=held_why(batch),
            icon="pause",
            buttons=tuple((label, AskedHeld(batch.id, action)) for label, action in asked),
        )

    def _delayed(self, cause: Cause) -> _Words:
        words = text.waiting(cause)
        actions = (action for action in words.actions if action is not text.Action.WAIT)
        return _Words(
            title=words.title,
            sentence=words.cause,
            icon="hourglass",
            buttons=(
                (self.tr("Show {count}").format(count=text.count(cause.jobs)), Asked(cause, None)),
                *((text.action(action), Asked(cause, action)) for action in actions),
            ),
        )


class _Strip(QFrame):
    asked = Signal(object)

    def __init__(self, words: _Words, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon = words.icon
        self.setProperty("look", "banner")
        self.setFixedHeight(HEIGHT_PX)
        lines = QVBoxLayout()
        lines.setSpacing(1)
        lines.addStretch(1)
        ends = Qt.TextElideMode.ElideRight  # where a sentence is cut, its beginning says most
        for line, look, elide in ((words.title, "heading", Qt.TextElideMode.ElideMiddle), (words.sentence, "", ends)):
            written = ElidedLabel(line, look, elide)
            written.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            lines.addWidget(written)
        lines.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(48, 0, 16, 1)
        row.setSpacing(12)
        row.addLayout(lines, 1)
        for label, asked in words.buttons:
            made = button(label, look="small")
            made.clicked.connect(lambda _checked=False, asked=asked: self._tell(asked))
            row.addWidget(made)

    def _tell(self, asked: BannerAsked) -> None:
        self.asked.emit(asked)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colors = current()
        painter = QPainter(self)
        icon = pixmap(self._icon, Role.WARN, 16, self.devicePixelRatioF())
        painter.setPen(colors.color(Role.WARN))
        painter.drawPixmap(17, (HEIGHT_PX - 16) // 2 - 1, icon)
