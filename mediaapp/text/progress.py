"""Where a job stands, what it is doing, and what happened to it."""

from collections.abc import Mapping

from mediaapp.text.figures import duration, percent, place
from mediaapp.text.language import N_, tr
from workers.jobs.history import HistoryEntry, HistoryKind
from workers.jobs.job import Job
from workers.jobs.state import JobState
from workers.outcome import SkipReason, Stage

_SOON_S = 10.0

_STAGES: Mapping[Stage, str] = {
    Stage.READING: N_("Reading"),
    Stage.CALLING: N_("Calling"),
    Stage.WRITING: N_("Writing"),
    Stage.WAITING_FOR_MEMORY: N_("Waits for memory"),
    Stage.DECODING: N_("Opening"),
    Stage.RESIZING: N_("Resizing"),
    Stage.COMPRESSING: N_("Compressing"),
    Stage.CHECKING: N_("Checking"),
    Stage.SAVING: N_("Saving"),
}

_STATES: Mapping[JobState, str] = {
    JobState.QUEUED: N_("Waiting"),
    JobState.RUNNING: N_("Running"),
    JobState.DELAYED: N_("Waiting"),
    JobState.PAUSED: N_("Paused"),
    JobState.DONE: N_("Ready"),
    JobState.SKIPPED: N_("Left out"),
    JobState.FAILED: N_("Failed"),
    JobState.CANCELLED: N_("Cancelled"),
}

_SKIPPED: Mapping[SkipReason, str] = {
    SkipReason.ALREADY_MADE: N_("Already made"),
    SkipReason.NAME_TAKEN: N_("The name is taken"),
    SkipReason.BROUGHT_BACK: N_("The original is back"),
}

_ENTRIES: Mapping[HistoryKind, str] = {
    HistoryKind.RETRIED: N_("Retried"),
    HistoryKind.CANCELLED: N_("Cancelled"),
    HistoryKind.PAUSED: N_("Paused"),
    HistoryKind.RESUMED: N_("Resumed"),
    HistoryKind.PUT_OFF: N_("Told to begin later"),
    HistoryKind.REMOVED: N_("Removed from the list"),
    HistoryKind.RESTORED: N_("Back in the list"),
    HistoryKind.SOURCE_CHANGED: N_("The file had changed while it waited; taken as it is now"),
    HistoryKind.COPY_CHOSEN: N_("Another copy was chosen"),
    HistoryKind.ORIGINAL_REPLACED: N_("The original was replaced, and is kept"),
    HistoryKind.MOVED_ELSEWHERE: N_("Another place to save in was chosen"),
    HistoryKind.MOVED_FIRST: N_("Put before all others that wait"),
    HistoryKind.MOVED_LAST: N_("Put after all others that wait"),
    HistoryKind.WORKER_DIED: N_("The part of mediaapp that worked on it ended by itself"),
    HistoryKind.WORKER_KILLED: N_("The part of mediaapp that worked on it was stopped"),
    HistoryKind.RESCUED: N_("Taken up again after the application had ended"),
    HistoryKind.ADOPTED: N_("The finished result was found where it belongs"),
    HistoryKind.BROUGHT_BACK: N_("The original is back in its place"),
    HistoryKind.SOURCE_OVERWRITTEN: N_("Another file took its place, and was added instead"),
    HistoryKind.ORIGINAL_PUT_AWAY: N_("The original was moved to the folder of those that are done"),
}

_ENTRIES_WITH_PLACE: Mapping[HistoryKind, str] = {
    HistoryKind.COPY_CHOSEN: N_("Another copy was chosen: {place}"),
    HistoryKind.MOVED_ELSEWHERE: N_("Will be saved in {place}"),
}


def stage(doing: Stage) -> str:
    """What a running job is doing."""
    return tr(_STAGES[doing])


def state(job: Job) -> str:
    """Where a job stands in a word or two: what it is doing while it runs, what became of it where it was taken back."""
    if job.state is JobState.RUNNING and job.cancel:
        return tr("Stopping")
    if job.state is JobState.RUNNING and job.stage is not None:
        return stage(job.stage)
    if job.state is JobState.CANCELLED and job.skipped is not None:
        return skipped(job.skipped)
    return state_name(job.state)


def how_far(job: Job) -> str:
    """What a running job is doing and how far it is: 'Compressing · 40%'. One that is asked to stop gets no further."""
    return state(job) if job.cancel else f"{state(job)} · {percent(job.progress)}"


def state_name(named: JobState) -> str:
    """A state in a word or two."""
    return tr(_STATES[named])


def time_left(seconds: float) -> str:
    """How long the rest takes; the last moments are not counted by the second."""
    if seconds < _SOON_S:
        return tr("less than {time} left", time=duration(_SOON_S))
    return tr("about {time} left", time=duration(seconds))


def skipped(reason: SkipReason) -> str:
    """Why a job was left out."""
    return tr(_SKIPPED[reason])


def history_entry(entry: HistoryEntry) -> str:
    """One line of a job's history."""
    path = entry.facts.path if entry.facts is not None else None
    with_place = _ENTRIES_WITH_PLACE.get(entry.what)
    if path is not None and with_place is not None:
        return tr(with_place, place=place(path))
    return tr(_ENTRIES[entry.what])
