"""Write GIF."""

from collections.abc import Iterator
from io import BytesIO
from typing import cast

from msgspec import Struct
from PIL import Image, ImageChops

from workers.formats import GIF_CLOCK
from workers.image.formats.encoder import EncoderSettings
from workers.image.frames import Frame, FrameSequence
from workers.image.pixels.modes import OPAQUE_FROM, in_mode
from workers.image.pixels.palette import MOST_COLORS, in_colors
from workers.image.timing import timed

_FOREVER = 0
_LEAVE = 1
_TO_BACKGROUND = 2

Box = tuple[int, int, int, int]


class _Canvas(Struct, frozen=True, kw_only=True):
    """One finished picture of the animation, where it is opaque (255) or clear (0), and for how many 1/100 s it is shown."""

    image: Image.Image
    opaque: Image.Image
    delay: int = 0


def encode_gif(frames: FrameSequence, settings: EncoderSettings) -> bytes:  # noqa: ARG001 - the one Encoder signature
    """The pictures as GIF (89a) of at most 256 colours a frame, each pixel opaque or clear.

    Every frame is kept, also one equal to its neighbour.
    """
    animated = frames.animated and frames.count > 1
    first = frames.first().image
    sink = BytesIO()
    sink.write(b"GIF89a" + _word(first.width) + _word(first.height) + b"\x70\x00\x00")
    if animated and frames.plays != 1:
        loops = 0 if frames.plays == _FOREVER else min(frames.plays, GIF_CLOCK.most_plays) - 1
        sink.write(b"\x21\xff\x0bNETSCAPE2.0\x03\x01" + _word(loops) + b"\x00")
    for block in _animation(frames) if animated else _still(frames.first()):
        sink.write(block)
    sink.write(b"\x3b")
    return sink.getvalue()


def _still(frame: Frame) -> Iterator[bytes]:
    canvas = _canvas(frame)
    palette_image = frame.image
    if palette_image.mode == "P" and not isinstance(palette_image.info.get("transparency"), bytes):
        clear = palette_image.info.get("transparency")
    else:
        palette_image, clear = _in_palette(canvas.image, canvas.opaque)
    if clear is not None:
        yield _control(_FOREVER, 0, clear)
    yield _picture(palette_image, (0, 0))


def _animation(frames: FrameSequence) -> Iterator[bytes]:
    shown: _Canvas | None = None
    canvases = (_canvas(frame, time_ms) for frame, time_ms in timed(frames, GIF_CLOCK))
    for canvas, after in _with_next(canvases):
        clears = after is not None and _clears(canvas, after)
        box = (0, 0, *canvas.image.size) if clears or shown is None else _changed(shown, canvas)
        image, clear = _in_palette(canvas.image.crop(box), canvas.opaque.crop(box), must_clear=clears)
        yield _control(_TO_BACKGROUND if clears else _LEAVE, canvas.delay, clear)
        yield _picture(image, box[:2])
        shown = None if clears else canvas


def _with_next(canvases: Iterator[_Canvas]) -> Iterator[tuple[_Canvas, _Canvas | None]]:
    held: _Canvas | None = None
    for canvas in canvases:
        if held is not None:
            yield held, canvas
        held = canvas
    if held is not None:
        yield held, None


def _canvas(frame: Frame, time_ms: float = 0.0) -> _Canvas:
    image = in_mode(frame.image, ("RGBA",))
    opaque = image.getchannel("A").point(lambda alpha: 255 if alpha >= OPAQUE_FROM else 0)
    return _Canvas(image=image.convert("RGB"), opaque=opaque, delay=round(time_ms / 10))


def _clears(canvas: _Canvas, after: _Canvas) -> bool:
    return ImageChops.subtract(canvas.opaque, after.opaque).getbbox() is not None


def _changed(before: _Canvas, after: _Canvas) -> Box:
    boxes = (
        ImageChops.difference(before.image, after.image).getbbox(),
        ImageChops.difference(before.opaque, after.opaque).getbbox(),
    )
    found = [box for box in boxes if box is not None]
    if not found:
        return (0, 0, 1, 1)
    left, top, right, bottom = zip(*found, strict=True)
    return (min(left), min(top), max(right), max(bottom))


def _in_palette(image: Image.Image, opaque: Image.Image, *, must_clear: bool = False) -> tuple[Image.Image, int | None]:
    """`image` (RGB) with a palette, and the index of its clear pixels if it has any.

    With `must_clear` there is one in any case: some readers dispose to the background's colour where a frame has none.
    """
    if not must_clear and opaque.histogram()[0] == 0:
        return in_colors(image, MOST_COLORS), None
    clear = ImageChops.invert(opaque)
    image = image.copy()
    image.paste((0, 0, 0), mask=clear)
    reduced = in_colors(image, MOST_COLORS - 1)
    index = max(reduced.tobytes()) + 1
    reduced.paste(index, mask=clear)
    return reduced, index


def _control(disposal: int, delay: int, clear: int | None) -> bytes:
    flags = disposal << 2 | (clear is not None)
    return b"\x21\xf9\x04" + bytes((flags,)) + _word(delay) + bytes((clear or 0, 0))


def _picture(image: Image.Image, at: tuple[int, int]) -> bytes:
    """An image block with its own colour table, as small as it can be, around the compressed data that Pillow makes."""
    sink = BytesIO()
    colors = image.getpalette("RGB") or []
    # Drawn anew: Pillow takes a palette that was loaded with alpha for one of more colours than a GIF can have.
    plain = Image.frombytes("P", image.size, image.tobytes())
    plain.putpalette(colors)
    plain.save(sink, "GIF", interlace=0, optimize=False)
    bits = max(1, cast("tuple[int, int]", plain.getextrema())[1].bit_length())
    table = bytes(colors[: 3 << bits]).ljust(3 << bits, b"\x00")
    place = b"".join(map(_word, (*at, *image.size)))
    return b"\x2c" + place + bytes((0x80 | bits - 1,)) + table + _compressed(sink.getvalue())


def _compressed(gif: bytes) -> bytes:
    """The compressed pixels (minimum code size and data blocks) of a GIF with one picture."""
    at = 13 + _table_size(gif[10])
    while gif[at] == 0x21:
        at += 2
        while gif[at]:
            at += gif[at] + 1
        at += 1
    return gif[at + 10 + _table_size(gif[at + 9]) : -1]


def _table_size(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _word(number: int) -> bytes:
    return number.to_bytes(2, "little")
