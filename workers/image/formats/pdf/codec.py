"""PDF as a codec."""

from functools import partial

from workers.formats import SPECS, Format
from workers.image.formats.codec import Codec, MetadataCarrier
from workers.image.metadata import fitting

PDF = Codec(
    format=Format.PDF,
    tidy=None,
    check=None,
    reach=None,
    probe=None,
    decoder=None,
    metadata=MetadataCarrier(
        read=None,
        write=None,
        fit=partial(fitting.in_shape, spec=SPECS[Format.PDF]),
        losses=fitting.foreign_losses,
        texts_are_comments=False,
        save_arguments=None,
    ),
)
