"""GIF as a codec."""

from workers.formats import Format
from workers.image.formats.codec import Codec, MetadataCarrier
from workers.image.formats.gif import extent, metadata
from workers.image.formats.gif.check import check
from workers.image.formats.gif.probe import probe
from workers.image.metadata import fitting

GIF = Codec(
    format=Format.GIF,
    tidy=extent.tidied,
    check=check,
    reach=None,
    probe=probe,
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=metadata.fit,
        losses=fitting.foreign_losses,
        texts_are_comments=False,
        save_arguments=None,
    ),
)
