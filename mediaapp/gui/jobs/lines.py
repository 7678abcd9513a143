"""What one row of the list says, decided without a widget."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import PurePath
from typing import assert_never

from mediaapp import text
from mediaapp.gui.actions.action import Offer, offer, short_offer
from mediaapp.gui.actions.queueing import RETRY
from mediaapp.gui.actions.removing import CANCEL
from mediaapp.gui.actions.results import OPEN, SHOW_IN_FOLDER
from mediaapp.gui.actions.table import REMEDIES
from mediaapp.gui.actions.target import of_job
from mediaapp.gui.snapshot import Grouping, View
from mediaapp.gui.theme import Role
from mediaapp.text import Remedy, tr
from workers.errors import ErrorCode
from workers.formats import SPECS
from workers.jobs.batch import StoredBatch
from workers.jobs.job import Job
from workers.jobs.state import JobState
from workers.outcome import Outcome, Stage
from workers.requests import HookRequest, ReportRequest

REMEDIES_OF_ROWS = (Remedy.RETRY, Remedy.CHOOSE_COPY, Remedy.RETRY_WITH, Remedy.REMOVE)
"""What a row's button can do about a failure; the rest is in the details."""


class Turn(StrEnum):
    """When a job that waits begins."""

    NEXT = "next"
    LATER = "later"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLine:
    """A row in words and roles. `bar` are the filled parts of the progress bar, each a share of the whole.

    `button` is drawn with its label, `icons` without; `symbol` where there is no picture. `is_open` is None for a job.
    """

    name: str
    about: str = ""
    aside: str = ""
    icon: str | None = None
    icon_role: Role = Role.MUTED
    status: str = ""
    status_role: Role = Role.TEXT
    strong: bool = False
    detail: str = ""
    percent: str = ""
    bar: tuple[tuple[float, Role], ...] | None = None
    button: Offer | None = None
    icons: tuple[Offer, ...] = ()
    is_open: bool | None = None
    mark: str | None = None
    cut: float | None = None
    locked: bool = False
    symbol: str = "image"

    def offers(self) -> tuple[Offer, ...]:
        """Everything that can be pressed in the row."""
        return self.icons if self.button is None else (self.button,)

    def spoken(self) -> str:
        """The row for a screen reader."""
        parts = (self.name, self.aside, self.about, self.status, self.percent, self.detail)
        return ", ".join(part for part in parts if part)


def pending_line() -> RowLine:
    """A row that is still being read."""
    return RowLine(name="")


def job_line(job: Job, batch: StoredBatch | None, *, view: View, turn: Turn, held: str = "") -> RowLine:
    """The row of one job. `turn` is when it would begin, `held` why it may not."""
    grouped = view.grouping is not Grouping.BATCH
    where = batch.name if grouped and batch is not None else ""
    named = RowLine(name=PurePath(job.rel).name, about=about(job), symbol=_symbol(job))
    match job.state:
        case JobState.RUNNING:
            return _running(job, named)
        case JobState.QUEUED | JobState.PAUSED:
            return _waiting(job, batch, named, where=where, turn=turn, held=held)
        case JobState.DELAYED:
            return _delayed(job, named)
        case JobState.DONE | JobState.SKIPPED:
            return _ready(job, named, where=where)
        case JobState.FAILED:
            return _failed(job, named, where=where, below_cause=view.grouping is Grouping.CAUSE)
        case JobState.CANCELLED:
            return _cancelled(job, named, where=where)
        case _:
            assert_never(job.state)


def about(job: Job) -> str:
    """What is known of the source: '24.1 MP · JPEG · 9.8 MB'; of a request what it is."""
    if job.request is not None:
        return text.request_kind(job.request)
    facts = job.facts
    if facts is None:
        named = kind(PurePath(job.rel).suffix.lower())
        return " · ".join(filter(None, (named, text.size(job.size_in) if job.size_in else "")))
    return " · ".join((text.megapixels(facts.width, facts.height), SPECS[facts.format].label, text.size(facts.bytes)))


def _symbol(job: Job) -> str:
    match job.request:
        case HookRequest():
            return "globe"
        case ReportRequest():
            return "file-text"
        case None:
            return "image"
        case _:
            assert_never(job.request)


def kind(suffix: str) -> str:
    """What a file's name says that it is; `suffix` is in small letters and has its dot."""
    for spec in SPECS.values():
        if suffix in spec.extensions:
            return spec.label
    return suffix.lstrip(".").upper()


def _running(job: Job, named: RowLine) -> RowLine:
    if job.cancel:
        return replace(named, icon="ban", status=text.state(job), status_role=Role.MUTED)
    stop = (offer(CANCEL, of_job(job)),)
    if job.stage is Stage.WAITING_FOR_MEMORY:
        return replace(
            named,
            icon="hourglass",
            icon_role=Role.WARN,
            status=tr("Waits for memory"),
            status_role=Role.WARN,
            detail=tr("Runs alone when the others are done"),
            icons=stop,
        )
    stage = Stage.READING if job.stage is None else job.stage
    return replace(
        named,
        status=text.stage(stage),
        percent=text.percent(job.progress),
        bar=((job.progress, Role.ACCENT),),
        icons=stop,
    )


def _waiting(job: Job, batch: StoredBatch | None, named: RowLine, *, where: str, turn: Turn, held: str) -> RowLine:
    now = time.time()
    begins = text.job_begins(job, now) or ("" if batch is None else text.begins(batch, now))
    if job.state is JobState.PAUSED and begins:
        return replace(named, icon="clock", status=begins, status_role=Role.MUTED, detail=where)
    if job.state is JobState.PAUSED:
        status = tr("Paused")
        return replace(named, icon="pause", status=status, status_role=Role.MUTED, detail=where)
    match turn:
        case Turn.PAUSED:
            detail = tr("Everything is paused")
        case _ if held:
            return replace(named, icon="clock", status=held, status_role=Role.MUTED, detail=where)
        case Turn.NEXT:
            detail = tr("Next")
        case Turn.LATER:
            detail = where or tr("In line")
        case _:
            assert_never(turn)
    return replace(named, icon="clock", status=tr("Waiting"), status_role=Role.MUTED, detail=detail)


def _delayed(job: Job, named: RowLine) -> RowLine:
    status = tr("Waiting")
    if job.error_code is not None and job.failure is not None:
        status = text.failure(job.error_code, job.failure).title
    return replace(
        named,
        icon="hourglass",
        icon_role=Role.WARN,
        status=status,
        status_role=Role.WARN,
        detail=tr("Goes on by itself"),
    )


def _failed(job: Job, named: RowLine, *, where: str, below_cause: bool) -> RowLine:
    if job.error_code is None or job.failure is None:
        return replace(named, icon="failed", icon_role=Role.BAD, status=tr("Failed"))
    words = text.failure(job.error_code, job.failure)
    facts = job.failure
    cut = facts.line / facts.lines if facts.line is not None and facts.lines else None
    locked = job.error_code is ErrorCode.SOURCE_FORBIDDEN
    if below_cause:
        return replace(named, status=words.detail or words.cause, detail=where, cut=cut, locked=locked)
    return replace(
        named,
        icon="failed",
        icon_role=Role.BAD,
        status=words.title,
        status_role=Role.BAD,
        strong=True,
        detail=words.advice.rstrip("."),
        button=short_offer(REMEDIES[way_out(words.remedies)], of_job(job)),
        cut=cut,
        locked=locked,
    )


def way_out(remedies: Sequence[Remedy]) -> Remedy:
    """What a row's only button does: to try again where that can help, else what fits best."""
    if Remedy.RETRY in remedies:
        return Remedy.RETRY
    return next((remedy for remedy in remedies if remedy in REMEDIES_OF_ROWS), Remedy.REMOVE)


def _ready(job: Job, named: RowLine, *, where: str) -> RowLine:
    detail = where
    if job.skipped is None:
        detail = " · ".join(filter(None, (saved(job.size_in, job.size_out), where)))
    return replace(
        named,
        icon="done",
        icon_role=Role.OK,
        status=_result(job) if job.skipped is None else text.skipped(job.skipped),
        detail=detail,
        icons=(offer(OPEN, of_job(job)), offer(SHOW_IN_FOLDER, of_job(job))) if job.output else (),
    )


def _cancelled(job: Job, named: RowLine, *, where: str) -> RowLine:
    is_back = job.skipped is not None
    return replace(
        named,
        icon="undo" if is_back else "ban",
        status=text.state(job),
        status_role=Role.MUTED,
        detail=where,
        button=offer(RETRY, of_job(job)),
    )


def _result(job: Job) -> str:
    outcome = job.outcome
    if outcome is None:
        return tr("Ready")
    if not isinstance(outcome, Outcome):
        return text.outcome(outcome)
    label = SPECS[outcome.format].label
    return " · ".join((text.pixels(outcome.width, outcome.height), label, text.size(outcome.bytes)))


def saved(before: int, after: int | None) -> str:
    """How much smaller, of bytes before and after; '' where that is not known."""
    return text.smaller(before, after) if before and after is not None else ""
