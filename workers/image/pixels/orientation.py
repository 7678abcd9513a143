"""Turn a picture upright, and tell where its parts lie before that."""

from PIL import Image

from workers.facts import FIRST_ON_ITS_SIDE, Crop
from workers.image.pixels.deep import AnyPixels

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

# What undoes each is a flip from left to right, or none, and then so many quarters clockwise.
_FLIP_AND_QUARTERS = {
    1: (False, 0), 2: (True, 0), 3: (False, 2), 4: (True, 2), 5: (True, 3), 6: (False, 1), 7: (True, 1), 8: (False, 3),
}  # fmt: skip


def orient(image: AnyPixels, orientation: int) -> AnyPixels:
    """Undo the EXIF `orientation`, 1 to 8; anything else leaves the picture as it is."""
    turn = _UPRIGHT.get(orientation)
    return image if turn is None else image.transpose(turn)


def then(orientation: int, turn: int) -> int:
    """The orientation that undoes `orientation` and then `turn`, each 1 to 8."""
    is_flipped, quarters = _FLIP_AND_QUARTERS[orientation]
    flips, more = _FLIP_AND_QUARTERS[turn]
    both = is_flipped != flips, ((-quarters if flips else quarters) + more) % 4
    return next(number for number, parts in _FLIP_AND_QUARTERS.items() if parts == both)


def turned_point(x: float, y: float, turn: int) -> tuple[float, float]:
    """Where a point comes to lie, in shares of width and height, when a picture of this orientation is turned upright."""
    flips, quarters = _FLIP_AND_QUARTERS[turn]
    x = 1 - x if flips else x
    for _ in range(quarters):
        x, y = 1 - y, x
    return x, y


def stored_size(width: int, height: int, orientation: int) -> tuple[int, int]:
    """The size of the stored pixels that are `width` x `height` when upright, and the other way round."""
    return (height, width) if orientation >= FIRST_ON_ITS_SIDE else (width, height)


def stored_crop(crop: Crop, width: int, height: int, orientation: int) -> Crop:
    """Where the part `crop` of an upright picture of `width` x `height` pixels lies in the stored pixels."""
    left, top = crop.left, crop.top
    right, bottom = width - crop.left - crop.width, height - crop.top - crop.height
    from_left = {1: left, 2: right, 3: right, 4: left, 5: top, 6: top, 7: bottom, 8: bottom}
    from_top = {1: top, 2: top, 3: bottom, 4: bottom, 5: left, 6: right, 7: right, 8: left}
    stored_width, stored_height = stored_size(crop.width, crop.height, orientation)
    return Crop(left=from_left[orientation], top=from_top[orientation], width=stored_width, height=stored_height)
