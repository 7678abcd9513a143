"""The words of the job table."""

from workers.jobs.batch import Counts
from workers.jobs.state import MOVES, UNFINISHED, JobState


def test_every_state_has_its_moves_and_every_state_can_be_reached() -> None:
    assert set(MOVES) == set(JobState)
    reached = {JobState.QUEUED}
    while more := {then for state in reached for then in MOVES[state]} - reached:
        reached |= more
    assert reached == set(JobState)


def test_only_running_jobs_succeed_or_fail() -> None:
    for ended in (JobState.DONE, JobState.SKIPPED, JobState.FAILED):
        assert {state for state, moves in MOVES.items() if ended in moves} == {JobState.RUNNING}


def test_whatever_waits_can_be_cancelled_and_whatever_went_wrong_queued_again() -> None:
    assert all(JobState.CANCELLED in MOVES[state] for state in UNFINISHED)
    assert all(JobState.QUEUED in MOVES[state] for state in (JobState.FAILED, JobState.CANCELLED, JobState.DELAYED))


def test_counts_name_every_state_and_add_up() -> None:
    counts = Counts(**{state.value: 2**at for at, state in enumerate(JobState)})
    assert counts.total == 2 ** len(JobState) - 1
    assert counts.waiting + counts.running + counts.ready + counts.failed + counts.cancelled == counts.total
