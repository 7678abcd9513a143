"""Taking back what was done: originals that were replaced, and whole drops."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from workers.errors import Failure
from workers.jobs.ids import BatchId
from workers.jobs.job import Job
from workers.jobs.queries import Selection
from workers.jobs.state import READY, JobState, Transition
from workers.output.publish import digest_of
from workers.output.undo import bring_back
from workers.service.service import JobService


def bring_originals_back(service: JobService, selection: Selection) -> int:
    """Put originals that were replaced back in their places; returns how many."""
    return service.store.editor.brought_back([job.id for job in _done(service, selection) if _brought_back(job)])


def undo_drop(service: JobService, batch: BatchId, *, delete_results: bool) -> int:
    """Take a batch back: what has not begun does not begin, its rows leave the list. Returns how many results stay."""
    service.store.editor.stop_accepting(batch)
    whole = Selection(batch=batch)
    if delete_results:
        bring_originals_back(service, whole)
    service.store.editor.remove(service.reader.ids(whole.within(frozenset(JobState) - READY)))
    if delete_results:
        service.store.editor.remove_deleted([job.id for job in _done(service, whole) if _deleted(job)])
    return service.reader.counts(whole).done


def _done(service: JobService, selection: Selection) -> Iterator[Job]:
    return service.reader.each(service.reader.ids(selection.within(Transition.BRING_BACK.before)))


def _brought_back(job: Job) -> bool:
    if job.original is None or job.output is None or job.digest is None:
        return False
    try:
        bring_back(Path(job.original), Path(job.source), Path(job.output), job.digest)
    except Failure:
        return False  # a drive that is away, say; the row keeps its original and can be asked again
    return True


def _deleted(job: Job) -> bool:
    """Whether the job's output, as it was made, is gone from the disk now."""
    if job.output is None:
        return False
    output = Path(job.output)
    try:
        if digest_of(output) != job.digest:
            return False
        if output.is_dir():
            shutil.rmtree(output)
        else:
            output.unlink()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
