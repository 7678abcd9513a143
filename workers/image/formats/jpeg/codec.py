"""JPEG as a codec."""

from workers.formats import Format
from workers.image.formats.codec import Codec, Decoder, Encoder, FewColors, MetadataCarrier, as_tagged, as_tagged_deep
from workers.image.formats.jpeg import extent, metadata
from workers.image.formats.jpeg.check import check
from workers.image.formats.jpeg.decode import load_jpeg
from workers.image.formats.jpeg.encode import encode_jpeg
from workers.image.formats.jpeg.gain_map import remake_gain_map
from workers.image.formats.jpeg.opening import open_jpeg
from workers.image.formats.jpeg.probe import probe
from workers.image.formats.jpeg.repack import repack_jpeg

JPEG = Codec(
    format=Format.JPEG,
    tidy=extent.tidied,
    check=check,
    reach=None,
    probe=probe,
    decoder=Decoder(
        open=open_jpeg,
        load=load_jpeg,
        open_deep=None,
        canvases=None,
        first_canvas=None,
        times=None,
        mend=None,
        left_to_turn=as_tagged,
        left_to_turn_deep=as_tagged_deep,
        tells_profile=False,  # Pillow does not know whether it counts or is whole
        fills_first=False,
        module=None,
        deep_models=frozenset(),
        deep_grey=False,
        code_points=False,
        turned_by_exif=True,
        page_profiles=False,
        has_jpeg=True,
        seconds=0.03,
        copies=1,
        scales=True,
        deep_bytes=0,
        clear_color_bytes=0,
        progressive_bytes=6,
    ),
    encoder=Encoder(
        encode=encode_jpeg,
        encode_deep=None,
        repack=repack_jpeg,
        curve=((20, 29), (35, 55), (50, 66), (62, 71), (70, 76), (76, 79), (80, 81), (84, 83), (90, 86), (96, 90)),
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
        gains_by_few_colors=False,
        may_be_exact=False,
        least_saving_at_a_look=0.35,
        carries_turn=True,
        profile_in_pixels=False,
        joins_equal_frames=False,
        own_resolution=False,
        always_alpha=False,
        extended_xmp=True,
        bytes=8,
        alpha_bytes=0,
        seconds=0.05,
    ),
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=metadata.fit,
        losses=metadata.losses,
        texts_are_comments=True,
        remake_gain_map=remake_gain_map,
        save_arguments=None,
    ),
)
