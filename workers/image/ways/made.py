"""What a way has made."""

from msgspec import Struct

from workers.facts import Flaw
from workers.image.goals.encoded import Encoded
from workers.outcome import Checked


class Made(Struct, frozen=True, kw_only=True):
    """What was written, how its check came out, and what turned out untidy in the source.

    `kept_original` is whether the pixels are the very bytes that they were.
    """

    encoded: Encoded
    promises: tuple[Checked, ...]
    kept_original: bool = False
    flaws: tuple[Flaw, ...] = ()
