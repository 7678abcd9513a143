"""The amber strips above the list: what waits, why, and what can be done about it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mediaapp import text
from mediaapp.gui.actions.action import Offer, counted_offer, short_offer
from mediaapp.gui.actions.buttons import OfferButton
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.locations import SAVE_ELSEWHERE
from mediaapp.gui.actions.navigation import OPEN_LOG, SHOW
from mediaapp.gui.actions.queueing import CHANGE_RECIPE, START, START_ANYWAY
from mediaapp.gui.actions.removing import REMOVE
from mediaapp.gui.actions.table import REMEDIES
from mediaapp.gui.actions.target import of_batch, of_cause
from mediaapp.gui.actions.timing import GO_ON_NOW
from mediaapp.gui.jobs.headings import held_title, held_why, is_held
from mediaapp.gui.theme import Role, current, pixmap
from mediaapp.gui.widgets import ElidedLabel
from workers.errors import NoWorker
from workers.jobs.batch import StoredBatch
from workers.jobs.queries import Cause
from workers.jobs.state import JobState
from workers.manners.manners import Hold

HEIGHT_PX = 64
SHOWN_MAX = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What a strip says, and what it offers."""

    title: str
    sentence: str
    icon: str
    offers: tuple[Offer, ...]


class Banners(QWidget):
    """One strip where nothing can be worked on or may begin, one a batch that waits to be started, then one a cause of delays.

    Of the last the ones with most jobs come first.
    """

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self._context = context
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
        batches: Sequence[StoredBatch],
        no_worker: NoWorker | None = None,
        holds: Sequence[Hold] = (),
        queued: int = 0,
        *,
        still: bool = False,
    ) -> None:
        """Show what waits; nothing moves while that stays the same.

        `still`: what lies below does not move up either, where there is less to show; that room is `spare_px` then.
        """
        delayed = sorted((one for one in causes if one.state is JobState.DELAYED), key=lambda one: -one.jobs)
        held = [self._held(batch) for batch in batches if is_held(batch)]
        broken = [] if no_worker is None else [self._broken(no_worker)]
        manners = [self._by_manners(holds, queued)] if holds and queued else []
        shown = [*broken, *manners, *held, *(self._delayed(cause) for cause in delayed)][:SHOWN_MAX]
        if shown == self._shown:
            return
        self._shown = shown
        for strip in self._strips:
            strip.hide()
            strip.deleteLater()
        self._strips = [_Strip(words, self._context, self) for words in shown]
        for strip in self._strips:
            self._column.insertWidget(self._column.count() - 1, strip)
        self.setMinimumHeight(self.height() if still and self.isVisible() else 0)
        self.setVisible(bool(shown) or self.minimumHeight() > 0)

    @property
    def shown_px(self) -> int:
        """How high it is on screen."""
        return 0 if self.isHidden() else self.height()

    @property
    def spare_px(self) -> int:
        """How much of its height stays empty."""
        return max(0, self.minimumHeight() - HEIGHT_PX * len(self._shown))

    def keep(self, spare: int) -> None:
        """Keep so many pixels more than are needed."""
        self.setMinimumHeight(HEIGHT_PX * len(self._shown) + spare if spare else 0)
        self.setVisible(bool(self._shown) or spare > 0)

    def _broken(self, why: NoWorker) -> _Words:
        told = text.no_worker(why)
        return _Words(
            title=told.title,
            sentence=f"{told.cause} {told.advice}",
            icon="failed",
            offers=(short_offer(OPEN_LOG),),
        )

    def _by_manners(self, holds: Sequence[Hold], queued: int) -> _Words:
        return _Words(
            title=text.held_back(holds, time.time()),
            sentence=text.held_pictures(queued),
            icon="clock",
            offers=(short_offer(GO_ON_NOW),),
        )

    def _held(self, batch: StoredBatch) -> _Words:
        actions = (START, CHANGE_RECIPE, REMOVE) if batch.shortage is None else (SAVE_ELSEWHERE, START_ANYWAY, REMOVE)
        return _Words(
            title=f"{batch.name}: {held_title(batch)}",
            sentence=held_why(batch),
            icon="pause",
            offers=tuple(short_offer(action, of_batch(batch)) for action in actions),
        )

    def _delayed(self, cause: Cause) -> _Words:
        words, jobs = text.waiting(cause), of_cause(cause)
        return _Words(
            title=words.title,
            sentence=words.cause,
            icon="hourglass",
            offers=(
                counted_offer(SHOW, jobs, cause.jobs),
                *(short_offer(REMEDIES[remedy], jobs) for remedy in words.remedies if REMEDIES[remedy].enabled(jobs)),
            ),
        )


class _Strip(QFrame):
    def __init__(self, words: _Words, context: ActionContext, parent: QWidget) -> None:
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
        for offered in words.offers:
            row.addWidget(OfferButton(context, offered, look="small", plain=True))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colors = current()
        painter = QPainter(self)
        icon = pixmap(self._icon, Role.WARN, 16, self.devicePixelRatioF())
        painter.setPen(colors.color(Role.WARN))
        painter.drawPixmap(17, (HEIGHT_PX - 16) // 2 - 1, icon)
