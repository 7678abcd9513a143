"""What the header of a PNG says, and the frames of an APNG."""

from collections.abc import Mapping

from workers.binary.source import ByteSource, damaged
from workers.facts import ColorModel
from workers.image.formats.codec import Probed
from workers.image.formats.coverage import After, Coverage
from workers.image.formats.film import Film, film_of
from workers.image.formats.png import apng
from workers.image.formats.png import container as png
from workers.image.metadata import exif
from workers.image.metadata.bundle import Bundle
from workers.image.metadata.color import hdr_of
from workers.image.timing import TimesSeen

_MODELS = {0: ColorModel.GREY, 2: ColorModel.RGB, 3: ColorModel.PALETTE, 4: ColorModel.GREY, 6: ColorModel.RGB}
_AFTER: Mapping[int, After] = {apng.Dispose.BACKGROUND: After.CLEARED, apng.Dispose.PREVIOUS: After.UNDONE}


def probe(source: ByteSource, bundle: Bundle) -> Probed:
    """The facts that the container tells. Raises Failure."""
    head = png.header(source)
    film = _film(source)
    alpha, hard_edges = head.color in (4, 6), False
    for chunk in png.chunks(source):
        if chunk.name == b"tRNS" and png.is_clear_color(head, chunk):
            alpha = True
            # One colour that is clear, or how opaque each colour of the palette is (PNG 3rd edition, 11.3.1.1).
            hard_edges = head.color != 3 or not source.up_to(chunk.data_at, min(chunk.size, 256)).strip(b"\0\xff")
        elif chunk.name == b"IDAT":
            break
    model = _MODELS.get(head.color)
    if model is None:
        raise damaged(f"PNG colour type {head.color}")
    return Probed(
        width=head.width,
        height=head.height,
        orientation=exif.orientation_of(bundle.exif),
        model=ColorModel.BILEVEL if (head.color, head.bits) == (0, 1) else model,
        bits=8 if head.color == 3 else head.bits,
        alpha=alpha or film.shows_through,
        hard_edges=hard_edges or (film.shows_through and not alpha),
        frames=film.frames,
        plays=film.plays,
        times=film.times,
        hdr=hdr_of(bundle),
        lossless=True,
    )


def _film(source: ByteSource) -> Film:
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
            coverage.add(box, _AFTER.get(control.dispose, After.STAYS), transparent=False)
        elif chunk.name == b"IDAT" and box != whole:
            raise damaged("the picture itself is a frame that does not cover the canvas")
        elif chunk.name == b"IDAT" and not promised:
            return Film(width=head.width, height=head.height, frames=1, plays=1, times=None, shows_through=False)
    if frames != promised and promised > 0:  # which the third edition, 11.3.6.1, wants treated as an error
        raise damaged(f"{frames} frames where {promised} are said to be")
    return film_of((head.width, head.height), frames, plays, times, shows_through=coverage.shows_through)
