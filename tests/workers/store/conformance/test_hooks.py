"""Hooks as the store keeps them: each called once for an event, and their calls waiting along while nobody answers."""

from tests.support.hook_calls import hook_request
from tests.support.store import DISK, ME, Table
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.hook import CopyResults, HookFolder, HookRules, Occasion, SecretPlace, Webhook
from workers.jobs.ids import HookId, JobId
from workers.jobs.state import JobState
from workers.kinds import Lane
from workers.outcome import CallOutcome
from workers.retry import LONGEST_CALL_PAUSE_S, Again, GiveUp

RULES = HookRules(name="Tell \udcff", occasions=frozenset((Occasion.ALERT,)), deed=Webhook(url="https://example.org/"))
AWAY = FailureFacts(host="example.org", status=503)


def hook(table: Table, token: str = "t", *, rules: HookRules = RULES, folder: HookFolder | None = None) -> HookId:
    return table.store.hooks.add(rules, token, folder=folder, secret=None)


def call(table: Table, to: HookId, *events: int | None) -> list[JobId]:
    return table.store.hooks.call([(hook_request(to, event=event), f"Tell: {event}") for event in events])


def test_a_hook_is_kept_as_it_was_asked_for(table: Table) -> None:
    made = table.store.hooks.add(RULES, "t", folder=None, secret=SecretPlace.FILE)
    (found,) = table.store.hooks.all()
    assert (found.id, found.token, found.on, found.secret) == (made, "t", True, SecretPlace.FILE)
    assert (found.rules.deed, found.rules.occasions) == (RULES.deed, RULES.occasions)
    assert (found.state, found.waiting, found.created) == (None, 0, table.clock.now)


def test_it_can_be_changed_switched_and_removed(table: Table) -> None:
    made = hook(table)
    other = HookRules(name="b", occasions=RULES.occasions, deed=Webhook(url="https://example.com/"))
    assert table.store.hooks.change(made, other, folder=None, secret=None)
    assert table.store.hooks.switch(made, on=False)
    assert (table.store.hooks.on(), [each.rules for each in table.store.hooks.all()]) == ([], [other])
    assert table.store.hooks.remove(made)
    assert not table.store.hooks.remove(made)
    assert not table.store.hooks.switch(made, on=True)
    assert table.store.hooks.get(made) is None


def test_an_event_calls_a_hook_once_and_a_test_each_time(table: Table) -> None:
    first, second = hook(table, "a"), hook(table, "b")
    assert len(call(table, first, 7, 8)) == 2
    assert call(table, first, 7, 8) == []
    assert len(call(table, second, 7)) == 1
    assert len(call(table, first, None, None)) == 2


def test_a_hook_that_is_gone_is_not_called(table: Table) -> None:
    made = hook(table)
    table.store.hooks.remove(made)
    assert call(table, made, 1) == []


def test_calls_of_a_day_share_a_batch(table: Table) -> None:
    made = hook(table)
    today = call(table, made, 1, 2)
    table.clock.now += 24 * 3600
    tomorrow = call(table, made, 3)
    batches = [table.job(job).batch for job in (*today, *tomorrow)]
    assert batches[0] == batches[1] != batches[2]


def test_a_call_that_puts_something_in_a_folder_has_its_drive(table: Table) -> None:
    root = table.intake.root(DISK).id
    rules = HookRules(name="c", occasions=RULES.occasions, deed=CopyResults(folder="/archive"))
    (job,) = call(table, hook(table, rules=rules, folder=HookFolder(root=root, rel="archive")), 1)
    assert (table.job(job).folder, table.job(job).out_root) == ("/archive", root)


def test_how_the_last_call_went_is_told(table: Table) -> None:
    made = hook(table)
    first, second = call(table, made, 1, 2)
    table.finishing.finish(table.claim(ME, Lane.CALLS).claim, CallOutcome(seconds=1.0, status=204), "")
    (told,) = table.store.hooks.all()
    assert (told.job, told.state, told.answer, told.waiting) == (first, JobState.DONE, 204, 1)
    table.finishing.fail(table.claim(ME, Lane.CALLS).claim, ErrorCode.CALL_SERVER_ERROR, AWAY, Again(60.0))
    (told,) = table.store.hooks.all()
    assert (told.job, told.state, told.tried, told.answer) == (second, JobState.DELAYED, 1, 503)
    assert (told.code, told.due) == (ErrorCode.CALL_SERVER_ERROR, table.clock.now + 60.0)


def test_other_calls_of_the_hook_wait_along_until_one_is_answered(table: Table) -> None:
    made, other = hook(table, "a"), hook(table, "b")
    failing, waiting = call(table, made, 1, 2)
    (unconcerned,) = call(table, other, 1)
    table.finishing.fail(table.claim(ME, Lane.CALLS).claim, ErrorCode.CALL_UNREACHABLE, AWAY, Again(60.0))
    assert table.states([failing, waiting, unconcerned]) == [JobState.DELAYED, JobState.DELAYED, JobState.QUEUED]
    assert (table.job(waiting).tries, table.job(waiting).waits) == (0, 0)
    (new,) = call(table, made, 3)
    assert table.claim(ME, Lane.CALLS).job.id == unconcerned
    claimed = table.claim(ME, Lane.CALLS)
    assert claimed.job.id == unconcerned  # this worker's own, given back first
    table.finishing.finish(claimed.claim, CallOutcome(seconds=1.0), "")
    assert table.state(waiting) is JobState.DELAYED
    table.finishing.finish(table.claim(ME, Lane.CALLS).claim, CallOutcome(seconds=1.0), "")
    assert table.state(new) is JobState.DONE
    assert table.states([failing, waiting]) == [JobState.DELAYED, JobState.QUEUED]


def test_when_one_is_given_up_the_others_wait_on(table: Table) -> None:
    made = hook(table)
    _, waiting = call(table, made, 1, 2)
    table.finishing.fail(table.claim(ME, Lane.CALLS).claim, ErrorCode.CALL_TIME_LIMIT, AWAY, GiveUp())
    assert (table.state(waiting), table.job(waiting).not_before) == (
        JobState.DELAYED,
        table.clock.now + LONGEST_CALL_PAUSE_S,
    )


def test_what_lies_with_the_notice_alone_holds_up_no_other(table: Table) -> None:
    _, other = call(table, hook(table), 1, 2)
    table.finishing.fail(table.claim(ME, Lane.CALLS).claim, ErrorCode.CALL_REFUSED, AWAY, GiveUp())
    assert table.state(other) is JobState.QUEUED
