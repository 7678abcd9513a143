"""A gain map whose picture is changed: it is a JPEG of its own."""

from collections.abc import Callable
from io import BytesIO

from PIL import Image

from workers.binary.source import ByteSource
from workers.image.formats.jpeg import container as jpeg
from workers.image.formats.jpeg.opening import open_jpeg

_QUALITY = 95
# What Pillow writes anew: JFIF and Adobe.
_OF_THE_CODEC = frozenset({jpeg.APP0, 0xEE})


def remake_gain_map(data: bytes, change: Callable[[Image.Image], Image.Image]) -> bytes:
    """The changed picture with what the file said of itself. Raises what a decoder raises, and what `change` does."""
    with open_jpeg(BytesIO(data)) as image:
        made = change(image)
    sink = BytesIO()
    made.save(sink, "JPEG", quality=_QUALITY, subsampling="4:4:4", optimize=True)
    return _with_own_words(sink.getvalue(), ByteSource.of(data))


def _with_own_words(encoded: bytes, source: ByteSource) -> bytes:
    """The new JPEG with what the old one said of itself: how bright it makes the picture stands there."""
    segments = (one for one in jpeg.segments(source) if 0xE0 <= one.marker <= 0xEF or one.marker == jpeg.COM)
    kept = b"".join(
        jpeg.spell(one.marker, source.at(one.data_at, one.size)) for one in segments if one.marker not in _OF_THE_CODEC
    )
    behind = next(jpeg.segments(ByteSource.of(encoded))).end  # the JFIF header, always the first
    return encoded[:behind] + kept + encoded[behind:]
