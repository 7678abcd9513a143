"""PDF as a codec."""

from functools import partial

from workers.formats import SPECS, Format
from workers.image.formats.codec import Codec, Encoder, FewColors, MetadataCarrier
from workers.image.formats.pdf.encode import encode_pdf
from workers.image.formats.pdf.read_back import read_back
from workers.image.metadata import fitting

PDF = Codec(
    format=Format.PDF,
    tidy=None,
    check=None,
    reach=None,
    probe=None,
    decoder=None,
    encoder=Encoder(
        encode=encode_pdf,
        encode_deep=None,
        repack=None,
        curve=None,
        inside=Format.JPEG,
        holder=None,
        read_back=read_back,
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
        may_be_exact=True,
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
        read=None,
        write=None,
        fit=partial(fitting.in_shape, spec=SPECS[Format.PDF]),
        losses=fitting.foreign_losses,
        texts_are_comments=False,
        remake_gain_map=None,
        save_arguments=None,
    ),
)
