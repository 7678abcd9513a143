"""WebP as a codec."""

from functools import partial

from workers.formats import SPECS, Format
from workers.image.formats import pillow
from workers.image.formats.codec import Codec, Decoder, Encoder, FewColors, MetadataCarrier, as_tagged, as_tagged_deep
from workers.image.formats.webp import extent, metadata
from workers.image.formats.webp.check import check
from workers.image.formats.webp.container import decodable
from workers.image.formats.webp.encode import encode_webp
from workers.image.formats.webp.probe import probe
from workers.image.metadata import fitting

WEBP = Codec(
    format=Format.WEBP,
    tidy=extent.tidied,
    check=check,
    reach=None,
    probe=probe,
    decoder=Decoder(
        open=lambda source: pillow.opened(decodable(source), "WEBP"),
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
        turned_by_exif=True,
        page_profiles=False,
        has_jpeg=False,
        seconds=0.03,
        copies=5,  # two canvases, the frame's own pixels, and a copy that is handed over
        scales=False,
        deep_bytes=0,
        clear_color_bytes=0,
        progressive_bytes=0,
    ),
    encoder=Encoder(
        encode=encode_webp,
        encode_deep=None,
        repack=None,
        curve=((20, 40), (40, 55), (55, 61), (65, 65), (75, 69), (80, 73), (85, 78), (90, 82), (95, 87), (98, 89)),
        inside=None,
        holder=None,
        read_back=None,
        module=None,
        stores_grey=False,
        deep_grey=False,
        deep_grey_alpha=True,
        deep_bits=None,
        deep_with_extra=False,
        float_bits=0,
        code_points=False,
        moving_code_points=False,
        packs_by_encoding=False,
        few_colors=FewColors.NONE,
        gains_by_few_colors=False,
        may_be_exact=True,
        least_saving_at_a_look=0.5,
        carries_turn=True,
        profile_in_pixels=False,
        joins_equal_frames=True,
        own_resolution=False,
        always_alpha=False,
        extended_xmp=False,
        bytes=18,
        alpha_bytes=0,
        seconds=0.2,
    ),
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=partial(fitting.in_shape, spec=SPECS[Format.WEBP]),
        losses=fitting.foreign_losses,
        texts_are_comments=False,
        remake_gain_map=None,
        save_arguments=None,
    ),
)
