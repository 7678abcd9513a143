"""Doing one thing to each of the watched folders, schedules or hooks that were named by their numbers."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from mediaapp.cli.streams import complain, emit

Number = TypeVar("Number", bound=int)


def change_each(
    numbers: Sequence[Number],
    change: Callable[[Number], bool],
    *,
    key: str,
    called: str,
    action: str,
    as_json: bool,
) -> int:
    """Do it to each, and complain about those that are not there; returns the exit code, 1 where any is not.

    `change` answers whether there is one of this number. `key` is what programs call such a thing, `called` what people do.
    """
    unknown = 0
    for number in numbers:
        changed = change(number)
        unknown += not changed
        if as_json:
            emit({key: number, "action": action, "changed": changed})
        elif not changed:
            complain(f"There is no {called} {number}.")
    return 1 if unknown else 0
