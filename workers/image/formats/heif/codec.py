"""HEIC as a codec."""

from functools import partial

from PIL import Image

from workers.facts import Facts
from workers.formats import SPECS, Format
from workers.image.formats.codec import Codec, Decoder, MetadataCarrier
from workers.image.formats.heif import extent, metadata
from workers.image.formats.heif.check import check
from workers.image.formats.heif.deep import open_deep
from workers.image.formats.heif.opening import open_heic
from workers.image.formats.heif.probe import probe
from workers.image.metadata import fitting
from workers.image.metadata.bundle import Bundle


def _save_arguments(bundle: Bundle) -> dict[str, object]:
    # None strips; left out, the plugin takes what the image was opened with.
    return {"exif": metadata.exif_to_save(bundle), "xmp": bundle.xmp, "icc_profile": bundle.icc}


def _to_white(picture: Image.Image, facts: Facts) -> Image.Image:
    """Deep grey, which the decoder moves up from 10 or 12 bits, so that white is white."""
    if picture.mode != "I;16":
        return picture
    scale = 65_535 / ((2**facts.bits - 1) << (16 - facts.bits))
    return picture.convert("I").point(lambda value: value * scale).convert("I;16")


HEIC = Codec(
    format=Format.HEIC,
    tidy=extent.tidied,
    check=check,
    reach=None,
    probe=partial(probe, shows_films=False),
    decoder=Decoder(
        open=open_heic,
        load=None,
        open_deep=open_deep,
        canvases=None,
        first_canvas=None,
        times=None,
        mend=_to_white,
        left_to_turn=lambda _opened, _facts: 1,
        left_to_turn_deep=lambda _facts: 1,
        tells_profile=True,
        fills_first=False,
    ),
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=partial(metadata.fit, spec=SPECS[Format.HEIC]),
        losses=fitting.foreign_losses,
        texts_are_comments=False,
        save_arguments=_save_arguments,
    ),
)
