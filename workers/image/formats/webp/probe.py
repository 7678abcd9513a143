"""What the header of a WebP says."""

from workers.binary.source import ByteSource, damaged
from workers.image.formats.codec import Probed
from workers.image.formats.film import Film, film_of
from workers.image.formats.webp import container as riff
from workers.image.metadata import exif
from workers.image.metadata.bundle import Bundle
from workers.image.timing import TimesSeen


def probe(source: ByteSource, bundle: Bundle) -> Probed:
    """The facts that the container tells. Raises Failure."""
    film, kind = _film(source), None
    for chunk in riff.chunks(source):
        if chunk.name == b"ANMF":
            kind = kind or source.at(chunk.data_at + 16, 4)
        elif chunk.name in (b"VP8 ", b"VP8L"):
            kind = kind or chunk.name
    if kind is None:
        raise damaged("a WebP without picture")
    return Probed(
        width=film.width,
        height=film.height,
        orientation=exif.orientation_of(bundle.exif),
        alpha=film.shows_through,
        frames=film.frames,
        plays=film.plays,
        times=film.times,
        chroma=None if kind == b"VP8L" else "420",
        lossless=kind == b"VP8L",
    )


def _film(source: ByteSource) -> Film:
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
    return film_of((canvas.width, canvas.height), frames, plays, times, shows_through=canvas.alpha)
