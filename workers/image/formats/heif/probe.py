"""What the boxes of a HEIC or AVIF say."""

from workers.binary.source import ByteSource
from workers.facts import ColorModel, Crop, Hdr, Times
from workers.image.formats.codec import Probed
from workers.image.formats.heif import container as heif
from workers.image.metadata.bundle import Bundle
from workers.image.metadata.color import hdr_of
from workers.image.timing import TimesSeen


def probe(source: ByteSource, bundle: Bundle, *, shows_films: bool) -> Probed:
    """`shows_films` is whether the decoder shows the film where the first brand says that there is one."""
    shown = heif.pictures(source)
    part = shown.aperture
    return Probed(
        width=shown.width,
        height=shown.height,
        orientation=shown.orientation,
        aperture=Crop(left=part[0], top=part[1], width=part[2], height=part[3]) if part else None,
        model=ColorModel.GREY if shown.coding.grey else ColorModel.RGB,
        bits=shown.coding.bits,
        alpha=shown.alpha,
        frames=shown.frames,
        pages=shown.pages if shown.frames == 1 else 1,
        plays=shown.plays if shown.frames > 1 else 1,
        times=_film_times(shown),
        # libheif's pictures are the still ones; libavif shows what the first brand says.
        still_only=shown.frames > 1 and not (shown.leads and shows_films),
        auxiliary=shown.auxiliary,
        hdr=Hdr.GAIN_MAP if shown.gain_map and hdr_of(bundle) is Hdr.NONE else hdr_of(bundle),
        chroma=shown.coding.chroma,
    )


def _film_times(shown: heif.Pictures) -> Times | None:
    seen = TimesSeen()
    for count, time_ms in shown.times if shown.frames > 1 else ():
        seen.add(time_ms, count)
    return seen.times()
