"""Copying results to a folder: each one checked, none over another, none half."""

import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import blake2b
from pathlib import Path

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.jobs.hook import CopyResults
from workers.jobs.ids import BatchId, JobId
from workers.jobs.job import Job
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.outcome import CallOutcome, Stage
from workers.output.failures import writing_failure
from workers.output.publish import create_part, digest_of, discard, finish_dates, publish
from workers.recipe import OnExists
from workers.request_engine import RequestRun
from workers.requests import HookRequest

_CHUNK = 1 << 20


def copy_results(copying: CopyResults, request: HookRequest, run: RequestRun) -> CallOutcome:
    """Copy, or move, what the event is about: one result, or all of a batch. Raises Failure.

    A run that ended in the middle is done again: what is there already under its name, byte for byte, is not copied twice.
    """
    began = time.monotonic()
    folder = Path(run.job.folder)
    jobs = _ids(request, run)
    files = 0
    for n, job in enumerate(_done(jobs, run)):
        output, share = Path(job.output or ""), n / len(jobs)
        _copy(output, folder, job, run, partial(run.progress, Stage.WRITING, share))
        files += 1
        if copying.move:
            _remove(output, job)
    return CallOutcome(seconds=time.monotonic() - began, files=files)


def _ids(request: HookRequest, run: RequestRun) -> list[JobId]:
    if request.job is not None:
        return [JobId(request.job)]
    if request.batch is None:
        return []
    return run.store.reader.ids(Selection(batch=BatchId(request.batch), states=frozenset((JobState.DONE,))))


def _done(jobs: list[JobId], run: RequestRun) -> Iterator[Job]:
    for job in run.store.reader.each(jobs):
        if job.output is not None:
            yield job


def _copy(output: Path, folder: Path, job: Job, run: RequestRun, still: Callable[[], None]) -> None:
    if output.is_dir():
        for file in sorted(output.iterdir()):
            _copy_file(file, folder / output.name, None, run, still)
    else:
        _copy_file(output, folder, job.digest, run, still)


def _copy_file(output: Path, folder: Path, digest: str | None, run: RequestRun, still: Callable[[], None]) -> None:
    still()
    there = folder / output.name
    if digest is not None and _is(there, digest):
        return
    part = create_part(
        folder, f"{run.job.id}-{run.job.attempt}", is_folder=False, told=lambda at: run.told_part(str(at))
    )
    try:
        copied = _fill(part, output, still)
        if digest is not None and copied != digest:
            raise Failure(ErrorCode.RESULT_GONE, FailureFacts(path=str(output)))
        if not _is(part, copied):
            raise Failure(ErrorCode.DRIVE_ERROR, FailureFacts(path=str(folder)))
        if digest is None and _is(there, copied):
            return
        # The fence: raises where the job is no longer this run's.
        publish(part, folder, output.name, on_exists=OnExists.NUMBER, fence=lambda _name: run.told_part(str(part)))
    finally:
        _discard(part, folder)


def _fill(part: Path, output: Path, still: Callable[[], None]) -> str:
    digest = blake2b(digest_size=32)
    try:
        source = output.open("rb")
    except OSError as error:
        raise Failure(ErrorCode.RESULT_GONE, FailureFacts(path=str(output))) from error
    with source:
        try:
            with part.open("r+b") as target:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    target.write(chunk)
                    still()
            finish_dates(os.fstat(source.fileno()), part)
        except OSError as error:
            raise writing_failure(error, part) from error
    return digest.hexdigest()


def _is(path: Path, digest: str) -> bool:
    try:
        return digest_of(path) == digest
    except OSError:
        return False


def _discard(part: Path, folder: Path) -> None:
    try:
        discard(part)
    except FileNotFoundError:
        pass
    except OSError as error:
        raise writing_failure(error, folder) from error


def _remove(output: Path, job: Job) -> None:
    """Only the very file that was made; one that somebody changed since stays."""
    if job.digest is not None and _is(output, job.digest):
        try:
            discard(output)
        except OSError as error:
            raise writing_failure(error, output) from error
