"""What people ask of many jobs at once."""

from collections.abc import Callable, Sequence

import pytest

from tests.support.store import OTHER, OUTCOME, Table
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.history import HistoryEntry, HistoryKind
from workers.jobs.ids import JobId
from workers.jobs.job import Relocation
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.outcome import SkipReason
from workers.recipe import Recipe
from workers.retry import Again, GiveUp
from workers.store.connected import STEP
from workers.store.editor import Editor

Ask = Callable[[Editor, Sequence[JobId]], int]


def entries(table: Table, job: JobId) -> tuple[HistoryEntry, ...]:
    history = table.reader.history(job)
    assert history is not None
    return history.entries


def _in_every_state(table: Table) -> dict[JobState, JobId]:
    jobs = table.add(8)
    table.finishing.finish(table.claim().claim, OUTCOME, "")
    table.finishing.fail(table.claim().claim, ErrorCode.BUG, FailureFacts(), GiveUp())
    table.finishing.fail(table.claim().claim, ErrorCode.DRIVE_ERROR, FailureFacts(), Again(9.0))
    table.finishing.skip(table.claim().claim, SkipReason.ALREADY_MADE, None)
    table.claim(OTHER)
    table.editor.pause(jobs[5:6])
    table.editor.cancel(jobs[6:7])
    return {job.state: job.id for job in table.reader.jobs(jobs)}


@pytest.mark.parametrize(
    ("ask", "moves"),
    [
        (Editor.retry, {"failed": "queued", "cancelled": "queued", "delayed": "queued"}),
        (Editor.cancel, {"queued": "cancelled", "delayed": "cancelled", "paused": "cancelled", "running": "running"}),
        (Editor.pause, {"queued": "paused"}),
        (Editor.resume, {"paused": "queued"}),
        (Editor.first, {"queued": "queued", "delayed": "delayed", "paused": "paused"}),
        (Editor.last, {"queued": "queued", "delayed": "delayed", "paused": "paused"}),
    ],
)
def test_asking_of_jobs_in_every_state_moves_those_it_fits(table: Table, ask: Ask, moves: dict[str, str]) -> None:
    jobs = _in_every_state(table)
    assert len(jobs) == 8
    assert ask(table.editor, list(jobs.values())) == len(moves)
    assert {before: table.state(job) for before, job in jobs.items()} == {
        before: JobState(moves.get(before, before)) for before in jobs
    }


class TestRetry:
    def test_starts_afresh_and_is_remembered(self, table: Table) -> None:
        (job,) = table.add()
        table.finishing.died(table.claim().claim, FailureFacts(), Again(0.0), by_itself=True)
        table.finishing.fail(table.claim().claim, ErrorCode.BUG, FailureFacts(), GiveUp())
        assert table.editor.retry([job]) == 1
        history = table.reader.history(job)
        assert history is not None
        found = history.job
        assert (found.tries, found.deaths, found.waits, found.alone) == (0, 0, 0, False)
        assert (found.error_code, found.failure, found.finished) == (None, None, None)
        assert [entry.what for entry in history.entries][-1] is HistoryKind.RETRIED
        assert [attempt.n for attempt in history.attempts] == [1, 2]

    def test_keeps_what_was_fenced_so_that_it_can_be_adopted(self, table: Table) -> None:
        (job,) = table.add()
        claim = table.claim().claim
        table.finishing.fence(claim, "June/Smaller/a0.jpg", OUTCOME)
        table.finishing.fail(claim, ErrorCode.OUTPUT_FORBIDDEN, FailureFacts(), GiveUp())
        table.editor.retry([job])
        assert (table.job(job).out_rel, table.job(job).digest) == ("June/Smaller/a0.jpg", OUTCOME.digest)

    def test_goes_in_steps_and_counts_all(self, table: Table) -> None:
        jobs = table.add(2 * STEP + 7)
        assert table.editor.cancel(jobs) == len(jobs)
        assert table.editor.retry(jobs) == len(jobs)
        assert table.reader.counts().queued == len(jobs)


class TestOrder:
    def test_first_goes_before_and_last_after_all_that_waits(self, table: Table) -> None:
        urgent, (one, two, three) = table.add(1, prio=10), table.add(3)
        table.editor.first([three])
        table.editor.last([one])
        assert [job.id for job in table.claim_in_order(4)] == [three, *urgent, two, one]
        assert [entry.what for entry in entries(table, three)] == [HistoryKind.MOVED_FIRST]
        assert [entry.what for entry in entries(table, one)] == [HistoryKind.MOVED_LAST]


class TestRemove:
    def test_can_be_taken_back_as_it_was(self, table: Table) -> None:
        jobs = _in_every_state(table)
        before = table.reader.counts()
        assert table.editor.remove(list(jobs.values())) == 8
        assert table.reader.counts().total == 0
        assert table.editor.restore(list(jobs.values())) == 8
        assert table.reader.counts() == before

    def test_asks_what_runs_to_stop(self, table: Table) -> None:
        jobs = table.add()
        claim = table.claim().claim
        table.editor.remove(jobs)
        assert table.claims.is_cancelled(claim)
        table.finishing.cancelled(claim)
        table.editor.restore(jobs)
        assert table.state(jobs[0]) is JobState.CANCELLED


class TestElsewhere:
    def test_moves_what_is_not_done_and_forgets_what_was_planned(self, table: Table) -> None:
        jobs = _in_every_state(table)
        root = table.job(jobs[JobState.QUEUED]).root
        places = [Relocation(job=job, out_root=root, out_dir="Elsewhere") for job in jobs.values()]
        assert table.editor.move(places) == 5
        kept = {JobState.RUNNING, JobState.DONE, JobState.SKIPPED}
        for before, job in jobs.items():
            assert table.job(job).folder == ("/June/Smaller" if before in kept else "/Elsewhere")
            told = [entry.facts for entry in entries(table, job) if entry.what is HistoryKind.MOVED_ELSEWHERE]
            assert told == ([] if before in kept else [FailureFacts(path="/Elsewhere")])

    def test_to_another_batch_with_its_recipe(self, table: Table) -> None:
        jobs = table.add(3)
        table.claim()
        root = table.job(jobs[0]).root
        other = table.intake.moved_batch(table.job(jobs[0]).batch, Recipe(name="Web shop"), with_rest=False)
        places = [Relocation(job=job, out_root=root, out_dir="June/Web shop") for job in jobs]
        mark = table.reader.mark()
        assert table.editor.move(places, other) == 2
        new, old = table.reader.batches()
        assert set(table.reader.changes_since(mark).batches) == {new.id, old.id}
        assert (new.id, new.recipe.name, new.counts.queued) == (other, "Web shop", 2)
        assert (old.recipe.name, old.counts.running, old.counts.total) == (Recipe().name, 1, 1)

    def test_another_source_takes_the_first_ones_place(self, table: Table) -> None:
        (job,) = table.add()
        table.finishing.fail(table.claim().claim, ErrorCode.ENDS_EARLY, FailureFacts(), GiveUp())
        root = table.job(job).root
        assert table.editor.source(job, root=root, rel="copies/b.jpg", rel_raw=None, size=9, mtime_ns=8)
        assert table.job(job).source == "/copies/b.jpg"
        (told,) = entries(table, job)
        assert (told.what, told.facts) == (HistoryKind.COPY_CHOSEN, FailureFacts(path="/copies/b.jpg"))
        table.editor.retry([job])
        table.claim()
        assert not table.editor.source(job, root=root, rel="c.jpg", rel_raw=None, size=9, mtime_ns=8)


class TestHold:
    def test_jobs_wait_until_the_batch_is_started_and_so_do_those_found_later(self, table: Table) -> None:
        jobs = table.add(2, on_hold=True)
        batch = table.job(jobs[0]).batch
        found = table.reader.batch(batch)
        assert found is not None
        assert found.on_hold
        assert table.states(jobs) == [JobState.PAUSED] * 2
        table.editor.start(batch)
        assert table.editor.resume(jobs) == 2
        found = table.reader.batch(batch)
        assert found is not None
        assert not found.on_hold


def test_originals_brought_back_are_no_longer_kept(table: Table) -> None:
    (job,) = table.add()
    claim = table.claim().claim
    table.claims.note_original(claim, "/June/.mediaapp-originals/1/a0.jpg")
    table.finishing.fence(claim, "June/a0.jpg", OUTCOME)
    table.finishing.finish(claim, OUTCOME, "")
    assert table.job(job).original == "/June/.mediaapp-originals/1/a0.jpg"
    assert table.editor.brought_back([job]) == 1
    history = table.reader.history(job)
    assert history is not None
    assert (history.job.state, history.job.skipped) == (JobState.CANCELLED, SkipReason.BROUGHT_BACK)
    assert (history.job.output, history.job.original, history.job.outcome) == (None, None, None)
    assert [entry.what for entry in history.entries] == [HistoryKind.ORIGINAL_REPLACED, HistoryKind.BROUGHT_BACK]
    assert table.editor.brought_back([job]) == 0
    counts = table.reader.counts()
    assert (counts.cancelled, counts.brought_back, counts.replaced, counts.bytes_out) == (1, 1, 0, 0)
    assert table.editor.retry([job]) == 1
    assert table.job(job).skipped is None


class TestTakingUp:
    def test_lets_what_was_cancelled_wait_again_as_it_did(self, table: Table) -> None:
        jobs = table.add(3)
        table.editor.cancel(jobs)
        assert table.editor.take_up(jobs[:2], paused=False) == 2
        assert table.editor.take_up(jobs[2:], paused=True) == 1
        assert table.states(jobs) == [JobState.QUEUED, JobState.QUEUED, JobState.PAUSED]
        assert table.job(jobs[0]).finished is None

    def test_lets_what_still_runs_go_on(self, table: Table) -> None:
        jobs = table.add()
        claim = table.claim().claim
        table.editor.cancel(jobs)
        assert table.editor.take_up(jobs, paused=False) == 1
        assert not table.claims.is_cancelled(claim)
        table.finishing.finish(claim, OUTCOME, "")
        assert table.state(jobs[0]) is JobState.DONE

    def test_queues_what_had_stopped_already_when_somebody_changed_their_mind(self, table: Table) -> None:
        jobs = table.add()
        claim = table.claim().claim
        table.editor.cancel(jobs)
        table.editor.take_up(jobs, paused=False)
        table.finishing.cancelled(claim)
        assert table.state(jobs[0]) is JobState.QUEUED

    def test_leaves_everything_else_as_it_is(self, table: Table) -> None:
        jobs = _in_every_state(table)
        before = {state: table.state(job) for state, job in jobs.items() if state is not JobState.CANCELLED}
        table.editor.take_up(list(jobs.values()), paused=False)
        assert {state: table.state(job) for state, job in jobs.items() if state is not JobState.CANCELLED} == before


def test_the_tally_tells_why(table: Table) -> None:
    jobs = table.add(3)
    table.finishing.skip(table.claim().claim, SkipReason.ALREADY_MADE, None)
    table.finishing.skip(table.claim().claim, SkipReason.NAME_TAKEN, None)
    for counts in (table.reader.counts(), table.reader.counts(Selection(ids=tuple(jobs)))):
        assert (counts.skipped, counts.already_made, counts.names_taken, counts.queued) == (2, 1, 1, 1)
    but = Selection(states=frozenset((JobState.SKIPPED,)), but=SkipReason.ALREADY_MADE)
    assert table.reader.ids(but) == [jobs[1]]
