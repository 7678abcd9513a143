"""TIFF as a codec."""

from PIL import ImageFile

from workers.facts import Facts
from workers.formats import Format
from workers.image.formats.codec import Codec, Decoder, MetadataCarrier, as_tagged_deep
from workers.image.formats.tiff import extent, metadata
from workers.image.formats.tiff.check import check
from workers.image.formats.tiff.deep import open_deep
from workers.image.formats.tiff.probe import probe
from workers.image.formats.tiff.stored import StoredTiff, open_tiff


def _left_to_turn(opened: ImageFile.ImageFile, facts: Facts) -> int:
    """Each page's own."""
    return opened.page.orientation if isinstance(opened, StoredTiff) else facts.orientation


TIFF = Codec(
    format=Format.TIFF,
    tidy=extent.tidied,
    check=check,
    reach=None,
    probe=probe,
    decoder=Decoder(
        open=open_tiff,
        load=None,
        open_deep=open_deep,
        canvases=None,
        first_canvas=None,
        times=None,
        mend=None,
        left_to_turn=_left_to_turn,
        left_to_turn_deep=as_tagged_deep,
        tells_profile=True,
        fills_first=False,
    ),
    metadata=MetadataCarrier(
        read=metadata.read,
        write=metadata.write,
        fit=metadata.fit,
        losses=metadata.losses,
        texts_are_comments=False,
        save_arguments=None,
    ),
)
