"""The transitions of jobs as SQL, so that the table of transitions in `workers.jobs.state` is what the store goes by."""

from collections.abc import Iterable

from workers.jobs.state import JobState, Transition


def one_of(states: Iterable[JobState], column: str = "state") -> str:
    """The condition that a row is in one of these states; a single one is spelled as partial indexes have it."""
    names = sorted(f"'{state}'" for state in states)
    return f"{column} = {names[0]}" if len(names) == 1 else f"{column} in ({', '.join(names)})"


def can(transition: Transition) -> str:
    """The condition that a row may make this transition."""
    return one_of(transition.before)


def goes(transition: Transition) -> str:
    """The assignment that makes it."""
    return f"state = '{transition.after}'"
