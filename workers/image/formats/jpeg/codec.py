"""JPEG as a codec."""

from workers.formats import Format
from workers.image.formats.codec import Codec, MetadataCarrier
from workers.image.formats.jpeg import extent, metadata
from workers.image.formats.jpeg.check import check
from workers.image.formats.jpeg.probe import probe

JPEG = Codec(
    format=Format.JPEG,
    tidy=extent.tidied,
    check=check,
    reach=None,
    probe=probe,
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=metadata.fit,
        losses=metadata.losses,
        texts_are_comments=True,
        save_arguments=None,
    ),
)
