"""GIF as a codec."""

from workers.formats import Format
from workers.image.formats import pillow
from workers.image.formats.codec import Codec, Decoder, MetadataCarrier, as_tagged, as_tagged_deep
from workers.image.formats.gif import extent, metadata
from workers.image.formats.gif.check import check
from workers.image.formats.gif.frames import first_canvas, gif_frames
from workers.image.formats.gif.probe import probe
from workers.image.metadata import fitting

GIF = Codec(
    format=Format.GIF,
    tidy=extent.tidied,
    check=check,
    reach=None,
    probe=probe,
    decoder=Decoder(
        open=lambda source: pillow.opened(source, "GIF"),
        load=None,
        open_deep=None,
        canvases=gif_frames,
        first_canvas=first_canvas,
        times=None,
        mend=None,
        left_to_turn=as_tagged,
        left_to_turn_deep=as_tagged_deep,
        tells_profile=True,
        fills_first=True,
    ),
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=metadata.fit,
        losses=fitting.foreign_losses,
        texts_are_comments=False,
        save_arguments=None,
    ),
)
