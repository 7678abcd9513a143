"""PNG: colour type, bits, one transparent colour or a palette's, interlacing, gamma and profiles."""

import struct
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any
from zlib import compress

import numpy as np
from numpy.typing import NDArray

from tests.agreement.variants.variant import (
    Picture,
    Variant,
    clearness,
    grey,
    patch,
    shades,
    shown,
    stepped,
)
from tests.support.pngs import GREY, GREY_ALPHA, PALETTE, RGB, RGB_ALPHA, chunk, png
from tests.support.profiles import DISPLAY_P3, rgb_profile
from workers.formats import Format

_BITS = {GREY: (1, 2, 4, 8, 16), RGB: (8, 16), PALETTE: (1, 2, 4, 8), GREY_ALPHA: (8, 16), RGB_ALPHA: (8, 16)}
_NAMES = {GREY: "grey", RGB: "RGB", PALETTE: "palette", GREY_ALPHA: "grey and alpha", RGB_ALPHA: "RGBA"}


def variants() -> Iterator[Variant]:
    yield from _kinds()
    yield from _clear_colors()
    yield from _meanings()


def _variant(
    family: str, name: str, make: Callable[[], bytes], picture: Callable[[], Picture] | None, **more: Any
) -> Variant:
    def write(path: Path) -> None:
        path.write_bytes(make())

    return Variant(family=family, name=name, format=Format.PNG, write=write, picture=picture, **more)


def _values(color: int) -> NDArray[np.float64]:
    base = grey()[:, :, None] if color in {GREY, GREY_ALPHA, PALETTE} else shades()
    return np.concatenate([base, clearness()[:, :, None]], axis=2) if color in {GREY_ALPHA, RGB_ALPHA} else base


def _palette(bits: int) -> NDArray[np.uint64]:
    steps = np.arange(2**bits) / max(1, 2**bits - 1)
    return stepped(np.stack([steps, 1 - steps, 0.25 + 0.5 * steps], axis=1), 8)


def _picture(color: int, bits: int) -> Picture:
    values = stepped(_values(color), bits) / (2**bits - 1)
    if color == PALETTE:
        return shown(_palette(bits)[stepped(grey(), bits).astype(int)] / 255)
    if color in {GREY_ALPHA, RGB_ALPHA}:
        return shown(values[:, :, 0] if color == GREY_ALPHA else values[:, :, :3], values[:, :, -1])
    return shown(values[:, :, 0] if color == GREY else values)


def _kinds() -> Iterator[Variant]:
    for (color, depths), interlaced in product(_BITS.items(), (False, True)):
        for bits in depths:
            table = (chunk(b"PLTE", _palette(bits).astype(np.uint8).tobytes()),) if color == PALETTE else ()
            yield _variant(
                "PNG kinds", f"{_NAMES[color]} {bits}{', interlaced' if interlaced else ''}",
                partial(_plain, color, bits, table, interlaced=interlaced),
                partial(_picture, color, bits), crisp=bits < 4 or color == PALETTE,
            )  # fmt: skip


def _plain(color: int, bits: int, table: tuple[bytes, ...], *, interlaced: bool) -> bytes:
    return png(stepped(_values(color), bits), bits, color, *table, interlaced=interlaced)


def _clear_colors() -> Iterator[Variant]:
    """The chunk tRNS: one colour of grey or RGB, at every depth, or how opaque each colour of a palette is."""
    for color, interlaced in product((GREY, RGB), (False, True)):
        for bits in _BITS[color]:
            yield _variant(
                "PNG tRNS", f"{_NAMES[color]} {bits}, one colour clear{', interlaced' if interlaced else ''}",
                partial(_with_clear_color, color, bits, interlaced=interlaced), partial(_clear_picture, color, bits),
                crisp=True,
            )  # fmt: skip
    for bits, soft, interlaced in product(_BITS[PALETTE], (False, True), (False, True)):
        yield _variant(
            "PNG tRNS", f"palette {bits}, {'softly' if soft else 'one colour'} clear{', interlaced' if interlaced else ''}",
            partial(_clear_palette, bits, soft=soft, interlaced=interlaced),
            partial(_clear_palette_picture, bits, soft=soft), crisp=True,
        )  # fmt: skip


def _clear_samples(color: int, bits: int) -> tuple[NDArray[np.uint64], list[int]]:
    """Samples of which just the patch has the clear colour; beside it colours that differ from it by one step."""
    samples = stepped(_values(color), bits)
    top = 2**bits - 1
    clear = [1, 2, 3][: samples.shape[2]] if bits >= 8 else [top]
    near = [2, 2, 3][: samples.shape[2]] if bits >= 8 else [top - 1]
    taken = (samples == np.array(clear, np.uint64)).all(axis=2)
    samples[taken] = near
    samples[patch()] = clear
    return samples, clear


def _with_clear_color(color: int, bits: int, *, interlaced: bool) -> bytes:
    samples, clear = _clear_samples(color, bits)
    told = struct.pack(f">{len(clear)}H", *clear)
    return png(samples, bits, color, chunk(b"tRNS", told), interlaced=interlaced)


def _clear_picture(color: int, bits: int) -> Picture:
    samples, _ = _clear_samples(color, bits)
    values = samples / (2**bits - 1)
    return shown(values[:, :, 0] if color == GREY else values, np.where(patch(), 0.0, 1.0))


def _opacities(bits: int, *, soft: bool) -> list[int]:
    count = 2**bits
    return [255 * at // (count - 1) for at in range(count)] if soft else [0]


def _clear_palette(bits: int, *, soft: bool, interlaced: bool) -> bytes:
    told = chunk(b"tRNS", bytes(_opacities(bits, soft=soft)))
    table = chunk(b"PLTE", _palette(bits).astype(np.uint8).tobytes())
    return png(stepped(_values(PALETTE), bits), bits, PALETTE, table, told, interlaced=interlaced)


def _clear_palette_picture(bits: int, *, soft: bool) -> Picture:
    opacities = np.full(2**bits, 255.0)
    told = _opacities(bits, soft=soft)
    opacities[: len(told)] = told
    indexes = stepped(grey(), bits).astype(int)
    return shown(_palette(bits)[indexes] / 255, opacities[indexes] / 255)


def _meanings() -> Iterator[Variant]:
    """What the numbers mean: gAMA, sRGB and iCCP (PNG third edition, 11.3.2)."""
    for color, gamma in product((GREY, RGB, PALETTE, RGB_ALPHA, GREY_ALPHA), (1.0, 1 / 1.8, 1 / 2.6)):
        for bits in (one for one in _BITS[color] if one >= 8):
            yield _variant(
                "PNG meanings", f"{_NAMES[color]} {bits}, gamma {gamma:.2f}", partial(_with_gamma, color, bits, gamma),
                partial(_gamma_picture, color, bits, gamma), crisp=color == PALETTE, managed=True,
            )  # fmt: skip
    for color in (GREY, RGB, PALETTE, RGB_ALPHA, GREY_ALPHA):
        for bits in (one for one in _BITS[color] if one >= 8):
            said = (chunk(b"gAMA", struct.pack(">I", 45455)), chunk(b"sRGB", b"\0"))
            yield _variant(
                "PNG meanings", f"{_NAMES[color]} {bits}, said to be sRGB", partial(_with, color, bits, said),
                partial(_picture, color, bits), crisp=color == PALETTE,
            )  # fmt: skip
    for color in (RGB, PALETTE, RGB_ALPHA):
        for bits in (one for one in _BITS[color] if one >= 8):
            wide = (chunk(b"iCCP", b"Display P3\0\0" + compress(rgb_profile(DISPLAY_P3))),)
            yield _variant(
                "PNG meanings", f"{_NAMES[color]} {bits}, profile of Display P3", partial(_with, color, bits, wide),
                None, crisp=color == PALETTE, managed=True,
                tolerance=1.0,  # a level of a wider gamut is more in sRGB
)  # fmt: skip


def _with(color: int, bits: int, said: tuple[bytes, ...]) -> bytes:
    table = (chunk(b"PLTE", _palette(bits).astype(np.uint8).tobytes()),) if color == PALETTE else ()
    return png(stepped(_values(color), bits), bits, color, *said, *table)


def _with_gamma(color: int, bits: int, gamma: float) -> bytes:
    return _with(color, bits, (chunk(b"gAMA", struct.pack(">I", round(gamma * 100_000))),))


def _gamma_picture(color: int, bits: int, gamma: float) -> Picture:
    return in_srgb(_picture(color, bits), gamma)


def in_srgb(picture: Picture, gamma: float) -> Picture:
    """Numbers to light by the file's gamma, light to numbers as sRGB does (IEC 61966-2-1)."""
    light = (picture[:, :, :3] / 255) ** (1 / gamma)
    coded = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.dstack([coded * 255, picture[:, :, 3]])
