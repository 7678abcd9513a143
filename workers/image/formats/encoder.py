"""What the encoder of a format is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workers.image.frames import FrameSequence


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderSettings:
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
