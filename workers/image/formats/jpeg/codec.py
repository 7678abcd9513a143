"""JPEG as a codec."""

from workers.formats import Format
from workers.image.formats.codec import Codec, Decoder, MetadataCarrier, as_tagged, as_tagged_deep
from workers.image.formats.jpeg import extent, metadata
from workers.image.formats.jpeg.check import check
from workers.image.formats.jpeg.decode import load_jpeg
from workers.image.formats.jpeg.opening import open_jpeg
from workers.image.formats.jpeg.probe import probe

JPEG = Codec(
    format=Format.JPEG,
    tidy=extent.tidied,
    check=check,
    reach=None,
    probe=probe,
    decoder=Decoder(
        open=open_jpeg,
        load=load_jpeg,
        open_deep=None,
        canvases=None,
        first_canvas=None,
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
        losses=metadata.losses,
        texts_are_comments=True,
        save_arguments=None,
    ),
)
