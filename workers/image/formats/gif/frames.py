"""The frames of a GIF, put together by ourselves (GIF89a, sections 20 to 23).

Where a frame is cleared, browsers show what lies behind the picture; Pillow fills in a colour, of the wrong palette too.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from PIL import Image

from workers.binary.source import ByteSource
from workers.image.formats import pillow
from workers.image.formats.gif import container as gif

_TABLE_AT, _TABLE_FLAG, _INTERLACED = 13, 0x80, 0x40
_ALL_COLORS = 768
_GREYS = bytes(shade for index in range(256) for shade in (index, index, index))


def gif_frames(source: BinaryIO) -> Iterator[tuple[Image.Image, float]]:
    """Each finished canvas, RGBA, and how many milliseconds viewers show it. Raises Failure; to be used inside `reading`."""
    file = ByteSource(source)
    head = gif.header(file)
    shared = file.at(_TABLE_AT, head.blocks_at - _TABLE_AT)
    canvas: Image.Image | None = None
    control = gif.GraphicControl()
    for block in gif.blocks(file):
        if block.label == gif.CONTROL:
            control = gif.control(file, block)
        elif block.label == gif.IMAGE:
            place = gif.place(file, block)
            if canvas is None:
                canvas = Image.new("RGBA", gif.canvas(file, block, (head.width, head.height), is_first=True))
            before = canvas.copy() if control.disposal == gif.TO_PREVIOUS else canvas
            if place.width and place.height:
                picture = _picture(file, block, place, shared, control.clear)
                canvas.paste(picture, (place.left, place.top), picture.getchannel("A"))
            yield canvas.copy(), float(gif.shown_ms(control.delay))
            if control.disposal == gif.TO_BACKGROUND:
                canvas.paste((0, 0, 0, 0), (place.left, place.top, place.left + place.width, place.top + place.height))
            canvas, control = before, gif.GraphicControl()


def first_canvas(source: BinaryIO) -> Image.Image | None:
    """The first finished canvas where its frame leaves something of it uncovered; None where the frame is all there is."""
    file = ByteSource(source)
    head = gif.header(file)
    block = next(block for block in gif.blocks(file) if block.label == gif.IMAGE)
    size = gif.canvas(file, block, (head.width, head.height), is_first=True)
    return next(gif_frames(source))[0] if gif.shows_through(gif.place(file, block), size) else None


def _picture(file: ByteSource, block: gif.Block, place: gif.GifBlock, shared: bytes, clear: int | None) -> Image.Image:
    own = file.at(block.at + 10, block.data_at - 1 - block.at - 10)
    size = place.width.to_bytes(2, "little") + place.height.to_bytes(2, "little")
    alone = b"".join((
        b"GIF89a" + size + b"\x00\x00\x00",
        b"\x2c\x00\x00\x00\x00" + size + bytes((file.number(block.at + 9, 1) & _INTERLACED | _TABLE_FLAG | 7,)),
        _GREYS,  # so that each pixel's value is its index
        file.at(block.data_at - 1, block.end - block.data_at + 1),
        b"\x3b",
    ))  # fmt: skip
    opened = pillow.opened(BytesIO(alone), "GIF")
    indexed = Image.frombytes("P", opened.size, opened.tobytes())
    indexed.putpalette((own or shared or _GREYS).ljust(_ALL_COLORS, b"\x00"))
    if clear is not None:
        indexed.info["transparency"] = clear
    return indexed.convert("RGBA")
