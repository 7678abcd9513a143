"""What a way has made."""

from dataclasses import dataclass

from workers.facts import Flaw
from workers.image.goals.encoded import Encoded
from workers.outcome import Checked


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was written, how its check came out, and what turned out untidy in the source.

    `kept_original` is whether the pixels are the very bytes that they were.
    """

    encoded: Encoded
    promises: tuple[Checked, ...]
    kept_original: bool = False
    flaws: tuple[Flaw, ...] = ()
