"""Results on standard output, everything else on standard error."""

import json
import sys
from collections.abc import Mapping

# What a terminal would take as a command, or as the wish to show a line backwards, stands in names of files only to do
# harm (the last three ranges: Unicode Bidirectional Algorithm, explicit formatting characters, and its line ends).
_HARMLESS = dict.fromkeys(
    (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x2028, 0x2029), "\ufffd"
)


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
