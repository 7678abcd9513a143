"""Read the pictures of a file."""

from typing import BinaryIO

from PIL import Image

from workers.engine.frames import Frame, Frames, still
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.formats import Format
from workers.plan import Plan

_PILLOW_NAMES = {
    Format.JPEG: ("JPEG", "MPO"),
    Format.PNG: ("PNG",),
    Format.WEBP: ("WEBP",),
    Format.AVIF: ("AVIF",),
    Format.TIFF: ("TIFF",),
    Format.GIF: ("GIF",),
    Format.BMP: ("BMP",),
    Format.ICO: ("ICO",),
    Format.HEIC: ("HEIF",),
    Format.JXL: ("JXL",),
}


def decode(source: BinaryIO, plan: Plan) -> Frames:
    """The pictures that `plan` asks for. Raises Failure."""
    source.seek(0)
    try:
        image = Image.open(source, formats=_PILLOW_NAMES[plan.facts.format])
        image.load()
    except MemoryError as error:
        raise Failure(ErrorCode.OUT_OF_MEMORY, FailureFacts(bytes_needed=plan.peak_bytes)) from error
    except (OSError, SyntaxError, ValueError) as error:
        early = "truncated" in str(error)
        raise Failure(ErrorCode.ENDS_EARLY if early else ErrorCode.DAMAGED, FailureFacts(detail=str(error))) from error
    return still(Frame(image=image, profile=image.info.get("icc_profile")))
