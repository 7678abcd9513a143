"""What was written, and how it is to be recognised."""

from msgspec import Struct

from workers.image.pixels.miniature import Miniature


class Sample(Struct, frozen=True, kw_only=True):
    """How one of the pictures looked that an encoder was given: the picture of a number, or that shown at a time."""

    number: int
    at_ms: float
    look: Miniature


class Encoded(Struct, frozen=True, kw_only=True):
    """What was written.

    `quality` is the encoder's number, None where there is none. `colors` is how many colours were left at most, None where
    none was taken. `packed` is whether these are the source's own pixels, not encoded anew. `score` is the SSIMULACRA 2 score
    to expect from the parts that were measured. `encodes` counts full encodings. `size` is width and height where the picture
    may have been made smaller than planned to meet its goal. `opaque` is whether no pixel of any frame was transparent.
    `durations_ms` are the times of an animation's frames. `jpeg` is the JPEG that can be made of the output again, None where
    it gives none. `samples` are the first picture, the middle and the last one.
    """

    quality: int | None = None
    colors: int | None = None
    packed: bool = False
    score: float | None = None
    encodes: int = 1
    size: tuple[int, int] | None = None
    opaque: bool = False
    durations_ms: tuple[float, ...] = ()
    jpeg: bytes | None = None
    samples: tuple[Sample, ...] = ()
