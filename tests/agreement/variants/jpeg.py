"""JPEG: baseline, progressive and arithmetic, restarts, subsampling, and what its components are."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tests.agreement.variants.variant import HEIGHT, WIDTH, Picture, Variant, grey, shades, shown, stepped
from tests.fidelity.sources.making import run
from tests.support.pictures import encoded
from workers.formats import Format

_WAYS: dict[str, tuple[str, ...]] = {
    "baseline": ("-baseline",),
    "optimised": ("-optimize",),
    "progressive": ("-progressive",),
    "arithmetic": ("-arithmetic",),
    "arithmetic, progressive": ("-arithmetic", "-progressive"),
}
_RESTARTS: dict[str, tuple[str, ...]] = {
    "": (),
    ", a restart a row": ("-restart", "1"),
    ", a restart every 3 blocks": ("-restart", "3B"),
}
_COLORS: dict[str, tuple[str, ...]] = {
    "grey": ("-grayscale",),
    "YCbCr 4:4:4": ("-sample", "1x1"),
    "YCbCr 4:2:2": ("-sample", "2x1"),
    "YCbCr 4:4:0": ("-sample", "1x2"),
    "YCbCr 4:2:0": ("-sample", "2x2"),
    "YCbCr 4:1:1": ("-sample", "4x1"),
    "YCbCr 4:1:0": ("-sample", "4x2"),
    "RGB": ("-rgb",),
}

_TOLERANCES = {"grey": 1.5, "RGB": 1.5, "YCbCr 4:4:4": 1.5, "YCbCr 4:1:1": 6.0, "YCbCr 4:1:0": 4.0}


def variants() -> Iterator[Variant]:
    for (color, sampling), (way, options), (restarts, more) in product(
        _COLORS.items(), _WAYS.items(), _RESTARTS.items()
    ):
        yield Variant(
            family="JPEG coding", name=f"{color}, {way}{restarts}", format=Format.JPEG, tools=("cjpeg",),
            write=partial(_by_libjpeg, (*sampling, *options, *more), is_grey=color == "grey"),
            picture=_grey_picture if color == "grey" else _color_picture,
            tolerance=_TOLERANCES.get(color, 3.0),
        )  # fmt: skip
    yield from _inks()


def _by_libjpeg(options: tuple[str, ...], path: Path, *, is_grey: bool) -> None:
    plain = path.with_name(path.name + ".pnm")
    values = stepped(grey() if is_grey else shades(), 8).astype(np.uint8)
    plain.write_bytes(b"P%d %d %d 255\n" % (5 if is_grey else 6, WIDTH, HEIGHT) + values.tobytes())
    run("cjpeg", "-quality", "95", *options, "-outfile", path, plain)
    plain.unlink()


def _grey_picture() -> Picture:
    return shown(stepped(grey(), 8) / 255)


def _color_picture() -> Picture:
    return shown(stepped(shades(), 8) / 255)


def _inks() -> Iterator[Variant]:
    """Four components: inks, turned over as Adobe does, or the first three of them as YCbCr (ITU-T T.872, 6.5.3)."""
    ways: dict[str, dict[str, Any]] = {
        "baseline": {},
        "progressive": {"progressive": True},
        "restarts": {"restart_marker_rows": 1},
    }
    makers: dict[str, Callable[[dict[str, Any]], bytes]] = {"CMYK": _cmyk, "YCCK": _ycck}
    for (name, make), (way, options) in product(makers.items(), ways.items()):

        def write(
            path: Path, make: Callable[[dict[str, Any]], bytes] = make, options: dict[str, Any] = options
        ) -> None:
            path.write_bytes(make(options))

        yield Variant(
            family="JPEG coding", name=f"{name}, {way}", format=Format.JPEG, write=write, picture=None, managed=True
        )


def _ink_values() -> NDArray[np.float64]:
    return np.concatenate([1 - shades(), 0.3 * (1 - grey())[:, :, None]], axis=2) * 255


def _cmyk(options: dict[str, Any]) -> bytes:
    return encoded(_image(_ink_values()), quality=95, **options)


def _image(values: NDArray[np.float64]) -> Image.Image:
    return Image.frombytes("CMYK", (WIDTH, HEIGHT), np.round(values).clip(0, 255).astype(np.uint8).tobytes())


def _ycck(options: dict[str, Any]) -> bytes:
    """Pillow stores each value turned over, and says of it that it is ink; the Adobe segment's last byte then says YCCK."""
    inks = _ink_values()
    red, green, blue = (inks[:, :, at] for at in range(3))
    luma = 0.299 * red + 0.587 * green + 0.114 * blue
    stored = [255 - luma, 255 - ((blue - luma) / 1.772 + 128), 255 - ((red - luma) / 1.402 + 128), inks[:, :, 3]]
    data = bytearray(encoded(_image(np.stack(stored, axis=2)), quality=95, **options))
    data[data.index(b"Adobe") + 11] = 2
    return bytes(data)
