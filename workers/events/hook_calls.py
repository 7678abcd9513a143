"""Turns what happens into calls of hooks: one job for each event and hook."""

from collections.abc import Mapping

from msgspec.structs import replace

from workers.events.json_object import json_line
from workers.events.subscriber import Subscriber
from workers.jobs.batch import BatchPurpose
from workers.jobs.event import Event, EventKind
from workers.jobs.hook import Hook, Occasion
from workers.jobs.ids import HookId
from workers.requests import HookRequest
from workers.service import JobService

NAME = "hooks"
_OCCASIONS: Mapping[EventKind, Occasion] = {
    EventKind.READY: Occasion.FILE_READY,
    EventKind.FAILED: Occasion.FILE_FAILED,
    EventKind.BATCH_ENDED: Occasion.BATCH_ENDED,
    EventKind.ALERT_BEGAN: Occasion.ALERT,
    EventKind.ALERT_ENDED: Occasion.ALERT,
    EventKind.NO_WORKER: Occasion.ALERT,
    EventKind.FOLDER_AWAY: Occasion.ALERT,
}


def hook_calls() -> Subscriber:
    """Makes jobs of what hooks are to be told. Seeing an event twice makes no second job."""
    return Subscriber(name=NAME, kinds=frozenset(_OCCASIONS), handle=_handle)


def _handle(service: JobService, event: Event) -> None:
    # To tell hooks of what is done for hooks would never end.
    if event.purpose not in {None, BatchPurpose.FILES}:
        _tell_instead(service, event)
        return
    told = [hook for hook in service.store.hooks.on() if _is_meant(service, hook, event)]
    service.store.hooks.call([(_request(hook, event), f"{hook.rules.name}: {_about(event)}") for hook in told])


def _is_meant(service: JobService, hook: Hook, event: Event) -> bool:
    occasion, rules = _OCCASIONS[event.kind], hook.rules
    if occasion not in rules.occasions or event.at < hook.created:
        return False
    if occasion is Occasion.ALERT:
        return True
    if rules.watch is not None and rules.watch != event.watch:
        return False
    if rules.recipe is None:
        return True
    batch = None if event.batch is None else service.reader.batch(event.batch)
    return batch is not None and batch.recipe.name == rules.recipe


def _tell_instead(service: JobService, event: Event) -> None:
    """A call has failed for good: another hook gets its notice, once. What fails there too is told nobody else."""
    failed = None if event.job is None or event.kind is not EventKind.FAILED else service.reader.job(event.job)
    if failed is None or not isinstance(failed.request, HookRequest):
        return
    if failed.request.instead_of is not None or failed.request.event is None:
        return
    hook = service.store.hooks.get(HookId(failed.request.hook))
    instead = None if hook is None or hook.rules.instead is None else service.store.hooks.get(hook.rules.instead)
    if hook is None or instead is None:
        return
    request = replace(failed.request, hook=instead.id, instead_of=hook.id)
    service.store.hooks.call([(request, f"{instead.rules.name}: {failed.rel}")])


def _request(hook: Hook, event: Event) -> HookRequest:
    return HookRequest(
        hook=hook.id,
        event=event.id,
        kind=event.kind.value,
        at=event.at,
        notice=json_line(event),
        job=event.job,
        batch=event.batch,
    )


def _about(event: Event) -> str:
    return event.name or event.batch_name or event.kind.value
