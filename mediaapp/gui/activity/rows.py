"""The rows of the activity page: a picture that is worked on, a cause."""

from pathlib import PurePath

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from mediaapp import text
from mediaapp.gui.actions.action import offer
from mediaapp.gui.actions.buttons import OfferButton
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.navigation import SHOW
from mediaapp.gui.actions.target import of_cause
from mediaapp.gui.theme import Role, current
from mediaapp.gui.widgets import LINK_STYLE, ElidedLabel, IconView, column, label, row
from mediaapp.text import tr
from workers.jobs.job import Job
from workers.jobs.queries import Cause
from workers.jobs.state import JobState

BAR_HEIGHT = 6
MARK = 14


class ProgressBar(QWidget):
    """A thin bar from left to right."""

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.setFixedHeight(BAR_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, share: float) -> None:
        """Fill it to `share`, 0 to 1."""
        self._share = share
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = self.rect()
        for role, width in ((Role.TRACK, whole.width()), (Role.ACCENT, round(whole.width() * self._share))):
            painter.setBrush(current().color(role))
            painter.drawRoundedRect(0, 0, width, BAR_HEIGHT, BAR_HEIGHT / 2, BAR_HEIGHT / 2)


class RunningRow(QWidget):
    """One picture that is worked on."""

    def __init__(self) -> None:
        super().__init__()
        self._name = ElidedLabel()
        self._stage = label("", "muted")
        self._bar = ProgressBar()
        line = QWidget()
        words = row(line, spacing=12)
        words.addWidget(self._name, 1)
        words.addWidget(self._stage)
        layout = column(self, spacing=8)
        layout.addWidget(line)
        layout.addWidget(self._bar)

    def show_job(self, job: Job) -> None:
        """Show how far it is."""
        self._name.show_text(PurePath(job.source).name)
        self._stage.setText(text.how_far(job))
        self._bar.show_share(job.progress)
        self.setAccessibleName(f"{self._name.accessibleName()}, {self._stage.text()}")


class CauseRow(QWidget):
    """Jobs that failed or wait for the same reason."""

    def __init__(self, cause: Cause, context: ActionContext) -> None:
        super().__init__()
        failed = cause.state is JobState.FAILED
        told = text.failed(cause) if failed else text.waiting(cause)
        self._show = OfferButton(context, offer(SHOW, of_cause(cause)), look="link")
        self._show.setStyleSheet(LINK_STYLE)
        self._show.setAccessibleName(tr("Show: {title}", title=told.title))
        top = Qt.AlignmentFlag.AlignTop
        title = label(told.title, wrap=True)
        title.setMinimumWidth(1)  # else the page is as wide as the longest name
        layout = row(self, margins=(2, 0, 0, 0), spacing=0)
        layout.addWidget(IconView("failed" if failed else "hourglass", Role.BAD if failed else Role.WARN, MARK), 0, top)
        layout.addSpacing(10)
        layout.addWidget(title, 1)
        layout.addSpacing(8)
        layout.addWidget(label(text.affected(cause), "muted"), 0, top)
        layout.addSpacing(8)
        layout.addWidget(self._show, 0, top)
