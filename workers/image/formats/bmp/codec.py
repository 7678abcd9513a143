"""BMP as a codec."""

from functools import partial

from PIL import Image

from workers.facts import Facts
from workers.formats import SPECS, Format
from workers.image.formats import pillow
from workers.image.formats.bmp import extent, metadata
from workers.image.formats.bmp.check import check
from workers.image.formats.bmp.container import decodable
from workers.image.formats.bmp.probe import probe
from workers.image.formats.codec import Codec, Decoder, MetadataCarrier, as_tagged, as_tagged_deep
from workers.image.metadata import fitting


def _in_colors(picture: Image.Image, facts: Facts) -> Image.Image:
    """A palette of greys whose profile is still one for colours."""
    return picture.convert("RGB") if facts.profile_space == "RGB" and picture.mode in {"1", "L"} else picture


BMP = Codec(
    format=Format.BMP,
    tidy=extent.tidied,
    check=check,
    reach=None,
    probe=probe,
    decoder=Decoder(
        open=lambda source: pillow.opened(decodable(source), "BMP"),
        load=None,
        open_deep=None,
        canvases=None,
        first_canvas=None,
        times=None,
        mend=_in_colors,
        left_to_turn=as_tagged,
        left_to_turn_deep=as_tagged_deep,
        tells_profile=True,
        fills_first=False,
    ),
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=partial(fitting.in_shape, spec=SPECS[Format.BMP]),
        losses=fitting.foreign_losses,
        texts_are_comments=False,
        save_arguments=None,
    ),
)
