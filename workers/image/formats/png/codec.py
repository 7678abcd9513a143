"""PNG as a codec."""

from workers.facts import ColorModel
from workers.formats import Format
from workers.image.formats.codec import Codec, Decoder, Encoder, FewColors, MetadataCarrier, as_tagged, as_tagged_deep
from workers.image.formats.png import extent, metadata
from workers.image.formats.png.check import check, reach
from workers.image.formats.png.deep import open_deep
from workers.image.formats.png.encode import encode_png
from workers.image.formats.png.encode_deep import encode_deep
from workers.image.formats.png.frames import canvases, first_canvas
from workers.image.formats.png.probe import probe
from workers.image.formats.png.repack import repack_png
from workers.image.formats.png.stored import open_png
from workers.image.metadata import fitting

PNG = Codec(
    format=Format.PNG,
    tidy=extent.tidied,
    check=check,
    reach=reach,
    probe=probe,
    decoder=Decoder(
        open=open_png,
        load=None,
        open_deep=open_deep,
        canvases=canvases,
        first_canvas=first_canvas,
        times=None,
        mend=None,
        left_to_turn=as_tagged,
        left_to_turn_deep=as_tagged_deep,
        tells_profile=False,  # Pillow does not know whether it counts or is whole
        fills_first=False,
        module=None,
        deep_models=frozenset({ColorModel.RGB, ColorModel.GREY}),
        deep_grey=True,
        code_points=True,
        turned_by_exif=True,
        page_profiles=False,
        has_jpeg=False,
        seconds=0.03,
        copies=1,
        scales=False,
        deep_bytes=0,
        clear_color_bytes=12,  # both bytes of each channel apart
        progressive_bytes=0,
    ),
    encoder=Encoder(
        encode=encode_png,
        encode_deep=encode_deep,
        repack=repack_png,
        curve=None,
        inside=None,
        holder=None,
        read_back=None,
        module=None,
        stores_grey=True,
        deep_grey=True,
        deep_grey_alpha=True,
        deep_bits=16,
        deep_with_extra=False,
        float_bits=0,
        code_points=True,
        moving_code_points=True,
        packs_by_encoding=False,
        few_colors=FewColors.ANY,
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
        seconds=0.3,
    ),
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=metadata.fit,
        losses=fitting.segment_losses,
        texts_are_comments=False,
        remake_gain_map=None,
        save_arguments=None,
    ),
)
