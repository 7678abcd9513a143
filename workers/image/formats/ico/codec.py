"""ICO as a codec."""

from functools import partial

from workers.formats import SPECS, Format
from workers.image.formats import pillow
from workers.image.formats.codec import Codec, Decoder, Encoder, FewColors, MetadataCarrier, as_tagged, as_tagged_deep
from workers.image.formats.ico import extent
from workers.image.formats.ico.check import check
from workers.image.formats.ico.container import decodable
from workers.image.formats.ico.encode import encode_ico
from workers.image.formats.ico.probe import probe
from workers.image.metadata import fitting

ICO = Codec(
    format=Format.ICO,
    tidy=extent.tidied,
    check=check,
    reach=None,
    probe=probe,
    decoder=Decoder(
        open=lambda source: pillow.opened(decodable(source), "ICO"),
        load=None,
        open_deep=None,
        canvases=None,
        first_canvas=None,
        times=None,
        mend=None,
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
        encode=encode_ico,
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
        few_colors=FewColors.NONE,
        gains_by_few_colors=True,
        may_be_exact=False,
        least_saving_at_a_look=0.5,
        carries_turn=True,
        profile_in_pixels=False,
        joins_equal_frames=False,
        own_resolution=False,
        always_alpha=True,
        extended_xmp=False,
        bytes=8,
        alpha_bytes=0,
        seconds=0.1,
    ),
    metadata=MetadataCarrier(
        read=None,
        write=None,
        fit=partial(fitting.in_shape, spec=SPECS[Format.ICO]),
        losses=fitting.foreign_losses,
        texts_are_comments=False,
        remake_gain_map=None,
        save_arguments=None,
    ),
)
