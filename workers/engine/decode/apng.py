"""The frames of an APNG, put together by ourselves (W3C PNG, third edition, section 11.3.6).

Pillow lays a frame over the canvas through a mask and so halves the opacity of soft edges.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from io import BytesIO
from itertools import takewhile
from typing import BinaryIO

from PIL import Image

from workers.engine.containers import png
from workers.engine.containers.source import Source, damaged
from workers.engine.decode.opening import open_image
from workers.engine.deep_grey import grey_16_to_8, with_alpha
from workers.formats import Format


class _Dispose(IntEnum):
    NOTHING = 0
    BACKGROUND = 1
    PREVIOUS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Control:
    width: int
    height: int
    left: int
    top: int
    duration_ms: float
    dispose: int
    over: bool


def apng_frames(source: BinaryIO) -> Iterator[tuple[Image.Image, float]]:
    """Each finished canvas, RGBA, and how many milliseconds it is shown. Raises Failure; to be used inside `reading`."""
    file = Source(source)
    header = png.header(file)
    canvas = Image.new("RGBA", (header.width, header.height))
    for control, picture in _pictures(file):
        box = (control.left, control.top)
        before = canvas.copy() if control.dispose == _Dispose.PREVIOUS else canvas
        if control.over:
            canvas.alpha_composite(picture, box)
        else:
            canvas.paste(picture, box)
        yield canvas.copy(), control.duration_ms
        if control.dispose == _Dispose.BACKGROUND:
            canvas.paste((0, 0, 0, 0), (*box, control.left + control.width, control.top + control.height))
        canvas = before


def moves(source: BinaryIO) -> bool:
    """Whether a PNG is animated, be it of a single frame: `acTL` stands before the pixels. Raises Failure."""
    return b"acTL" in _before_pixels(Source(source))


def first_canvas(source: BinaryIO) -> Image.Image | None:
    """The first finished canvas where the PNG's own picture is no frame and only there for who knows none. Raises Failure."""
    names = _before_pixels(Source(source))
    return next(apng_frames(source))[0] if b"acTL" in names and b"fcTL" not in names else None


def _before_pixels(file: Source) -> set[bytes]:
    return {chunk.name for chunk in takewhile(lambda chunk: chunk.name != b"IDAT", png.chunks(file))}


def _pictures(file: Source) -> Iterator[tuple[_Control, Image.Image]]:
    header = png.header(file)
    start = file.at(0, 33)[16:29]
    shared: list[bytes] = []
    control: _Control | None = None
    data: list[bytes] = []
    for chunk in _in_order(file):
        match chunk.name:
            case b"PLTE" | b"tRNS":
                shared.append(png.spell(chunk.name, file.at(chunk.data_at, chunk.size)))
            case b"fcTL" | b"IEND":
                if control is not None:
                    yield control, _picture(start, shared, control, data)
                control, data = None, []
                if chunk.name == b"fcTL":
                    control = _control(file.at(chunk.data_at, 26), header)
            case b"IDAT" if control is not None:
                data.append(png.spell(b"IDAT", file.at(chunk.data_at, chunk.size)))
            case b"fdAT" if not png.sound(file, chunk):
                raise damaged("CRC of b'fdAT'")
            case b"fdAT" if control is not None:
                data.append(png.spell(b"IDAT", file.at(chunk.data_at, chunk.size)[4:]))
            case _:
                pass


def _in_order(file: Source) -> Iterator[png.Chunk]:
    number = 0
    for chunk in png.chunks(file):
        if chunk.name in (b"fcTL", b"fdAT"):
            if file.number(chunk.data_at, 4) != number:
                raise damaged("parts of frames out of order")
            number += 1
        yield chunk


def _control(data: bytes, header: png.Header) -> _Control:
    width, height, left, top = (int.from_bytes(data[at : at + 4], "big") for at in (4, 8, 12, 16))
    if not width or not height or left + width > header.width or top + height > header.height:
        raise damaged("a frame outside of its canvas")
    seconds = int.from_bytes(data[20:22], "big") / (int.from_bytes(data[22:24], "big") or 100)
    return _Control(
        width=width,
        height=height,
        left=left,
        top=top,
        duration_ms=seconds * 1000,
        dispose=data[24],
        over=data[25] == 1,
    )


def _picture(start: bytes, shared: list[bytes], control: _Control, data: list[bytes]) -> Image.Image:
    if not data:
        raise damaged("a frame without data")
    header = control.width.to_bytes(4, "big") + control.height.to_bytes(4, "big") + start[8:]
    parts = (png.SIGNATURE, png.spell(b"IHDR", header), *shared, *data, png.spell(b"IEND", b""))
    picture = open_image(BytesIO(b"".join(parts)), Format.PNG)
    if picture.mode == "I;16":
        return (with_alpha if "transparency" in picture.info else grey_16_to_8)(picture.copy()).convert("RGBA")
    return picture.convert("RGBA")
