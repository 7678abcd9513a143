"""PNG as a codec."""

from workers.formats import Format
from workers.image.formats.codec import Codec, MetadataCarrier
from workers.image.formats.png import extent, metadata
from workers.image.formats.png.check import check, reach
from workers.image.formats.png.probe import probe
from workers.image.metadata import fitting

PNG = Codec(
    format=Format.PNG,
    tidy=extent.tidied,
    check=check,
    reach=reach,
    probe=probe,
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=metadata.fit,
        losses=fitting.segment_losses,
        texts_are_comments=False,
        save_arguments=None,
    ),
)
