"""What the worker that holds a job may write, and what is refused to one that holds it no more."""

from collections.abc import Callable

import pytest

from tests.support.store import ME, OTHER, OUTCOME, Table
from workers.errors import ErrorCode, FailureFacts
from workers.facts import Facts
from workers.formats import Format
from workers.jobs.claim import Claim
from workers.jobs.history import HistoryKind
from workers.jobs.ids import ProcessId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.kinds import JobKind
from workers.outcome import SkipReason
from workers.plan import Method, Plan
from workers.recipe import Metadata, Quality, Recipe, recipe_hash
from workers.retry import Again, GiveUp
from workers.store.connected import STEP
from workers.store.errors import ClaimLost
from workers.store.job_store import JobStore
from workers.volumes import Volume

PLAN = Plan(
    facts=Facts(format=Format.JPEG, bytes=100, width=3, height=2),
    format=Format.JPEG,
    method=Method.ENCODE,
    width=3,
    height=2,
    goal=Quality(),
    metadata=Metadata.ALL,
)


class TestClaiming:
    def test_takes_the_oldest_first_with_all_that_running_it_needs(self, table: Table) -> None:
        first, second = table.add(2, recipe=Recipe(name="Web shop"))
        claimed = table.claim()
        assert claimed.claim == Claim(job=first, worker=ME, attempt=1)
        assert claimed.job.state is JobState.RUNNING
        assert claimed.job.source == "/June/a0.jpg"
        assert claimed.job.folder == "/June/Smaller"
        assert claimed.recipe.name == "Web shop"
        assert (claimed.root.path, claimed.root.volume) == ("/", "ext4:one")
        assert not claimed.alone
        assert table.claim(OTHER).claim.job == second

    def test_a_higher_priority_goes_before(self, table: Table) -> None:
        table.add(2)
        (urgent,) = table.add(1, prio=10)
        assert table.claim().claim.job == urgent

    def test_nothing_queued_is_none_and_writes_nothing(self, table: Table) -> None:
        before = table.reader.mark()
        assert table.claims.claim(ME) is None
        assert table.reader.mark() == before

    def test_nothing_is_claimed_while_paused(self, table: Table) -> None:
        (job,) = table.add()
        table.editor.pause_all(paused=True)
        assert table.claims.claim(ME) is None
        table.editor.pause_all(paused=False)
        assert table.claim().claim.job == job

    def test_a_removed_row_is_not_claimed(self, table: Table) -> None:
        jobs = table.add()
        table.editor.remove(jobs)
        assert table.claims.claim(ME) is None

    def test_what_this_worker_left_running_goes_back_first(self, table: Table) -> None:
        table.add()
        lost = table.claim().claim
        again = table.claim().claim
        assert (again.job, again.attempt) == (lost.job, 2)
        with pytest.raises(ClaimLost):
            table.finishing.finish(lost, OUTCOME, "c")

    def test_what_another_worker_runs_is_left_alone(self, table: Table) -> None:
        table.add()
        table.claim(OTHER)
        assert table.claims.claim(ME) is None

    def test_what_was_to_be_cancelled_is_not_begun_again(self, table: Table) -> None:
        jobs = table.add()
        table.claim()
        table.editor.cancel(jobs)
        assert table.claims.claim(ME) is None
        assert table.state(jobs[0]) is JobState.CANCELLED


WRITES: dict[str, Callable[[JobStore, Claim], object]] = {
    "note_plan": lambda store, claim: store.claims.note_plan(claim, PLAN, JobKind.IMAGE),
    "note_source": lambda store, claim: store.claims.note_source(claim, 1, 2),
    "note_part": lambda store, claim: store.claims.note_part(claim, "/p"),
    "note_program": lambda store, claim: store.claims.note_program(claim, ProcessId("7@1.00")),
    "note_original": lambda store, claim: store.claims.note_original(claim, "/o"),
    "fence": lambda store, claim: store.finishing.fence(claim, "o.jpg", OUTCOME),
    "finish": lambda store, claim: store.finishing.finish(claim, OUTCOME, "c"),
    "adopt": lambda store, claim: store.finishing.adopt(claim),
    "skip": lambda store, claim: store.finishing.skip(claim, SkipReason.ALREADY_MADE, "o.jpg"),
    "fail": lambda store, claim: store.finishing.fail(claim, ErrorCode.DAMAGED, FailureFacts(), GiveUp()),
    "delay": lambda store, claim: store.finishing.fail(claim, ErrorCode.DISK_FULL, FailureFacts(), Again(5.0)),
    "release": lambda store, claim: store.claims.release(claim),
    "cancelled": lambda store, claim: store.finishing.cancelled(claim),
    "died": lambda store, claim: store.finishing.died(claim, FailureFacts(), Again(0.0), by_itself=True),
    "rescue": lambda store, claim: store.claims.rescue(claim),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
class TestFencing:
    def test_a_lost_claim_writes_nothing_at_all(self, table: Table, write: Callable[[JobStore, Claim], object]) -> None:
        (job,) = table.add()
        lost = table.claim().claim
        table.claims.release(lost)
        held = table.claim(OTHER).claim
        before = table.reader.history(job)
        with pytest.raises(ClaimLost):
            write(table.store, lost)
        assert table.reader.history(job) == before
        assert before is not None
        assert before.job.worker == held.worker

    def test_another_worker_with_the_same_attempt_is_refused(
        self, table: Table, write: Callable[[JobStore, Claim], object]
    ) -> None:
        table.add()
        held = table.claim().claim
        with pytest.raises(ClaimLost):
            write(table.store, Claim(job=held.job, worker=OTHER, attempt=held.attempt))

    def test_whoever_looks_for_changes_is_told_of_it(
        self, table: Table, write: Callable[[JobStore, Claim], object]
    ) -> None:
        (job,) = table.add()
        claim = table.claim().claim
        mark = table.reader.mark()
        write(table.store, claim)
        assert table.reader.changes_since(mark).jobs == (job,)

    def test_a_run_that_has_ended_writes_nothing_more(
        self, table: Table, write: Callable[[JobStore, Claim], object]
    ) -> None:
        (job,) = table.add()
        ended = table.claim().claim
        table.finish_claimed(ended)
        before = table.reader.history(job)
        with pytest.raises(ClaimLost):
            write(table.store, ended)
        assert table.reader.history(job) == before


class TestTheCourseOfAJob:
    def test_done_at_the_first_try_leaves_no_attempt_and_no_event(self, table: Table) -> None:
        (job,) = table.add()
        claim = table.claim().claim
        table.claims.note_plan(claim, PLAN, JobKind.IMAGE)
        table.claims.note_part(claim, "/June/Smaller/.mediaapp-1-1.part")
        table.finishing.fence(claim, "June/Smaller/a0.jpg", OUTCOME)
        assert table.job(job).output is None
        assert table.job(job).out_rel == "June/Smaller/a0.jpg"
        table.clock.now += 2
        table.finishing.finish(claim, OUTCOME, "content", engine="1")
        history = table.reader.history(job)
        assert history is not None
        assert (history.attempts, history.entries, history.plan) == ((), (), PLAN)
        assert history.job.state is JobState.DONE
        assert history.job.output == "/June/Smaller/a0.jpg"
        assert history.job.facts == PLAN.facts
        assert history.job.outcome == OUTCOME
        assert history.job.finished == table.clock.now
        assert (history.job.size_out, history.job.part, history.job.progress) == (40, None, 1.0)

    def test_a_failure_keeps_its_code_and_facts(self, table: Table) -> None:
        (job,) = table.add()
        facts = FailureFacts(path="/June/a0.jpg", line=1430, lines=4512)
        table.finishing.fail(table.claim().claim, ErrorCode.ENDS_EARLY, facts, GiveUp())
        history = table.reader.history(job)
        assert history is not None
        assert history.job.state is JobState.FAILED
        assert (history.job.error_code, history.job.failure, history.job.tries) == (ErrorCode.ENDS_EARLY, facts, 1)
        (attempt,) = history.attempts
        assert (attempt.n, attempt.worker, attempt.outcome, attempt.failure) == (1, ME, JobState.FAILED, facts)

    def test_a_name_that_is_not_utf_8_can_be_told(self, table: Table) -> None:
        (job,) = table.add()
        table.finishing.fail(table.claim().claim, ErrorCode.DAMAGED, FailureFacts(path="/a\udcff.jpg"), GiveUp())
        failure = table.job(job).failure
        assert failure is not None
        assert failure.path == "/a\ufffd.jpg"

    def test_waiting_costs_no_try(self, table: Table) -> None:
        (job,) = table.add()
        table.finishing.fail(table.claim().claim, ErrorCode.SOURCE_LOCKED, FailureFacts(), Again(30.0))
        found = table.job(job)
        assert (found.state, found.tries, found.waits) == (JobState.DELAYED, 0, 1)
        assert found.not_before == table.clock.now + 30

    def test_our_own_failures_cost_one(self, table: Table) -> None:
        (job,) = table.add()
        table.finishing.fail(table.claim().claim, ErrorCode.BUG, FailureFacts(), Again(30.0))
        assert (table.job(job).tries, table.job(job).waits) == (1, 0)

    def test_releasing_costs_nothing_and_raises_the_attempt(self, table: Table) -> None:
        (job,) = table.add()
        table.claims.release(table.claim().claim)
        found = table.job(job)
        assert (found.state, found.tries, found.waits, found.deaths, found.worker) == (JobState.QUEUED, 0, 0, 0, None)
        assert table.claim().claim.attempt == 2

    def test_a_changed_source_is_taken_as_it_is_and_what_was_fenced_is_forgotten(self, table: Table) -> None:
        (job,) = table.add()
        claim = table.claim().claim
        table.finishing.fence(claim, "June/Smaller/a0.jpg", OUTCOME)
        table.claims.note_source(claim, 222, 333)
        history = table.reader.history(job)
        assert history is not None
        assert (history.job.size_in, history.job.mtime_in) == (222, 333)
        assert (history.job.out_rel, history.job.digest) == (None, None)
        assert [entry.what for entry in history.entries] == [HistoryKind.SOURCE_CHANGED]

    def test_adopting_ends_with_what_was_fenced(self, table: Table) -> None:
        (job,) = table.add()
        table.finishing.fence(table.claim().claim, "June/Smaller/a0.jpg", OUTCOME)
        again = table.claim()
        assert (again.job.out_rel, again.job.digest) == ("June/Smaller/a0.jpg", OUTCOME.digest)
        table.finishing.adopt(again.claim)
        history = table.reader.history(job)
        assert history is not None
        assert history.job.output == "/June/Smaller/a0.jpg"
        assert (history.job.outcome, history.job.size_out) == (OUTCOME, 40)
        assert [entry.what for entry in history.entries] == [HistoryKind.ADOPTED]

    def test_skipped_says_why_and_shows_the_output_that_is_there(self, table: Table) -> None:
        (job,) = table.add()
        table.finishing.skip(table.claim().claim, SkipReason.ALREADY_MADE, "June/Smaller/a0.jpg")
        found = table.job(job)
        assert (found.state, found.skipped) == (JobState.SKIPPED, SkipReason.ALREADY_MADE)
        assert found.output == "/June/Smaller/a0.jpg"

    def test_cancelling_is_seen_by_the_worker(self, table: Table) -> None:
        jobs = table.add()
        claim = table.claim().claim
        assert not table.claims.is_cancelled(claim)
        table.editor.cancel(jobs)
        assert table.claims.is_cancelled(claim)
        table.finishing.cancelled(claim)
        assert table.state(jobs[0]) is JobState.CANCELLED

    @pytest.mark.parametrize("write", ["release", "delay", "died", "rescue"])
    def test_a_wish_to_cancel_outlives_whatever_ends_the_run(self, table: Table, write: str) -> None:
        jobs = table.add()
        claim = table.claim().claim
        table.editor.cancel(jobs)
        mark = table.reader.mark()
        WRITES[write](table.store, claim)
        found = table.job(jobs[0])
        assert (found.state, found.error_code, found.failure) == (JobState.CANCELLED, None, None)
        assert (found.not_before, found.finished) == (None, table.clock.now)
        assert [job.id for job in table.reader.ended_since(mark).jobs] == jobs

    def test_a_lost_claim_counts_as_cancelled(self, table: Table) -> None:
        table.add()
        claim = table.claim().claim
        table.claims.release(claim)
        assert table.claims.is_cancelled(claim)


class TestAVolumeThatWaits:
    def test_its_other_jobs_wait_as_well_and_others_go_on(self, table: Table) -> None:
        away = Volume(path="/mnt/archive", name="archive", id="ext4:two")
        theirs, ours = table.add(3, volume=away, prio=1), table.add(1)
        facts = FailureFacts(drive="archive")
        table.finishing.fail(table.claim().claim, ErrorCode.SOURCE_AWAY, facts, Again(15.0))
        assert table.states(theirs) == [JobState.DELAYED] * 3
        assert [job.failure for job in table.reader.jobs(theirs)] == [facts] * 3
        assert [job.waits for job in table.reader.jobs(theirs)] == [1, 0, 0]
        assert table.claim().claim.job == ours[0]

    def test_a_failure_of_one_file_delays_no_other(self, table: Table) -> None:
        jobs = table.add(2)
        table.finishing.fail(table.claim().claim, ErrorCode.SOURCE_LOCKED, FailureFacts(), Again(15.0))
        assert table.states(jobs) == [JobState.DELAYED, JobState.QUEUED]

    def test_one_failure_holds_back_no_more_than_a_step(self, table: Table) -> None:
        table.add(STEP + 10)
        table.finishing.fail(table.claim().claim, ErrorCode.DISK_FULL, FailureFacts(), Again(15.0))
        counts = table.reader.counts(Selection())
        assert (counts.delayed, counts.queued) == (STEP + 1, 9)


class TestAlreadyMade:
    def test_is_found_by_name_content_recipe_engine_and_folder(self, table: Table) -> None:
        table.add()
        first = table.claim()
        table.finishing.fence(first.claim, "June/Smaller/a0.jpg", OUTCOME)
        table.finishing.finish(first.claim, OUTCOME, "content", engine="1")
        table.add()
        again = table.claim().job
        key = {"content": "content", "recipe_hash": recipe_hash(Recipe()), "engine": "1"}
        made = table.known_files.made(again, **key)
        assert made is not None
        assert (made.output, made.size, made.digest) == ("/June/Smaller/a0.jpg", 40, OUTCOME.digest)
        for other in ({"content": "x"}, {"recipe_hash": "x"}, {"engine": "2"}):
            assert table.known_files.made(again, **{**key, **other}) is None

    def test_a_copy_in_another_folder_is_made_again(self, table: Table) -> None:
        """Otherwise a mirrored tree would miss every duplicate."""
        table.add()
        first = table.claim()
        table.finishing.fence(first.claim, "June/Smaller/a0.jpg", OUTCOME)
        table.finishing.finish(first.claim, OUTCOME, "content", engine="1")
        table.add(folder="July")
        assert (
            table.known_files.made(table.claim().job, content="content", recipe_hash=recipe_hash(Recipe()), engine="1")
            is None
        )
