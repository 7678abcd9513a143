"""A picture made of the numbers of a TIFF's pixels."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from workers.binary import tiff
from workers.binary.source import ByteSource
from workers.image.formats.tiff.page import (
    FLOATING,
    GREY,
    ICC_LAB,
    INKS,
    LAB,
    PALETTE,
    SIGNED,
    UNSIGNED,
    TiffPage,
    color_map,
)
from workers.image.formats.tiff.samples import Samples, kind_of, samples

_COLOR_MAP = 320
_WHITE_IS_ZERO = 0
_DEEP = 65_535
_ROWS = 256
_MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}


class Reading:
    """The pixels of one page on their way; what has come of a broken one can be shown."""

    def __init__(self, source: ByteSource, page: TiffPage) -> None:
        """Nothing is read yet."""
        self._source = source
        self._page = page
        self._wanted = (*range(page.channels), *((page.alpha_at,) if page.alpha_at is not None else ()))
        self._numbers: Samples = np.zeros((page.height, page.width, len(self._wanted)), kind_of(page))

    def read(self) -> None:
        """Raises Failure; what was read until then stays."""
        samples(self._source, self._page, self._wanted, self._numbers)

    def picture(self) -> Image.Image:
        """In a mode that every step takes, 8 bits a channel but for grey without alpha."""
        page, numbers = self._page, self._numbers
        if page.photometric in (LAB, ICC_LAB):
            return _lab(numbers, page)
        if page.photometric == PALETTE:
            return self._of_palette(numbers)
        if page.photometric in GREY and len(self._wanted) == 1 and (page.bits > 8 or page.sample_format != UNSIGNED):
            return _grey(numbers[..., 0], page)
        shades = _shades(numbers, page, 255)
        if page.photometric == INKS:
            return Image.fromarray(shades, "CMYK")
        return Image.fromarray(shades[..., 0] if shades.shape[2] == 1 else shades, _MODES[shades.shape[2]])

    def deep(self) -> NDArray[np.uint16]:
        """Grey or RGB, with alpha where there is one, from 0 to 65,535."""
        return _shades(self._numbers, self._page, _DEEP)

    def _of_palette(self, numbers: Samples) -> Image.Image:
        head = tiff.header(self._source)
        found = tiff.directory(self._source, head, self._page.at)
        colors = np.array(
            color_map(tiff.numbers(self._source, head, found.find(_COLOR_MAP)), self._page.bits), np.uint8
        )
        shown = colors.reshape(-1, 3)[numbers[..., 0]]
        if self._page.alpha_at is None:
            return Image.fromarray(shown, "RGB")
        return Image.fromarray(np.dstack([shown, _scaled(numbers[..., 1], self._page.bits, 255)]), "RGBA")


def _grey(numbers: Samples, page: TiffPage) -> Image.Image:
    """Deep shades from black to white; numbers without a known white as they are."""
    if page.sample_format == FLOATING:
        light = numbers.astype(np.float32)
        return Image.fromarray(1 - light if page.photometric == _WHITE_IS_ZERO else light)
    if page.sample_format == SIGNED:
        whole = numbers.astype(np.int32)
        return Image.fromarray(~whole if page.photometric == _WHITE_IS_ZERO else whole)
    if page.bits > 16:
        whole = ~numbers if page.photometric == _WHITE_IS_ZERO else numbers
        fits = whole.max() < 2**31  # Pillow's whole numbers have a sign
        return Image.fromarray(whole.astype(np.int32 if fits else np.float32))
    return Image.fromarray(_shades(numbers[..., None], page, _DEEP)[..., 0])


def _shades(numbers: Samples, page: TiffPage, white: int) -> NDArray[Any]:
    """From black to `white`, not multiplied by alpha; a few rows at a time, for they are calculated with more bits."""
    made: NDArray[Any] = np.empty(numbers.shape, np.uint8 if white == 255 else np.uint16)
    for top in range(0, page.height, _ROWS):
        part = _inverted(_scaled(numbers[top : top + _ROWS], page.bits, white), page, white)
        made[top : top + _ROWS] = _divided(part, white) if page.multiplied else part
    return made


def _scaled(numbers: Samples, bits: int, white: int) -> NDArray[Any]:
    """From 0 to `white`, the nearest step."""
    top = 2**bits - 1
    if top != white:
        numbers = (numbers.astype(np.uint32) * np.uint32(white) + np.uint32(top // 2)) // np.uint32(top)
    return numbers.astype(np.uint8 if white == 255 else np.uint16)


def _inverted(shades: NDArray[Any], page: TiffPage, white: int) -> NDArray[Any]:
    if page.photometric != _WHITE_IS_ZERO:
        return shades
    shades[..., 0] = white - shades[..., 0]
    return shades


def _divided(shades: NDArray[Any], white: int) -> NDArray[Any]:
    """Colours that are multiplied by their alpha no more."""
    alpha = shades[..., -1:].astype(np.uint32)
    colors = (shades[..., :-1].astype(np.uint32) * white + alpha // 2) // np.maximum(alpha, 1)
    shades[..., :-1] = np.minimum(colors, white)
    return shades


def _lab(numbers: Samples, page: TiffPage) -> Image.Image:
    """L, a and b of 8 bits as CIE L*a*b* has them in a TIFF; that of ICC counts a and b from 128 (Adobe, 2002)."""
    if page.bits == 16:
        white = 65_535 if page.photometric == LAB else 65_280
        light = np.minimum(numbers[..., :1].astype(np.uint32) * 255 // white, 255)
        colors = (numbers[..., 1:3].astype(np.uint16) >> 8).astype(np.uint32)
        numbers = np.dstack([light, colors])
    shades = (numbers[..., :3].astype(np.uint32) & 255).astype(np.uint8)
    if page.photometric == ICC_LAB:
        shades[..., 1:] ^= 128
    return Image.frombytes("LAB", (page.width, page.height), shades.tobytes(), "raw", "LAB")
