"""The line at the bottom: how far it all is, when it ends, how fast, and the bytes before and after."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, IntEnum, auto

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from mediaapp import text
from mediaapp.gui.snapshot import Snapshot
from mediaapp.gui.theme import Role, current
from mediaapp.gui.widgets import plain_tip
from mediaapp.text import tally, tr, tr_n
from workers.errors import ErrorCode
from workers.jobs.batch import BatchPurpose, Counts
from workers.jobs.queries import Cause
from workers.jobs.state import JobState

HEIGHT_PX = 40
_LEFT_PX, _RIGHT_PX, _GAP_PX, _BAR_PX = 16, 20, 16, 172


class StatusPlace(Enum):
    """Where a part of the line stands."""

    HEAD = auto()
    NUMBER = auto()
    REST = auto()
    RIGHT = auto()


class Weight(IntEnum):
    """What a part matters: where there is no room for all, the least goes first, as a whole."""

    RATE = auto()
    BYTES = auto()
    BROUGHT_BACK = auto()
    CANCELLED = auto()
    ALREADY_MADE = auto()
    LEFT_OUT = auto()
    TIME_LEFT = auto()
    HELD_UP = auto()
    READY = auto()
    FAILED = auto()
    PAUSED = auto()
    HOW_FAR = auto()


@dataclass(frozen=True, slots=True)
class StatusPart:
    """Some words of the line."""

    place: StatusPlace
    weight: Weight
    words: str


class StatusLine(QWidget):
    """Everything that has not ended, in one line; the tool tip says what there was no room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT_PX)
        self._bar = _Bar()
        self._done, self._rest, self._right = QLabel(), QLabel(), QLabel()
        for label in (self._rest, self._right):
            label.setProperty("look", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(_LEFT_PX, 1, _RIGHT_PX, 0)
        row.setSpacing(0)
        row.addWidget(self._bar)
        for label in (self._done, self._rest, self._right):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setMinimumWidth(1)  # the window may get narrower than what is said now
            row.addWidget(label)
        row.insertStretch(3, 1)
        self._free = ""
        self._parts: Sequence[StatusPart] = ()
        self._snapshot = Snapshot()
        self.show_snapshot(self._snapshot)

    def show_free(self, words: str) -> None:
        """What to say on the right while nothing has been made yet: '64 GB free in Pictures'."""
        self._free = words
        self.show_snapshot(self._snapshot)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show how things stand."""
        self._snapshot = snapshot
        counts = snapshot.run
        working = counts.ended < counts.total
        self._bar.setVisible(working)
        stuck = working and not counts.running and (not counts.queued or bool(snapshot.holds))
        self._bar.show_share(
            counts.ended / max(counts.total, 1), Role.WARN if stuck or snapshot.paused else Role.ACCENT
        )
        self._parts = [part for part in self._all_parts(snapshot) if part.words]
        for label, told in zip((self._done, self._rest, self._right), _written(self._parts), strict=True):
            label.setAccessibleName(told)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        """Show what there is room for."""
        shown = list(self._parts)
        while len(shown) > 1 and not self._has_room(shown):
            shown.remove(min(shown, key=lambda part: part.weight))
        for label, words in zip((self._done, self._rest, self._right), _written(shown), strict=True):
            label.setText(words)
        done, rest, right = _written(self._parts)
        whole = " · ".join(filter(None, (done + rest, right)))
        self.setToolTip(plain_tip(whole) if len(shown) < len(self._parts) else "")

    def _has_room(self, parts: Sequence[StatusPart]) -> bool:
        labels = (self._done, self._rest, self._right)
        needed = _LEFT_PX + _RIGHT_PX + (0 if self._bar.isHidden() else _BAR_PX)
        for label, words in zip(labels, _written(parts), strict=True):
            label.ensurePolished()
            needed += label.fontMetrics().horizontalAdvance(words) + 1
            needed += _GAP_PX if label is self._right and words else 0
        return needed <= self.width()

    def _all_parts(self, snapshot: Snapshot) -> Iterator[StatusPart]:
        counts = snapshot.run
        if counts.ended < counts.total:
            yield StatusPart(StatusPlace.HEAD, Weight.HOW_FAR, tally.so_far(counts.ended, counts.total))
            yield from self._under_way(snapshot)
        else:
            yield from self._at_the_end(counts)
        made = text.became(counts.bytes_in, counts.bytes_out)
        yield StatusPart(StatusPlace.RIGHT, Weight.BYTES, made if counts.done and counts.bytes_in else self._free)

    @staticmethod
    def _at_the_end(counts: Counts) -> Iterator[StatusPart]:
        if not counts.total:
            yield StatusPart(StatusPlace.HEAD, Weight.HOW_FAR, tr("Ready"))
            return
        worked = counts.ready + counts.failed
        yield StatusPart(StatusPlace.HEAD, Weight.HOW_FAR, tr("All done") if worked else tr("Nothing left to do"))
        if counts.done == counts.ended:
            words = tr_n("1 picture ready", "{n} pictures ready", counts.done)
            yield StatusPart(StatusPlace.NUMBER, Weight.READY, words)
            return
        for weight, words in (
            (Weight.READY, tally.ready(counts.done)),
            (Weight.ALREADY_MADE, tally.already_made(counts.already_made)),
            (Weight.LEFT_OUT, tally.left_out(counts.names_taken)),
            (Weight.FAILED, tally.failed(counts.failed)),
            (Weight.CANCELLED, tally.cancelled(counts.cancelled - counts.brought_back)),
            (Weight.BROUGHT_BACK, tally.brought_back(counts.brought_back)),
        ):
            yield StatusPart(StatusPlace.NUMBER, weight, words)

    def _under_way(self, snapshot: Snapshot) -> Iterator[StatusPart]:
        counts = snapshot.run
        held = text.held_back(snapshot.holds, time.time()) if counts.queued else ""
        if snapshot.paused:
            yield StatusPart(StatusPlace.REST, Weight.PAUSED, tr("paused"))
        elif held:
            yield StatusPart(StatusPlace.REST, Weight.PAUSED, held[:1].lower() + held[1:])
        yield StatusPart(StatusPlace.REST, Weight.CANCELLED, tally.cancelled(counts.cancelled - counts.brought_back))
        of_files = (cause for cause in snapshot.causes if cause.purpose in (BatchPurpose.FILES, None))
        held_up = next((cause for cause in of_files if cause.state is JobState.DELAYED), None)
        if held_up is not None:
            yield StatusPart(StatusPlace.REST, Weight.HELD_UP, self._held_up(held_up))
        if snapshot.eta is not None and not snapshot.paused and not held:
            yield StatusPart(StatusPlace.REST, Weight.TIME_LEFT, text.time_left(snapshot.eta))
        if snapshot.rate >= 0.05 and counts.running:
            words = tr("{rate} pictures a second", rate=text.pace(snapshot.rate))
            yield StatusPart(StatusPlace.REST, Weight.RATE, words)

    def _held_up(self, cause: Cause) -> str:
        drive, n = cause.failure.drive, cause.jobs
        match cause.code:
            case ErrorCode.SOURCE_AWAY | ErrorCode.OUTPUT_AWAY if drive:
                return tr_n("1 waits for the drive “{drive}”", "{n} wait for the drive “{drive}”", n, drive=drive)
            case ErrorCode.DISK_FULL if drive:
                return tr_n("1 waits for space on “{drive}”", "{n} wait for space on “{drive}”", n, drive=drive)
            case ErrorCode.OUT_OF_MEMORY:
                return tr_n("1 waits for memory", "{n} wait for memory", n)
            case _:
                return tr_n("1 waits and goes on by itself", "{n} wait and go on by themselves", n)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), colors.color(Role.SURFACE))
        painter.fillRect(QRect(0, 0, self.width(), 1), colors.color(Role.LINE))


def _written(parts: Iterable[StatusPart]) -> tuple[str, str, str]:
    """How far it is, the rest of what goes on, and what stands on the right."""
    at: dict[StatusPlace, list[str]] = {place: [] for place in StatusPlace}
    for part in parts:
        at[part.place].append(part.words)
    done = " · ".join(filter(None, (*at[StatusPlace.HEAD], ", ".join(at[StatusPlace.NUMBER]))))
    return done, "".join(f" · {words}" for words in at[StatusPlace.REST]), "".join(at[StatusPlace.RIGHT])


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._share, self._role = 0.0, Role.ACCENT
        self.setFixedSize(QSize(_BAR_PX, 6))

    def show_share(self, share: float, role: Role) -> None:
        self._share, self._role = share, role
        self.setAccessibleName(text.percent(share))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(0, 0, self.width() - 12, self.height()), 3, 3)
        painter.setClipPath(path)
        painter.fillRect(self.rect(), colors.color(Role.TRACK))
        filled = QRectF(0, 0, (self.width() - 12) * self._share, self.height())
        painter.fillRect(filled, colors.color(self._role))
