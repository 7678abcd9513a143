"""The stream of what happened: written with what it tells, read by anybody, kept for those who asked for it."""

from collections.abc import Iterable

import pytest

from tests.support.store import ME, OTHER, OUTCOME, Table
from workers.errors import ErrorCode, FailureFacts, NoWorker, StartFault
from workers.jobs.batch import BatchPurpose
from workers.jobs.event import BatchFigures, Event, EventKind
from workers.jobs.ids import EventId
from workers.jobs.job import Relocation
from workers.jobs.state import JobState, Transition
from workers.outcome import SkipReason
from workers.recipe import Recipe
from workers.retry import Again, GiveUp
from workers.volumes import Volume

ALL = frozenset(EventKind)
ARCHIVE = Volume(path="/archive", name="Archive", id="ext4:two")
FACTS = FailureFacts(path="/June/a0.jpg", line=3, lines=9)


def events(table: Table, kinds: Iterable[EventKind] = ALL) -> list[Event]:
    return list(table.stream.after(EventId(0), frozenset(kinds), 1000).events)


def kinds(table: Table) -> list[EventKind]:
    return [event.kind for event in events(table)]


def since(table: Table, mark: EventId) -> list[EventKind]:
    return [event.kind for event in table.stream.after(mark, ALL, 1000).events]


class TestBatches:
    def test_a_batch_is_accepted_found_and_ended_once_each(self, table: Table) -> None:
        table.add(3)
        table.finish(3)
        assert [event.kind for event in events(table) if event.job is None] == [
            EventKind.ACCEPTED,
            EventKind.ALL_FOUND,
            EventKind.BATCH_ENDED,
        ]
        assert {(event.batch, event.batch_name) for event in events(table)} == {(1, "June")}

    def test_a_batch_ends_after_its_last_job_with_its_figures(self, table: Table) -> None:
        table.add(3)
        table.fail(ErrorCode.DAMAGED)
        table.finish(2)
        *_, ready, ended = events(table)
        assert (ready.kind, ended.kind) == (EventKind.READY, EventKind.BATCH_ENDED)
        assert ended.facts == BatchFigures(
            jobs={JobState.DONE: 2, JobState.FAILED: 1},
            bytes_in=200,
            bytes_out=80,
            folder="/June/Smaller",
            failures={ErrorCode.DAMAGED: 1},
        )

    def test_a_batch_has_not_ended_while_its_files_are_being_found(self, table: Table) -> None:
        batch = table.begin()
        jobs = table.add()  # another batch, so that there is a root
        table.finish()
        table.sql("update job set batch_id = ? where id = ?", batch, jobs[0])
        assert kinds(table)[-1] is EventKind.BATCH_ENDED, "the other one"
        mark = table.stream.newest()
        table.intake.complete(batch, [])
        assert since(table, mark) == [EventKind.ALL_FOUND, EventKind.BATCH_ENDED]

    def test_a_batch_without_files_ends_at_once(self, table: Table) -> None:
        table.intake.complete(table.begin(), [])
        assert kinds(table) == [EventKind.ACCEPTED, EventKind.ALL_FOUND, EventKind.BATCH_ENDED]

    def test_each_is_told_with_the_time_it_happened(self, table: Table) -> None:
        began = table.clock.now
        batch = table.begin()
        table.clock.now += 1
        table.found(batch)
        table.intake.complete(batch, [])
        table.clock.now += 1
        table.finish()
        table.clock.now += 1
        table.intake.complete(table.begin(), [])
        told = [(event.kind, event.at - began) for event in events(table)]
        assert told == [
            (EventKind.ACCEPTED, 0), (EventKind.ALL_FOUND, 1), (EventKind.STARTED, 2), (EventKind.READY, 2),
            (EventKind.BATCH_ENDED, 2), (EventKind.ACCEPTED, 3), (EventKind.ALL_FOUND, 3), (EventKind.BATCH_ENDED, 3),
        ]  # fmt: skip

    @pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING, JobState.DELAYED, JobState.PAUSED])
    def test_one_whose_files_are_all_found_has_not_ended_while_a_job_of_it_has_not(
        self, table: Table, state: JobState
    ) -> None:
        batch = table.begin()
        (job,) = table.found(batch)
        if state is JobState.PAUSED:
            table.editor.pause([job])
        elif state is not JobState.QUEUED:
            claim = table.claim().claim
            if state is JobState.DELAYED:
                table.finishing.fail(claim, ErrorCode.SOURCE_LOCKED, FailureFacts(), Again(5.0))
        assert table.state(job) is state
        table.intake.complete(batch, [])
        assert kinds(table)[-1] is EventKind.ALL_FOUND

    def test_one_whose_jobs_end_before_all_is_found_ends_then_with_its_figures(self, table: Table) -> None:
        table.add()  # another batch, which waits
        batch = table.begin(prio=1)
        table.found(batch)
        table.finish()
        assert kinds(table)[-1] is EventKind.READY
        table.intake.complete(batch, [])
        *_, found, ended = events(table)
        assert (found.kind, ended.kind) == (EventKind.ALL_FOUND, EventKind.BATCH_ENDED)
        assert isinstance(found.facts, BatchFigures)
        assert (found.facts, found.facts.jobs) == (ended.facts, {JobState.DONE: 1})

    def test_a_batch_that_is_taken_up_again_ends_again(self, table: Table) -> None:
        jobs = table.add(2)
        table.fail(ErrorCode.DAMAGED)
        table.finish()
        mark = table.stream.newest()
        table.editor.retry(jobs)
        table.finish()
        assert since(table, mark) == [EventKind.STARTED, EventKind.READY, EventKind.BATCH_ENDED]

    def test_what_is_taken_off_the_list_is_not_waited_for(self, table: Table) -> None:
        jobs = table.add(3)
        table.finish()
        table.editor.remove(jobs[1:])
        assert kinds(table)[-1] is EventKind.BATCH_ENDED
        ended = events(table)[-1].facts
        assert isinstance(ended, BatchFigures)
        assert ended.jobs == {JobState.DONE: 1}

    def test_what_was_taken_off_the_list_ends_nothing_once_more(self, table: Table) -> None:
        jobs = table.add(2)
        table.finish()
        table.editor.remove(jobs[1:])
        mark = table.stream.newest()
        table.editor.cancel(jobs[1:])
        assert since(table, mark) == [EventKind.CANCELLED]

    def test_what_goes_to_another_batch_is_not_waited_for(self, table: Table) -> None:
        jobs = table.add(2)
        table.finish()
        first = table.job(jobs[0])
        other = table.intake.moved_batch(first.batch, Recipe(name="Web shop"), with_rest=False)
        assert table.editor.move([Relocation(job=jobs[1], out_root=first.out_root, out_dir="June/Web")], other) == 1
        ended = events(table)[-1]
        assert (ended.kind, ended.batch, ended.batch_name) == (EventKind.BATCH_ENDED, first.batch, "June")

    def test_bringing_an_original_back_does_not_end_a_batch_again(self, table: Table) -> None:
        jobs = table.add()
        claim = table.claim().claim
        table.claims.note_original(claim, "/kept/a.jpg")
        table.finishing.finish(claim, OUTCOME, "")
        mark = table.stream.newest()
        table.editor.brought_back(jobs)
        assert since(table, mark) == [EventKind.BROUGHT_BACK]

    def test_accepting_many_files_tells_of_their_batch_alone(self, table: Table) -> None:
        table.add(500)
        assert len(events(table)) == 2


class TestJobs:
    def test_one_that_fails_once_it_has_a_name_for_its_output_tells_of_none(self, table: Table) -> None:
        table.add()
        claim = table.claim().claim
        table.finishing.fence(claim, "June/Smaller/a.webp", OUTCOME)
        table.finishing.fail(claim, ErrorCode.DAMAGED, FACTS, GiveUp())
        (failed,) = events(table, [EventKind.FAILED])
        assert (failed.output, failed.size_out) == (None, None)

    def test_a_job_that_is_ready_has_all_there_is_to_tell(self, table: Table) -> None:
        (job,) = table.add()
        began = table.clock.now
        claimed = table.claim()
        table.clock.now += 2.5
        table.finishing.fence(claimed.claim, "June/Smaller/a.webp", OUTCOME)
        table.finishing.finish(claimed.claim, OUTCOME, "")
        started, ready = (event for event in events(table) if event.job == job)
        assert (started.kind, started.source, started.output, started.attempt) == (
            EventKind.STARTED,
            "/June/a0.jpg",
            None,
            1,
        )
        assert (ready.kind, ready.at, ready.started) == (EventKind.READY, began + 2.5, began)
        assert (ready.purpose, ready.name) == (BatchPurpose.FILES, "a0.jpg")
        assert (ready.source, ready.output) == ("/June/a0.jpg", "/June/Smaller/a.webp")
        assert (ready.size_in, ready.size_out, ready.code, ready.facts) == (100, 40, None, None)

    def test_a_failure_is_told_with_its_code_and_facts(self, table: Table) -> None:
        table.add()
        table.fail(ErrorCode.ENDS_EARLY, FACTS)
        failed = events(table)[-2]
        assert (failed.kind, failed.code, failed.facts) == (EventKind.FAILED, ErrorCode.ENDS_EARLY, FACTS)

    def test_a_delay_is_told_with_when_it_is_due(self, table: Table) -> None:
        table.add()
        table.finishing.fail(table.claim().claim, ErrorCode.SOURCE_LOCKED, FACTS, Again(30.0))
        delayed = events(table)[-1]
        assert (delayed.kind, delayed.code, delayed.due) == (
            EventKind.DELAYED,
            ErrorCode.SOURCE_LOCKED,
            table.clock.now + 30,
        )

    def test_what_was_left_out_says_why_and_where_the_result_is(self, table: Table) -> None:
        table.add()
        table.finishing.skip(table.claim().claim, SkipReason.ALREADY_MADE, "June/Smaller/b.jpg")
        skipped = events(table)[-2]
        assert (skipped.kind, skipped.skipped, skipped.output) == (
            EventKind.SKIPPED,
            SkipReason.ALREADY_MADE,
            "/June/Smaller/b.jpg",
        )

    def test_what_an_event_tells_does_not_change_with_its_job(self, table: Table) -> None:
        jobs = table.add()
        table.fail(ErrorCode.DAMAGED, FACTS)
        before = events(table)
        table.editor.retry(jobs)
        table.finish()
        assert events(table)[: len(before)] == before

    def test_what_is_refused_is_not_told(self, table: Table) -> None:
        table.add()
        claim = table.claim().claim
        table.claims.release(claim)
        before = events(table)
        with pytest.raises(Exception, match="Claim"):
            table.finishing.fail(claim, ErrorCode.DAMAGED, FACTS, GiveUp())
        assert events(table) == before

    @pytest.mark.parametrize("transition", Transition)
    def test_each_transition_tells_what_it_should(self, table: Table, transition: Transition) -> None:
        table.add(2)
        for before in transition.before:
            table.sql("update job set state = ? where id = 1", before)
            mark = table.stream.newest()
            table.sql("update job set state = ? where id = 1", transition.after)
            assert since(table, mark) == TOLD[transition]


TOLD = {
    Transition.CLAIM: [EventKind.STARTED],
    Transition.FINISH: [EventKind.READY],
    Transition.SKIP: [EventKind.SKIPPED],
    Transition.FAIL: [EventKind.FAILED],
    Transition.TRY_LATER: [EventKind.DELAYED],
    Transition.GIVE_BACK: [EventKind.GIVEN_BACK],
    Transition.STOP: [EventKind.CANCELLED],
    Transition.WAIT_ALONG: [],
    Transition.WAKE: [],
    Transition.PAUSE: [],
    Transition.PUT_OFF: [],
    Transition.RESUME: [],
    Transition.CANCEL: [EventKind.CANCELLED],
    Transition.RETRY: [],
    Transition.TAKE_UP: [],
    Transition.TAKE_UP_PAUSED: [],
    Transition.BRING_BACK: [EventKind.BROUGHT_BACK],
}


class TestVolumes:
    def test_a_drive_is_away_once_for_all_its_jobs_until_it_is_back(self, table: Table) -> None:
        table.add(3, volume=ARCHIVE)
        for worker in (ME, OTHER):
            table.claims.claim(worker)
        for running in table.supervision.running():
            table.finishing.fail(running.claim, ErrorCode.SOURCE_AWAY, FACTS, Again(10.0))
        (away,) = events(table, {EventKind.DRIVE_AWAY})
        assert away.facts == FailureFacts(path="/archive", drive="Archive")
        (trouble,) = table.supervision.volume_troubles()
        assert (trouble.kind, trouble.root.path) == (EventKind.DRIVE_AWAY, "/archive")
        mark = table.stream.newest()
        table.supervision.volume_is_well(trouble.kind, trouble.root)
        table.supervision.volume_is_well(trouble.kind, trouble.root)
        assert since(table, mark) == [EventKind.DRIVE_BACK]
        assert table.supervision.volume_troubles() == []

    def test_a_full_disk_is_told_with_what_was_free(self, table: Table) -> None:
        table.add()
        facts = FailureFacts(path="/June/Smaller/a0.jpg", bytes_needed=90, bytes_free=20)
        table.finishing.fail(table.claim().claim, ErrorCode.DISK_FULL, facts, Again(10.0))
        (full,) = events(table, {EventKind.DISK_FULL})
        assert full.facts == FailureFacts(path="/", drive="/", bytes_needed=90, bytes_free=20)
        (trouble,) = table.supervision.volume_troubles()
        assert trouble.bytes_free == 20
        table.supervision.volume_is_well(trouble.kind, trouble.root)
        assert kinds(table)[-1] is EventKind.DISK_HAS_ROOM


class TestWorkers:
    def test_a_death_is_told_before_what_becomes_of_the_job(self, table: Table) -> None:
        table.add()
        dead = FailureFacts(path="/June/a0.jpg", signal="SIGSEGV", exit_code=-11)
        table.finishing.died(table.claim().claim, dead, GiveUp(), by_itself=True)
        died, failed, _ = events(table)[-3:]
        assert (died.kind, died.job, died.source, died.facts) == (EventKind.WORKER_DIED, 1, "/June/a0.jpg", dead)
        assert (failed.kind, failed.code) == (EventKind.FAILED, ErrorCode.WORKER_DIED)

    def test_one_that_was_ended_is_told_apart(self, table: Table) -> None:
        table.add()
        table.finishing.died(table.claim().claim, FACTS, Again(0.0), by_itself=False)
        assert kinds(table)[-2:] == [EventKind.WORKER_KILLED, EventKind.GIVEN_BACK]

    def test_that_none_starts_and_that_they_do_again(self, table: Table) -> None:
        why = NoWorker(fault=StartFault.ENDED, detail="no Pillow")
        table.supervision.tell_no_worker(why)
        table.supervision.tell_no_worker(None)
        assert [(event.kind, event.facts) for event in events(table)] == [
            (EventKind.NO_WORKER, why),
            (EventKind.WORKERS_BACK, None),
        ]

    def test_a_pool_that_ends_does_not_say_that_they_do(self, table: Table) -> None:
        table.supervision.tell_no_worker(NoWorker(fault=StartFault.SLOW))
        table.supervision.forget_no_worker()
        assert kinds(table) == [EventKind.NO_WORKER]
        assert table.reader.no_worker() is None


class TestSubscribers:
    def test_a_new_one_begins_at_the_end(self, table: Table) -> None:
        table.add()
        table.subscribers.place("hooks", ALL)
        page = table.stream.page("hooks", 10)
        assert page is not None
        assert page.events == ()
        table.finish()
        page = table.stream.page("hooks", 10)
        assert page is not None
        assert [event.kind for event in page.events] == [EventKind.STARTED, EventKind.READY, EventKind.BATCH_ENDED]

    def test_what_was_not_passed_is_given_again(self, table: Table) -> None:
        table.subscribers.place("hooks", ALL)
        table.add(2)
        page = table.stream.page("hooks", 10)
        assert page == table.stream.page("hooks", 10)
        assert page is not None
        table.subscribers.advance("hooks", page.events[0].id)
        again = table.stream.page("hooks", 10)
        assert again is not None
        assert again.events == page.events[1:]

    def test_each_has_its_own_place_and_its_own_kinds(self, table: Table) -> None:
        table.subscribers.place("all", ALL)
        table.subscribers.place("ends", {EventKind.BATCH_ENDED})
        table.add()
        table.finish()
        pages = {name: table.stream.page(name, 10) for name in ("all", "ends")}
        assert {name: page and len(page.events) for name, page in pages.items()} == {"all": 5, "ends": 1}
        table.subscribers.advance("ends", table.stream.newest())
        page = table.stream.page("all", 10)
        assert page is not None
        assert len(page.events) == 5

    def test_a_place_is_kept_when_it_is_asked_for_again(self, table: Table) -> None:
        table.subscribers.place("hooks", {EventKind.READY})
        table.add()
        table.finish()
        table.subscribers.place("hooks", {EventKind.READY, EventKind.ACCEPTED})
        page = table.stream.page("hooks", 10)
        assert page is not None
        assert [event.kind for event in page.events] == [EventKind.ACCEPTED, EventKind.READY]

    def test_a_place_never_goes_back_by_itself(self, table: Table) -> None:
        table.add()
        table.subscribers.place("hooks", ALL)
        newest = table.stream.newest()
        table.subscribers.advance("hooks", EventId(1))
        (position,) = table.stream.subscribers()
        assert position.upto == newest
        table.subscribers.place("hooks", ALL, upto=EventId(0))
        (position,) = table.stream.subscribers()
        assert position.upto == 0

    def test_one_that_is_forgotten_is_no_more(self, table: Table) -> None:
        table.subscribers.place("hooks", ALL)
        assert table.subscribers.forget("hooks")
        assert not table.subscribers.forget("hooks")
        assert table.stream.page("hooks", 10) is None

    def test_a_place_is_no_change_of_the_jobs(self, table: Table) -> None:
        mark = table.reader.mark()
        table.subscribers.place("hooks", ALL)
        table.subscribers.advance("hooks", EventId(0))
        assert table.reader.mark() == mark

    def test_many_events_are_read_page_by_page(self, table: Table) -> None:
        table.subscribers.place("hooks", {EventKind.READY})
        table.add(7)
        table.finish(7)
        seen: list[int | None] = []
        while (page := table.stream.page("hooks", 3)) is not None and page.events:
            seen += [event.job for event in page.events]
            table.subscribers.advance("hooks", page.upto)
        assert seen == [1, 2, 3, 4, 5, 6, 7]


def test_a_name_that_is_no_text_is_told_by_its_bytes(table: Table) -> None:
    table.add()
    table.sql("update job set rel_raw = ?, out_dir_raw = ?", b"June\xff/a0.jpg", b"Out\xff")
    claim = table.claims.claim(ME)
    assert claim is not None
    table.finishing.fence(claim.claim, "Out\ufffd/a.jpg", OUTCOME)
    table.finishing.finish(claim.claim, OUTCOME, "")
    ready = events(table)[-2]
    assert (ready.source, ready.output) == ("/June\udcff/a0.jpg", "/Out\udcff/a.jpg")
