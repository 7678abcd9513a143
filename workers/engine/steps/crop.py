"""Cut a part out of a picture."""

from PIL import Image

from workers.plan import Crop


def crop_image(image: Image.Image, crop: Crop) -> Image.Image:
    """The part `crop` of an upright picture."""
    return image.crop((crop.left, crop.top, crop.left + crop.width, crop.top + crop.height))
