"""Whether a file is whole, as far as its container tells: what decoders pass over in silence."""

from typing import BinaryIO

from workers.binary.source import ByteSource
from workers.errors import ErrorCode, Failure
from workers.image.formats.codec import Codec


def damage(file: BinaryIO, codec: Codec) -> Failure | None:
    """What is wrong with a file of a known format, or None; reads it to its end, decodes no pixel.

    ENDS_EARLY says the line it is readable to where that is known. A JPEG whose entropy-coded data are broken inside, or a
    WebP or AVIF whose bitstream is, is found by its decoder only.
    """
    if codec.check is None:
        return None
    try:
        codec.check(ByteSource(file))
    except Failure as failure:
        return failure
    return None


def with_line(failure: Failure, file: BinaryIO, codec: Codec) -> Failure:
    """The failure of a reader that does not say how far the pixels are there, with that where the file tells it."""
    if failure.code not in {ErrorCode.ENDS_EARLY, ErrorCode.DAMAGED} or failure.facts.line is not None:
        return failure
    found = damage(file, codec)
    if found is not None and found.facts.line is not None:
        return found
    return codec.reach(ByteSource(file), failure) if found is None and codec.reach is not None else failure
