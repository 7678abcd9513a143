"""Every variant of a TIFF comes out as its numbers say, or is refused for what it is when it is planned."""

import shutil
import struct
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.support.pictures import encoded, photo, upright_mark
from tests.support.tiffs import DEFLATE, LZW, NONE, PACKBITS, Layout, tiff
from workers.binary.source import ByteSource
from workers.binary.tiff import chain, header
from workers.errors import ErrorCode, Failure
from workers.formats import Format
from workers.image.pipeline import make, plan, preview
from workers.plan import Loss
from workers.recipe import Frames, LongEdge, Lossless, Recipe

needs_convert = pytest.mark.skipif(shutil.which("convert") is None, reason="convert is not installed")
needs_tiffcp = pytest.mark.skipif(shutil.which("tiffcp") is None, reason="tiffcp is not installed")
HEIGHT, WIDTH = 19, 22

LAYOUTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "big-endian": {"big_endian": True},
    "planes": {"planar": 2},
    "planes, big-endian": {"planar": 2, "big_endian": True},
    "planes, tiles": {"planar": 2, "tile": 16, "compression": DEFLATE},
    "planes, LZW": {"planar": 2, "compression": LZW, "big_endian": True},
    "planes, predicted": {"planar": 2, "compression": LZW, "predictor": 2},
    "tiles": {"tile": 16, "big_endian": True},
    "tiles, predicted": {"tile": 16, "compression": DEFLATE, "predictor": 2, "big_endian": True},
    "PackBits": {"compression": PACKBITS, "rows": 3},
    "bits from behind": {"fill_order": 2, "compression": LZW},
    "plain bits from behind": {"fill_order": 2, "planar": 2},
    "BigTIFF": {"big_tiff": True, "compression": LZW},
    "big-endian BigTIFF": {"big_tiff": True, "big_endian": True, "planar": 2},
}
"""Names and how the samples stand; a predictor only where samples are whole bytes."""

KINDS: dict[str, tuple[int, int, tuple[int, ...]]] = {
    "grey, white is 0": (0, 1, ()),
    "grey": (1, 1, ()),
    "grey with alpha": (1, 2, (2,)),
    "grey multiplied": (1, 2, (1,)),
    "grey beside something": (1, 2, (0,)),
    "grey, white is 0, with alpha": (0, 2, (2,)),
    "RGB": (2, 3, ()),
    "RGB with alpha": (2, 4, (2,)),
    "RGB multiplied": (2, 4, (1,)),
    "RGB beside something": (2, 4, (0,)),
    "RGB with alpha behind something": (2, 5, (0, 2)),
    "RGB beside three": (2, 6, (0, 0, 0)),
}


def values(bits: int, samples: int, extra: tuple[int, ...]) -> NDArray[np.int64]:
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH]
    bands = [0.5 + 0.5 * np.sin(across / (7 + 3 * band) + down / (9 + 2 * band) + band) for band in range(samples)]
    light = np.stack(bands, -1)
    if extra[:1] == (1,):
        light[..., : samples - 1] *= light[..., samples - 1 :]
    return np.asarray(np.rint(light * (2**bits - 1)), np.int64)


def expected(numbers: NDArray[np.int64], bits: int, photometric: int, extra: tuple[int, ...]) -> NDArray[np.float64]:
    """Red, green, blue and alpha from 0 to 1."""
    light = numbers / (2**bits - 1)
    colors = light[..., : 3 if photometric == 2 else 1]
    colors = 1 - colors if photometric == 0 else colors
    places = [at for at, one in enumerate(extra) if one in (1, 2)]
    alpha = light[..., [colors.shape[2] + places[0]]] if places else np.ones((HEIGHT, WIDTH, 1))
    if extra[:1] == (1,):
        colors = np.clip(colors / np.maximum(alpha, 1e-9), 0, 1)
    return np.concatenate([np.repeat(colors, 3 // colors.shape[2], -1), alpha], -1)


def made(data: bytes, folder: Path, target: Format = Format.PNG, **asked: Any) -> Image.Image:
    part = folder / "part"
    part.write_bytes(b"")
    recipe = Recipe(format=target, keep_larger=True, **{"goal": Lossless(), **asked})
    make(plan(BytesIO(data), recipe), BytesIO(data), part, lambda _stage, _share: None)
    return Image.open(BytesIO(part.read_bytes()))


def shown(image: Image.Image) -> NDArray[np.float64]:
    if image.mode.startswith("I;16"):
        grey = np.asarray(image)[..., None] / 65_535
        return np.concatenate([np.repeat(grey, 3, -1), np.ones_like(grey)], -1)
    return np.asarray(image.convert("RGBA")) / 255


def furthest(found: NDArray[np.float64], wanted: NDArray[np.float64]) -> float:
    """The largest difference; a colour counts as much as it can be seen."""
    seen = wanted[..., 3:]
    return float(max(np.abs(found - wanted)[..., 3].max(), (np.abs(found - wanted)[..., :3] * seen).max()))


def kinds(layout: str, bits: int, *, extra_is_there: bool) -> list[tuple[str, tuple[int, int, tuple[int, ...]]]]:
    """All in every layout where samples are whole bytes; else a third, so that each meets each depth and some layouts."""
    if bits in (8, 16) and extra_is_there:
        return list(KINDS.items())
    return list(KINDS.items())[list(LAYOUTS).index(layout) % 3 :: 3]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    ("bits", "target", "extra_is_there"),
    [
        *((bits, Format.PNG, True) for bits in (1, 2, 4, 8, 12, 16)),
        (12, Format.PNG, False),
        (16, Format.PNG, False),
        (16, Format.WEBP, False),
    ],
)
def test_every_depth_in_every_layout(
    layout: str, bits: int, target: Format, extra_is_there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not extra_is_there:
        monkeypatch.setattr("workers.image.resolve.colors.is_there", lambda: False)
    how = LAYOUTS[layout]
    if bits not in (8, 16) and "predictor" in how:
        how = {**how, "predictor": 1}
    for name, (photometric, samples, extra) in kinds(layout, bits, extra_is_there=extra_is_there):
        numbers = values(bits, samples, extra)
        data = tiff(numbers, Layout(bits=bits, photometric=photometric, extra=extra, **how))
        found = shown(made(data, tmp_path, target))
        assert furthest(found, expected(numbers, bits, photometric, extra)) < 0.012, name


@needs_convert
@pytest.mark.parametrize("target", [Format.JPEG, Format.WEBP])
def test_another_program_sees_the_same_in_planes_of_16_bits(target: Format, tmp_path: Path) -> None:
    data = tiff(values(16, 3, ()), Layout(bits=16, photometric=2, planar=2))
    judged = subprocess.run(("convert", "tiff:-", "-depth", "8", "rgb:-"), input=data, capture_output=True, check=True)
    wanted = np.frombuffer(judged.stdout, np.uint8).reshape(HEIGHT, WIDTH, 3).astype(float)
    found = np.asarray(made(data, tmp_path, target).convert("RGB")).astype(float)
    assert np.abs(found - wanted).mean() < (3 if target is Format.JPEG else 1)


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
@pytest.mark.parametrize("deepest", [255, 65_535])
@pytest.mark.parametrize("how", [{}, {"big_endian": True, "compression": LZW}, {"tile": 16}, {"big_tiff": True}])
@pytest.mark.parametrize("extra", [(), (2,), (0,)])
def test_a_palette_of_8_or_16_bits(
    bits: int, deepest: int, how: dict[str, Any], extra: tuple[int, ...], tmp_path: Path
) -> None:
    colors = np.random.default_rng(5).integers(0, 256, (2**bits, 3))
    colors[0] = 255
    numbers = values(bits, 1 + len(extra), extra)
    table = [int(value) * deepest // 255 for channel in range(3) for value in colors[:, channel]]
    data = tiff(numbers, Layout(bits=bits, photometric=3, extra=extra, more={320: (3, table)}, **how))
    alpha = numbers[..., 1:] / (2**bits - 1) if extra == (2,) else np.ones((HEIGHT, WIDTH, 1))
    wanted = np.concatenate([colors[numbers[..., 0]] / 255, alpha], -1)
    assert furthest(shown(made(data, tmp_path)), wanted) < 0.005
    raster = preview(BytesIO(data), WIDTH).raster
    small = np.frombuffer(raster.rgba, np.uint8).reshape(HEIGHT, WIDTH, 4) / 255
    assert furthest(small, wanted) < 0.005


@pytest.mark.parametrize("bits", [1, 8, 16])
@pytest.mark.parametrize("how", [{}, {"big_endian": True, "compression": LZW}, {"planar": 2}])
@pytest.mark.parametrize("samples", [1, 3])
def test_numbers_of_which_nothing_is_said_are_whole_ones(
    bits: int, how: dict[str, Any], samples: int, tmp_path: Path
) -> None:
    numbers, photometric = values(bits, samples, ()), 2 if samples == 3 else 1
    undefined = {339: (3, [4] * samples)}  # TIFF 6.0, section 19
    data = tiff(numbers, Layout(bits=bits, photometric=photometric, more=undefined, **how))
    assert furthest(shown(made(data, tmp_path)), expected(numbers, bits, photometric, ())) < 0.012


def test_floating_point_of_64_bits_becomes_that_of_32_and_the_plan_says_so(tmp_path: Path) -> None:
    light = values(16, 1, ()) / 65_535
    for bits in (32, 64):
        data = tiff(light, Layout(bits=bits, sample_format=3))
        planned = plan(BytesIO(data), Recipe(format=Format.TIFF, size=LongEdge(WIDTH // 2)))
        assert (Loss.DEPTH in planned.losses) == (bits == 64)
        assert made(data, tmp_path, Format.TIFF, size=LongEdge(WIDTH // 2)).mode == "F"


def test_numbers_in_floating_point_with_their_predictor(tmp_path: Path) -> None:
    light = values(16, 1, ()) / 65_535
    for bits in (16, 32, 64):
        for how in ({}, {"compression": DEFLATE, "predictor": 3}, {"big_endian": True, "tile": 16}):
            data = tiff(light, Layout(bits=bits, sample_format=3, **how))  # type: ignore[arg-type]
            assert np.abs(shown(made(data, tmp_path))[..., 0] - light[..., 0]).max() < 0.005, (bits, how)


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("planar", [1, 2])
@pytest.mark.parametrize("photometric", [8, 9])
def test_lab_of_any_depth_and_order(bits: int, planar: int, photometric: int, tmp_path: Path) -> None:
    """TIFF 6.0, section 23: a and b have a sign; ICC's of photometric interpretation 9 are counted from 128."""
    fields = np.array([[[80, 0, 0], [50, 60, 0], [50, 0, -60], [90, -40, 40]]], float)
    size, zero = 2 ** (bits - 8), 128 if photometric == 9 else 0
    white = {(8, 8): 255, (9, 8): 255, (8, 16): 65_535, (9, 16): 65_280}[photometric, bits]
    numbers = np.dstack([fields[..., :1] * white / 100, (fields[..., 1:] + zero) * size % 2**bits])
    data = tiff(np.rint(numbers).astype(np.int64), Layout(bits=bits, photometric=photometric, planar=planar))
    found = np.asarray(made(data, tmp_path).convert("RGB")).astype(int)[0]
    # As libvips shows the kind with a sign; it clips what sRGB cannot show in another way.
    assert np.abs(found - [[197, 197, 197], [207, 65, 121], [0, 125, 221], [170, 242, 145]]).max() <= 15


@pytest.mark.parametrize("sampling", [(1, 1), (2, 1), (2, 2)])
@pytest.mark.parametrize("compression", [NONE, LZW])
def test_luma_and_chroma_that_no_jpeg_packs(sampling: tuple[int, int], compression: int, tmp_path: Path) -> None:
    """TIFF 6.0, section 21: units of the luma of some pixels and the chroma that they share."""
    across, down = sampling
    image = photo((12, 8)).resize((48, 32), Image.Resampling.BICUBIC)
    luma, *chroma = (np.asarray(band) for band in image.convert("YCbCr").split())
    units = luma.reshape(32 // down, down, 48 // across, across).transpose(0, 2, 1, 3)
    shared = [band[::down, ::across, None] for band in chroma]
    packed = np.concatenate([units.reshape(32 // down, 48 // across, -1), *shared], -1).reshape(1, -1, 1)
    told: dict[int, tuple[int, list[Any]]] = {
        256: (4, [48]), 257: (4, [32]), 258: (3, [8] * 3), 262: (3, [6]), 277: (3, [3]), 278: (4, [32]), 339: (3, [1] * 3),
        530: (3, list(sampling)), 532: (5, [(number, 1) for number in (0, 255, 128, 255, 128, 255)]),
    }  # fmt: skip
    data = tiff(packed, Layout(compression=compression, rows=1, more=told))
    found = np.asarray(made(data, tmp_path).convert("RGB")).astype(float)
    assert np.abs(found - np.asarray(image)).mean() < (1.5 if sampling == (1, 1) else 10)


TURNED_LAYOUTS: list[dict[str, Any]] = [{"compression": LZW}, {"planar": 2}, {"big_tiff": True, "big_endian": True}]
ORIENTATION_TYPES = [
    *((kind, [turn]) for kind in (1, 3, 4, 6, 8, 9, 16) for turn in (2, 6, 8)),
    (7, [8]), (5, [(8, 1)]), (11, [8.0]), (12, [8.0]), (3, [8, 8]), (4, [6, 1]), (1, [8, 8]), (7, [8, 0, 0, 0]),
]  # fmt: skip


@needs_convert
@pytest.mark.parametrize(
    ("kind", "told", "how"),
    [
        *((*each, {}) for each in ORIENTATION_TYPES),
        *((3, [turn], how) for how in TURNED_LAYOUTS for turn in (2, 6, 8)),
        *((kind, [8], {"big_tiff": True, "big_endian": True}) for kind in (1, 4, 16)),
    ],
)
def test_a_picture_is_turned_as_another_program_turns_it(
    kind: int, told: list[Any], how: dict[str, Any], tmp_path: Path
) -> None:
    pixels = np.asarray(upright_mark((40, 30)))
    data = tiff(pixels, Layout(photometric=2, more={274: (kind, told)}, **how))
    judged = subprocess.run(("convert", "tiff:-", "-auto-orient", "png:-"), input=data, capture_output=True, check=True)
    wanted = Image.open(BytesIO(judged.stdout)).convert("RGB")
    for image in (made(data, tmp_path), made(data, tmp_path, Format.TIFF), made(data, tmp_path, size=LongEdge(40))):
        assert image.size == wanted.size
        assert np.array_equal(np.asarray(image.convert("RGB")), np.asarray(wanted))
    raster = preview(BytesIO(data), 40).raster
    assert (raster.width, raster.height) == wanted.size


@pytest.mark.parametrize("told", [0, 9, 300])
def test_an_orientation_that_is_none_turns_nothing(told: int, tmp_path: Path) -> None:
    pixels = np.asarray(upright_mark((40, 30)))
    data = tiff(pixels, Layout(photometric=2, more={274: (3, [told])}))
    assert np.array_equal(np.asarray(made(data, tmp_path).convert("RGB")), pixels)


def test_a_turn_told_in_a_packet_alone_turns_nothing(tmp_path: Path) -> None:
    packet = (
        b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
        b"<rdf:Description xmlns:tiff='http://ns.adobe.com/tiff/1.0/' tiff:Orientation='6'/></rdf:RDF></x:xmpmeta>"
    )
    data = tiff(np.asarray(upright_mark((40, 30))), Layout(photometric=2, more={700: (1, list(packet))}))
    assert made(data, tmp_path).size == (40, 30)
    assert preview(BytesIO(data), 40).raster.width == 40


UNREAD: dict[str, Layout] = {
    "WebP": Layout(compression=50001),
    "LERC": Layout(compression=34887),
    "JPEG 2000": Layout(compression=34712),
    "LogLuv": Layout(compression=34676, photometric=32844, bits=16),
    "colour in floating point": Layout(bits=32, photometric=2, sample_format=3),
    "colour of 32 bits": Layout(bits=32, photometric=2),
    "colour with a sign": Layout(bits=16, photometric=2, sample_format=2),
    "a predictor of another kind": Layout(compression=DEFLATE, more={317: (3, [7])}),
    "differences of 4 bits": Layout(bits=4, compression=LZW, more={317: (3, [2])}),
    "shades of a mask": Layout(photometric=4),
    "a mask of single bits": Layout(photometric=4, bits=1),
    "a meaning that nobody knows": Layout(photometric=117, bits=2),
    "colour filters": Layout(photometric=32844),
    "samples of several depths": Layout(photometric=2, more={258: (3, [5, 6, 5])}),
    "chroma of 16 bits": Layout(photometric=6, bits=16),
    "chroma in planes": Layout(photometric=6, planar=2),
    "a palette of 16 bits": Layout(photometric=3, bits=16, more={320: (3, [0] * 3 * 65_536)}),
}


NAMED = {
    "WebP": "WebP",
    "LERC": "LERC",
    "JPEG 2000": "JPEG 2000",
    "LogLuv": "LogLuv",
    "colour in floating point": "floating-point colour",
    "colour of 32 bits": "32-bit colour",
    "shades of a mask": "transparency mask",
}


@pytest.mark.parametrize("name", UNREAD)
@pytest.mark.parametrize("as_page", [1, 2])
def test_what_is_not_read_is_refused_as_what_it_is_when_it_is_planned(name: str, as_page: int) -> None:
    layout = UNREAD[name]
    samples = 3 if layout.photometric in (2, 6) else 1
    light = layout.sample_format == 3
    data = tiff(np.zeros((8, 8, samples), float if light else int), layout)
    if as_page == 2:
        data = behind(encoded(Image.new("RGB", (8, 8)), "TIFF"), data)
        assert plan(BytesIO(data), Recipe(format=Format.JPEG, frames=Frames.FIRST)).stills == 1
    with pytest.raises(Failure) as caught:
        plan(BytesIO(data), Recipe(format=Format.TIFF))
    assert caught.value.code is ErrorCode.UNSUPPORTED_VARIANT
    assert caught.value.facts.format is Format.TIFF
    assert "TIFF" in (caught.value.facts.detail or "")
    if as_page == 1 and name in NAMED:
        assert caught.value.facts.variant == NAMED[name]


def behind(first: bytes, second: bytes) -> bytes:
    """Two little-endian files as two pages of one: all offsets of the second are moved."""
    page = next(chain(ByteSource.of(first), header(ByteSource.of(first))))
    other = next(chain(ByteSource.of(second), header(ByteSource.of(second))))
    start = len(first) + len(first) % 2
    moved = bytearray(second)
    for entry in other.entries:
        if entry.value_at != entry.at + 8:
            moved[entry.at + 8 : entry.at + 12] = struct.pack("<I", entry.value_at + start)
        if entry.tag in (273, 324):
            for at in range(entry.value_at, entry.value_at + entry.size, 4):
                (offset,) = struct.unpack_from("<I", moved, at)
                struct.pack_into("<I", moved, at, offset + start)
    joined = bytearray(first.ljust(start, b"\0") + moved)
    joined[page.next_at : page.next_at + 4] = struct.pack("<I", other.at + start)
    return bytes(joined)


@needs_tiffcp
@pytest.mark.parametrize(
    "options",
    [
        "-r 16 -c jpeg:r:95",
        "-c jpeg:r:95 -t -w 32 -l 32",
        "-r 16 -c jpeg:95",
        "-p separate -r 16 -c jpeg:r:95",
        "-c zstd",
        "-c zip:p2 -p separate",
        "-c lzma",
        "-c g4",
        "-B -c g3:2d",
    ],
)
def test_what_libtiff_packs_is_unpacked_or_refused_before(options: str, tmp_path: Path) -> None:
    is_fax = "g3" in options or "g4" in options
    picture = (
        photo((64, 48)).convert("L").point(lambda value: 255 * (value > 128)).convert("1")
        if is_fax
        else photo((64, 48))
    )
    (plain := tmp_path / "plain.tif").write_bytes(encoded(picture, "TIFF"))
    packed = tmp_path / "packed.tif"
    subprocess.run(["tiffcp", *options.split(), plain, packed], check=True, capture_output=True)
    found = np.asarray(made(packed.read_bytes(), tmp_path).convert("RGB")).astype(float)
    assert np.abs(found - np.asarray(picture.convert("RGB"))).mean() < 4


def test_what_came_of_a_broken_one_is_shown(tmp_path: Path) -> None:
    numbers = values(16, 3, ())
    data = bytearray(tiff(numbers, Layout(bits=16, photometric=2, planar=1, compression=DEFLATE)))
    page = next(chain(ByteSource.of(data), header(ByteSource.of(data))))
    entry = page.find(273)
    assert entry is not None
    last = struct.unpack_from("<I", data, entry.value_at + entry.size - 4)[0]
    data[last : last + 8] = b"\xff" * 8
    with pytest.raises(Failure) as caught:
        made(bytes(data), tmp_path)
    assert caught.value.code in {ErrorCode.DAMAGED, ErrorCode.ENDS_EARLY}
    raster = preview(BytesIO(bytes(data)), WIDTH).raster
    top = np.frombuffer(raster.rgba, np.uint8).reshape(HEIGHT, WIDTH, 4)[:7, :, :3] / 255
    assert np.abs(top - expected(numbers, 16, 2, ())[:7, :, :3]).max() < 0.012
