"""Alerts: what is out of the ordinary, from when to when, and what is known of it."""

from enum import StrEnum

from msgspec import Struct

from workers.errors import ErrorCode
from workers.jobs.ids import AlertId, JobId


class AlertKind(StrEnum):
    """What can be out of the ordinary."""

    LONG_WAIT = "long_wait"
    STANDSTILL = "standstill"
    FAILING = "failing"
    DISK_NEARLY_FULL = "disk_nearly_full"
    DRIVE_AWAY = "drive_away"
    WORKERS_RESTARTING = "workers_restarting"


class LongWait(Struct, frozen=True, kw_only=True, tag=AlertKind.LONG_WAIT.value):
    """A job that may begin has waited since this moment, in seconds since 1970."""

    since: float


class Standstill(Struct, frozen=True, kw_only=True, tag=AlertKind.STANDSTILL.value):
    """So many `jobs` run without coming further, longer than jobs of their kinds do; `job` for the longest."""

    job: JobId
    jobs: int


class Failing(Struct, frozen=True, kw_only=True, tag=AlertKind.FAILING.value):
    """Of the last jobs that ended, so many failed; `cause` is the commonest."""

    failed: int
    ended: int
    cause: ErrorCode


class DiskNearlyFull(Struct, frozen=True, kw_only=True, tag=AlertKind.DISK_NEARLY_FULL.value):
    """A disk that outputs go to has so many bytes free. `path` is where it begins, `drive` the name people know it by."""

    path: str
    drive: str
    bytes_free: int


class DriveAway(Struct, frozen=True, kw_only=True, tag=AlertKind.DRIVE_AWAY.value):
    """A drive that jobs or watched folders wait for is not there. `path` is where it was."""

    path: str
    drive: str


class WorkersRestarting(Struct, frozen=True, kw_only=True, tag=AlertKind.WORKERS_RESTARTING.value):
    """So many workers ended by themselves within so many seconds, and were started anew."""

    deaths: int
    within_s: float


AlertFacts = LongWait | Standstill | Failing | DiskNearlyFull | DriveAway | WorkersRestarting

Subject = tuple[AlertKind, str]
"""What an alert is about: its kind, and the path where there may be several of a kind."""


class Alert(Struct, frozen=True, kw_only=True):
    """One alert. Times are seconds since 1970, `ended` None while it lasts; `told`: somebody was told that it began."""

    id: AlertId
    began: float
    ended: float | None = None
    facts: AlertFacts
    told: bool = False


def kind_of(facts: AlertFacts) -> AlertKind:
    """The kind of an alert with these facts."""
    return AlertKind(str(facts.__struct_config__.tag))


def subject(facts: AlertFacts) -> Subject:
    """What an alert with these facts is about."""
    match facts:
        case DiskNearlyFull(path=path) | DriveAway(path=path):
            return kind_of(facts), path
        case _:
            return kind_of(facts), ""
