"""Which events become calls of which hooks, each once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from tests.support.store import OUTCOME
from workers.errors import ErrorCode, FailureFacts
from workers.events.hook_calls import hook_calls
from workers.jobs.event import EventKind
from workers.jobs.hook import Hook, HookKept, HookRules, Occasion, Webhook
from workers.jobs.ids import BatchId, EventId, HookId, JobId, WorkerId
from workers.jobs.job import Job, NewJob
from workers.jobs.queries import Selection
from workers.kinds import JobKind, Lane
from workers.outcome import CallOutcome
from workers.recipe import Recipe
from workers.requests import HookRequest
from workers.retry import GiveUp
from workers.service import JobService
from workers.service.hook_commands import AddHook, RemoveHook, SwitchHook
from workers.service.locations import Locations
from workers.service.watch_commands import SwitchAutomatic
from workers.store.database import prepare

ME = WorkerId("100@1.00")
EVERYTHING = frozenset(Occasion)


class Table:
    """A job table whose events a subscriber is given as it would be: from its place on, page by page."""

    def __init__(self, folder: Path) -> None:
        prepare(folder / "jobs.db")
        self.folder = folder
        self.service = JobService(folder / "jobs.db", fallback=folder)
        self.store = self.service.store
        self.subscriber = hook_calls()
        self.place = EventId(0)

    def hook(self, *, occasions: frozenset[Occasion] = EVERYTHING, **rules: Any) -> HookId:
        deed = Webhook(url="https://example.org/hook")
        kept = AddHook(HookRules(name="Tell", occasions=occasions, deed=deed, **rules)).run(self.service)
        assert isinstance(kept, HookKept)
        return kept.hook

    def batch(self, files: int, *, recipe: Recipe | None = None) -> BatchId:
        place = Locations(self.store).of_folder(str(self.folder))
        batch = self.store.intake.batch(
            b"", name="June", recipe=recipe or Recipe(), submitter="test", prio=0, on_hold=False, worker=ME
        )
        new = [
            NewJob(
                root=place.root,
                rel=f"{n}.jpg",
                out_root=place.root,
                out_dir="out",
                kind=JobKind.IMAGE,
                size_in=1,
                mtime_in=1,
            )
            for n in range(files)
        ]
        self.store.intake.add(batch, new, folder=str(self.folder), folders=1)
        self.store.intake.complete(batch, [])
        return batch

    def finish(self, lane: Lane = Lane.MEDIA) -> None:
        claimed = self.store.claims.claim(ME, lane)
        assert claimed is not None
        outcome = OUTCOME if lane is Lane.MEDIA else CallOutcome(seconds=1.0)
        self.store.finishing.finish(claimed.claim, outcome, "")

    def fail(self, lane: Lane = Lane.MEDIA) -> None:
        claimed = self.store.claims.claim(ME, lane)
        assert claimed is not None
        self.store.finishing.fail(claimed.claim, ErrorCode.DAMAGED, FailureFacts(), GiveUp())

    def deliver(self, *, forget_place: bool = False) -> None:
        """Hand out what has happened since; again from there with `forget_place`, as after a crash."""
        while (page := self.store.stream.after(self.place, self.subscriber.kinds, 100)).events:
            for event in page.events:
                self.subscriber.handle(self.service, event)
            if forget_place:
                return
            self.place = page.upto

    def calls(self, hook: HookId | None = None) -> list[Job]:
        found = self.service.reader.jobs([JobId(job) for job in self.service.reader.ids(Selection())])
        return [
            job for job in found if isinstance(job.request, HookRequest) and (hook is None or job.request.hook == hook)
        ]

    def told(self, hook: HookId | None = None) -> list[str]:
        return [job.request.kind for job in self.calls(hook) if isinstance(job.request, HookRequest)]

    def stands(self, hook: HookId) -> Hook:
        found = self.store.hooks.get(hook)
        assert found is not None
        return found


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    made = Table(tmp_path)
    yield made
    made.service.close()


def test_each_event_calls_the_hooks_that_are_for_it(table: Table) -> None:
    ready = table.hook(occasions=frozenset((Occasion.FILE_READY,)))
    failed = table.hook(occasions=frozenset((Occasion.FILE_FAILED,)))
    ended = table.hook(occasions=frozenset((Occasion.BATCH_ENDED,)))
    batch = table.batch(3)
    table.finish()
    table.finish()
    table.fail()
    table.deliver()
    assert table.told(ready) == ["ready", "ready"]
    assert table.told(failed) == ["failed"]
    assert table.told(ended) == ["batch_ended"]
    (call,) = table.calls(ended)
    assert isinstance(call.request, HookRequest)
    assert (call.request.batch, call.request.job, call.rel) == (batch, None, "Tell: June")
    assert table.stands(ready).waiting == 2


def test_an_event_that_comes_twice_calls_once(table: Table) -> None:
    table.hook()
    table.batch(2)
    table.finish()
    table.finish()
    for _ in range(3):
        table.deliver(forget_place=True)
    assert table.told() == ["ready", "ready", "batch_ended"]


def test_calls_are_no_events_for_hooks(table: Table) -> None:
    """Or a hook that is told of the end of each batch would be told of the end of its own calls, for ever."""
    table.hook()
    table.batch(1)
    table.finish()
    table.deliver()
    while table.store.supervision.to_do(Lane.CALLS, 1)[1]:
        table.finish(Lane.CALLS)
        table.deliver()
    assert sorted(table.told()) == ["batch_ended", "ready"]


def test_only_files_of_the_recipe_are_told_of(table: Table) -> None:
    table.hook(occasions=frozenset((Occasion.FILE_READY,)), recipe="Web")
    table.batch(1, recipe=Recipe(name="Web"))
    table.batch(1, recipe=Recipe(name="Mail"))
    table.finish()
    table.finish()
    table.deliver()
    (call,) = table.calls()
    assert call.rel == "Tell: 0.jpg"


def test_a_hook_is_called_from_when_it_is_there_and_only_while_it_is_on(table: Table) -> None:
    table.batch(3)
    table.finish()
    hook = table.hook(occasions=frozenset((Occasion.FILE_READY,)))
    SwitchHook(hook=hook, on=False).run(table.service)
    table.finish()
    table.deliver()
    SwitchHook(hook=hook, on=True).run(table.service)
    table.finish()
    table.deliver()
    assert len(table.calls()) == 1


def test_no_hook_is_told_while_all_is_off(table: Table) -> None:
    table.batch(2)
    table.hook(occasions=frozenset((Occasion.FILE_READY,)))
    SwitchAutomatic(on=False).run(table.service)
    table.finish()
    table.deliver()
    SwitchAutomatic(on=True).run(table.service)
    table.finish()
    table.deliver()
    assert len(table.calls()) == 1


def test_when_a_hook_fails_for_good_another_is_told_once(table: Table) -> None:
    other = table.hook(occasions=frozenset((Occasion.ALERT,)))
    hook = table.hook(occasions=frozenset((Occasion.FILE_READY,)), instead=other)
    table.batch(1)
    table.finish()
    table.deliver()
    (call,) = table.calls(hook)
    table.fail(Lane.CALLS)
    table.deliver()
    (instead,) = table.calls(other)
    assert isinstance(instead.request, HookRequest)
    assert isinstance(call.request, HookRequest)
    assert instead.request == replace(call.request, hook=other, instead_of=hook)
    table.store.editor.retry([call.id])
    table.fail(Lane.CALLS)
    table.deliver()
    table.fail(Lane.CALLS)
    table.deliver()
    assert [len(table.calls(each)) for each in (hook, other)] == [1, 1]


def test_calls_of_one_day_are_in_one_batch_of_their_hook(table: Table) -> None:
    first, second = table.hook(), table.hook()
    table.batch(3)
    for _ in range(3):
        table.finish()
    table.deliver()
    assert {job.batch for job in table.calls(first)}.isdisjoint({job.batch for job in table.calls(second)})
    assert len({job.batch for job in table.calls()}) == 2


def test_a_removed_hook_is_called_no_more_and_its_calls_do_not_begin(table: Table) -> None:
    hook = table.hook()
    table.batch(1)
    table.finish()
    table.deliver()
    assert RemoveHook(hook).run(table.service)
    assert table.store.supervision.to_do(Lane.CALLS, 1) == (0, 0)
    assert EventKind.READY.value in table.told(hook)
