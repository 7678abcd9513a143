"""The moves of jobs as SQL, so that the table of moves in `workers.jobs.state` is what the store goes by."""

from collections.abc import Iterable

from workers.jobs.state import JobState, Move


def one_of(states: Iterable[JobState], column: str = "state") -> str:
    """The condition that a row is in one of these states; a single one is spelled as partial indexes have it."""
    names = sorted(f"'{state}'" for state in states)
    return f"{column} = {names[0]}" if len(names) == 1 else f"{column} in ({', '.join(names)})"


def can(move: Move) -> str:
    """The condition that a row may make this move."""
    return one_of(move.before)


def goes(move: Move) -> str:
    """The assignment that makes it."""
    return f"state = '{move.after}'"
