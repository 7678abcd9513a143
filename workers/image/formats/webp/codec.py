"""WebP as a codec."""

from functools import partial

from workers.formats import SPECS, Format
from workers.image.formats.codec import Codec, MetadataCarrier
from workers.image.formats.webp import extent, metadata
from workers.image.formats.webp.check import check
from workers.image.formats.webp.probe import probe
from workers.image.metadata import fitting

WEBP = Codec(
    format=Format.WEBP,
    tidy=extent.tidied,
    check=check,
    reach=None,
    probe=probe,
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=partial(fitting.in_shape, spec=SPECS[Format.WEBP]),
        losses=fitting.foreign_losses,
        texts_are_comments=False,
        save_arguments=None,
    ),
)
