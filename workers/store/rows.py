"""Between rows of the job table and the values that cross the store's border."""

import os
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from workers.errors import ErrorCode, FailureFacts
from workers.facts import Facts
from workers.jobs.history import Attempt, HistoryEntry, HistoryKind
from workers.jobs.ids import BatchId, JobId, RootId, WorkerId
from workers.jobs.job import Job, Root
from workers.jobs.state import READY, JobState
from workers.kinds import JobKind
from workers.manners.manners import Hold
from workers.outcome import AnyOutcome, SkipReason, Stage
from workers.plan import Plan
from workers.requests import Request
from workers.store.names import shown

Value = TypeVar("Value")
Row = Sequence[Any]

JOB = (
    "select j.id, j.batch_id, j.kind, j.root, j.rel, j.out_root, j.out_dir, j.out_rel, j.size_in, j.mtime_in, j.state,"
    " j.prio, j.not_before, j.attempt, j.tries, j.max_tries, j.deaths, j.worker, j.cancel, j.stage, j.progress,"
    " j.removed, j.created, j.started, j.finished, j.size_out, j.digest, j.error_code, j.failure, j.skipped, j.result,"
    " j.place, j.waits, j.alone, j.part, j.original, s.path, j.rel_raw, o.path, j.out_dir_raw, j.plan ->> '$.facts',"
    " j.out_leads_to, j.request"
    " from job j cross join root s on s.id = j.root cross join root o on o.id = j.out_root"
)
"""Selects what `job` reads; `j` is the job."""

_outcomes: msgspec.json.Decoder[AnyOutcome] = msgspec.json.Decoder(AnyOutcome)
_requests: msgspec.json.Decoder[Request] = msgspec.json.Decoder(Request)

VOLUME_OF: Mapping[ErrorCode, str] = {
    ErrorCode.SOURCE_AWAY: "root",
    ErrorCode.OUTPUT_AWAY: "out_root",
    ErrorCode.DISK_FULL: "out_root",
}
"""The volume that jobs with this cause wait for: that of the source or that of the output."""

ROOT = "select id, name, path, volume, coarse_time from root"


def job(row: Row) -> Job:
    """A row of `JOB`."""
    state = JobState(row[10])
    folder = joined(row[38], row[39] if row[39] is not None else row[6])
    has_output = row[7] is not None and state in READY
    return Job(
        id=JobId(row[0]),
        batch=BatchId(row[1]),
        kind=JobKind(row[2]),
        root=RootId(row[3]),
        rel=row[4],
        out_root=RootId(row[5]),
        out_dir=row[6],
        out_rel=row[7],
        size_in=row[8],
        mtime_in=row[9],
        state=state,
        prio=row[11],
        not_before=row[12],
        attempt=row[13],
        tries=row[14],
        max_tries=row[15],
        deaths=row[16],
        worker=None if row[17] is None else WorkerId(row[17]),
        cancel=bool(row[18]),
        stage=None if row[19] is None else Stage(row[19]),
        progress=row[20],
        removed=row[21] > 0,
        created=row[22],
        started=row[23],
        finished=row[24],
        size_out=row[25],
        digest=row[26],
        error_code=None if row[27] is None else ErrorCode(row[27]),
        failure=decoded(row[28], FailureFacts),
        skipped=None if row[29] is None else SkipReason(row[29]),
        outcome=None if row[30] is None else _outcomes.decode(row[30]),
        place=row[31],
        waits=row[32],
        alone=bool(row[33]),
        part=path(row[34]),
        original=path(row[35]),
        source=joined(row[36], row[37] if row[37] is not None else row[4]),
        folder=folder,
        output=os.path.join(folder, row[7].rpartition("/")[2]) if has_output else None,  # noqa: PTH118
        facts=decoded(row[40], Facts),
        leads_to=path(row[41]),
        request=None if row[42] is None else _requests.decode(row[42]),
    )


def root(row: Row) -> Root:
    """A row of `ROOT`."""
    return Root(id=RootId(row[0]), name=row[1], path=row[2], volume=row[3], coarse_time=bool(row[4]))


def attempt(row: Row) -> Attempt:
    """A row of the table of attempts."""
    return Attempt(
        job=JobId(row[0]),
        n=row[1],
        worker=WorkerId(row[2]),
        started=row[3],
        finished=row[4],
        outcome=JobState(row[5]),
        error_code=None if row[6] is None else ErrorCode(row[6]),
        failure=decoded(row[7], FailureFacts),
    )


def history_entry(row: Row) -> HistoryEntry:
    """The columns job_id, at, what and facts of a row of the history."""
    return HistoryEntry(job=JobId(row[0]), at=row[1], what=HistoryKind(row[2]), facts=decoded(row[3], FailureFacts))


def holds(text: str | None) -> tuple[Hold, ...]:
    """What is held back now, as it is stored."""
    return () if text is None else msgspec.json.decode(text, type=tuple[Hold, ...])


def plan(text: str | None) -> Plan | None:
    """What `encoded` made of a plan."""
    return decoded(text, Plan)


def joined(root_path: str, rel: str | bytes) -> str:
    """An absolute path in this system's spelling."""
    below = os.fsdecode(rel).replace("/", os.sep)
    return os.path.join(root_path, below) if below else root_path  # noqa: PTH118 - five times as fast, for each row


def path(stored: bytes | None) -> str | None:
    """An absolute path that was stored as `os.fsencode` made it."""
    return None if stored is None else os.fsdecode(stored)


def decoded(text: str | None, kind: type[Value]) -> Value | None:
    """A stored JSON value, or None where there is none."""
    return None if text is None else msgspec.json.decode(text, type=kind)


def encoded(value: object) -> str | None:
    """A value as JSON for the table. Names that are not UTF-8 are spelled so that they can be shown."""
    if value is None:
        return None
    try:
        return msgspec.json.encode(value).decode()
    except UnicodeEncodeError:
        return msgspec.json.encode(_shown(msgspec.to_builtins(value))).decode()


def _shown(value: object) -> object:
    match value:
        case str():
            return shown(value)
        case dict():
            return {key: _shown(each) for key, each in value.items()}
        case list() | tuple():
            return [_shown(each) for each in value]
        case _:
            return value
