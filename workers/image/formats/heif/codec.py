"""HEIC as a codec."""

from functools import partial

from PIL import Image

from workers.facts import ColorModel, Facts
from workers.formats import SPECS, Format
from workers.image.formats.codec import Codec, Decoder, Encoder, FewColors, MetadataCarrier
from workers.image.formats.heif import extent, metadata
from workers.image.formats.heif.check import check
from workers.image.formats.heif.deep import open_deep
from workers.image.formats.heif.encode import encode_heic
from workers.image.formats.heif.encode_deep import encode_deep
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
        module=None,
        deep_models=frozenset({ColorModel.RGB}),
        deep_grey=True,
        code_points=True,
        turned_by_exif=False,
        page_profiles=False,
        has_jpeg=False,
        seconds=0.03,
        copies=2,  # and the planes
        scales=False,
        deep_bytes=0,
        clear_color_bytes=0,
        progressive_bytes=0,
    ),
    encoder=Encoder(
        encode=encode_heic,
        encode_deep=encode_deep,
        repack=None,
        curve=((25, 43), (40, 68), (50, 79), (60, 85), (70, 90), (80, 92)),
        inside=None,
        holder=None,
        read_back=None,
        module="pillow_heif",
        stores_grey=False,
        deep_grey=True,
        deep_grey_alpha=True,
        deep_bits=10,
        deep_with_extra=True,
        float_bits=0,
        code_points=True,
        moving_code_points=False,
        packs_by_encoding=False,
        few_colors=FewColors.NONE,
        gains_by_few_colors=False,
        may_be_exact=False,
        least_saving_at_a_look=0.5,
        carries_turn=True,
        profile_in_pixels=False,
        joins_equal_frames=False,
        own_resolution=False,
        always_alpha=False,
        extended_xmp=False,
        bytes=32,
        alpha_bytes=16,  # the transparency is a picture of its own
        seconds=1.0,
    ),
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=partial(metadata.fit, spec=SPECS[Format.HEIC]),
        losses=fitting.foreign_losses,
        texts_are_comments=False,
        remake_gain_map=None,
        save_arguments=_save_arguments,
    ),
)
