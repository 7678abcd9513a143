"""Open a JPEG XL with the extra `jxl`."""

from typing import BinaryIO

from PIL import Image, ImageFile

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.formats import SPECS, Format
from workers.image.formats import pillow


def open_jxl(source: BinaryIO) -> ImageFile.ImageFile:
    """The header alone. Raises Failure without the extra."""
    if "JXL" not in Image.OPEN:
        try:
            import pillow_jxl  # noqa: F401, PLC0415 - registers itself
        except ImportError as error:
            facts = FailureFacts(format=Format.JXL, extra=SPECS[Format.JXL].read_extra)
            raise Failure(ErrorCode.FORMAT_NOT_AVAILABLE, facts) from error
    return pillow.opened(source, "JXL")
