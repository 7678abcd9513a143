"""Results on standard output, everything else on standard error."""

import json
import sys
from collections.abc import Mapping

from workers.plain_text import plain


def say(line: str = "") -> None:
    """One line of the result."""
    print(plain(line), flush=True)


def complain(line: str) -> None:
    """One line for the person at the terminal."""
    print(f"mediaapp: {plain(line)}", file=sys.stderr, flush=True)


def emit(result: Mapping[str, object]) -> None:
    """One JSON object on a line of its own; in ASCII, so that a name of any bytes can be in it."""
    print(json.dumps(result), flush=True)
