"""Cut a part out of a picture while it is scaled, to a fraction of a pixel."""

from workers.facts import Crop


def crop_box(size: tuple[int, int], crop: Crop, width: int, height: int) -> tuple[float, float, float, float]:
    """The part `crop` of a picture of `width` x `height` pixels, as a box of one that came at `size`, maybe smaller.

    Left, top, right, bottom in pixels of the latter.
    """
    across, down = size[0] / width, size[1] / height
    return (
        crop.left * across,
        crop.top * down,
        min((crop.left + crop.width) * across, size[0]),
        min((crop.top + crop.height) * down, size[1]),
    )
