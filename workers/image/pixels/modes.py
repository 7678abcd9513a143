"""Bring a picture into a mode that an encoder takes, without losing more than it must."""

from collections.abc import Collection
from typing import cast

from PIL import Image, ImageFile

from workers.image.pixels.grey import grey_16_to_8, with_alpha

OPAQUE_FROM = 128
"""The lowest alpha that is opaque where a format knows no other, as in a GIF."""

_PROMOTED = {
    "1": ("L", "RGB", "RGBA"),
    "L": ("RGB", "LA", "RGBA", "CMYK"),
    "LA": ("RGBA", "L", "RGB"),
    "La": ("LA", "RGBA", "L", "RGB"),
    "PA": ("RGBA", "RGB"),
    "RGBa": ("RGBA", "RGB"),
    "RGBX": ("RGB", "RGBA"),
    "RGB": ("RGBA",),
    "RGBA": ("RGB",),
    "CMYK": ("RGB", "RGBA"),
    "YCbCr": ("RGB", "RGBA"),
    "HSV": ("RGB", "RGBA"),
    "LAB": ("RGB", "RGBA"),
}


def in_mode(image: Image.Image, allowed: Collection[str]) -> Image.Image:
    """`image` in one of the modes `allowed`, with nothing left of the file it came from.

    A transparent colour and a palette's transparency become an alpha channel where one is allowed. Deep grey is scaled to
    8 bits where it must be, not clipped.
    """
    if isinstance(image, ImageFile.ImageFile):
        image = image.copy()
    if image.mode.startswith("I;16") and "transparency" in image.info:
        image = with_alpha(image)
    elif image.mode not in {"P", "PA"} and "transparency" in image.info:
        image = image.convert("LA" if image.mode in {"1", "L"} and "LA" in allowed else "RGBA")
    if image.mode in allowed:
        return image
    if image.mode == "P":
        return in_mode(image.convert("RGBA" if image.has_transparency_data else "RGB"), allowed)
    if image.mode.startswith("I;16"):
        return in_mode(grey_16_to_8(image), allowed)
    if image.mode in {"I", "F"}:
        return in_mode(_stretched(image), allowed)
    for mode in _PROMOTED.get(image.mode, ("RGB",)):
        if mode in allowed:
            return image.convert(mode)
    raise ValueError(f"no way from {image.mode} to {sorted(allowed)}")


def _stretched(image: Image.Image) -> Image.Image:
    """Numbers without a known white from their lowest to their highest; parts of one are shades from black to white."""
    low, high = cast("tuple[float, float]", image.getextrema())
    if image.mode == "F" and low >= 0 and 0 < high <= 1:
        low, high = 0.0, 1.0
    scale = 255.0 / ((high - low) or 1.0)
    return image.convert("F").point(lambda value: value * scale - low * scale).convert("L")
