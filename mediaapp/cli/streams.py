"""Results on standard output, everything else on standard error."""

import json
import sys
from collections.abc import Mapping

# What a terminal would take as a command stands in names of files only to do harm.
_HARMLESS = dict.fromkeys((*range(32), *range(127, 160)), "\ufffd")


def plain(text: str) -> str:
    """The text on one line, without characters that steer a terminal."""
    return text.translate(_HARMLESS)


def say(line: str = "") -> None:
    """One line of the result."""
    print(plain(line), flush=True)


def complain(line: str) -> None:
    """One line for the person at the terminal."""
    print(f"mediaapp: {plain(line)}", file=sys.stderr, flush=True)


def emit(result: Mapping[str, object]) -> None:
    """One JSON object on a line of its own; in ASCII, so that a name of any bytes can be in it."""
    print(json.dumps(result), flush=True)
