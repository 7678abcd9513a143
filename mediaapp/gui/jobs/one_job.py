"""The details of one job."""

import time
from functools import partial
from pathlib import Path, PurePath

from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QHBoxLayout

from mediaapp import text
from mediaapp.gui.actions.action import Action, offer, short_offer
from mediaapp.gui.actions.buttons import OfferButton
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.queueing import RETRY, RETRY_WITH
from mediaapp.gui.actions.removing import CANCEL, REMOVE
from mediaapp.gui.actions.results import OPEN, SHOW_IN_FOLDER
from mediaapp.gui.actions.table import REMEDIES
from mediaapp.gui.actions.target import of_job
from mediaapp.gui.jobs import facts
from mediaapp.gui.jobs.compare import Compare, ReadablePart
from mediaapp.gui.jobs.matching import part_used, turned
from mediaapp.gui.jobs.sections import CauseBox, Checks, Steps, Timeline
from mediaapp.gui.jobs.thumbnails import as_pixmap
from mediaapp.gui.widgets import (
    BUTTON_GAP,
    ElidedLabel,
    FactRows,
    SidebarPage,
    Spaced,
    clear,
    label,
    side_by_side,
)
from mediaapp.text import Remedy, tr
from workers.bounds import file_size, file_time
from workers.errors import FailureFacts
from workers.jobs.batch import StoredBatch
from workers.jobs.history import History
from workers.jobs.job import Job
from workers.jobs.state import READY, UNFINISHED, JobState
from workers.peek import Answer, AskThumbnail, PassedOver, Thumbnail

SHOWN_REMEDIES = 2
_ELSEWHERE = frozenset((Remedy.RETRY_WITH, Remedy.REMOVE))
"""Remedies that have their place further down."""
PICTURE_EDGE = 1024
"""The longer side, in pixels, of the pictures asked for: enough for the box on a screen of twice the density."""


class OneJob(SidebarPage):
    """Everything that is known of one job, and what can be done with it."""

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self._bridge = context.bridge
        self._context = context
        self._history: History | None = None
        self._pictures: dict[str, QPixmap | None] = {}
        self._title = ElidedLabel(look="title")
        self._subtitle = ElidedLabel(look="muted")
        self._cause = CauseBox(context)
        self._compare = Compare()
        self._readable_heading = label(tr("What can be read"), "heading")
        self._readable = ReadablePart()
        self._facts = FactRows()
        self._checks = Checks()
        self._timeline = Timeline()
        self._steps = Steps(context)
        self._facts_below = FactRows()
        self._actions = QHBoxLayout()
        self._actions.setSpacing(BUTTON_GAP)
        self._lay_out()
        self._steps.copy_wanted.connect(self._copy)

    def show_history(self, history: History, batch: StoredBatch | None) -> None:
        """Show this job as it stands now."""
        before = self._history
        self._history = history
        job = history.job
        if before is None or before.job.id != job.id:
            self._compare.setValue(50)
        if before is None or _versions(before.job) != _versions(job):
            self._pictures.clear()
            self._ask_pictures(job)
        now = time.time()
        self._title.show_text(PurePath(job.source).name)
        self._subtitle.show_text(facts.subtitle(job, batch))
        self._show_cause(job, note="")
        self._show_pictures()
        rows = facts.fact_rows(history)
        has_failed = job.state is JobState.FAILED
        self._facts.show_rows([] if has_failed else rows)
        self._facts_below.show_rows(rows if has_failed else [])
        self._checks.show_checks(job.picture.promises if job.picture is not None else ())
        heading = tr("Attempts") if has_failed else tr("History")
        moments = facts.moments(history, now)
        self._timeline.show_moments(heading, moments[1:] if has_failed else moments)
        self._steps.show_steps(facts.steps(history))
        self._steps.other_recipe.show_offer(offer(RETRY_WITH, of_job(job)))
        self._steps.other_recipe.setVisible(has_failed and job.request is None)
        self._show_actions(job)
        self._look_at_source(job)

    def _lay_out(self) -> None:
        body = self.body
        body.addWidget(self._title)
        body.addSpacing(7)
        body.addWidget(self._subtitle)
        for gap, section in (
            (9, self._cause),
            (8, self._compare),
            (14, self._readable_heading),
            (8, self._readable),
            (10, self._facts),
            (16, self._checks),
            (16, self._timeline),
            (6, self._steps),
            (10, self._facts_below),
        ):
            body.addWidget(Spaced(section, gap))
        body.addStretch(1)
        self.footer.addLayout(self._actions)

    # --- why it failed or waits

    def _show_cause(self, job: Job, note: str, *, retry_first: bool = False) -> None:
        self._cause.setVisible(job.error_code is not None and job.state in (JobState.FAILED, JobState.DELAYED))
        if job.error_code is None:
            return
        told = text.failure(job.error_code, job.failure or FailureFacts())
        remedies = [remedy for remedy in told.remedies if remedy not in _ELSEWHERE]
        if retry_first:
            remedies = [Remedy.RETRY, *(remedy for remedy in remedies if remedy is not Remedy.RETRY)]
        offers = [short_offer(REMEDIES[remedy], of_job(job)) for remedy in remedies[:SHOWN_REMEDIES]]
        self._cause.show_cause(told, waits=job.state is JobState.DELAYED, offers=offers, note=note)

    def _look_at_source(self, job: Job) -> None:
        """Find out, off this thread, whether the file is still the one that failed."""
        if job.state is JobState.FAILED and job.error_code in facts.ABOUT_THE_CONTENT:
            self._bridge.in_background(lambda: _is_unchanged(job), partial(self._on_looked, job))

    def _on_looked(self, job: Job, unchanged: bool | None) -> None:  # noqa: FBT001 - the answer to a question
        if self._history is None or self._history.job != job or unchanged is None:
            return
        if unchanged and not (job.error_code and text.can_retry(job.error_code)):
            return
        if unchanged:
            self._show_cause(job, facts.same_file_note(job.finished, time.time()))
        else:
            self._show_cause(job, tr("The file has changed since."), retry_first=True)

    # --- the pictures

    def _ask_pictures(self, job: Job) -> None:
        for path in _files(job):
            if path is not None:
                self._ask_picture(path)

    def _ask_picture(self, path: str) -> None:
        self._bridge.ask(AskThumbnail(path, PICTURE_EDGE), partial(self._on_picture, path))

    def _on_picture(self, path: str, answer: Answer) -> None:
        is_shown = self._history is not None and path in _files(self._history.job)
        if isinstance(answer, PassedOver):
            if is_shown:
                self._ask_picture(path)
            return
        self._pictures[path] = as_pixmap(answer.raster) if isinstance(answer, Thumbnail) else None
        if is_shown:
            self._show_pictures()

    def _show_pictures(self) -> None:
        if self._history is None:
            return
        job = self._history.job
        before, after = (self._pictures.get(path) if path is not None else None for path in _files(job))
        broken = job.failure if job.state is JobState.FAILED else None
        partly = broken is not None and broken.line is not None and bool(broken.lines)
        for part in (self._readable_heading, self._readable):
            part.setVisible(partly)
        if partly and broken is not None and broken.line is not None and broken.lines:
            words = tr("Ends at line {line} of {lines}", line=text.count(broken.line), lines=text.count(broken.lines))
            self._readable.show_part(before, broken.line / broken.lines, words)
        self._compare.setVisible(not partly and job.state is not JobState.FAILED and job.request is None)
        plan = self._history.plan if job.output != job.source else None
        if plan is not None and before is not None and after is not None:
            self._compare.show_pictures(turned(before, plan.rotate), after, part_used(plan))
        else:
            self._compare.show_pictures(before, after, None)
        answered = all(path in self._pictures for path in _files(job) if path is not None)
        self._compare.show_labels(*_labels(job), nothing=tr("No picture to show") if answered else "")

    # --- what can be done

    def _show_actions(self, job: Job) -> None:
        clear(self._actions)
        offers = [offer(action, of_job(job)) for action in _actions(job)]
        side_by_side(self._actions, [OfferButton(self._context, one) for one in offers])

    def _copy(self) -> None:
        if self._history is not None:
            QGuiApplication.clipboard().setText(facts.report(self._history, time.time()))


def _actions(job: Job) -> tuple[Action, ...]:
    """What the buttons at the bottom do."""
    if job.state in READY and job.output is not None:
        return OPEN, SHOW_IN_FOLDER
    if job.request is not None:
        again = (RETRY,) if job.state is JobState.CANCELLED else ()
        return (*again, CANCEL if job.state in UNFINISHED else REMOVE)
    if job.state in UNFINISHED:
        return SHOW_IN_FOLDER, CANCEL
    return (RETRY if job.state is JobState.CANCELLED else SHOW_IN_FOLDER), REMOVE


def _files(job: Job) -> tuple[str | None, str | None]:
    if job.request is not None:
        return None, None
    return job.source, job.output if job.state in READY else None


def _versions(job: Job) -> tuple[object, ...]:
    """What the pictures shown depend on."""
    return job.id, job.source, job.mtime_in, job.output, job.finished


def _labels(job: Job) -> tuple[str, str]:
    before = tr("Before · {size}", size=text.size(job.size_in))
    if job.picture is None:
        return before, ""
    return before, tr("After · {size}", size=text.size(job.picture.bytes))


def _is_unchanged(job: Job) -> bool | None:
    """Whether the source is as it was when it was accepted; None when it cannot be looked at."""
    try:
        found = Path(job.source).stat()
    except OSError:
        return None
    return (file_size(found.st_size), file_time(found.st_mtime_ns)) == (job.size_in, job.mtime_in)
