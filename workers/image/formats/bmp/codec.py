"""BMP as a codec."""

from functools import partial

from workers.formats import SPECS, Format
from workers.image.formats.bmp import extent, metadata
from workers.image.formats.bmp.check import check
from workers.image.formats.bmp.probe import probe
from workers.image.formats.codec import Codec, MetadataCarrier
from workers.image.metadata import fitting

BMP = Codec(
    format=Format.BMP,
    tidy=extent.tidied,
    check=check,
    reach=None,
    probe=probe,
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=partial(fitting.in_shape, spec=SPECS[Format.BMP]),
        losses=fitting.foreign_losses,
        texts_are_comments=False,
        save_arguments=None,
    ),
)
