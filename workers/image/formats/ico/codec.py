"""ICO as a codec."""

from functools import partial

from workers.formats import SPECS, Format
from workers.image.formats.codec import Codec, MetadataCarrier
from workers.image.formats.ico import extent
from workers.image.formats.ico.check import check
from workers.image.formats.ico.probe import probe
from workers.image.metadata import fitting

ICO = Codec(
    format=Format.ICO,
    tidy=extent.tidied,
    check=check,
    reach=None,
    probe=probe,
    metadata=MetadataCarrier(
        read=None,
        write=None,
        fit=partial(fitting.in_shape, spec=SPECS[Format.ICO]),
        losses=fitting.foreign_losses,
        texts_are_comments=False,
        save_arguments=None,
    ),
)
