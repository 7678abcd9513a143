"""Grey of 16 bits as grey of 8, which Pillow itself clips to white."""

from PIL import Image


def grey_16_to_8(image: Image.Image) -> Image.Image:
    """The 8-bit picture of a 16-bit grey one."""
    return image.convert("I").point(lambda value: value * (1 / 257) + 0.5).convert("L")


def with_alpha(image: Image.Image) -> Image.Image:
    """Deep grey with one clear shade as grey and alpha of 8 bits: the shade is told at the full depth."""
    import numpy as np  # noqa: PLC0415 - for few pictures

    clear = np.asarray(image) == image.info["transparency"]
    made = grey_16_to_8(image).convert("LA")
    made.putalpha(Image.fromarray(np.where(clear, 0, 255).astype(np.uint8)))
    made.info.pop("transparency", None)
    return made
