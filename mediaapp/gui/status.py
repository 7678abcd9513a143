"""The line at the bottom: how far it all is, when it ends, how fast, and the bytes before and after."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from mediaapp import text
from mediaapp.gui.live_query import Snapshot
from mediaapp.gui.theme import Role, current
from mediaapp.gui.widgets import ElidedLabel
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
        self._done.setText(self._how_far(snapshot) if counts.total else self.tr("Ready"))
        self._rest.show_text("".join(f" · {part}" for part in self._parts(snapshot)) if working else "")
        made = self.tr("{before} became {after}").format(
            before=text.size(counts.bytes_in), after=text.size(counts.bytes_out)
        )
        self._bytes.setText(made if counts.done and counts.bytes_in else self._free)

    def _how_far(self, snapshot: Snapshot) -> str:
        counts = snapshot.run
        if counts.ended < counts.total:
            return self.tr("{done} of {total}").format(done=text.count(counts.ended), total=text.count(counts.total))
        worked = counts.ready + counts.failed
        head = self.tr("All done") if worked else self.tr("Nothing left to do")
        if counts.done == counts.ended:
            many = self.tr("{count} pictures ready").format(count=text.count(counts.done))
            return f"{head} · {self.tr('1 picture ready') if counts.done == 1 else many}"
        parts = (
            (counts.done, self.tr("{count} ready")),
            (counts.already_made, self.tr("{count} already made")),
            (counts.names_taken, self.tr("{count} left out")),
            (counts.failed, self.tr("{count} failed")),
            (counts.cancelled - counts.brought_back, self.tr("{count} cancelled")),
            (counts.brought_back, self.tr("{count} brought back")),
        )
        return f"{head} · {', '.join(words.format(count=text.count(n)) for n, words in parts if n)}"

    def _parts(self, snapshot: Snapshot) -> list[str]:
        counts, parts = snapshot.run, []
        if snapshot.paused:
            parts.append(self.tr("paused"))
        cancelled = counts.cancelled - counts.brought_back
        if cancelled:
            parts.append(self.tr("{count} cancelled").format(count=text.count(cancelled)))
        held_up = next((cause for cause in snapshot.causes if cause.state is JobState.DELAYED), None)
        if held_up is not None:
            parts.append(self._held_up(held_up))
        if snapshot.eta is not None and not snapshot.paused:
            parts.append(text.time_left(snapshot.eta))
        if snapshot.rate >= 0.05 and counts.running:
            parts.append(self.tr("{rate} pictures a second").format(rate=f"{snapshot.rate:.1f}"))
        return parts

    def _held_up(self, cause: Cause) -> str:
        drive, one = cause.failure.drive, cause.jobs == 1
        match cause.code:
            case ErrorCode.SOURCE_AWAY | ErrorCode.OUTPUT_AWAY if drive:
                many = self.tr("{count} wait for the drive “{drive}”")
                words = self.tr("1 waits for the drive “{drive}”") if one else many
            case ErrorCode.DISK_FULL if drive:
                many = self.tr("{count} wait for space on “{drive}”")
                words = self.tr("1 waits for space on “{drive}”") if one else many
            case ErrorCode.OUT_OF_MEMORY:
                words = self.tr("1 waits for memory") if one else self.tr("{count} wait for memory")
            case _:
                many = self.tr("{count} wait and go on by themselves")
                words = self.tr("1 waits and goes on by itself") if one else many
        return words.format(count=text.count(cause.jobs), drive=drive)

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
        self.setAccessibleName(f"{share * 100:.0f} %")
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
