"""ICO as a codec."""

from functools import partial

from workers.formats import SPECS, Format
from workers.image.formats import pillow
from workers.image.formats.codec import Codec, Decoder, MetadataCarrier, as_tagged, as_tagged_deep
from workers.image.formats.ico import extent
from workers.image.formats.ico.check import check
from workers.image.formats.ico.container import decodable
from workers.image.formats.ico.probe import probe
from workers.image.metadata import fitting

ICO = Codec(
    format=Format.ICO,
    tidy=extent.tidied,
    check=check,
    reach=None,
    probe=probe,
    decoder=Decoder(
        open=lambda source: pillow.opened(decodable(source), "ICO"),
        load=None,
        open_deep=None,
        canvases=None,
        first_canvas=None,
        times=None,
        mend=None,
        left_to_turn=as_tagged,
        left_to_turn_deep=as_tagged_deep,
        tells_profile=True,
        fills_first=False,
    ),
    metadata=MetadataCarrier(
        read=None,
        write=None,
        fit=partial(fitting.in_shape, spec=SPECS[Format.ICO]),
        losses=fitting.foreign_losses,
        texts_are_comments=False,
        save_arguments=None,
    ),
)
