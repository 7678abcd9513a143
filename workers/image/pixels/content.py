"""Tell a graphic (flat areas, hard edges, few colours) from a photo."""

from PIL import Image, ImageChops

_CROP = 512
_EQUAL_SHARE = 0.35
_COLORS = 2048


def is_graphic(image: Image.Image) -> bool:
    """Whether flat areas or few colours dominate the middle of the picture.

    More than 35 % of all neighbours are equal, or there are under 2048 colours (for grey, where every photo has few:
    neighbours only).
    """
    middle = _middle(image)
    if middle.width < 2 or middle.height < 2:
        return True
    if _equal_share(middle) > _EQUAL_SHARE:
        return True
    if middle.mode == "L":
        return False
    limit = min(_COLORS, middle.width * middle.height // 4)
    return middle.getcolors(limit) is not None


def _middle(image: Image.Image) -> Image.Image:
    left = max(0, (image.width - _CROP) // 2)
    top = max(0, (image.height - _CROP) // 2)
    middle = image.crop((left, top, min(image.width, left + _CROP), min(image.height, top + _CROP)))
    return middle if middle.mode in {"L", "RGB"} else middle.convert("L" if middle.mode in {"1", "LA"} else "RGB")


def _equal_share(image: Image.Image) -> float:
    width, height = image.size
    difference = ImageChops.difference(image.crop((1, 0, width, height)), image.crop((0, 0, width - 1, height)))
    largest = difference.getchannel(0)
    for band in difference.split()[1:]:
        largest = ImageChops.lighter(largest, band)
    return largest.histogram()[0] / ((width - 1) * height)
