"""Turn a picture upright."""

from PIL import Image

# EXIF 2.32, tag 274: what undoes each orientation of the stored pixels.
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def orient(image: Image.Image, orientation: int) -> Image.Image:
    """Undo the EXIF `orientation`, 1 to 8; anything else leaves the picture as it is."""
    turn = _UPRIGHT.get(orientation)
    return image if turn is None else image.transpose(turn)
