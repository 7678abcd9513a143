"""What happened, a sentence an event."""

from collections.abc import Mapping

from mediaapp.text import tally
from mediaapp.text.alerts import alert
from mediaapp.text.announcements import became
from mediaapp.text.failures import failure
from mediaapp.text.figures import place
from mediaapp.text.language import N_, tr, tr_n
from mediaapp.text.pool import no_worker
from mediaapp.text.progress import skipped
from workers.errors import ErrorCode, FailureFacts, NoWorker
from workers.jobs.batch import BatchPurpose
from workers.jobs.event import AlertTold, BatchFigures, Event, EventKind, FolderFacts, Lost
from workers.jobs.state import JobState
from workers.jobs.watch import WatchTrouble
from workers.kinds import JobKind

_OF_A_JOB: Mapping[EventKind, str] = {
    EventKind.STARTED: N_("{name}: started"),
    EventKind.READY: N_("{name}: ready"),
    EventKind.SKIPPED: N_("{name}: left out"),
    EventKind.FAILED: N_("{name}: failed"),
    EventKind.DELAYED: N_("{name}: waits, and is tried again by itself"),
    EventKind.CANCELLED: N_("{name}: cancelled"),
    EventKind.GIVEN_BACK: N_("{name}: not ready yet, and back in line"),
    EventKind.BROUGHT_BACK: N_("{name}: the original is back in its place"),
}
_OF_THE_REST: Mapping[EventKind, str] = {
    EventKind.ACCEPTED: N_("{batch}: accepted"),
    EventKind.DRIVE_AWAY: N_("The drive “{drive}” is not connected"),
    EventKind.DRIVE_BACK: N_("The drive “{drive}” is connected again"),
    EventKind.DISK_FULL: N_("The disk “{drive}” is full"),
    EventKind.DISK_HAS_ROOM: N_("The disk “{drive}” has room again"),
    EventKind.WORKER_DIED: N_("A part of mediaapp that works on files ended by itself; another takes its place"),
    EventKind.WORKER_KILLED: N_("A part of mediaapp that works on files no longer answered; another takes its place"),
    EventKind.WORKERS_BACK: N_("mediaapp works on files again"),
}


def event(happened: Event) -> str:
    """One line about one event."""
    if happened.kind in _OF_A_JOB:
        return _of_a_job(happened, happened.name or "")
    return _by_its_facts(happened)


def _by_its_facts(happened: Event) -> str:
    match happened.facts:
        case Lost(events=n):
            return tr_n("1 event was left out", "{n} events were left out", n)
        case BatchFigures() as figures:
            return _of_a_batch(happened, figures)
        case FolderFacts(path=path, trouble=trouble):
            return _of_a_folder(path, trouble)
        case AlertTold(alert=facts):
            title = alert(facts, happened.at).title
            return tr("It is over: {title}", title=title) if happened.kind is EventKind.ALERT_ENDED else title
        case NoWorker() as why:
            return no_worker(why).title
        case FailureFacts() | None as facts:
            drive = facts.drive if facts is not None else None
            return tr(_OF_THE_REST[happened.kind], batch=happened.batch_name or "", drive=drive or "")


def _of_a_batch(happened: Event, figures: BatchFigures) -> str:
    batch = happened.batch_name or ""
    if happened.kind is EventKind.ALL_FOUND:
        found = tr_n("1 file found", "{n} files found", sum(figures.jobs.values()))
        return tr("{batch}: {found}", batch=batch, found=found)
    jobs = figures.jobs
    done = jobs.get(JobState.DONE, 0)
    is_of_hooks = happened.purpose is BatchPurpose.HOOKS
    told = (
        tr_n("1 done", "{n} done", done) if is_of_hooks else tally.ready(done, or_none=True),
        tally.left_out(jobs.get(JobState.SKIPPED, 0)),
        tally.failed(jobs.get(JobState.FAILED, 0)),
        tally.cancelled(jobs.get(JobState.CANCELLED, 0)),
    )
    return tr("{batch}: ended, {told}", batch=batch, told=", ".join(filter(None, told)))


def _of_a_folder(path: str, trouble: WatchTrouble | None) -> str:
    match trouble:
        case None:
            return tr("{place} is watched again", place=place(path))
        case WatchTrouble.AWAY:
            return tr("{place} is not there; watched again when it is back", place=place(path))
        case WatchTrouble.FORBIDDEN:
            return tr("{place} may not be read; watched again when it may", place=place(path))


def _of_a_job(happened: Event, name: str) -> str:
    if happened.kind is EventKind.READY and happened.job_kind is JobKind.HOOK:
        return tr("{name}: done", name=name)
    told = tr(_OF_A_JOB[happened.kind], name=name)
    if happened.kind is EventKind.READY and happened.output is not None:
        shrunk = became(happened.size_in or 0, happened.size_out or 0)
        return f"{told}, {place(happened.output)}, {shrunk}"
    why = _why(happened.code, happened.facts) if happened.skipped is None else skipped(happened.skipped)
    return f"{told}. {why}" if why else told


def _why(code: ErrorCode | None, facts: object) -> str:
    return "" if code is None else failure(code, facts if isinstance(facts, FailureFacts) else FailureFacts()).title
