"""Put a transparent picture on a colour."""

from PIL import Image, ImageColor

from workers.image.steps.resize import promoted


def flatten(image: Image.Image, background: str) -> Image.Image:
    """An opaque picture: `image` laid over `background`, '#rrggbb'. Grey stays grey on a grey background."""
    if not image.has_transparency_data:
        return image
    pixels = promoted(image)
    laid = Image.new("RGBA", pixels.size, background)
    laid.alpha_composite(pixels.convert("RGBA"))
    is_grey = pixels.mode == "LA" and len(set(ImageColor.getrgb(background))) == 1
    # Not convert("L"): its weights would move grey by rounding.
    return laid.getchannel("R") if is_grey else laid.convert("RGB")
