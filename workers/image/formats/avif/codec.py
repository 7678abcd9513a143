"""AVIF as a codec."""

from functools import partial

from PIL import Image

from workers.facts import Facts
from workers.formats import SPECS, Format
from workers.image.formats import pillow
from workers.image.formats.avif.deep import open_deep
from workers.image.formats.codec import Codec, Decoder, MetadataCarrier, as_tagged
from workers.image.formats.heif import extent, metadata
from workers.image.formats.heif.check import check
from workers.image.formats.heif.container import film_times
from workers.image.formats.heif.probe import probe
from workers.image.metadata import fitting
from workers.image.metadata.bundle import Bundle


def _save_arguments(bundle: Bundle) -> dict[str, object]:
    exif = metadata.exif_to_save(bundle)
    return {"exif": exif or b"", "xmp": bundle.xmp or b"", "icc_profile": bundle.icc or b""}


def _shown(picture: Image.Image, facts: Facts) -> Image.Image:
    """The part of the pixels that the property `clap` shows; Pillow passes it over, libheif does not."""
    part = facts.aperture
    if part is None:
        return picture
    return picture.crop((part.left, part.top, part.left + part.width, part.top + part.height))


AVIF = Codec(
    format=Format.AVIF,
    tidy=extent.tidied,
    check=check,
    reach=None,
    probe=partial(probe, shows_films=True),
    decoder=Decoder(
        open=lambda source: pillow.opened(source, "AVIF"),
        load=None,
        open_deep=open_deep,
        canvases=None,
        first_canvas=None,
        times=film_times,
        mend=_shown,
        left_to_turn=as_tagged,
        left_to_turn_deep=lambda _facts: 1,
        tells_profile=True,
        fills_first=False,
    ),
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=partial(metadata.fit, spec=SPECS[Format.AVIF]),
        losses=fitting.foreign_losses,
        texts_are_comments=False,
        save_arguments=_save_arguments,
    ),
)
