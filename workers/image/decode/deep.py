"""Decode a picture of more than 8 bits a channel, which Pillow would cut down."""

from typing import BinaryIO

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.facts import Facts
from workers.image.formats.codec import Codec
from workers.image.frames import Frame
from workers.image.pixels.deep import called_damage
from workers.image.pixels.orientation import stored_size


def deep_frame(source: BinaryIO, codec: Codec, facts: Facts) -> Frame:
    """The picture as 16-bit channels. Raises Failure; what is wrong behind the header only when the pixels are computed."""
    decoder = codec.reader
    if decoder.open_deep is None:
        raise Failure(ErrorCode.UNSUPPORTED_VARIANT, FailureFacts(format=codec.format, detail=f"{facts.bits} bits"))
    orientation = decoder.left_to_turn_deep(facts)
    with called_damage(codec.format):
        pixels = decoder.open_deep(source, facts)
    if stored_size(*pixels.size, orientation) != (facts.width, facts.height):
        raise Failure(ErrorCode.DAMAGED, FailureFacts(detail=f"{pixels.width} x {pixels.height} pixels"))
    return Frame(pixels=pixels, orientation=orientation)
