"""Waiting for the calls of hooks that ended work has come to."""

import time
from collections.abc import Iterator
from threading import Event

from mediaapp import text
from mediaapp.cli.following import LOOK_AGAIN_S
from mediaapp.cli.streams import complain
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
    """Wait for the first try of each call that this batch has come to, a minute at most, and say how many calls wait still.

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
    waiting = sum(1 for _ in _calls(service, batch, WAITING | _GO_ON))
    if waiting:
        told = text.tr_n("1 call of a hook waits", "{n} calls of hooks wait", waiting)
        complain(f"{told}; an open window or `mediaapp work` goes on.")


def _is_to_be_looked_at(service: JobService) -> bool:
    page = service.store.stream.page(hook_calls.NAME, 1)
    return page is not None and bool(page.events)


def _calls(service: JobService, batch: BatchId, states: frozenset[JobState]) -> Iterator[Job]:
    reader = service.reader
    for job in reader.each(reader.ids(Selection(purpose=BatchPurpose.HOOKS, states=states))):
        if isinstance(job.request, HookRequest) and job.request.batch == batch:
            yield job
