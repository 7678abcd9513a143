"""Waiting for the calls of hooks that ended work has come to."""

import time
from collections.abc import Iterator
from threading import Event

from mediaapp import text
from mediaapp.cli.following import LOOK_AGAIN_S
from mediaapp.cli.reports import line_about
from mediaapp.cli.streams import complain
from mediaapp.text import tally
from workers.events import hook_calls
from workers.jobs.batch import BatchPurpose
from workers.jobs.ids import BatchId
from workers.jobs.job import Job
from workers.jobs.queries import Selection
from workers.jobs.state import WAITING, JobState
from workers.requests import HookRequest
from workers.service import JobService

_LONGEST_LOOK_S = 10.0
_LONGEST_CALLS_S = 60.0

_GO_ON = frozenset((JobState.QUEUED, JobState.RUNNING))


def await_calls(service: JobService) -> None:
    """Wait until all that has happened was looked at for hooks to be called, or does not seem to be."""
    until = time.monotonic() + _LONGEST_LOOK_S
    while _is_to_be_looked_at(service) and time.monotonic() < until:
        Event().wait(LOOK_AGAIN_S)


def make_calls(service: JobService, batch: BatchId) -> None:
    """Wait for the first try of each call that this batch has come to, a minute at most.

    Says which calls have failed for good, and how many wait still.

    None is waited for while everything is paused.
    """
    if not service.store.hooks.on():
        return
    await_calls(service)
    until = time.monotonic() + _LONGEST_CALLS_S
    # What has failed may come to a call of the hook that is told instead: its event is looked at then.
    while any(_calls(service, batch, _GO_ON)) or _is_to_be_looked_at(service):
        if service.reader.paused() or time.monotonic() >= until:
            break
        Event().wait(LOOK_AGAIN_S)
    for line in _failures(service, batch):
        complain(line)
    waiting = sum(1 for _ in _calls(service, batch, WAITING | _GO_ON))
    if waiting:
        told = text.tr_n("1 call of a hook waits", "{n} calls of hooks wait", waiting)
        complain(f"{told}; an open window or `mediaapp work` goes on.")


def _failures(service: JobService, batch: BatchId) -> Iterator[str]:
    """A line for each hook whose calls have failed for good: why the last of them has, and how many others have."""
    failed: dict[int, list[Job]] = {}
    for job, hook in _calls(service, batch, frozenset((JobState.FAILED,))):
        failed.setdefault(hook, []).append(job)
    for *others, last in failed.values():
        more = tally.other_calls_failed(len(others))
        yield f"{line_about(last)}{more and f' {more}.'}"


def _is_to_be_looked_at(service: JobService) -> bool:
    page = service.store.stream.page(hook_calls.NAME, 1)
    return page is not None and bool(page.events)


def _calls(service: JobService, batch: BatchId, states: frozenset[JobState]) -> Iterator[tuple[Job, int]]:
    """The calls that this batch has come to, with the number of their hook."""
    reader = service.reader
    for job in reader.each(reader.ids(Selection(purpose=BatchPurpose.HOOKS, states=states))):
        if isinstance(job.request, HookRequest) and job.request.batch == batch:
            yield job, job.request.hook
