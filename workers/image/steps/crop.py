"""Cut a part out of a picture while it is scaled, to a fraction of a pixel."""

from PIL import Image

from workers.facts import Crop


def crop_box(image: Image.Image, crop: Crop, width: int, height: int) -> tuple[float, float, float, float]:
    """The part `crop` of a picture of `width` x `height` pixels, as a box of `image`, which may have come smaller.

    Left, top, right, bottom in pixels of `image`.
    """
    across, down = image.width / width, image.height / height
    return (
        crop.left * across,
        crop.top * down,
        min((crop.left + crop.width) * across, image.width),
        min((crop.top + crop.height) * down, image.height),
    )
