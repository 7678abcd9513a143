"""Bring a picture down to few colours."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from msgspec import Struct
from PIL import Image, ImageChops

from workers.image.pixels.modes import in_mode
from workers.image.pixels.soft_colors import in_soft_colors

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MOST_COLORS = 256
_MODES = ("L", "RGB", "RGBA")
_LOOKED_AT, _GLANCED_AT = 300_000, 60_000
_ROWS = 64
_SETTLED = 20
"""Entries are moved to the middle of their pixels until at most one pixel in so many changes its entry."""

_OPAQUE, _CLEAR = 255, 0
_SHARE_OF_HALF = 4
"""One of so many entries goes to half-transparent pixels, where there are any."""


class Palette(Struct, frozen=True, kw_only=True):
    """At most so many colours, 8 to 256; `dithered` mixes those between them from neighbouring pixels.

    `rough` is for a glance: its colours are chosen from fewer pixels and stay where the median cut puts them.
    """

    colors: int
    dithered: bool
    rough: bool = False


def reduced(image: Image.Image, palette: Palette) -> Image.Image:
    """The picture in at most as many colours: grey stays grey, everything else gets a palette.

    What is clear or opaque stays so exactly. Half-transparent places are not dithered: Pillow has no way.
    """
    image = in_mode(image, _MODES)
    if image.mode == "L":
        return _opaque(image.convert("RGB"), palette).convert("L")
    if image.mode == "RGB":
        return _opaque(image, palette)
    alpha = image.getchannel("A")
    if alpha.getextrema() == (_OPAQUE, _OPAQUE):
        return _opaque(image.convert("RGB"), palette)
    return _transparent(image, alpha, palette)


def in_colors(image: Image.Image, colors: int, *, dithered: bool = True, rough: bool = False) -> Image.Image:
    """An RGB picture with a palette; where it has no more colours than that, exactly as it is."""
    found = image.getcolors(colors)
    if found is not None:
        known = sorted(cast("list[tuple[int, tuple[int, int, int]]]", found), reverse=True)
        return _with_exact(_in(image, b"".join(bytes(color) for _, color in known)), image, len(known))
    common, others = _chosen(_looked_at(image, _GLANCED_AT if rough else _LOOKED_AT), colors, settle=not rough)
    return _with_exact(_in(image, common + others, dithered=dithered), image, len(common) // 3)


def _in(image: Image.Image, entries: bytes, *, dithered: bool = False) -> Image.Image:
    table = Image.new("P", (1, 1))
    table.putpalette(entries)
    # Pillow dithers only with a palette that is given.
    return image.quantize(palette=table, dither=Image.Dither.FLOYDSTEINBERG if dithered else Image.Dither.NONE)


def _with_exact(found: Image.Image, image: Image.Image, count: int) -> Image.Image:
    """Every pixel that is one of the first entries' very colour gets that entry: Pillow mixes up such as are next to equal."""
    if count == 0:
        return found
    import numpy as np  # noqa: PLC0415 - only where colours are counted

    values = np.array([int.from_bytes(bytes(one), "big") for one in _triples(found.getpalette("RGB") or ())[:count]])
    order = np.argsort(values)
    for top in range(0, image.height, _ROWS):
        box = (0, top, image.width, min(top + _ROWS, image.height))
        pixels = _numbers(image.crop(box))
        places = np.searchsorted(values, pixels, sorter=order).clip(max=count - 1)
        is_one = values[order][places] == pixels
        part = np.where(is_one, order[places], np.frombuffer(found.crop(box).tobytes(), np.uint8)).astype(np.uint8)
        found.paste(Image.frombytes("P", (box[2], box[3] - top), part.tobytes()), box)
    return found


def _triples(entries: Sequence[int]) -> list[Sequence[int]]:
    return [entries[at : at + 3] for at in range(0, len(entries), 3)]


def _numbers(image: Image.Image) -> "npt.NDArray[np.int64]":
    """The pixels of an RGB picture, each as one number."""
    import numpy as np  # noqa: PLC0415 - only where colours are counted

    red, green, blue = (np.frombuffer(band.tobytes(), np.uint8).astype(np.int64) for band in image.split())
    return red << 16 | green << 8 | blue


def _opaque(image: Image.Image, palette: Palette) -> Image.Image:
    return in_colors(image, palette.colors, dithered=palette.dithered, rough=palette.rough)


def _transparent(image: Image.Image, alpha: Image.Image, palette: Palette) -> Image.Image:
    """Opaque, clear and half-transparent places, each with entries of their own in one palette."""
    opaque, clear = (alpha.point([255 if level == kept else 0 for level in range(256)]) for kept in (_OPAQUE, _CLEAR))
    half = ImageChops.invert(ImageChops.lighter(opaque, clear))
    count = palette.colors // _SHARE_OF_HALF if half.getbbox() else 0
    colors = image.convert("RGB")
    colors.paste((0, 0, 0), mask=ImageChops.invert(opaque))
    left = max(1, palette.colors - 1 - count)
    found = in_colors(colors, left, dithered=palette.dithered, rough=palette.rough)
    entries = _entries(found)
    joined = Image.frombytes("L", found.size, found.tobytes())
    if count:
        seen, shades = in_soft_colors(image, half, count)
        joined.paste(seen.point([min(255, len(entries) // 4 + at) for at in range(256)]), mask=half)
        entries += shades
    joined.paste(len(entries) // 4, mask=clear)
    made = Image.frombytes("P", joined.size, joined.tobytes())
    made.putpalette(entries + bytes(4), "RGBA")
    return made


def _entries(found: Image.Image) -> bytes:
    """The palette's entries that are in use, red, green, blue and alpha each."""
    used = max(found.tobytes()) + 1
    return bytes(found.getpalette("RGBA") or ())[: 4 * used]


def _looked_at(image: Image.Image, most: int) -> Image.Image:
    share = min(1.0, (most / (image.width * image.height)) ** 0.5)
    size = max(1, round(image.width * share)), max(1, round(image.height * share))
    return image if size == image.size else image.resize(size, Image.Resampling.NEAREST)


def _chosen(image: Image.Image, colors: int, *, settle: bool) -> tuple[bytes, bytes]:
    """The colours that are common enough for an entry of their own, and what stands for all the others: the median cut."""
    import numpy as np  # noqa: PLC0415 - only where colours are counted

    pixels = _numbers(image)
    values, counts = np.unique(pixels, return_counts=True)
    order = np.argsort(-counts, kind="stable")[: colors // 2]
    common = values[order][counts[order] >= pixels.size / colors]
    others = pixels[~np.isin(pixels, common)]
    if not len(others):  # of a picture that was looked at in part
        return b"".join(int(value).to_bytes(3, "big") for value in common), b""
    strip = np.stack((others >> 16, others >> 8 & 255, others & 255), axis=-1).astype(np.uint8)
    rest = Image.frombytes("RGB", (len(strip), 1), strip.tobytes())
    moves = len(strip) // _SETTLED if settle else 0
    cut = rest.quantize(colors - len(common), Image.Quantize.MEDIANCUT, kmeans=moves, dither=Image.Dither.NONE)
    used = max(cut.tobytes()) + 1
    own = b"".join(int(value).to_bytes(3, "big") for value in common)
    return own, bytes(cut.getpalette("RGB") or ())[: 3 * used]
