"""TIFF as a codec."""

from PIL import ImageFile

from workers.facts import ColorModel, Facts
from workers.formats import Format
from workers.image.formats.codec import Codec, Decoder, Encoder, FewColors, MetadataCarrier, as_tagged_deep
from workers.image.formats.tiff import extent, metadata
from workers.image.formats.tiff.check import check
from workers.image.formats.tiff.deep import open_deep
from workers.image.formats.tiff.encode import encode_tiff
from workers.image.formats.tiff.encode_deep import encode_deep
from workers.image.formats.tiff.probe import probe
from workers.image.formats.tiff.stored import StoredTiff, open_tiff


def _left_to_turn(opened: ImageFile.ImageFile, facts: Facts) -> int:
    """Each page's own."""
    return opened.page.orientation if isinstance(opened, StoredTiff) else facts.orientation


TIFF = Codec(
    format=Format.TIFF,
    tidy=extent.tidied,
    check=check,
    reach=None,
    probe=probe,
    decoder=Decoder(
        open=open_tiff,
        load=None,
        open_deep=open_deep,
        canvases=None,
        first_canvas=None,
        times=None,
        mend=None,
        left_to_turn=_left_to_turn,
        left_to_turn_deep=as_tagged_deep,
        tells_profile=True,
        fills_first=False,
        module=None,
        deep_models=frozenset({ColorModel.RGB, ColorModel.GREY}),
        deep_grey=True,
        code_points=False,
        turned_by_exif=False,
        page_profiles=True,
        has_jpeg=False,
        seconds=0.03,
        copies=1,
        scales=False,
        deep_bytes=16,  # the numbers as they are stored, the shades made of them, and the picture
        clear_color_bytes=0,
        progressive_bytes=0,
    ),
    encoder=Encoder(
        encode=encode_tiff,
        encode_deep=encode_deep,
        repack=None,
        curve=None,
        inside=None,
        holder=None,
        read_back=None,
        module=None,
        stores_grey=True,
        deep_grey=True,
        deep_grey_alpha=False,  # which few programs read
        deep_bits=16,
        deep_with_extra=False,
        float_bits=32,
        code_points=False,
        moving_code_points=False,
        packs_by_encoding=True,
        few_colors=FewColors.MIXED,
        gains_by_few_colors=True,
        may_be_exact=False,
        least_saving_at_a_look=0.5,
        carries_turn=True,
        profile_in_pixels=False,
        joins_equal_frames=False,
        own_resolution=True,
        always_alpha=False,
        extended_xmp=False,
        bytes=8,
        alpha_bytes=0,
        seconds=0.15,
    ),
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=metadata.fit,
        losses=metadata.losses,
        texts_are_comments=False,
        remake_gain_map=None,
        save_arguments=None,
    ),
)
