"""The line at the bottom: how far it all is, when it ends, how fast, and the bytes before and after."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from mediaapp import text
from mediaapp.gui.snapshot import Snapshot
from mediaapp.gui.theme import Role, current
from mediaapp.gui.widgets import ElidedLabel
from mediaapp.text import tally, tr, tr_n
from workers.errors import ErrorCode
from workers.jobs.queries import Cause
from workers.jobs.state import JobState

HEIGHT_PX = 40


class StatusLine(QWidget):
    """Everything that has not ended, in one line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT_PX)
        self._bar = _Bar()
        self._done, self._bytes = QLabel(), QLabel()
        self._rest = ElidedLabel(look="muted", elide=Qt.TextElideMode.ElideRight)
        self._bytes.setProperty("look", "muted")
        for label in (self._done, self._bytes):
            label.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 1, 20, 0)
        row.setSpacing(0)
        row.addWidget(self._bar)
        row.addWidget(self._done)
        row.addWidget(self._rest, 1)
        row.addSpacing(16)
        row.addWidget(self._bytes)
        self._free = ""
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
        stuck = working and not counts.running and not counts.queued
        self._bar.show_share(
            counts.ended / max(counts.total, 1), Role.WARN if stuck or snapshot.paused else Role.ACCENT
        )
        self._done.setText(self._how_far(snapshot) if counts.total else tr("Ready"))
        self._rest.show_text("".join(f" · {part}" for part in self._parts(snapshot)) if working else "")
        made = text.became(counts.bytes_in, counts.bytes_out)
        self._bytes.setText(made if counts.done and counts.bytes_in else self._free)

    def _how_far(self, snapshot: Snapshot) -> str:
        counts = snapshot.run
        if counts.ended < counts.total:
            return tally.so_far(counts.ended, counts.total)
        worked = counts.ready + counts.failed
        head = tr("All done") if worked else tr("Nothing left to do")
        if counts.done == counts.ended:
            return f"{head} · {tr_n('1 picture ready', '{n} pictures ready', counts.done)}"
        parts = (
            tally.ready(counts.done),
            tally.already_made(counts.already_made),
            tally.left_out(counts.names_taken),
            tally.failed(counts.failed),
            tally.cancelled(counts.cancelled - counts.brought_back),
            tally.brought_back(counts.brought_back),
        )
        return f"{head} · {', '.join(filter(None, parts))}"

    def _parts(self, snapshot: Snapshot) -> list[str]:
        counts, parts = snapshot.run, []
        if snapshot.paused:
            parts.append(tr("paused"))
        cancelled = counts.cancelled - counts.brought_back
        if cancelled:
            parts.append(tally.cancelled(cancelled))
        held_up = next((cause for cause in snapshot.causes if cause.state is JobState.DELAYED), None)
        if held_up is not None:
            parts.append(self._held_up(held_up))
        if snapshot.eta is not None and not snapshot.paused:
            parts.append(text.time_left(snapshot.eta))
        if snapshot.rate >= 0.05 and counts.running:
            parts.append(tr("{rate} pictures a second", rate=text.pace(snapshot.rate)))
        return parts

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


class _Bar(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._share, self._role = 0.0, Role.ACCENT
        self.setFixedSize(QSize(172, 6))

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
