"""TIFF: bits, planes, compression, byte order, strips and tiles, sample format, photometric, orientation, colour map."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
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
    shades,
    shown,
    stepped,
)
from tests.fidelity import judges
from tests.fidelity.sources.making import run
from tests.support.tiffs import DEFLATE, LZW, NONE, PACKBITS, Layout, tiff
from workers.formats import Format

BYTE, SHORT, LONG, UNDEFINED = 1, 3, 4, 7
OLD_DEFLATE = 32946
WHITE_IS_0, BLACK_IS_0, RGB, PALETTE, CMYK, YCBCR = 0, 1, 2, 3, 5, 6
_COMPRESSIONS = {NONE: "plain", PACKBITS: "PackBits", LZW: "LZW", DEFLATE: "Deflate"}
_ORIENTATION, _COLOR_MAP, _SAMPLE_FORMAT = 274, 320, 339
_PRESS = 2.0
"""Levels that free press profiles are apart."""
Samples = Callable[[], NDArray[Any]]


def variants() -> Iterator[Variant]:
    yield from _numbers()
    yield from _layouts()
    yield from _alphas()
    yield from _palettes()
    yield from _turned()
    yield from _by_libtiff()
    yield from _said_otherwise()


def _variant(
    family: str,
    name: str,
    samples: Samples,
    photometric: int,
    layout: Layout,
    picture: Callable[[], Picture] | None,
    **more: Any,
) -> Variant:
    known = replace(layout, photometric=photometric)
    more = {"tolerance": _PRESS, **more} if photometric == CMYK else more

    def write(path: Path) -> None:
        path.write_bytes(tiff(samples(), known))

    return Variant(family=family, name=name, format=Format.TIFF, write=write, picture=picture, **more)


def whole(values: NDArray[np.float64], bits: int, *, turned: bool = False) -> NDArray[np.uint64]:
    """Samples of so many bits, height x width x channels; `turned` counts from white to black."""
    made = stepped(values, bits)
    made = made[:, :, None] if made.ndim == 2 else made
    return np.uint64(2**bits - 1) - made if turned else made


def coarse(values: NDArray[np.float64], bits: int) -> Picture:
    return shown(stepped(values, bits) / (2**bits - 1))


def _colors() -> Iterator[tuple[str, int, Samples, int, Callable[[], Picture] | None, int]]:
    """Name, bits, samples, photometric interpretation, picture, channels."""
    for bits in (
        1,
        2,
        4,
        8,
        12,
        16,
    ):  # 32 are numbers without a white for us: tests/workers/image/test_tiff_numbers.py
        name = f"grey {bits}"
        yield name, bits, partial(_grey, bits), BLACK_IS_0, partial(_coarse_grey, bits), 1
        yield f"{name} white is 0", bits, partial(_grey, bits, turned=True), WHITE_IS_0, partial(_coarse_grey, bits), 1
    for bits in (2, 4, 8, 12, 16, 32):
        yield f"RGB {bits}", bits, partial(_rgb, bits), RGB, partial(_coarse_rgb, bits), 3
    for bits in (8, 16):
        yield f"CMYK {bits}", bits, partial(_inks, bits), CMYK, partial(_as_libvips_shows, bits), 4


def _grey(bits: int, *, turned: bool = False) -> NDArray[np.uint64]:
    return whole(grey(), bits, turned=turned)


def _coarse_grey(bits: int) -> Picture:
    return coarse(grey(), bits)


def _rgb(bits: int) -> NDArray[np.uint64]:
    return whole(shades(), bits)


def _coarse_rgb(bits: int) -> Picture:
    return coarse(shades(), bits)


def _inks(bits: int) -> NDArray[np.uint64]:
    inks = np.concatenate([1 - shades(), 0.3 * (1 - grey())[:, :, None]], axis=2)
    return whole(inks, bits)


@cache
def _as_libvips_shows(bits: int) -> Picture:
    """Inks without a profile, whose colours no specification says: as libvips shows the plainest file of them."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "inks.tif"
        path.write_bytes(tiff(_inks(bits), Layout(bits=bits, photometric=CMYK)))
        shown_by_libvips = judges.looks(path)
    assert shown_by_libvips is not None
    return shown_by_libvips


def _numbers() -> Iterator[Variant]:
    """Every kind of number in both byte orders, in both kinds of planes."""
    for (name, bits, samples, photometric, picture, channels), order, planar in product(_colors(), "<>", (1, 2)):
        if planar == 2 and channels == 1:
            continue
        said = f"{name}{', big-endian' if order == '>' else ''}{', planes' if planar == 2 else ''}"
        layout = Layout(bits=bits, big_endian=order == ">", planar=planar, rows=11)
        yield _variant(
            "TIFF numbers", said, samples, photometric, layout, picture, crisp=bits < 4, managed=photometric == CMYK
        )
    for bits, kind, order in product((32, 64, 16), (3,), "<>"):
        layout = Layout(bits=bits, big_endian=order == ">", sample_format=kind)
        said = f"grey float {bits}{', big-endian' if order == '>' else ''}"
        yield _variant("TIFF numbers", said, lambda: grey()[:, :, None], BLACK_IS_0, layout, partial(_coarse_grey, 16))
    for bits, order in product((8, 16), "<>"):
        layout = Layout(bits=bits, big_endian=order == ">", more={_SAMPLE_FORMAT: (SHORT, [4])})
        yield _variant(
            "TIFF numbers", f"grey {bits} of unsaid format{', big-endian' if order == '>' else ''}",
            partial(_grey, bits), BLACK_IS_0, layout, partial(_coarse_grey, bits),
        )  # fmt: skip


def _layouts() -> Iterator[Variant]:
    """Compressions, with predictor or not, in strips and tiles, as BigTIFF or not."""
    some = [
        one for one in _colors() if one[0] in {"grey 1", "grey 4", "grey 8", "grey 16", "RGB 8", "RGB 16", "CMYK 8"}
    ]
    for (name, bits, samples, photometric, picture, channels), code, tile, order, planar in product(
        some, (*_COMPRESSIONS, OLD_DEFLATE), (0, 16), "<>", (1, 2)
    ):
        if (planar == 2 and channels == 1) or (code == OLD_DEFLATE and tile):
            continue
        predicts = bits >= 8 and code in {LZW, DEFLATE} and order == "<"
        is_big = order == ">" and tile != 0
        words = [name, _COMPRESSIONS.get(code, "old Deflate")]
        words += [word for word, said in (
            ("predicted", predicts), ("tiles", tile), ("big-endian", order == ">"), ("planes", planar == 2),
            ("BigTIFF", is_big),
        ) if said]  # fmt: skip
        layout = Layout(
            bits=bits, compression=code, predictor=2 if predicts else 1, tile=tile, big_endian=order == ">",
            planar=planar, rows=9, big_tiff=is_big,
        )  # fmt: skip
        yield _variant(
            "TIFF layouts", ", ".join(words), samples, photometric, layout, picture, crisp=bits < 4,
            managed=photometric == CMYK,
        )  # fmt: skip


def _alphas() -> Iterator[Variant]:
    """Extra samples: multiplied alpha, alpha, something else, and more than one."""
    for is_grey, bits, (kinds, said), planar, code in product(
        (True, False),
        (8, 16),
        (([1], "multiplied alpha"), ([2], "alpha"), ([0], "a channel of other meaning"), ([2, 0], "alpha and another")),
        (1, 2),
        (NONE, LZW),
    ):

        def samples(is_grey: bool = is_grey, bits: int = bits, kinds: list[int] = kinds) -> NDArray[Any]:
            colors = (grey()[:, :, None] if is_grey else shades()) * (clearness()[:, :, None] if kinds[0] == 1 else 1)
            extra = [clearness()[:, :, None]] + ([np.full((HEIGHT, WIDTH, 1), 0.4)] if len(kinds) > 1 else [])
            return whole(np.concatenate([colors, *extra], axis=2), bits)

        def picture(is_grey: bool = is_grey, kinds: list[int] = kinds) -> Picture:
            return shown(grey() if is_grey else shades(), clearness() if kinds[0] else None)

        name = (
            f"{'grey' if is_grey else 'RGB'} {bits}, {said}, {_COMPRESSIONS[code]}{', planes' if planar == 2 else ''}"
        )
        layout = Layout(bits=bits, planar=planar, compression=code, rows=13, extra=tuple(kinds))
        yield _variant("TIFF extra samples", name, samples, BLACK_IS_0 if is_grey else RGB, layout, picture)


def _palettes() -> Iterator[Variant]:
    """Colour maps of 16 bits, and of 8 bits, which readers tell by no entry being above 255."""
    for bits, deep, order, code in product((1, 2, 4, 8), (True, False), "<>", (NONE, LZW)):
        colors = _palette(bits)
        table = np.round(colors * (65535 if deep else 255)).astype(int).T.reshape(-1).tolist()
        layout = Layout(bits=bits, big_endian=order == ">", compression=code, more={_COLOR_MAP: (SHORT, table)})
        name = f"palette {bits}, map of {16 if deep else 8} bits, {_COMPRESSIONS[code]}{', big-endian' if order == '>' else ''}"

        def picture(colors: NDArray[np.float64] = colors, bits: int = bits) -> Picture:
            return shown(colors[_indexes(bits)[:, :, 0].astype(int)])

        yield _variant("TIFF palettes", name, partial(_indexes, bits), PALETTE, layout, picture, crisp=True)


def _palette(bits: int) -> NDArray[np.float64]:
    steps = np.arange(2**bits) / max(1, 2**bits - 1)
    return np.stack([steps, 1 - steps, 0.25 + 0.5 * steps], axis=1)


def _indexes(bits: int) -> NDArray[np.uint64]:
    return whole(grey(), bits)


# Where the stored rows and columns of an upright picture go (TIFF 6.0, Orientation).
_STORED: dict[int, Callable[[NDArray[Any]], NDArray[Any]]] = {
    1: lambda it: it,
    2: lambda it: it[:, ::-1],
    3: lambda it: it[::-1, ::-1],
    4: lambda it: it[::-1],
    5: lambda it: it.swapaxes(0, 1),
    6: lambda it: it.swapaxes(0, 1)[::-1],
    7: lambda it: it[::-1, ::-1].swapaxes(0, 1),
    8: lambda it: it.swapaxes(0, 1)[:, ::-1],
}


# TIFF 6.0, section 2: readers take BYTE, SHORT or LONG for any unsigned number; UNDEFINED is none.
_SAID = frozenset({BYTE, SHORT, LONG})


def _turned() -> Iterator[Variant]:
    for orientation, (kind, said), (name, bits, code) in product(
        range(2, 9),
        ((SHORT, "SHORT"), (BYTE, "BYTE"), (UNDEFINED, "UNDEFINED"), (LONG, "LONG")),
        (("grey", 8, NONE), ("RGB", 8, LZW), ("RGB", 16, NONE)),
    ):

        def samples(
            orientation: int = orientation, kind: int = kind, name: str = name, bits: int = bits
        ) -> NDArray[Any]:
            turned = orientation if kind in _SAID else 1
            return _STORED[turned](whole(grey() if name == "grey" else shades(), bits))

        layout = Layout(
            bits=bits, compression=code, big_endian=orientation % 2 == 1, more={_ORIENTATION: (kind, [orientation])}
        )
        yield _variant(
            "TIFF orientations", f"{name} {bits}, orientation {orientation} as {said}, {_COMPRESSIONS[code]}", samples,
            BLACK_IS_0 if name == "grey" else RGB, layout, partial(_coarse_grey if name == "grey" else _coarse_rgb, bits),
        )  # fmt: skip


def _by_libtiff() -> Iterator[Variant]:
    """What libtiff's own program packs, of a plain file of ours."""
    some = {one[0]: one for one in _colors()}
    ways = (
        ("grey 1", "g3"), ("grey 1", "g3:2d"), ("grey 1", "g4"), ("grey 1 white is 0", "g4"), ("grey 8", "jpeg"),
        ("RGB 8", "jpeg"), ("RGB 8", "jpeg:r"), ("CMYK 8", "jpeg"), ("RGB 8", "zstd"), ("RGB 16", "zstd:2"),
        ("RGB 8", "lzma"), ("RGB 8", "zip:2"), ("RGB 16", "lzw:2"), ("grey 16", "zip:2"),
    )  # fmt: skip
    for (color, way), tiled, order in product(ways, (False, True), ("-B", "-L")):
        name, bits, samples, photometric, picture, _ = some[color]

        def write(
            path: Path, bits: int = bits, samples: Samples = samples, photometric: int = photometric,
            way: str = way, tiled: bool = tiled, order: str = order,
        ) -> None:  # fmt: skip
            plain = path.with_name(path.name + ".plain.tif")
            plain.write_bytes(tiff(samples(), Layout(bits=bits, photometric=photometric)))
            shape = ("-t", "-w", "16", "-l", "16") if tiled else ("-s", "-r", "16")
            run("tiffcp", order, "-c", way, *shape, plain, path)
            plain.unlink()

        yield Variant(
            family="TIFF compressions",
            name=f"{name}, {way}{', tiles' if tiled else ''}{', big-endian' if order == '-B' else ''}",
            format=Format.TIFF, write=write, picture=picture, tools=("tiffcp",), crisp=bits < 4,
            tolerance=3.0 if "jpeg" in way else _PRESS * (photometric == CMYK), managed=photometric == CMYK,
        )  # fmt: skip


def _said_otherwise() -> Iterator[Variant]:
    """Tags that are missing or of another type, and bits in the other order."""
    color, _, samples, photometric, picture, _ = next(one for one in _colors() if one[0] == "RGB 8")
    one_bit = next(one for one in _colors() if one[0] == "grey 1")
    ways: tuple[tuple[str, Layout], ...] = (
        ("no RowsPerStrip", Layout(bits=8, rows=HEIGHT, without=(278,))),
        ("no PlanarConfiguration", Layout(bits=8, without=(284,))),
        ("no Compression", Layout(bits=8, without=(259,))),
        ("one BitsPerSample for three", Layout(bits=8, more={258: (SHORT, [8])})),
        ("sizes as LONG", Layout(bits=8, more={256: (LONG, [WIDTH]), 257: (LONG, [HEIGHT])})),
        ("offsets as SHORT", Layout(bits=8, rows=HEIGHT, more={273: (SHORT, [16])})),
        ("strips of a row", Layout(bits=8, rows=1, compression=LZW)),
    )
    for name, layout in ways:
        yield _variant("TIFF tags", f"{color}, {name}", samples, photometric, layout, picture)
    for order in "<>":
        layout = Layout(bits=1, fill_order=2, big_endian=order == ">")
        name = f"grey 1, lowest bit first{', big-endian' if order == '>' else ''}"
        yield _variant("TIFF tags", name, one_bit[2], BLACK_IS_0, layout, one_bit[4], crisp=True)
