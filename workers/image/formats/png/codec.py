"""PNG as a codec."""

from workers.formats import Format
from workers.image.formats.codec import Codec, Decoder, MetadataCarrier, as_tagged, as_tagged_deep
from workers.image.formats.png import extent, metadata
from workers.image.formats.png.check import check, reach
from workers.image.formats.png.deep import open_deep
from workers.image.formats.png.frames import canvases, first_canvas
from workers.image.formats.png.probe import probe
from workers.image.formats.png.stored import open_png
from workers.image.metadata import fitting

PNG = Codec(
    format=Format.PNG,
    tidy=extent.tidied,
    check=check,
    reach=reach,
    probe=probe,
    decoder=Decoder(
        open=open_png,
        load=None,
        open_deep=open_deep,
        canvases=canvases,
        first_canvas=first_canvas,
        times=None,
        mend=None,
        left_to_turn=as_tagged,
        left_to_turn_deep=as_tagged_deep,
        tells_profile=False,  # Pillow does not know whether it counts or is whole
        fills_first=False,
    ),
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=metadata.fit,
        losses=fitting.segment_losses,
        texts_are_comments=False,
        save_arguments=None,
    ),
)
