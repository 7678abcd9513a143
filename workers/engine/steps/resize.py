"""Scale a picture."""

from PIL import Image


def resize(image: Image.Image, width: int, height: int) -> Image.Image:
    """Scale to `width` x `height` pixels with Lanczos, transparency premultiplied."""
    if image.size == (width, height):
        return image
    if image.mode in {"1", "P"} or "transparency" in image.info:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB" if image.mode == "P" else "L")
    gap = None if image.mode.startswith("I;16") else 2.0
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=gap)
