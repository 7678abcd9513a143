"""What the window and the command line look at."""

from datetime import date, timedelta

import pytest

from tests.support.store import ME, OUTCOME, Table
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.batch import BatchPurpose
from workers.jobs.ids import JobId
from workers.jobs.queries import Changes, DaySum, Selection
from workers.jobs.state import JobState
from workers.kinds import Lane
from workers.retry import Again, GiveUp
from workers.store.change_reader import TOO_MANY

DAY_S = 24 * 3600


def _fail(table: Table, code: ErrorCode, facts: FailureFacts | None = None) -> None:
    table.finishing.fail(table.claim().claim, code, facts or FailureFacts(), GiveUp())


class TestSelecting:
    def test_each_part_of_a_selection_narrows_it(self, table: Table) -> None:
        june, july = table.add(3), table.add(2, folder="July")
        _fail(table, ErrorCode.DAMAGED)
        _fail(table, ErrorCode.ENDS_EARLY)
        batch = table.job(june[0]).batch
        assert table.reader.ids(Selection()) == june + july
        assert table.reader.ids(Selection(batch=batch)) == june
        assert table.reader.ids(Selection(states=frozenset((JobState.FAILED,)))) == june[:2]
        assert table.reader.ids(Selection(cause=ErrorCode.ENDS_EARLY)) == june[1:2]
        assert table.reader.ids(Selection(ids=(july[1], june[0]))) == [june[0], july[1]]
        assert table.reader.ids(Selection(ids=())) == []
        assert table.reader.ids(Selection(states=frozenset())) == []
        assert table.reader.ids(Selection(search="july/A1")) == [july[1]]
        assert table.reader.ids(Selection(search="a0", batch=batch)) == june[:1]

    @pytest.mark.parametrize("search", ["%", "_", "\\", "'"])
    def test_signs_of_the_query_language_are_only_signs(self, table: Table, search: str) -> None:
        table.add(2)
        assert table.reader.ids(Selection(search=search)) == []

    def test_search_folds_case_in_every_script(self, table: Table) -> None:
        jobs = table.add(1, folder="Çeşme Äpfel")
        assert table.reader.ids(Selection(search="äPFEL")) == jobs

    def test_order_and_limit(self, table: Table) -> None:
        jobs = table.add(5)
        assert table.reader.ids(Selection(), newest_first=True, limit=2) == [jobs[4], jobs[3]]

    def test_removed_rows_are_not_there(self, table: Table) -> None:
        jobs = table.add(2)
        table.editor.remove(jobs[:1])
        assert table.reader.ids(Selection()) == jobs[1:]
        assert table.reader.counts().total == 1
        assert table.job(jobs[0]).removed

    def test_jobs_come_in_the_order_asked_for(self, table: Table) -> None:
        one, two, three = table.add(3)
        assert [job.id for job in table.reader.jobs([three, one, two, one])] == [three, one, two, one]
        assert table.reader.job(JobId(table.add()[0] + 1)) is None


class TestCounting:
    def test_every_state_with_bytes_of_those_done(self, table: Table) -> None:
        jobs = table.add(8)
        table.finishing.finish(table.claim().claim, OUTCOME, "")
        _fail(table, ErrorCode.DAMAGED)
        table.finishing.fail(table.claim().claim, ErrorCode.SOURCE_LOCKED, FailureFacts(), Again(9.0))
        table.editor.cancel(jobs[3:4])
        table.editor.pause(jobs[4:5])
        table.claim()
        for selection in (None, Selection(batch=table.job(jobs[0]).batch), Selection(search="a")):
            counts = table.reader.counts(selection)
            assert (counts.done, counts.failed, counts.delayed, counts.cancelled) == (1, 1, 1, 1)
            assert (counts.paused, counts.running, counts.queued, counts.skipped) == (1, 1, 2, 0)
            assert (counts.total, counts.waiting, counts.ready, counts.ended) == (8, 4, 1, 3)
            assert (counts.bytes_in, counts.bytes_out, counts.bytes_all) == (100, 40, 800)

    def test_batches_newest_first_without_those_that_show_nothing(self, table: Table) -> None:
        june, july = table.add(3), table.add(2)
        empty = table.begin()
        assert [batch.counts.total for batch in table.reader.batches()] == [0, 2, 3]
        assert [batch.accepting for batch in table.reader.batches()] == [True, False, False]
        table.intake.complete(empty, [])
        table.editor.remove(june)
        (batch,) = table.reader.batches()
        assert (batch.id, batch.name, batch.folder) == (table.job(july[0]).batch, "June", "/June/Smaller")
        assert table.reader.batch(empty) is not None

    def test_causes_the_commonest_first_with_what_all_share(self, table: Table) -> None:
        table.add(4)
        _fail(table, ErrorCode.DAMAGED, FailureFacts(line=1))
        _fail(table, ErrorCode.ENDS_EARLY, FailureFacts(line=2))
        _fail(table, ErrorCode.ENDS_EARLY, FailureFacts(line=3))
        table.finishing.fail(table.claim().claim, ErrorCode.DISK_FULL, FailureFacts(drive="Data"), Again(9.0))
        causes = table.reader.causes()
        assert causes[0].failure == FailureFacts(), "what is true of one is not told of both"
        assert [(cause.code, cause.state, cause.jobs) for cause in causes][:1] == [
            (ErrorCode.ENDS_EARLY, JobState.FAILED, 2)
        ]
        assert {(cause.code, cause.state, cause.jobs) for cause in causes[1:]} == {
            (ErrorCode.DAMAGED, JobState.FAILED, 1),
            (ErrorCode.DISK_FULL, JobState.DELAYED, 1),
        }

    def test_causes_tell_what_all_of_their_jobs_are_about(self, table: Table) -> None:
        table.add(2)
        table.ask("Tell: June", "Tell: July")
        _fail(table, ErrorCode.BUG, FailureFacts())
        _fail(table, ErrorCode.DAMAGED, FailureFacts())
        for code in (ErrorCode.BUG, ErrorCode.PROGRAM_FAILED):
            table.finishing.fail(table.claim(lane=Lane.CALLS).claim, code, FailureFacts(), GiveUp())
        assert {cause.code: (cause.jobs, cause.purpose) for cause in table.reader.causes()} == {
            ErrorCode.BUG: (2, None),
            ErrorCode.DAMAGED: (1, BatchPurpose.FILES),
            ErrorCode.PROGRAM_FAILED: (1, BatchPurpose.HOOKS),
        }


class TestChanges:
    def test_names_what_changed_after_the_mark_once(self, table: Table) -> None:
        jobs = table.add(3)
        mark = table.reader.mark()
        assert table.reader.changes_since(mark) == Changes(mark=mark)
        claim = table.claim().claim
        table.claims.release(claim)
        changes = table.reader.changes_since(mark)
        assert changes.jobs == (jobs[0],)
        assert changes.batches == (table.job(jobs[0]).batch,)
        assert changes.mark > mark
        assert table.reader.changes_since(changes.mark) == Changes(mark=changes.mark)

    def test_too_much_means_everything(self, table: Table) -> None:
        mark = table.reader.mark()
        table.add(TOO_MANY + 1)
        changes = table.reader.changes_since(mark)
        assert changes.everything
        assert changes.jobs == ()

    def test_a_new_batch_is_a_change(self, table: Table) -> None:
        mark = table.reader.mark()
        batch = table.begin()
        assert table.reader.changes_since(mark).batches == (batch,)

    def test_pausing_moves_the_mark_alone(self, table: Table) -> None:
        table.add()
        mark = table.reader.mark()
        table.editor.pause_all(paused=True)
        assert table.reader.paused()
        changes = table.reader.changes_since(mark)
        assert changes.mark > mark
        assert (changes.jobs, changes.batches) == ((), ())

    def test_jobs_that_ended_come_in_that_order_and_once(self, table: Table) -> None:
        low, high = table.add(1), table.add(1, prio=5)
        mark = table.reader.mark()
        table.finishing.finish(table.claim().claim, OUTCOME, "")
        _fail(table, ErrorCode.DAMAGED)
        ended = table.reader.ended_since(mark)
        assert [job.id for job in ended.jobs] == high + low
        assert table.reader.ended_since(ended.mark).jobs == ()
        table.editor.retry(low)
        table.editor.first(low)
        assert table.reader.ended_since(mark).jobs[0].id == high[0]
        assert len(table.reader.ended_since(mark).jobs) == 1

    def test_a_flood_of_ends_comes_in_portions(self, table: Table) -> None:
        jobs = table.add(TOO_MANY + 20)
        mark = table.reader.mark()
        table.editor.cancel(jobs)
        first = table.reader.ended_since(mark)
        assert len(first.jobs) == TOO_MANY
        rest = table.reader.ended_since(first.mark)
        assert len(rest.jobs) == 20
        assert {job.id for job in first.jobs + rest.jobs} == set(jobs)


def test_what_is_being_accepted_and_by_whom(table: Table) -> None:
    batch = table.begin()
    assert table.reader.accepting() == [(batch, ME)]
    table.intake.complete(batch, [])
    assert table.reader.accepting() == []


def test_outputs_of_a_folder_without_replaced_originals(table: Table) -> None:
    table.add(2)
    for name in ("a0.jpg", "a1.jpg"):
        claim = table.claim().claim
        if name == "a1.jpg":
            table.claims.note_original(claim, "/June/.mediaapp-originals/2/a1.jpg")
        table.finishing.fence(claim, f"June/Smaller/{name}", OUTCOME)
        table.finishing.finish(claim, OUTCOME, "")
    root = table.job(table.reader.ids(Selection())[0]).root
    assert table.known_files.outputs_in(root, "June/Smaller") == [("a0.jpg", root, "June/a0.jpg")]
    assert table.known_files.outputs_in(root, "June") == []


def test_what_was_made_is_summed_by_day_and_outlives_its_rows(table: Table) -> None:
    first = date.fromtimestamp(table.clock.now)
    jobs = table.add(4)
    table.finish(2)
    table.clock.now += DAY_S
    table.finish(1)
    table.fail(ErrorCode.BUG)
    sums = [
        DaySum(day=first, files=2, bytes_in=200, bytes_out=80),
        DaySum(day=first + timedelta(days=1), files=1, bytes_in=100, bytes_out=40),
    ]
    assert table.reader.day_sums() == sums
    table.editor.remove(jobs)
    table.clock.now += 8 * DAY_S
    assert table.retention.prune() == 4
    assert table.reader.day_sums() == sums
    assert sums[0].saved == 120


def test_a_result_that_is_taken_back_was_not_made(table: Table) -> None:
    (job,) = table.add()
    claim = table.claim().claim
    table.claims.note_original(claim, "/June/.mediaapp-originals/1/a0.jpg")
    table.finishing.fence(claim, "June/a0.jpg", OUTCOME)
    table.finishing.finish(claim, OUTCOME, "content")
    assert [one.files for one in table.reader.day_sums()] == [1]
    table.clock.now += 3 * DAY_S
    table.editor.brought_back([job])
    assert table.state(job) is JobState.CANCELLED
    assert table.reader.day_sums() == []


def test_a_result_that_is_deleted_was_not_made_once_and_for_all(table: Table) -> None:
    first = date.fromtimestamp(table.clock.now)
    jobs = table.add(4)
    table.finish(3)
    table.clock.now += DAY_S
    table.finish(1)
    table.clock.now += DAY_S
    table.editor.remove(jobs[2:3])  # off the list; its result stays
    assert table.editor.remove_deleted([jobs[0], jobs[2], jobs[3]]) == 2
    assert table.editor.remove_deleted(jobs) == 1
    assert table.editor.remove_deleted(jobs) == 0
    assert table.reader.day_sums() == [DaySum(day=first, files=1, bytes_in=100, bytes_out=40)]
