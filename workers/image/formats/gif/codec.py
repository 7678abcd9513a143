"""GIF as a codec."""

from workers.formats import Format
from workers.image.formats import pillow
from workers.image.formats.codec import Codec, Decoder, Encoder, FewColors, MetadataCarrier, as_tagged, as_tagged_deep
from workers.image.formats.gif import extent, metadata
from workers.image.formats.gif.check import check
from workers.image.formats.gif.encode import encode_gif
from workers.image.formats.gif.frames import first_canvas, gif_frames
from workers.image.formats.gif.probe import probe
from workers.image.metadata import fitting

GIF = Codec(
    format=Format.GIF,
    tidy=extent.tidied,
    check=check,
    reach=None,
    probe=probe,
    decoder=Decoder(
        open=lambda source: pillow.opened(source, "GIF"),
        load=None,
        open_deep=None,
        canvases=gif_frames,
        first_canvas=first_canvas,
        times=None,
        mend=None,
        left_to_turn=as_tagged,
        left_to_turn_deep=as_tagged_deep,
        tells_profile=True,
        fills_first=True,
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
        encode=encode_gif,
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
        bytes=40,
        alpha_bytes=0,
        seconds=1.5,
    ),
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=metadata.fit,
        losses=fitting.foreign_losses,
        texts_are_comments=False,
        remake_gain_map=None,
        save_arguments=None,
    ),
)
