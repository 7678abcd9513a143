"""What the headings of the list say: one batch, or one cause of failures."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import PurePath

from mediaapp import text
from mediaapp.gui.actions.action import Action, Offer, counted_offer, offer
from mediaapp.gui.actions.queueing import RESUME, RETRY, RETRY_WITH, START, START_ANYWAY
from mediaapp.gui.actions.removing import REMOVE
from mediaapp.gui.actions.results import BRING_BACK, OPEN_FOLDER
from mediaapp.gui.actions.target import Target, of_batch, of_cause
from mediaapp.gui.actions.timing import BEGIN_NOW
from mediaapp.gui.jobs.lines import RowLine, saved
from mediaapp.gui.language import day, time_of_day
from mediaapp.gui.theme import Role
from mediaapp.text import Remedy, tally, tr, tr_n, tr_some
from workers.jobs.batch import BatchPurpose, Counts, StoredBatch
from workers.jobs.queries import Cause, Selection
from workers.jobs.state import JobState
from workers.recipe import ReplaceOriginals


def batch_line(batch: StoredBatch, *, is_open: bool, others: Iterable[StoredBatch]) -> RowLine:
    """The heading of one batch."""
    counts = batch.counts
    named = RowLine(
        name=batch.name,
        aside=" · ".join(filter(None, (_contents(batch), _when(batch, others)))),
        about=_about(batch),
        button=_batch_button(batch),
        is_open=is_open,
    )
    if is_held(batch):
        return replace(
            named,
            icon="pause",
            icon_role=Role.WARN,
            status=held_title(batch),
            status_role=Role.WARN,
            detail=held_why(batch).rstrip("."),
        )
    begins = text.begins(batch, time.time())
    if begins and (counts.paused or batch.accepting):
        return replace(named, icon="clock", status=begins, detail=_so_far(batch))
    if batch.accepting or counts.ended < counts.total:
        return replace(named, status=_progress(batch), bar=_bar(counts))
    return replace(
        named,
        icon=_ended_icon(counts),
        icon_role=Role.BAD if counts.failed else Role.OK if counts.ready else Role.MUTED,
        status=_ended(batch),
        detail=saved(counts.bytes_in, counts.bytes_out) if counts.ready else "",
    )


def cause_line(cause: Cause, *, is_open: bool) -> RowLine:
    """The heading of the jobs that failed for one cause."""
    words = text.failed(cause)
    return RowLine(
        name=words.title,
        aside=text.affected(cause),
        about=words.advice,
        mark="failed",
        button=counted_offer(_for_all(words.remedies), of_cause(cause), cause.jobs),
        is_open=is_open,
    )


def _for_all(remedies: Sequence[Remedy]) -> Action:
    """What can be done about all of them at once."""
    if Remedy.RETRY in remedies:
        return RETRY
    return RETRY_WITH if Remedy.RETRY_WITH in remedies else REMOVE


def _about(batch: StoredBatch) -> str:
    if batch.purpose is BatchPurpose.FILES:
        return "  →  ".join(filter(None, (batch.recipe.name, _where(batch))))
    return text.place(batch.folder) if batch.folder else ""


def _contents(batch: StoredBatch) -> str:
    total = batch.counts.total
    if batch.purpose is not BatchPurpose.FILES:
        return text.requests(batch.purpose, total)
    if batch.accepting:
        return tr_some("1 found so far", "{n} found so far", total)
    if batch.folders > 1:
        return tr("{files} in {folders}", files=_files(total), folders=tr_n("1 folder", "{n} folders", batch.folders))
    return _files(total)


def _files(n: int) -> str:
    return tr_n("1 file", "{n} files", n)


def _where(batch: StoredBatch) -> str:
    if isinstance(batch.recipe.destination, ReplaceOriginals):
        if batch.counts.brought_back and not batch.counts.done:
            return tr("originals are back")
        return tr("originals replaced, kept 30 days")
    if batch.places <= 1:
        return text.place(batch.folder)
    places = tr_n("1 place", "{n} places", batch.places)
    if PurePath(batch.folder).name:
        return tr("{places} in {folder}", places=places, folder=text.place(batch.folder))
    return places


def _when(batch: StoredBatch, others: Iterable[StoredBatch]) -> str:
    """'now' while it is worked on, 'after June' while it waits behind another batch, else when it was added."""
    counts = batch.counts
    if batch.accepting or counts.running:
        return tr("now")
    ahead = next((other for other in others if other.counts.running), None)
    if counts.queued and ahead is not None:
        return tr("after {batch}", batch=ahead.name)
    days = (date.fromtimestamp(time.time()) - date.fromtimestamp(batch.created)).days
    if days == 0:
        return time_of_day(batch.created)
    return tr("Yesterday") if days == 1 else day(batch.created)


def _so_far(batch: StoredBatch) -> str:
    """How far a batch is whose rest begins by itself: '2 of 5 · 1 running'."""
    counts = batch.counts
    if not (counts.ended or counts.running):
        return ""
    parts = (tally.so_far(counts.ready, counts.total), tally.running(counts.running), tally.failed(counts.failed))
    return " · ".join(filter(None, parts))


def _progress(batch: StoredBatch) -> str:
    counts = batch.counts
    if batch.accepting and not counts.total:
        return tr("Looking for pictures")
    parts = (
        tally.so_far(counts.ready, counts.total),
        tally.failed(counts.failed),
        tally.cancelled(counts.cancelled - counts.brought_back),
        tally.paused(counts.paused),
        tally.held_up(counts.delayed),
    )
    return " · ".join(filter(None, parts))


def _ended_icon(counts: Counts) -> str:
    if counts.failed:
        return "failed"
    if counts.ready:
        return "done"
    return "undo" if counts.brought_back == counts.cancelled else "ban"


def _ended(batch: StoredBatch) -> str:
    counts = batch.counts
    parts = (
        tally.done(counts.done) if batch.purpose is BatchPurpose.HOOKS else tally.ready(counts.done),
        tally.already_made(counts.already_made),
        tally.name_taken(counts.names_taken),
        tally.failed(counts.failed),
        tally.cancelled(counts.cancelled - counts.brought_back),
        tr_some("1 original is back", "{n} originals are back", counts.brought_back),
    )
    return ", ".join(filter(None, parts))


def _bar(counts: Counts) -> tuple[tuple[float, Role], ...]:
    total = max(counts.total, 1)
    return ((counts.ready / total, Role.ACCENT), (counts.failed / total, Role.BAD))


def is_held(batch: StoredBatch) -> bool:
    """Whether it waits to be started: it replaces originals or does not fit on the disk, and nobody has said yes yet."""
    waits = batch.on_hold and not batch.begins_by_itself and batch.counts.paused > 0
    return waits and (batch.shortage is not None or isinstance(batch.recipe.destination, ReplaceOriginals))


def held_title(batch: StoredBatch) -> str:
    """Why a batch waits to be started."""
    if batch.shortage is not None:
        return tr(
            "Needs about {needed}, {free} are free",
            needed=text.about_size(batch.shortage.bytes_needed),
            free=text.about_size(batch.shortage.bytes_free),
        )
    return tr_n("1 original would be replaced", "{n} originals would be replaced", batch.counts.paused)


def held_why(batch: StoredBatch) -> str:
    """What else is to be known before it is started."""
    if batch.shortage is not None:
        return tr("Nothing of it has begun.")
    return tr("Backups are kept for 30 days.")


def _batch_button(batch: StoredBatch) -> Offer | None:
    counts, whole = batch.counts, of_batch(batch)
    if is_held(batch):
        return offer(START if batch.shortage is None else START_ANYWAY, whole)
    if any(text.can_retry(code) for code, _ in batch.failures):
        return _retry(batch)
    if counts.paused:
        return offer(BEGIN_NOW if batch.begins_by_itself else RESUME, whole)
    return _ended_button(batch) if counts.ended == counts.total else None


def _ended_button(batch: StoredBatch) -> Offer | None:
    counts, whole = batch.counts, of_batch(batch)
    if counts.replaced:
        return counted_offer(BRING_BACK, whole, counts.replaced)
    if counts.cancelled > counts.brought_back:
        return _retry(batch)
    return offer(OPEN_FOLDER, whole) if OPEN_FOLDER.enabled(whole) else None


def _retry(batch: StoredBatch) -> Offer:
    """To try again what failed and can end otherwise, or what was cancelled where there is none of that."""
    failed = sum(n for code, n in batch.failures if text.can_retry(code))
    state = JobState.FAILED if failed else JobState.CANCELLED
    selection = Selection(batch=batch.id, states=frozenset((state,)))
    return counted_offer(
        RETRY, Target(selections=(selection,)), failed or batch.counts.cancelled - batch.counts.brought_back
    )
