"""Read a header with Pillow, until the containers do it."""

from typing import BinaryIO

from PIL import Image

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.formats import SNIFF_BYTES, Format, sniff
from workers.plan import ColorModel, Facts


def probe(source: BinaryIO) -> Facts:
    """What Pillow says of the header. Raises Failure."""
    source.seek(0)
    head = source.read(SNIFF_BYTES)
    if not head:
        raise Failure(ErrorCode.SOURCE_EMPTY)
    found = sniff(head)
    if found is None:
        raise Failure(ErrorCode.NOT_A_PICTURE)
    size = source.seek(0, 2)
    source.seek(0)
    try:
        image = Image.open(source)
    except OSError as error:
        raise Failure(ErrorCode.DAMAGED, FailureFacts(format=found, detail=str(error))) from error
    orientation = image.getexif().get(274, 1) if found in {Format.JPEG, Format.PNG, Format.WEBP} else 1
    width, height = image.size if orientation < 5 else image.size[::-1]
    return Facts(
        format=found,
        bytes=size,
        width=width,
        height=height,
        orientation=orientation,
        model=ColorModel.GREY if image.mode in {"L", "LA"} else ColorModel.RGB,
        alpha=image.has_transparency_data,
    )
