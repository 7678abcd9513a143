"""TIFF as a codec."""

from workers.formats import Format
from workers.image.formats.codec import Codec, MetadataCarrier
from workers.image.formats.tiff import extent, metadata
from workers.image.formats.tiff.check import check
from workers.image.formats.tiff.probe import probe

TIFF = Codec(
    format=Format.TIFF,
    tidy=extent.tidied,
    check=check,
    reach=None,
    probe=probe,
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=metadata.fit,
        losses=metadata.losses,
        texts_are_comments=False,
        save_arguments=None,
    ),
)
