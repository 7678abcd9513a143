"""Put a transparent picture on a colour."""

from PIL import Image, ImageColor

from workers.image.pixels.deep import AnyPixels, DeepImage
from workers.image.pixels.resize import promoted


def flatten(image: AnyPixels, background: str) -> AnyPixels:
    """An opaque picture: `image` laid over `background`, '#rrggbb'. Grey stays grey on a grey background."""
    if not image.has_transparency_data:
        return image
    red, green, blue = ImageColor.getrgb(background)[:3]
    if isinstance(image, DeepImage):
        return image.laid_on((red, green, blue))
    pixels = promoted(image)
    laid = Image.new("RGBA", pixels.size, background)
    laid.alpha_composite(pixels.convert("RGBA"))
    is_grey = pixels.mode == "LA" and red == green == blue
    # Not convert("L"): its weights would move grey by rounding.
    return laid.getchannel("R") if is_grey else laid.convert("RGB")
