"""What the header of an animation says of its frames: how many, how long, how often, and whether they cover the canvas."""

from collections.abc import Mapping

from msgspec import Struct

from workers.binary.source import ByteSource, damaged
from workers.facts import Times
from workers.image.containers import apng, gif, png, riff
from workers.image.containers.coverage import After, Coverage
from workers.image.timing import TimesSeen

_GIF_AFTER = {gif.TO_BACKGROUND: After.CLEARED, gif.TO_PREVIOUS: After.UNDONE}
_PNG_AFTER: Mapping[int, After] = {apng.Dispose.BACKGROUND: After.CLEARED, apng.Dispose.PREVIOUS: After.UNDONE}


class Film(Struct, frozen=True, kw_only=True):
    """`width` and `height` of the canvas in pixels; `frames`, `plays` and `times` as in `Facts`, those of a still for one.

    `shows_through` is whether something of the canvas may stay or become transparent.
    """

    width: int
    height: int
    frames: int
    plays: int
    times: Times | None
    shows_through: bool


def gif_film(source: ByteSource) -> Film:
    """The frames of a GIF, be it one. Raises Failure where there is none."""
    head = gif.header(source)
    size, coverage = (head.width, head.height), Coverage((0, 0))
    frames, plays, times, control = 0, 1, TimesSeen(), gif.GraphicControl()
    for block in gif.blocks(source):
        if block.label == gif.IMAGE:
            size = gif.canvas(source, block, size, is_first=frames == 0)
            coverage = coverage if frames else Coverage(size)
            place = gif.place(source, block)
            box = (place.left, place.top, place.left + place.width, place.top + place.height)
            coverage.add(box, _GIF_AFTER.get(control.disposal, After.STAYS), transparent=control.clear is not None)
            frames += 1
            times.add(gif.shown_ms(control.delay), slowed=gif.is_slowed(control.delay))
            control = gif.GraphicControl()
        elif block.label == gif.CONTROL:
            control = gif.control(source, block)
        elif block.label == gif.APPLICATION:
            plays = _gif_plays(source.up_to(block.data_at, 16), plays)
    if frames == 0:
        raise damaged("a GIF without pictures")
    return _film(size, frames, plays, times, shows_through=coverage.shows_through)


def _gif_plays(extension: bytes, before: int) -> int:
    if extension[:14] not in (b"\x0bNETSCAPE2.0\x03\x01", b"\x0bANIMEXTS1.0\x03\x01"):
        return before
    again = int.from_bytes(extension[14:16], "little")
    return again + 1 if again else 0


def png_film(source: ByteSource) -> Film:
    """The frames of a PNG, one of what is no animation. Raises Failure where there are others than it says."""
    head = png.header(source)
    whole = (0, 0, head.width, head.height)
    promised, frames, plays, times = 0, 0, 1, TimesSeen()
    coverage, box = Coverage((head.width, head.height)), whole
    for chunk in apng.in_order(source):
        if chunk.name == b"acTL":
            promised, plays = apng.promised(source, chunk)
        elif chunk.name == b"fcTL":
            frames += 1
            control = apng.control_of(source, chunk)
            times.add(control.duration_ms)
            box = (control.left, control.top, control.left + control.width, control.top + control.height)
            coverage.add(box, _PNG_AFTER.get(control.dispose, After.STAYS), transparent=False)
        elif chunk.name == b"IDAT" and box != whole:
            raise damaged("the picture itself is a frame that does not cover the canvas")
        elif chunk.name == b"IDAT" and not promised:
            return Film(width=head.width, height=head.height, frames=1, plays=1, times=None, shows_through=False)
    if frames != promised and promised > 0:  # which the third edition, 11.3.6.1, wants treated as an error
        raise damaged(f"{frames} frames where {promised} are said to be")
    return _film((head.width, head.height), frames, plays, times, shows_through=coverage.shows_through)


def webp_film(source: ByteSource) -> Film:
    """The frames of a WebP, one of what is no animation. Raises Failure."""
    frames, plays, times, canvas = 0, 1, TimesSeen(), None
    for chunk in riff.chunks(source):
        canvas = canvas or riff.canvas(source, chunk)
        if chunk.name == b"ANIM":
            plays = source.number(chunk.data_at + 4, 2, little=True)
        elif chunk.name == b"ANMF":
            frames += 1
            times.add(source.number(chunk.data_at + 12, 3, little=True))
    if canvas is None:
        raise damaged("a WebP without picture")
    return _film((canvas.width, canvas.height), frames, plays, times, shows_through=canvas.alpha)


def _film(size: tuple[int, int], frames: int, plays: int, times: TimesSeen, *, shows_through: bool) -> Film:
    moves = frames > 1
    return Film(
        width=size[0],
        height=size[1],
        frames=max(1, frames),
        plays=plays if moves else 1,
        times=times.times() if moves else None,
        shows_through=shows_through,
    )
