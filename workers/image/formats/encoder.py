"""What the encoder of a format is told."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from workers.image.frames import FrameSequence


class EncoderSettings(Struct, frozen=True, kw_only=True):
    """How to encode.

    `quality` is 1 to 100 in the format's own scale, None keeps every pixel as it is. `chroma` is '444', '422' or '420'.
    `small` spends more time on fewer bytes; `brief` is for a file of which only the pixels are looked at, and leaves out what
    would only make it smaller. `threads` is how many a codec may use. `bits` are those of a channel. `extra` are the metadata
    arguments that this format's writer must be given while it writes.
    """

    quality: int | None
    chroma: str = "420"
    small: bool = False
    brief: bool = False
    threads: int = 1
    bits: int = 8
    extra: Mapping[str, Any] = field(default_factory=dict)


Encode = Callable[[FrameSequence, EncoderSettings], bytes]
"""Turns pictures into a file of one format."""

Curve = Sequence[tuple[int, float]]
"""Qualities and the scores that are usual with them, both ascending."""
