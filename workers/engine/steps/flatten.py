"""Put a transparent picture on a colour."""

from PIL import Image


def flatten(image: Image.Image, background: str) -> Image.Image:
    """An opaque picture: `image` (LA, PA, RGBA or with a transparent colour) laid over `background`, '#rrggbb'."""
    if not image.has_transparency_data:
        return image
    pixels = image if image.mode == "RGBA" else image.convert("RGBA")
    laid = Image.new("RGBA", pixels.size, background)
    laid.alpha_composite(pixels)
    return laid.convert("RGB")
