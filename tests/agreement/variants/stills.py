"""Stills of WebP, AVIF, HEIC and JPEG XL, made by the programs of those who made the formats, and icons."""

import struct
from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.agreement.variants.variant import (
    HEIGHT,
    WIDTH,
    Picture,
    Variant,
    clearness,
    grey,
    patch,
    shades,
    shown,
    stepped,
)
from tests.fidelity.sources.making import run
from tests.support.pngs import GREY, GREY_ALPHA, RGB, RGB_ALPHA, png
from workers.formats import Format


def variants() -> Iterator[Variant]:
    yield from _webp()
    yield from _avif()
    yield from _heic()
    yield from _jxl()
    yield from _icons()


def _made_by(*command: str, color: int, bits: int) -> Callable[[Path], None]:
    """A file made of a PNG by a program; IN and OUT in its arguments are the PNG and the file."""

    def write(path: Path) -> None:
        plain = path.with_name(path.name + ".plain.png")
        plain.write_bytes(png(stepped(_values(color), bits), bits, color))
        run(*(plain if part == "IN" else path if part == "OUT" else part for part in command))
        plain.unlink()

    return write


def _values(color: int) -> NDArray[np.float64]:
    base = grey()[:, :, None] if color in {GREY, GREY_ALPHA} else shades()
    return np.concatenate([base, clearness()[:, :, None]], axis=2) if color in {GREY_ALPHA, RGB_ALPHA} else base


def _picture(color: int) -> Picture:
    values = _values(color)
    if color in {GREY_ALPHA, RGB_ALPHA}:
        return shown(values[:, :, 0] if color == GREY_ALPHA else values[:, :, :3], values[:, :, -1])
    return shown(values[:, :, 0] if color == GREY else values)


_NAMES = {GREY: "grey", RGB: "RGB", GREY_ALPHA: "grey and alpha", RGB_ALPHA: "RGBA"}


def _webp() -> Iterator[Variant]:
    ways: dict[str, tuple[str, ...]] = {
        "lossy": ("-q", "95"),
        "lossy, alpha coarse": ("-q", "95", "-alpha_q", "40"),
        "lossy, alpha unpacked": ("-q", "95", "-alpha_method", "0"),
        "lossless": ("-lossless",),
        "lossless, exact": ("-lossless", "-exact"),
        "nearly lossless": ("-near_lossless", "60"),
    }
    for color, (name, options) in product(_NAMES, ways.items()):
        yield Variant(
            family="WebP stills", name=f"{_NAMES[color]}, {name}", format=Format.WEBP, tools=("cwebp",),
            write=_made_by("cwebp", "-quiet", *options, "IN", "-o", "OUT", color=color, bits=8),
            picture=partial(_picture, color), tolerance=0.5 if "lossless" in name else 3.0,
        )  # fmt: skip


def _avif() -> Iterator[Variant]:
    for color, bits, chroma, reach in product(
        _NAMES, ("8", "10", "12"), ("444", "422", "420", "400"), ("full", "limited")
    ):
        if (chroma == "400") != (color in {GREY, GREY_ALPHA}):
            continue
        options = ("-d", bits, "-y", chroma, "-r", reach, "-s", "10", "-j", "1", "--min", "2", "--max", "6")
        yield Variant(
            family="AVIF stills", name=f"{_NAMES[color]} {bits}, {chroma}, {reach} range", format=Format.AVIF,
            tools=("avifenc",), write=_made_by("avifenc", *options, "IN", "OUT", color=color, bits=8 if bits == "8" else 16),
            picture=partial(_picture, color), tolerance=2.0,
        )  # fmt: skip
    for chroma in ("444", "420"):
        clear = ("-p", "-y", chroma, "-s", "10", "-j", "1", "--min", "2", "--max", "6")
        yield Variant(
            family="AVIF stills", name=f"multiplied alpha, {chroma}", format=Format.AVIF, tools=("avifenc",),
            write=_made_by("avifenc", *clear, "IN", "OUT", color=RGB_ALPHA, bits=8), picture=partial(_picture, RGB_ALPHA),
            tolerance=2.5,
        )  # fmt: skip


def _heic() -> Iterator[Variant]:
    for color, bits, chroma in product((RGB, RGB_ALPHA, GREY), ("8", "10"), ("444", "422", "420")):
        if color == GREY and chroma != "420":
            continue
        yield Variant(
            family="HEIC stills", name=f"{_NAMES[color]} {bits}, {chroma}", format=Format.HEIC, tools=("heif-enc",),
            write=_made_by(
                "heif-enc", "-q", "95", "-b", bits, "-p", f"chroma={chroma}", "IN", "-o", "OUT", color=color,
                bits=8 if bits == "8" else 16,
            ),
            picture=partial(_picture, color), tolerance=2.5,
        )  # fmt: skip


def _jxl() -> Iterator[Variant]:
    ways = {"lossless": ("-d", "0"), "lossy": ("-d", "0.5"), "progressive": ("-d", "0.5", "-p")}
    for color, bits, (name, options) in product(_NAMES, (8, 16), ways.items()):
        yield Variant(
            family="JPEG XL stills", name=f"{_NAMES[color]} {bits}, {name}", format=Format.JXL, tools=("cjxl",),
            write=_made_by("cjxl", *options, "IN", "OUT", color=color, bits=bits), picture=partial(_picture, color),
            tolerance=0.5 if name == "lossless" else 3.0,
        )  # fmt: skip


def _icons() -> Iterator[Variant]:
    """One picture of an icon: a bitmap of twice the height with a mask below (0 opaque), or a PNG."""
    for bits in (1, 4, 8, 24, 32):

        def write(path: Path, bits: int = bits) -> None:
            path.write_bytes(_icon(_bitmap(bits), bits))

        yield Variant(
            family="ICO", name=f"bitmap of {bits} bits with a mask", format=Format.ICO, write=write,
            picture=partial(_icon_picture, bits), crisp=True,
        )  # fmt: skip
    for color, name in _NAMES.items():

        def write_png(path: Path, color: int = color) -> None:
            path.write_bytes(_icon(png(stepped(_values(color), 8), 8, color), 32))

        yield Variant(
            family="ICO",
            name=f"PNG, {name}",
            format=Format.ICO,
            write=write_png,
            picture=partial(_picture, color),
        )

    def alone(path: Path) -> None:
        path.write_bytes(_icon(_bitmap(32, alpha=False), 32))

    yield Variant(
        family="ICO", name="bitmap of 32 bits whose alpha is zero, with a mask", format=Format.ICO, write=alone,
        picture=partial(_icon_picture, 24), crisp=True,
    )  # fmt: skip


def _icon(data: bytes, bits: int) -> bytes:
    entry = struct.pack("<BBBBHHII", WIDTH, HEIGHT, 0, 0, 1, bits, len(data), 22)
    return struct.pack("<HHH", 0, 1, 1) + entry + data


def _bitmap(bits: int, *, alpha: bool = True) -> bytes:
    head = struct.pack("<IiiHHIIiiII", 40, WIDTH, 2 * HEIGHT, 1, bits, 0, 0, 0, 0, 0, 0)
    palette = b""
    if bits <= 8:
        palette = b"".join(bytes((blue, green, red, 0)) for red, green, blue in _table(bits).tolist())
        weights = np.arange(bits - 1, -1, -1, dtype=np.uint64)
        indexes = stepped(grey(), bits)
        rows = np.packbits((indexes[:, :, None] >> weights & np.uint64(1)).astype(np.uint8).reshape(HEIGHT, -1), axis=1)
    else:
        channels: list[NDArray[Any]] = [stepped(shades()[:, :, at], 8) for at in (2, 1, 0)]
        if bits == 32:
            channels.append(stepped(clearness(), 8) if alpha else np.zeros((HEIGHT, WIDTH)))
        rows = np.stack(channels, axis=2).reshape(HEIGHT, -1).astype(np.uint8)
    mask = np.packbits(patch() if bits < 32 or not alpha else np.zeros((HEIGHT, WIDTH), bool), axis=1)
    return head + palette + _lines(rows) + _lines(mask)


def _lines(rows: NDArray[Any]) -> bytes:
    return np.pad(rows[::-1], ((0, 0), (0, -rows.shape[1] % 4))).astype(np.uint8).tobytes()


def _table(bits: int) -> NDArray[np.uint8]:
    steps = np.arange(2**bits) / (2**bits - 1)
    return stepped(np.stack([steps, 1 - steps, 0.25 + 0.5 * steps], axis=1), 8).astype(np.uint8)


def _icon_picture(bits: int) -> Picture:
    if bits == 32:
        return shown(stepped(shades(), 8) / 255, stepped(clearness(), 8) / 255)
    colors = _table(bits)[stepped(grey(), bits).astype(int)] / 255 if bits <= 8 else stepped(shades(), 8) / 255
    return shown(colors, np.where(patch(), 0.0, 1.0))
