"""JPEG XL as a codec."""

from functools import partial

from workers.formats import SPECS, Format
from workers.image.formats.codec import Codec, MetadataCarrier
from workers.image.formats.jpeg.metadata import MOST_XMP
from workers.image.formats.jxl import metadata
from workers.image.formats.jxl.check import check
from workers.image.formats.jxl.probe import probe
from workers.image.metadata import fitting

JXL = Codec(
    format=Format.JXL,
    tidy=None,
    check=check,
    reach=None,
    probe=probe,
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=partial(
            fitting.in_shape, spec=SPECS[Format.JXL], most_xmp=MOST_XMP
        ),  # the JPEG in it has to hold its packet too
        losses=fitting.foreign_losses,
        texts_are_comments=False,
        save_arguments=None,
    ),
)
