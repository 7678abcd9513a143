"""What the header of a GIF says, and its frames."""

from workers.binary.source import ByteSource, damaged
from workers.facts import ColorModel
from workers.image.formats.codec import Probed
from workers.image.formats.coverage import After, Coverage
from workers.image.formats.film import Film, film_of
from workers.image.formats.gif import container as gif
from workers.image.metadata.bundle import Bundle
from workers.image.timing import TimesSeen

_AFTER = {gif.TO_BACKGROUND: After.CLEARED, gif.TO_PREVIOUS: After.UNDONE}


def probe(source: ByteSource, _: Bundle) -> Probed:
    """The facts that the container tells. Raises Failure."""
    film = _film(source)
    return Probed(
        width=film.width,
        height=film.height,
        model=ColorModel.PALETTE,
        alpha=film.shows_through,
        hard_edges=True,
        frames=film.frames,
        plays=film.plays,
        times=film.times,
        lossless=True,
    )


def _film(source: ByteSource) -> Film:
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
            coverage.add(box, _AFTER.get(control.disposal, After.STAYS), transparent=control.clear is not None)
            frames += 1
            times.add(gif.shown_ms(control.delay), slowed=gif.is_slowed(control.delay))
            control = gif.GraphicControl()
        elif block.label == gif.CONTROL:
            control = gif.control(source, block)
        elif block.label == gif.APPLICATION:
            plays = _plays(source.up_to(block.data_at, 16), plays)
    if frames == 0:
        raise damaged("a GIF without pictures")
    return film_of(size, frames, plays, times, shows_through=coverage.shows_through)


def _plays(extension: bytes, before: int) -> int:
    if extension[:14] not in (b"\x0bNETSCAPE2.0\x03\x01", b"\x0bANIMEXTS1.0\x03\x01"):
        return before
    again = int.from_bytes(extension[14:16], "little")
    return again + 1 if again else 0
