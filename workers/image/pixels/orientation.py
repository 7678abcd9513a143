"""Turn a picture upright, and tell where its parts lie before that."""

from PIL import Image

from workers.facts import Crop
from workers.image.pixels.deep import AnyPixels

QUARTER = 5
"""The first EXIF orientation with which across and down change places."""


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


def orient(image: AnyPixels, orientation: int) -> AnyPixels:
    """Undo the EXIF `orientation`, 1 to 8; anything else leaves the picture as it is."""
    turn = _UPRIGHT.get(orientation)
    return image if turn is None else image.transpose(turn)


def stored_size(width: int, height: int, orientation: int) -> tuple[int, int]:
    """The size of the stored pixels that are `width` x `height` when upright, and the other way round."""
    return (height, width) if orientation >= QUARTER else (width, height)


def stored_crop(crop: Crop, width: int, height: int, orientation: int) -> Crop:
    """Where the part `crop` of an upright picture of `width` x `height` pixels lies in the stored pixels."""
    left, top = crop.left, crop.top
    right, bottom = width - crop.left - crop.width, height - crop.top - crop.height
    from_left = {1: left, 2: right, 3: right, 4: left, 5: top, 6: top, 7: bottom, 8: bottom}
    from_top = {1: top, 2: top, 3: bottom, 4: bottom, 5: left, 6: right, 7: right, 8: left}
    stored_width, stored_height = stored_size(crop.width, crop.height, orientation)
    return Crop(left=from_left[orientation], top=from_top[orientation], width=stored_width, height=stored_height)
