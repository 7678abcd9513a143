"""A job as a program reads it: the same object from every command."""

from collections.abc import Mapping

import msgspec

from mediaapp import text
from workers.jobs.job import Job
from workers.jobs.state import JobState


def job_object(job: Job) -> Mapping[str, object]:
    """The job's object. Paths are absolute, sizes in bytes, times in seconds; what does not apply is null.

    `begins_at` is when a paused job begins by itself. `waited_s` is from acceptance to the last start, `took_s` from there to
    the end. `code` and `message` tell why a job failed, waits or was left out. `promises` has what was checked in the output,
    and what was found. A hook or a report has a `request` and no `source`.
    """
    outcome = job.picture
    return {
        "id": job.id,
        "batch": job.batch,
        "kind": job.kind.value,
        "source": job.source if job.request is None else None,
        "request": None if job.request is None else msgspec.to_builtins(job.request),
        "output": job.output,
        "state": job.state.value,
        "begins_at": job.not_before if job.state is JobState.PAUSED else None,
        "bytes_in": job.size_in,
        "bytes_out": job.size_out,
        "width": outcome.width if outcome else None,
        "height": outcome.height if outcome else None,
        "frames": outcome.frames if outcome else None,
        "format": outcome.format.value if outcome else None,
        "quality": outcome.quality if outcome else None,
        "colors": outcome.colors if outcome else None,
        "encodes": outcome.encodes if outcome else None,
        "kept_original": outcome.kept_original if outcome else None,
        "attempts": job.attempt,
        "stage": job.stage.value if job.stage else None,
        "progress": round(job.progress, 3),
        "waited_s": _between(job.created, job.started),
        "took_s": _between(job.started, job.finished),
        "code": _code(job),
        "message": message(job),
        "flaws": [flaw.value for flaw in outcome.flaws] if outcome else [],
        "promises": {found.promise.value: found.verdict.value for found in outcome.promises} if outcome else {},
    }


def message(job: Job) -> str | None:
    """Why the job failed, waits or was left out, in words; None where there is nothing to tell."""
    if job.error_code is not None and job.failure is not None:
        told = text.failure(job.error_code, job.failure)
        return f"{told.title}. {told.cause} {told.advice}"
    return text.skipped(job.skipped) if job.skipped is not None else None


def _code(job: Job) -> str | None:
    if job.error_code is not None:
        return job.error_code.value
    return job.skipped.value if job.skipped is not None else None


def _between(start: float | None, end: float | None) -> float | None:
    return round(max(end - start, 0.0), 3) if start is not None and end is not None else None
