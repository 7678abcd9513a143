"""Open a HEIC with libheif."""

from typing import BinaryIO

from PIL import Image, ImageFile

from workers.image.formats import pillow


def open_heic(source: BinaryIO) -> ImageFile.ImageFile:
    """The header alone; the pixels come upright."""
    if "HEIF" not in Image.OPEN:
        import pi_heif  # noqa: PLC0415 - loads a decoder that most files do not need

        pi_heif.register_heif_opener(thumbnails=False)
    return pillow.opened(source, "HEIF")
