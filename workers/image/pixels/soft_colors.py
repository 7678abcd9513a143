"""Bring half-transparent pixels down to few colours, each with an alpha of its own."""

from typing import TYPE_CHECKING, Any

from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LOOKED_AT = 300_000
_ROWS = 64
_LEAST, _MOST = 1, 254
"""What is neither clear nor opaque."""


def in_soft_colors(image: Image.Image, half: Image.Image, count: int) -> tuple[Image.Image, bytes]:
    """The index of each pixel of an RGBA picture where `half` is white, and the entries, red, green, blue and alpha each.

    With at most `count` of these exactly as they are, else by the median cut of what is seen: the more transparent a pixel,
    the less its colour counts.
    """
    import numpy as np  # noqa: PLC0415 - only where colours are counted

    pixels, is_half = np.asarray(image).view(np.uint32)[..., 0], np.asarray(half) > 0
    step = max(1, round((is_half.sum() / _LOOKED_AT) ** 0.5))
    found, often = np.unique(pixels[::step, ::step][is_half[::step, ::step]], return_counts=True)
    if len(found) == 0:  # all are between those that were looked at
        found, often = np.unique(pixels[is_half], return_counts=True)
    colors = _colors(found)
    entries = colors if len(colors) <= count else _median_cut(colors, often, count)
    index = np.zeros(is_half.shape, np.uint8)
    for top in range(0, image.height, _ROWS):
        rows = slice(top, top + _ROWS)
        values, places = np.unique(pixels[rows][is_half[rows]], return_inverse=True)
        index[rows][is_half[rows]] = _nearest(_colors(values), entries)[places]
    return Image.fromarray(index), entries.tobytes()


def _colors(values: "NDArray[Any]") -> "NDArray[Any]":
    """Pixels that are one number each as red, green, blue and alpha."""
    import numpy as np  # noqa: PLC0415

    return values.view(np.uint8).reshape(-1, 4)


def _seen(colors: "NDArray[Any]") -> "NDArray[Any]":
    """Colours by how much they are seen, alpha beside them."""
    import numpy as np  # noqa: PLC0415

    alpha = colors[:, 3:].astype(np.float64)
    return np.hstack([colors[:, :3] * (alpha / 255), alpha])


def _median_cut(colors: "NDArray[Any]", often: "NDArray[Any]", count: int) -> "NDArray[Any]":
    """The middles of `count` boxes: that with the widest spread of the most pixels is cut next, at its median."""
    import numpy as np  # noqa: PLC0415

    seen = _seen(colors)
    boxes = [np.arange(len(colors))]
    urgent = [_urgency(seen, often, boxes[0])]
    while len(boxes) < count and max(urgent) > 0:
        at = int(np.argmax(urgent))
        box = boxes.pop(at)
        del urgent[at]
        box = box[np.argsort(seen[box, np.ptp(seen[box], axis=0).argmax()], kind="stable")]
        sums = often[box].cumsum()
        middle = int(np.clip(np.searchsorted(sums, sums[-1] / 2), 1, len(box) - 1))
        for part in (box[:middle], box[middle:]):
            boxes.append(part)
            urgent.append(_urgency(seen, often, part))
    middles = np.array([np.average(seen[box], axis=0, weights=often[box]) for box in boxes])
    alpha = middles[:, 3:].clip(_LEAST, _MOST)
    return np.hstack([middles[:, :3] * (255 / alpha), alpha]).round().clip(0, 255).astype(np.uint8)


def _urgency(seen: "NDArray[Any]", often: "NDArray[Any]", box: "NDArray[Any]") -> float:
    import numpy as np  # noqa: PLC0415

    return float(np.ptp(seen[box], axis=0).max() * often[box].sum())


def _nearest(colors: "NDArray[Any]", entries: "NDArray[Any]") -> "NDArray[Any]":
    import numpy as np  # noqa: PLC0415

    wanted = _seen(entries)
    distance = (wanted**2).sum(axis=1) - 2 * (_seen(colors) @ wanted.T)  # but for a part that is the same for all
    nearest: NDArray[Any] = distance.argmin(axis=1).astype(np.uint8)
    return nearest
