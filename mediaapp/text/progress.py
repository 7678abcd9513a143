"""Where a job stands, what it is doing, and what happened to it."""

from collections.abc import Mapping

from mediaapp.text.figures import duration, place
from mediaapp.text.marks import QT_TRANSLATE_NOOP, Translate
from workers.jobs.history import Event, EventKind
from workers.jobs.job import Job
from workers.jobs.state import JobState
from workers.outcome import SkipReason, Stage

_SOON_S = 10.0

_STAGES: Mapping[Stage, str] = {
    Stage.READING: QT_TRANSLATE_NOOP("text", "Reading"),
    Stage.WAITING_FOR_MEMORY: QT_TRANSLATE_NOOP("text", "Waits for memory"),
    Stage.DECODING: QT_TRANSLATE_NOOP("text", "Opening"),
    Stage.RESIZING: QT_TRANSLATE_NOOP("text", "Resizing"),
    Stage.COMPRESSING: QT_TRANSLATE_NOOP("text", "Compressing"),
    Stage.CHECKING: QT_TRANSLATE_NOOP("text", "Checking"),
    Stage.SAVING: QT_TRANSLATE_NOOP("text", "Saving"),
}

_STATES: Mapping[JobState, str] = {
    JobState.QUEUED: QT_TRANSLATE_NOOP("text", "Waiting"),
    JobState.RUNNING: QT_TRANSLATE_NOOP("text", "Running"),
    JobState.DELAYED: QT_TRANSLATE_NOOP("text", "Waiting"),
    JobState.PAUSED: QT_TRANSLATE_NOOP("text", "Paused"),
    JobState.DONE: QT_TRANSLATE_NOOP("text", "Ready"),
    JobState.SKIPPED: QT_TRANSLATE_NOOP("text", "Left out"),
    JobState.FAILED: QT_TRANSLATE_NOOP("text", "Failed"),
    JobState.CANCELLED: QT_TRANSLATE_NOOP("text", "Cancelled"),
}

_SKIPPED: Mapping[SkipReason, str] = {
    SkipReason.ALREADY_MADE: QT_TRANSLATE_NOOP("text", "Already made"),
    SkipReason.NAME_TAKEN: QT_TRANSLATE_NOOP("text", "The name is taken"),
    SkipReason.BROUGHT_BACK: QT_TRANSLATE_NOOP("text", "The original is back"),
}

_EVENTS: Mapping[EventKind, str] = {
    EventKind.RETRIED: QT_TRANSLATE_NOOP("text", "Retried"),
    EventKind.CANCELLED: QT_TRANSLATE_NOOP("text", "Cancelled"),
    EventKind.PAUSED: QT_TRANSLATE_NOOP("text", "Paused"),
    EventKind.RESUMED: QT_TRANSLATE_NOOP("text", "Resumed"),
    EventKind.REMOVED: QT_TRANSLATE_NOOP("text", "Removed from the list"),
    EventKind.RESTORED: QT_TRANSLATE_NOOP("text", "Back in the list"),
    EventKind.SOURCE_CHANGED: QT_TRANSLATE_NOOP("text", "The file had changed while it waited; taken as it is now"),
    EventKind.SOURCE_REPLACED: QT_TRANSLATE_NOOP("text", "Another copy was chosen"),
    EventKind.MOVED_ELSEWHERE: QT_TRANSLATE_NOOP("text", "Another place to save in was chosen"),
    EventKind.WORKER_DIED: QT_TRANSLATE_NOOP("text", "The part of mediaapp that worked on it ended by itself"),
    EventKind.WORKER_KILLED: QT_TRANSLATE_NOOP("text", "The part of mediaapp that worked on it was stopped"),
    EventKind.RESCUED: QT_TRANSLATE_NOOP("text", "Taken up again after the application had ended"),
    EventKind.ADOPTED: QT_TRANSLATE_NOOP("text", "The finished result was found where it belongs"),
    EventKind.BROUGHT_BACK: QT_TRANSLATE_NOOP("text", "The original is back in its place"),
}

_EVENTS_WITH_PLACE: Mapping[EventKind, str] = {
    EventKind.SOURCE_REPLACED: QT_TRANSLATE_NOOP("text", "Another copy was chosen: {place}"),
    EventKind.MOVED_ELSEWHERE: QT_TRANSLATE_NOOP("text", "Will be saved in {place}"),
}


def stage(doing: Stage, t: Translate = str) -> str:
    """What a running job is doing."""
    return t(_STAGES[doing])


def state(job: Job, t: Translate = str) -> str:
    """Where a job stands in a word or two: its stage while it runs, what became of it where it was taken back."""
    if job.state is JobState.RUNNING and job.stage is not None:
        return stage(job.stage, t)
    if job.state is JobState.CANCELLED and job.skipped is not None:
        return skipped(job.skipped, t)
    return state_name(job.state, t)


def state_name(named: JobState, t: Translate = str) -> str:
    """A state in a word or two."""
    return t(_STATES[named])


def time_left(seconds: float, t: Translate = str) -> str:
    """How long the rest takes; the last moments are not counted by the second."""
    if seconds < _SOON_S:
        return t(QT_TRANSLATE_NOOP("text", "less than {time} left")).format(time=duration(_SOON_S))
    return t(QT_TRANSLATE_NOOP("text", "about {time} left")).format(time=duration(seconds))


def skipped(reason: SkipReason, t: Translate = str) -> str:
    """Why a job was left out."""
    return t(_SKIPPED[reason])


def event(happened: Event, t: Translate = str) -> str:
    """One line of a job's history."""
    path = happened.facts.path if happened.facts is not None else None
    with_place = _EVENTS_WITH_PLACE.get(happened.what)
    if path is not None and with_place is not None:
        return t(with_place).format(place=place(path))
    return t(_EVENTS[happened.what])
