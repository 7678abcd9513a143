"""AVIF as a codec."""

from functools import partial

from PIL import Image

from workers.facts import ColorModel, Facts
from workers.formats import SPECS, Format
from workers.image.formats import pillow
from workers.image.formats.avif.deep import open_deep
from workers.image.formats.avif.encode import encode_avif
from workers.image.formats.avif.encode_deep import encode_deep
from workers.image.formats.codec import Codec, Decoder, Encoder, FewColors, MetadataCarrier, as_tagged
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
        module=None,
        deep_models=frozenset({ColorModel.RGB, ColorModel.GREY}),
        deep_grey=False,
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
        encode=encode_avif,
        encode_deep=encode_deep,
        repack=None,
        curve=((25, 30), (40, 56), (50, 67), (60, 75), (68, 79), (75, 82), (80, 84), (85, 85), (90, 87), (95, 89)),
        inside=None,
        holder=None,
        read_back=None,
        module=None,
        stores_grey=False,
        deep_grey=False,
        deep_grey_alpha=True,
        deep_bits=12,
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
        seconds=0.8,
    ),
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=partial(metadata.fit, spec=SPECS[Format.AVIF]),
        losses=fitting.foreign_losses,
        texts_are_comments=False,
        remake_gain_map=None,
        save_arguments=_save_arguments,
    ),
)
