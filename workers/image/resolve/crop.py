"""Which part of a picture is used, and how many pixels the output gets of it."""

from typing import assert_never

from msgspec.structs import replace

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.facts import Crop
from workers.image.resolve.size import Sized, resolve_size
from workers.recipe import AspectRatio, CropArea, Gravity, Rectangle, Size

# What stands before the part, of all that is cut off: across and down.
_SHARES = {
    Gravity.TOP_LEFT: (0.0, 0.0),
    Gravity.TOP: (0.5, 0.0),
    Gravity.TOP_RIGHT: (1.0, 0.0),
    Gravity.LEFT: (0.0, 0.5),
    Gravity.CENTER: (0.5, 0.5),
    Gravity.RIGHT: (1.0, 0.5),
    Gravity.BOTTOM_LEFT: (0.0, 1.0),
    Gravity.BOTTOM: (0.5, 1.0),
    Gravity.BOTTOM_RIGHT: (1.0, 1.0),
}


def resolve_shape(width: int, height: int, area: CropArea | None, size: Size, *, enlarge: bool, max_side: int) -> Sized:
    """Cut `area` out of a picture of `width` x `height` pixels as it is seen, and scale that to `size`.

    Raises Failure CROP_OUTSIDE where no pixel of the area is in the picture.
    """
    part = _part(width, height, area)
    sized = resolve_size(part.width, part.height, size, enlarge=enlarge, max_side=max_side)
    inner = sized.crop or Crop(left=0, top=0, width=part.width, height=part.height)
    if (inner.width, inner.height) == (width, height):
        return sized
    crop = Crop(left=part.left + inner.left, top=part.top + inner.top, width=inner.width, height=inner.height)
    return replace(sized, crop=crop)


def _part(width: int, height: int, area: CropArea | None) -> Crop:
    match area:
        case None:
            return Crop(left=0, top=0, width=width, height=height)
        case Rectangle():
            if area.x >= width or area.y >= height:
                raise Failure(ErrorCode.CROP_OUTSIDE, FailureFacts(width=width, height=height))
            across, down = min(area.width, width), min(area.height, height)
            left, top = min(area.x, width - across), min(area.y, height - down)
        case AspectRatio():
            across = min(width, max(1, round(height * area.width / area.height)))
            down = min(height, max(1, round(width * area.height / area.width)))
            before, above = _SHARES[area.gravity]
            left, top = round((width - across) * before), round((height - down) * above)
        case _:
            assert_never(area)
    return Crop(left=left, top=top, width=across, height=down)
