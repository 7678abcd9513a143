"""What the details page says about one job, decided without a widget."""

from datetime import date
from pathlib import PurePath

from msgspec import Struct

from mediaapp import text
from mediaapp.gui.jobs.lines import kind
from mediaapp.gui.language import day, time_of_day
from mediaapp.text import tally, tr, tr_n
from workers.errors import ErrorCode, FailureFacts
from workers.formats import SPECS
from workers.jobs.batch import Counts, StoredBatch
from workers.jobs.history import Attempt, History
from workers.jobs.job import Job
from workers.jobs.state import READY, JobState
from workers.outcome import SkipReason
from workers.recipe import ReplaceOriginals
from workers.requests import Request

ARROW = "  →  "
_LOOKS_THE_SAME = 80

ABOUT_THE_CONTENT = frozenset(
    (
        ErrorCode.SOURCE_EMPTY,
        ErrorCode.NOT_A_PICTURE,
        ErrorCode.UNSUPPORTED_FORMAT,
        ErrorCode.UNSUPPORTED_VARIANT,
        ErrorCode.ENDS_EARLY,
        ErrorCode.DAMAGED,
        ErrorCode.TOO_LARGE,
    )
)
"""Causes that lie in the bytes of the file: the same bytes end the same way."""


class Moment(Struct, frozen=True, kw_only=True):
    """One line of a job's history: the time of day and what happened."""

    at: float
    when: str
    what: str


def subtitle(job: Job, batch: StoredBatch | None) -> str:
    """State, batch, recipe where there is one."""
    runs = job.state is JobState.RUNNING and not job.cancel
    parts = [text.state_name(job.state) if runs else text.state(job)]
    if batch is not None:
        parts += [batch.name] if job.request is not None else [batch.name, batch.recipe.name]
    return " · ".join(parts)


def fact_rows(history: History) -> list[tuple[str, str]]:
    """Name and value of what is known about the picture, before and after."""
    job = history.job
    if job.request is not None:
        return _request_rows(job, job.request)
    rows = [(tr("Pixels"), _pixels(job)), (tr("File"), _file(job))]
    if job.state is JobState.RUNNING:
        rows.insert(0, (tr("Now"), text.how_far(job)))
    if job.size_out is not None and (grown := text.grown(job.size_in, job.size_out)):
        rows.append((tr("Note"), grown))
    if looks := _looks(job):
        rows.append((tr("Looks"), looks))
    rows += [(tr("Note"), text.flaw(flaw)) for flaw in (job.picture.flaws if job.picture is not None else ())]
    if job.state is JobState.SKIPPED and job.skipped is not None:
        rows.append((tr("Left out"), text.skipped(job.skipped)))
    rows.append(_folder(history))
    return [(name, value) for name, value in rows if value]


def _request_rows(job: Job, request: Request) -> list[tuple[str, str]]:
    rows = [(tr("What"), text.request_kind(request))]
    if job.state is JobState.RUNNING:
        rows.insert(0, (tr("Now"), text.how_far(job)))
    if job.outcome is not None:
        rows.append((tr("Result"), text.outcome(job.outcome)))
    if job.output is not None:
        rows.append((tr("Saved in"), text.place(str(PurePath(job.output).parent))))
    if told := text.written(job.outcome, job.failure):
        rows.append((tr("Wrote"), told))
    return rows


def _pixels(job: Job) -> str:
    sizes = []
    if job.facts is not None:
        sizes.append(text.pixels(job.facts.width, job.facts.height))
    if job.picture is not None:
        sizes.append(text.pixels(job.picture.width, job.picture.height))
    return ARROW.join(sizes)


def _file(job: Job) -> str:
    label = SPECS[job.facts.format].label if job.facts is not None else kind(PurePath(job.source).suffix.lower())
    sizes = [f"{label} {text.size(job.size_in)}".strip()]
    if job.picture is not None:
        sizes.append(f"{SPECS[job.picture.format].label} {text.size(job.picture.bytes)}")
    return ARROW.join(sizes)


def _looks(job: Job) -> str:
    outcome = job.picture
    if outcome is None:
        return ""
    if outcome.kept_original:
        return tr("the original, nothing was smaller")
    if outcome.colors is not None:
        colors = tr_n("1 colour", "{n} colours", outcome.colors)
        if outcome.score is None:
            return colors
        return tr("{colors}, {score} of 100 like the original", colors=colors, score=text.count(round(outcome.score)))
    if outcome.score is not None:
        the_same = tr("the same at this size ({score} of 100)", score=text.count(round(outcome.score)))
        nearly = tr("nearly the same ({score} of 100)", score=text.count(round(outcome.score)))
        return the_same if outcome.score >= _LOOKS_THE_SAME else nearly
    return tr("quality {quality}", quality=outcome.quality) if outcome.quality is not None else ""


def _folder(history: History) -> tuple[str, str]:
    job = history.job
    if job.output is not None:
        return tr("Saved in"), text.place(str(PurePath(job.output).parent))
    if isinstance(history.recipe.destination, ReplaceOriginals):
        return tr("Goes to"), tr("the place of the original")
    return tr("Is in"), text.place(str(PurePath(job.source).parent))


def moments(history: History, now: float) -> list[Moment]:
    """The job's history, oldest first."""
    job = history.job
    told = [(job.created, tr("Added"))]
    told += [(attempt.finished, attempt_words(attempt)) for attempt in history.attempts]
    told += [(entry.at, text.history_entry(entry)) for entry in history.entries]
    was_done = job.state is JobState.CANCELLED and job.skipped is SkipReason.BROUGHT_BACK
    if job.finished is not None and (was_done or job.state in READY):
        told.append((job.finished, _ended(job)))
    return [Moment(at=at, when=clock(at, now), what=what) for at, what in sorted(told, key=lambda each: each[0])]


def _ended(job: Job) -> str:
    if job.state is JobState.SKIPPED or job.started is None or job.finished is None:
        return text.state_name(job.state)
    took, waited = text.duration(job.finished - job.started), text.duration(max(0.0, job.started - job.created))
    return tr("Ready after {time} (waited {waited})", time=took, waited=waited)


def attempt_words(attempt: Attempt) -> str:
    """How one attempt ended."""
    took = text.duration(attempt.finished - attempt.started).replace(" ", "\N{NO-BREAK SPACE}")
    if attempt.error_code is None:
        ended = text.state_name(attempt.outcome)
    else:
        ended = text.failure(attempt.error_code, attempt.failure or FailureFacts()).title
    ended = ended[:1].lower() + ended[1:]
    return tr("Attempt {n}: {ended}, {time}", n=text.count(attempt.n), ended=ended, time=took)


def clock(at: float, now: float) -> str:
    """The time of day, or the date for another day. Both in seconds since 1970."""
    if date.fromtimestamp(at) == date.fromtimestamp(now):
        return time_of_day(at, seconds=True)
    return f"{day(at)} {time_of_day(at)}"


def steps(history: History) -> list[str]:
    """Every decision of the plan with its reason, and every loss."""
    if history.plan is None:
        return []
    lines = [text.decision(decision) for decision in history.plan.decisions]
    return lines + [text.loss(loss) for loss in history.plan.losses]


def report(history: History, now: float) -> str:
    """All that is known of a job as plain text, to paste into a message."""
    job = history.job
    lines = [job.source, subtitle(job, None)]
    lines += [f"{name}: {value}" for name, value in fact_rows(history)]
    if job.error_code is not None:
        failure = text.failure(job.error_code, job.failure or FailureFacts())
        lines += [f"{job.error_code.value}: {failure.title}", failure.cause, failure.advice]
        if job.failure is not None and job.failure.detail:
            lines.append(job.failure.detail)
    lines += [f"{moment.when}  {moment.what}" for moment in moments(history, now)]
    return "\n".join(filter(None, lines + steps(history)))


def same_file_note(at: float | None, now: float) -> str:
    """Why retrying alone does not help; `at` is when the job failed."""
    return tr("The file is the same as at {time}, so Retry alone would end the same way.", time=time_of_day(at or now))


def counts_words(counts: Counts) -> str:
    """How many of several jobs are in which state."""
    parts = (
        tally.ready(counts.ready),
        tally.failed(counts.failed),
        tally.running(counts.running),
        tally.waiting(counts.waiting),
        tally.cancelled(counts.cancelled - counts.brought_back),
        tally.brought_back(counts.brought_back),
    )
    return " · ".join(filter(None, parts))
