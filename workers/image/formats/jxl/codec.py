"""JPEG XL as a codec."""

from functools import partial

from PIL import ImageFile

from workers.facts import Facts
from workers.formats import SPECS, Format
from workers.image.formats.codec import Codec, Decoder, Encoder, FewColors, MetadataCarrier, as_tagged_deep
from workers.image.formats.jpeg.metadata import MOST_XMP
from workers.image.formats.jxl import metadata
from workers.image.formats.jxl.check import check
from workers.image.formats.jxl.encode import encode_jxl
from workers.image.formats.jxl.holder import HOLDER
from workers.image.formats.jxl.opening import open_jxl
from workers.image.formats.jxl.probe import probe
from workers.image.metadata import fitting


def _left_to_turn(opened: ImageFile.ImageFile, facts: Facts) -> int:
    """Turned by the decoder, but for the JPEG that one was made of: that comes as it is stored."""
    return facts.orientation if getattr(opened, "jpeg", False) else 1


JXL = Codec(
    format=Format.JXL,
    tidy=None,
    check=check,
    reach=None,
    probe=probe,
    decoder=Decoder(
        open=open_jxl,
        load=None,
        open_deep=None,
        canvases=None,
        first_canvas=None,
        times=None,
        mend=None,
        left_to_turn=_left_to_turn,
        left_to_turn_deep=as_tagged_deep,
        tells_profile=True,
        fills_first=False,
        module="pillow_jxl",
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
        encode=encode_jxl,
        encode_deep=None,
        repack=None,
        curve=((40, 59), (60, 68), (70, 74), (78, 78), (84, 82), (88, 85), (92, 88), (95, 91)),
        inside=None,
        holder=HOLDER,
        read_back=None,
        module="pillow_jxl",
        stores_grey=False,
        deep_grey=False,
        deep_grey_alpha=True,
        deep_bits=None,
        deep_with_extra=True,
        float_bits=0,
        code_points=False,
        moving_code_points=False,
        packs_by_encoding=False,
        few_colors=FewColors.NONE,
        gains_by_few_colors=False,
        may_be_exact=True,
        least_saving_at_a_look=0.5,
        carries_turn=False,  # it holds the JPEG's tag and a turn of its own, and readers do both
        profile_in_pixels=True,
        joins_equal_frames=False,
        own_resolution=False,
        always_alpha=False,
        extended_xmp=False,
        bytes=50,
        alpha_bytes=0,
        seconds=1.0,
    ),
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=partial(
            fitting.in_shape, spec=SPECS[Format.JXL], most_xmp=MOST_XMP
        ),  # the JPEG in it has to hold its packet too
        losses=fitting.foreign_losses,
        texts_are_comments=False,
        remake_gain_map=None,
        save_arguments=None,
    ),
)
