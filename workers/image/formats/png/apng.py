"""The frames of an APNG (W3C PNG, third edition, section 11.3.6), each as a PNG of its own."""

from collections.abc import Iterator
from enum import IntEnum
from fractions import Fraction
from io import BytesIO
from itertools import takewhile
from typing import BinaryIO

from msgspec import Struct

from workers.binary.source import ByteSource, damaged
from workers.errors import Failure
from workers.image.formats.png import container as png

_CONTROL = 26  # bytes of fcTL


class Dispose(IntEnum):
    """What becomes of a frame before the next one."""

    NOTHING = 0
    BACKGROUND = 1
    PREVIOUS = 2


class FrameControl(Struct, frozen=True, kw_only=True):
    """Where a frame lies in pixels, how long it is shown, and whether it is laid over what is there or in its place."""

    width: int
    height: int
    left: int
    top: int
    duration_ms: Fraction
    dispose: int
    over: bool


def frames(file: ByteSource) -> Iterator[tuple[FrameControl, bytes]]:
    """Each frame and its pixels as a PNG. Raises Failure where one is broken, or out of its place."""
    start = file.at(0, 33)[16:29]
    shared: list[bytes] = []
    control: FrameControl | None = None
    data: list[bytes] = []
    for chunk in in_order(file):
        match chunk.name:
            case b"PLTE" | b"tRNS":
                shared.append(png.spell(chunk.name, file.at(chunk.data_at, chunk.size)))
            case b"fcTL" | b"IEND":
                if control is not None:
                    yield control, _alone(start, shared, control, data)
                control, data = None, []
                if chunk.name == b"fcTL":
                    control = control_of(file, chunk)
            case b"IDAT" if control is not None:
                data.append(png.spell(b"IDAT", file.at(chunk.data_at, chunk.size)))
            case b"fdAT" if not png.sound(file, chunk):
                raise damaged("CRC of b'fdAT'")
            case b"fdAT" if control is not None:
                data.append(png.spell(b"IDAT", file.at(chunk.data_at, chunk.size)[4:]))
            case _:
                pass


def promised(file: ByteSource, chunk: png.PngChunk) -> tuple[int, int]:
    """How many frames an `acTL` says there are, and how often they play. Raises Failure."""
    return file.number(chunk.data_at, 4), file.number(chunk.data_at + 4, 4)


def control_of(file: ByteSource, chunk: png.PngChunk) -> FrameControl:
    """What an `fcTL` says. Raises Failure for a frame outside of its canvas."""
    header, data = png.header(file), file.at(chunk.data_at, _CONTROL)
    width, height, left, top = (int.from_bytes(data[at : at + 4], "big") for at in (4, 8, 12, 16))
    if not width or not height or left + width > header.width or top + height > header.height:
        raise damaged("a frame outside of its canvas")
    over, under = int.from_bytes(data[20:22], "big"), int.from_bytes(data[22:24], "big") or 100
    return FrameControl(
        width=width,
        height=height,
        left=left,
        top=top,
        duration_ms=Fraction(1000 * over, under),
        dispose=data[24],
        over=data[25] == 1,
    )


def moves(file: ByteSource) -> bool:
    """Whether a PNG is animated, be it of a single frame: `acTL` stands before the pixels. Raises Failure."""
    return b"acTL" in _before_pixels(file)


def hides_its_picture(file: ByteSource) -> bool:
    """Whether the PNG's own picture is no frame of its animation, and only there for who knows none. Raises Failure."""
    names = _before_pixels(file)
    return b"acTL" in names and b"fcTL" not in names


def shown(file: BinaryIO) -> BinaryIO:
    """The file or, where its own picture is hidden, the first frame in its place if that covers the whole canvas."""
    source = ByteSource(file)
    try:
        if not hides_its_picture(source):
            return file
        head = png.header(source)
        control, alone = next(frames(source))
    except (Failure, StopIteration):
        return file
    return BytesIO(alone) if (control.width, control.height) == (head.width, head.height) else file


def decodable(file: BinaryIO) -> BinaryIO:
    """What of the file is shown, as a decoder of plain PNGs takes it."""
    return png.decodable(shown(file))


def _before_pixels(file: ByteSource) -> set[bytes]:
    """The names of the chunks there, without an `acTL` of no frames, which makes no animation."""
    found = takewhile(lambda chunk: chunk.name != b"IDAT", png.chunks(file))
    return {chunk.name for chunk in found if chunk.name != b"acTL" or promised(file, chunk)[0]}


def in_order(file: ByteSource) -> Iterator[png.PngChunk]:
    """Every chunk up to and with IEND. Raises Failure where the parts of frames are not one behind the other."""
    number = 0
    for chunk in png.chunks(file):
        if chunk.name in (b"fcTL", b"fdAT"):
            if file.number(chunk.data_at, 4) != number:
                raise damaged("parts of frames out of order")
            number += 1
        yield chunk


def _alone(start: bytes, shared: list[bytes], control: FrameControl, data: list[bytes]) -> bytes:
    if not data:
        raise damaged("a frame without data")
    header = control.width.to_bytes(4, "big") + control.height.to_bytes(4, "big") + start[8:]
    return b"".join((png.SIGNATURE, png.spell(b"IHDR", header), *shared, *data, png.spell(b"IEND", b"")))
