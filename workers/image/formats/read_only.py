"""A codec of a format that is read, by one of Pillow's decoders, and not written."""

from collections.abc import Callable
from functools import partial
from typing import BinaryIO

from PIL import Image, ImageFile

from workers.binary.source import ByteSource
from workers.facts import Facts
from workers.formats import SPECS, Format
from workers.image.formats.codec import Codec, Decoder, MetadataCarrier, Probed, as_tagged, as_tagged_deep
from workers.image.metadata import fitting
from workers.image.metadata.bundle import Bundle


def read_only(
    format: Format,  # noqa: A002 - the glossary's word
    *,
    probe: Callable[[ByteSource, Bundle], Probed],
    check: Callable[[ByteSource], None] | None,
    open: Callable[[BinaryIO], ImageFile.ImageFile],  # noqa: A002 - the field's word
    mend: Callable[[Image.Image, Facts], Image.Image] | None,
    read_metadata: Callable[[ByteSource], Bundle] | None,
    deep_grey: bool,
    seconds: float,
    copies: int,
) -> Codec:
    """What `Codec`, `Decoder` and `MetadataCarrier` say of these; one picture, of 8 bits a channel but for grey."""
    return Codec(
        format=format,
        tidy=None,
        check=check,
        reach=None,
        probe=probe,
        decoder=Decoder(
            open=open,
            load=None,
            open_deep=None,
            canvases=None,
            first_canvas=None,
            times=None,
            mend=mend,
            left_to_turn=as_tagged,
            left_to_turn_deep=as_tagged_deep,
            tells_profile=False,
            fills_first=True,
            module=None,
            deep_models=frozenset(),
            deep_grey=deep_grey,
            code_points=False,
            turned_by_exif=False,
            page_profiles=False,
            has_jpeg=False,
            seconds=seconds,
            copies=copies,
            scales=False,
            deep_bytes=0,
            clear_color_bytes=0,
            progressive_bytes=0,
        ),
        encoder=None,
        metadata=MetadataCarrier(
            read=read_metadata,
            write=None,
            fit=partial(fitting.in_shape, spec=SPECS[format]),
            losses=fitting.foreign_losses,
            texts_are_comments=False,
            remake_gain_map=None,
            save_arguments=None,
        ),
    )
