"""The words of the job table."""

import re
from pathlib import Path

from workers.jobs.batch import Counts
from workers.jobs.state import FOLLOWING, UNFINISHED, JobState, Move


def test_every_state_has_its_moves_and_every_state_can_be_reached() -> None:
    assert set(FOLLOWING) == set(JobState)
    reached = {JobState.QUEUED}
    while more := {then for state in reached for then in FOLLOWING[state]} - reached:
        reached |= more
    assert reached == set(JobState)


def test_only_running_jobs_succeed_or_fail() -> None:
    for ended in (JobState.DONE, JobState.SKIPPED, JobState.FAILED):
        assert {state for state, moves in FOLLOWING.items() if ended in moves} == {JobState.RUNNING}


def test_whatever_waits_can_be_cancelled_and_whatever_went_wrong_queued_again() -> None:
    assert all(JobState.CANCELLED in FOLLOWING[state] for state in UNFINISHED)
    assert all(JobState.QUEUED in FOLLOWING[state] for state in (JobState.FAILED, JobState.CANCELLED, JobState.DELAYED))


def test_counts_name_every_state_and_add_up() -> None:
    counts = Counts(**{state.value: 2**at for at, state in enumerate(JobState)})
    assert counts.total == 2 ** len(JobState) - 1
    assert counts.waiting + counts.running + counts.ready + counts.failed + counts.cancelled == counts.total


def test_the_diagram_of_the_documents_shows_every_move_and_no_other() -> None:
    page = (Path(__file__).parents[3] / "docs" / "jobs.md").read_text(encoding="utf-8")
    drawn = re.findall(r"^ +(\w+) --> (\w+): (.+)$", page, re.MULTILINE)
    moves = [(state.value, move.after.value, _name(move)) for move in Move for state in move.before]
    assert sorted(drawn) == sorted(moves)


def test_the_documents_say_who_makes_each_move() -> None:
    page = (Path(__file__).parents[3] / "docs" / "jobs.md").read_text(encoding="utf-8")
    told = [name for names in re.findall(r"^\| ([a-z, ]+) \|", page, re.MULTILINE) for name in names.split(", ")]
    assert sorted(set(told) - {"move"}) == sorted(map(_name, Move))


def _name(move: Move) -> str:
    return move.name.lower().replace("_", " ")
