"""One line of a report: a job as it stood when it was read."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from workers.errors import ErrorCode, FailureFacts
from workers.jobs.ids import BatchId, JobId
from workers.jobs.job import Job
from workers.jobs.state import JobState
from workers.kinds import JobKind
from workers.outcome import SkipReason


class ReportPart(StrEnum):
    """The parts of a report, in their order: what needs somebody comes first."""

    FAILED = "failed"
    UNFINISHED = "unfinished"
    READY = "ready"
    LEFT_OUT = "left_out"
    CANCELLED = "cancelled"


_SECTIONS: Mapping[JobState, ReportPart] = {
    JobState.FAILED: ReportPart.FAILED,
    JobState.QUEUED: ReportPart.UNFINISHED,
    JobState.RUNNING: ReportPart.UNFINISHED,
    JobState.DELAYED: ReportPart.UNFINISHED,
    JobState.PAUSED: ReportPart.UNFINISHED,
    JobState.DONE: ReportPart.READY,
    JobState.SKIPPED: ReportPart.LEFT_OUT,
    JobState.CANCELLED: ReportPart.CANCELLED,
}


class ReportRow(Struct, frozen=True, kw_only=True):
    """A job in a report. Paths are absolute, sizes in bytes, times in seconds since 1970, `took_s` in seconds.

    `pixels_in` and `pixels_out` are width and height as displayed, None where they are not known. `output` is where the
    result is and `digest` the BLAKE2b-256 of its bytes in hex. `changed` says that the job changed after the report was begun.
    """

    job: JobId
    batch: BatchId
    source: str
    kind: JobKind
    output: str | None
    digest: str | None
    state: JobState
    skipped: SkipReason | None
    error_code: ErrorCode | None
    failure: FailureFacts | None
    bytes_in: int
    bytes_out: int | None
    pixels_in: tuple[int, int] | None
    pixels_out: tuple[int, int] | None
    created: float
    finished: float | None
    took_s: float | None
    changed: bool = False

    @property
    def section(self) -> ReportPart:
        """The part of the report it belongs to."""
        return _SECTIONS[self.state]


def row_of(job: Job, *, changed: bool = False) -> ReportRow:
    """The line about this job."""
    facts, outcome, ended = job.facts, job.picture, job.state is JobState.DONE
    took = job.finished - job.started if job.finished is not None and job.started is not None else None
    return ReportRow(
        job=job.id,
        batch=job.batch,
        source=job.source,
        kind=job.kind,
        output=job.output,
        digest=job.digest if ended else None,
        state=job.state,
        skipped=job.skipped,
        error_code=job.error_code if job.state in (JobState.FAILED, JobState.DELAYED) else None,
        failure=job.failure,
        bytes_in=job.size_in,
        bytes_out=job.size_out if ended else None,
        pixels_in=(facts.width, facts.height) if facts is not None else None,
        pixels_out=(outcome.width, outcome.height) if outcome is not None and ended else None,
        created=job.created,
        finished=job.finished,
        took_s=None if took is None else max(took, 0.0),
        changed=changed,
    )
