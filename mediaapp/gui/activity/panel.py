"""The activity page of the right panel."""

import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mediaapp import text
from mediaapp.gui.actions.action import offer
from mediaapp.gui.actions.buttons import OfferButton
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.navigation import OPEN_LOG
from mediaapp.gui.actions.reporting import REPORT_ALL
from mediaapp.gui.actions.timing import GO_ON_NOW
from mediaapp.gui.activity.alerts import AlertList
from mediaapp.gui.activity.figures import Figures, ReadFigures, Spread
from mediaapp.gui.activity.pace import Pace, PaceChart
from mediaapp.gui.activity.report import SaveFacts
from mediaapp.gui.activity.rows import CauseRow, RunningRow
from mediaapp.gui.dialogs import questions
from mediaapp.gui.widgets import (
    BUTTON_GAP,
    LINK_STYLE,
    ElidedLabel,
    FactRows,
    SidebarPage,
    Spaced,
    button,
    clear,
    column,
    label,
    side_by_side,
)
from mediaapp.text import tally, tr, tr_n
from workers.jobs.job import Job
from workers.jobs.queries import Cause
from workers.jobs.state import JobState

if TYPE_CHECKING:
    from mediaapp.gui.snapshot import Snapshot

NAME_WIDTH = 64
LOOK_EVERY_S = 1.0
TICK_MS = 2_000
"""So often the chart moves on while it is looked at, in milliseconds."""


class ActivityPanel(SidebarPage):
    """What is worked on, what needs somebody, what goes on by itself, how long things take."""

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self._context = context
        bridge = self._bridge = context.bridge
        self._pace = Pace()
        self._looked = 0.0
        self._again = QTimer(self, singleShot=True)
        self._again.timeout.connect(self._look)
        self._clock = QTimer(self, interval=TICK_MS)
        self._clock.timeout.connect(self._show_pace)
        self._rows: list[RunningRow] = []
        self._title = label("", "title", wrap=True)
        self._subtitle = ElidedLabel(look="muted")
        self._go_on = OfferButton(context, offer(GO_ON_NOW), look="link")
        self._go_on.setStyleSheet(LINK_STYLE)
        self._chart = PaceChart()
        self._note = ElidedLabel(look="muted")
        self._alerts = AlertList(context)
        self._now, self._running = self._section(tr("Now"), 10)
        self._needs, self._failed = self._section(tr("Needs you"), 8)
        self._goes_on, self._waiting = self._section(tr("Goes on by itself"), 8)
        self._times, times = self._section(tr("Times"), 6)
        self._table = FactRows(NAME_WIDTH)
        times.addWidget(self._table)
        self._shown_causes: tuple[Cause, ...] | None = None
        self._lay_out()
        bridge.snapshot_changed.connect(self._on_snapshot)
        self._show(bridge.snapshot)
        self._on_figures(Figures())

    def _section(self, title: str, spacing: int) -> tuple[QWidget, QVBoxLayout]:
        whole = QWidget()
        rows = QVBoxLayout()
        rows.setSpacing(spacing)
        layout = column(whole, spacing=8)
        layout.addWidget(label(title, "heading"))
        layout.addLayout(rows)
        return whole, rows

    def _lay_out(self) -> None:
        self.body.addWidget(self._title)
        self.body.addSpacing(7)
        self.body.addWidget(self._subtitle)
        self.body.addWidget(self._go_on, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addSpacing(8)
        self.body.addWidget(label(tr("Pictures a second"), "small"))
        self.body.addWidget(self._chart)
        for section in (self._alerts, self._now, self._needs, self._goes_on, self._times):
            self.body.addWidget(Spaced(section, 16))
        self.body.addStretch(1)
        buttons = QHBoxLayout()
        buttons.setSpacing(BUTTON_GAP)
        report = OfferButton(self._context, offer(REPORT_ALL))
        log = OfferButton(self._context, offer(OPEN_LOG))
        side_by_side(buttons, (report, log))
        facts = button(tr("Save facts for a bug report…"), "info", look="flat")
        facts.clicked.connect(self._ask_where)
        self.footer.addWidget(self._note)
        self._note.hide()
        self.footer.addLayout(buttons)
        self.footer.addWidget(facts)

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what changed while another page was shown."""
        super().showEvent(event)
        self._looked = 0.0
        self._show(self._bridge.snapshot)
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks at the chart."""
        super().hideEvent(event)
        self._clock.stop()

    def _on_snapshot(self, snapshot: "Snapshot") -> None:
        self._pace.add(time.monotonic(), snapshot.rate)
        if self.isVisible():
            self._show(snapshot)

    def _show(self, snapshot: "Snapshot") -> None:
        self._title.setText(self._headline(snapshot))
        self._subtitle.show_text(self._outlook(snapshot))
        self._go_on.setVisible(bool(self._held(snapshot)))
        self._show_pace()
        self._alerts.show_alerts(snapshot.alerts)
        self._show_causes(snapshot.causes)
        if not snapshot.counts.running:
            self._show_running(())
        shows_too_few = snapshot.counts.running > 0 and self._now.isHidden()
        rest = self._looked + LOOK_EVERY_S - time.monotonic()
        if rest <= 0 or shows_too_few:
            self._look()
        elif not self._again.isActive():
            self._again.start(round(rest * 1000))  # what runs then, and no longer what ran before

    def _show_pace(self) -> None:
        now, rate = time.monotonic(), self._bridge.snapshot.rate
        self._pace.add(now, rate)
        self._chart.show_samples(self._pace.samples(), now, rate)

    def _look(self) -> None:
        self._looked = time.monotonic()
        batches = self._bridge.snapshot.batches
        folder = batches[0].folder if batches else None
        self._bridge.do(ReadFigures(folder), self._on_figures)

    def _headline(self, snapshot: "Snapshot") -> str:
        counts = snapshot.counts
        if snapshot.paused and counts.running:
            return tr_n("Paused, 1 still finishing", "Paused, {n} still finishing", counts.running)
        if snapshot.paused:
            return tr("Paused")
        held = self._held(snapshot)
        if held and not counts.running:
            return held
        if counts.running:
            return tr_n("Working on 1 at a time", "Working on {n} at a time", counts.running)
        return tr("Waiting") if counts.waiting else tr("Nothing is running")

    @staticmethod
    def _held(snapshot: "Snapshot") -> str:
        return text.held_back(snapshot.holds, time.time()) if snapshot.counts.queued and not snapshot.paused else ""

    def _outlook(self, snapshot: "Snapshot") -> str:
        parts = []
        held = self._held(snapshot)
        if held and snapshot.counts.running:
            parts.append(held)
        if snapshot.eta is not None and not snapshot.paused and not held:
            left = text.time_left(snapshot.eta)
            parts.append(left[:1].upper() + left[1:])
        if snapshot.counts.waiting:
            parts.append(tally.waiting(snapshot.counts.waiting))
        return " · ".join(parts) or tally.ready(snapshot.counts.ready, or_none=True)

    def _show_causes(self, causes: tuple[Cause, ...]) -> None:
        if causes == self._shown_causes:
            return
        self._shown_causes = causes
        for section, rows, state in (
            (self._needs, self._failed, JobState.FAILED),
            (self._goes_on, self._waiting, JobState.DELAYED),
        ):
            clear(rows)
            mine = [cause for cause in causes if cause.state is state]
            for cause in mine:
                rows.addWidget(CauseRow(cause, self._context))
            section.setVisible(bool(mine))

    def _on_figures(self, figures: Figures) -> None:
        # The answer may be older than the last snapshot.
        self._show_running(figures.running if self._bridge.snapshot.counts.running else ())
        self._show_times(figures)

    def _show_running(self, jobs: Sequence[Job]) -> None:
        while len(self._rows) < len(jobs):
            made = RunningRow()
            self._rows.append(made)
            self._running.addWidget(made)
        for at, made in enumerate(self._rows):
            made.setVisible(at < len(jobs))
            if at < len(jobs):
                made.show_job(jobs[at])
        self._now.setVisible(bool(jobs))

    def _show_times(self, figures: Figures) -> None:
        rows = []
        if figures.waited is not None:
            rows.append((tr("Waiting"), self._spread(figures.waited)))
        if figures.worked is not None:
            rows.append((tr("Work"), self._spread(figures.worked)))
        if figures.space is not None:
            free = text.size(figures.space.free)
            named = tr("{size} free on “{volume}”", size=free, volume=figures.space.volume)
            rows.append((tr("Space"), named if figures.space.volume != "/" else tr("{size} free", size=free)))
        self._table.show_rows(rows)
        self._times.setVisible(bool(rows))

    def _spread(self, spread: Spread) -> str:
        typical, rarely = text.duration(spread.typical), text.duration(spread.rarely)
        return tr("typically {typical}, rarely over {rarely}", typical=typical, rarely=rarely)

    def _ask_where(self) -> None:
        questions.ask_where_to_save_facts(self, self._save_facts)

    def _save_facts(self, path: Path) -> None:
        self._bridge.do(SaveFacts(path), partial(self._tell_saved, path))

    def _tell_saved(self, path: Path, problem: str) -> None:
        saved = tr("Saved as {name}.", name=path.name)
        self._note.show_text(tr("Not saved: {problem}.", problem=problem) if problem else saved)
        self._note.show()
