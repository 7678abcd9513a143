"""The words of the job table."""

import re
from pathlib import Path

from workers.jobs.batch import Counts
from workers.jobs.state import FOLLOWING, UNFINISHED, JobState, Transition


def test_every_state_has_its_moves_and_every_state_can_be_reached() -> None:
    assert set(FOLLOWING) == set(JobState)
    reached = {JobState.QUEUED}
    while more := {then for state in reached for then in FOLLOWING[state]} - reached:
        reached |= more
    assert reached == set(JobState)


def test_only_running_jobs_succeed_or_fail() -> None:
    for ended in (JobState.DONE, JobState.SKIPPED, JobState.FAILED):
        assert {state for state, transitions in FOLLOWING.items() if ended in transitions} == {JobState.RUNNING}


def test_whatever_waits_can_be_cancelled_and_whatever_went_wrong_queued_again() -> None:
    assert all(JobState.CANCELLED in FOLLOWING[state] for state in UNFINISHED)
    assert all(JobState.QUEUED in FOLLOWING[state] for state in (JobState.FAILED, JobState.CANCELLED, JobState.DELAYED))


def test_counts_name_every_state_and_add_up() -> None:
    counts = Counts(**{state.value: 2**at for at, state in enumerate(JobState)})
    assert counts.total == 2 ** len(JobState) - 1
    assert counts.waiting + counts.running + counts.ready + counts.failed + counts.cancelled == counts.total


def test_the_diagram_of_the_documents_shows_every_transition_and_no_other() -> None:
    page = (Path(__file__).parents[3] / "docs" / "jobs.md").read_text(encoding="utf-8")
    drawn = re.findall(r"^ +(\w+) --> (\w+): (.+)$", page, re.MULTILINE)
    transitions = [
        (state.value, transition.after.value, _name(transition))
        for transition in Transition
        for state in transition.before
    ]
    assert sorted(drawn) == sorted(transitions)


def test_the_documents_say_who_makes_each_transition() -> None:
    page = (Path(__file__).parents[3] / "docs" / "jobs.md").read_text(encoding="utf-8")
    table = page.partition("| transition |")[2].partition("\n\n")[0]
    told = [name for names in re.findall(r"^\| ([a-z, ]+) \|", table, re.MULTILINE) for name in names.split(", ")]
    assert sorted(told) == sorted(map(_name, Transition))


def _name(transition: Transition) -> str:
    return transition.name.lower().replace("_", " ")
