"""How far a picture could be read before its decoder gave up."""

from PIL import Image, ImageFile
from PIL._util import DeferredError


def readable_part(image: ImageFile.ImageFile) -> Image.Image | None:
    """What a decoder that raised had already put in place, or None; `image` itself is not to be used again."""
    core = image._im
    return None if core is None or isinstance(core, DeferredError) else image._new(core)


def lines_read(image: ImageFile.ImageFile, lines: int) -> int | None:
    """How many of the picture's `lines` stored rows hold something, None where nothing was decoded.

    Rows are filled from the top, or from the bottom in a BMP; what is still empty is zero everywhere.
    """
    part = readable_part(image)
    box = part.getbbox(alpha_only=False) if part is not None else None
    if part is None or box is None:
        return None
    filled = part.height - box[1] if box[1] > 0 and box[3] == part.height else box[3]
    return filled * lines // part.height
