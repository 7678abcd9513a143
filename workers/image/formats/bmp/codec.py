"""BMP as a codec."""

from functools import partial

from PIL import Image

from workers.facts import Facts
from workers.formats import SPECS, Format
from workers.image.formats import pillow
from workers.image.formats.bmp import extent, metadata
from workers.image.formats.bmp.check import check
from workers.image.formats.bmp.container import decodable
from workers.image.formats.bmp.encode import encode_bmp
from workers.image.formats.bmp.probe import probe
from workers.image.formats.codec import Codec, Decoder, Encoder, FewColors, MetadataCarrier, as_tagged, as_tagged_deep
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
        module=None,
        deep_models=frozenset(),
        deep_grey=False,
        code_points=False,
        turned_by_exif=False,
        page_profiles=False,
        has_jpeg=False,
        seconds=0.03,
        copies=1,
        scales=False,
        deep_bytes=0,
        clear_color_bytes=0,
        progressive_bytes=0,
    ),
    encoder=Encoder(
        encode=encode_bmp,
        encode_deep=None,
        repack=None,
        curve=None,
        inside=None,
        holder=None,
        read_back=None,
        module=None,
        stores_grey=True,
        deep_grey=False,
        deep_grey_alpha=True,
        deep_bits=None,
        deep_with_extra=False,
        float_bits=0,
        code_points=False,
        moving_code_points=False,
        packs_by_encoding=False,
        few_colors=FewColors.MIXED,
        gains_by_few_colors=True,
        may_be_exact=False,
        least_saving_at_a_look=0.5,
        carries_turn=True,
        profile_in_pixels=False,
        joins_equal_frames=False,
        own_resolution=False,
        always_alpha=False,
        extended_xmp=False,
        bytes=8,
        alpha_bytes=0,
        seconds=0.1,
    ),
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=partial(fitting.in_shape, spec=SPECS[Format.BMP]),
        losses=fitting.foreign_losses,
        texts_are_comments=False,
        remake_gain_map=None,
        save_arguments=None,
    ),
)
