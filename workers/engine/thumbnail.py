"""A small picture of a file for the screen, as good as the file allows."""

from typing import BinaryIO

from PIL import Image, ImageOps

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.outcome import Raster
from workers.peek import Thumbnail


def thumbnail(source: BinaryIO, edge: int) -> Thumbnail:
    """At most `edge` pixels a side. A damaged file gives the part that can be read; raises Failure where none can."""
    source.seek(0)
    try:
        stored = Image.open(source)
        stored.draft("RGB", (edge, edge))
        image = ImageOps.exif_transpose(stored).convert("RGBA")
    except (OSError, SyntaxError, ValueError) as error:
        raise Failure(ErrorCode.DAMAGED, FailureFacts(detail=str(error))) from error
    image.thumbnail((edge, edge))
    return Thumbnail(raster=Raster(width=image.width, height=image.height, rgba=image.tobytes()), facts=None)
