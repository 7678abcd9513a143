"""Scale a picture."""

from PIL import Image

from workers.image.pixels.deep import AnyPixels, DeepImage
from workers.image.pixels.grey import with_alpha

_PREMULTIPLIED = {"RGBA": "RGBa", "LA": "La"}
# Reducing by whole steps first is as good from three times the target's size on.
_REDUCING_GAP = 3.0

Box = tuple[float, float, float, float]


def resize(image: AnyPixels, width: int, height: int, box: Box | None = None) -> AnyPixels:
    """Scale the part `box` (left, top, right, bottom; None: all) to `width` x `height` pixels with Lanczos.

    Transparent pixels do not bleed their hidden colour.
    """
    whole = (0.0, 0.0, float(image.width), float(image.height))
    part = whole if box is None else box
    if image.size == (width, height) and part == whole:
        return image
    if (part[2] - part[0], part[3] - part[1]) == (width, height) and all(side.is_integer() for side in part):
        return image.crop((int(part[0]), int(part[1]), int(part[2]), int(part[3])))
    if isinstance(image, DeepImage):
        return image.resize((width, height), part)
    return _scaled(image, width, height, part)


def _scaled(image: Image.Image, width: int, height: int, part: Box) -> Image.Image:
    image = promoted(image)  # there is nothing between two entries of a palette
    if image.mode.startswith("I;16"):
        return image.resize((width, height), Image.Resampling.LANCZOS, box=part)
    premultiplied = image.convert(_PREMULTIPLIED[image.mode]) if image.mode in _PREMULTIPLIED else image
    scaled = premultiplied.resize((width, height), Image.Resampling.LANCZOS, box=part, reducing_gap=_REDUCING_GAP)
    return scaled.convert(image.mode) if premultiplied is not image else scaled


def promoted(image: Image.Image) -> Image.Image:
    """The same picture with channels that can be mixed: grey, RGB, or either with alpha; deep and press ones stay."""
    if image.mode in {"P", "PA"}:
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    if "transparency" in image.info and image.mode in {"1", "L", "RGB"}:
        return image.convert("RGBA" if image.mode == "RGB" else "LA")
    if "transparency" in image.info and image.mode.startswith("I;16"):
        return with_alpha(image)
    return image.convert("L") if image.mode == "1" else image
