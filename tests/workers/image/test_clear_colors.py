"""The one clear colour or shade of a PNG stays clear, in just as many pixels, in every target that has transparency."""

import shutil
import struct
import subprocess
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.support.pngs import GREY, RGB, RGB_ALPHA, chunk, png
from workers.formats import SPECS, Alpha, Format
from workers.image.decode.opening import open_image, reading
from workers.image.formats.registry import CODECS
from workers.image.pipeline import make, plan, preview
from workers.recipe import AsItIs, LongEdge, Lossless, Recipe, Size

needs_convert = pytest.mark.skipif(shutil.which("convert") is None, reason="convert is not installed")
SIDE = 64
TARGETS = [
    target
    for target, spec in SPECS.items()
    if spec.alpha is not Alpha.NONE and not (spec.write_extra or target is Format.AVIF)
]


def picture(bits: int, color: int) -> tuple[NDArray[np.int64], tuple[int, ...]]:
    """A smooth picture with a clear square; a stripe of it is but one step of the deepest bit beside the clear colour."""
    top, samples = 2**bits - 1, 1 if color == GREY else 3
    down, across = np.mgrid[0:SIDE, 0:SIDE]
    bands = [0.5 + 0.5 * np.sin(across / (9 + band) + down / (7 + band) + band) for band in range(samples)]
    pixels = np.rint(np.stack(bands, -1) * top).astype(np.int64)
    pixels[20:40, 20:40] = clear = pixels[5, 5]
    pixels[50:60, :30] = clear ^ 1
    return pixels, tuple(clear.tolist())


def source(bits: int, color: int, *, interlaced: bool = False) -> bytes:
    pixels, clear = picture(bits, color)
    told = chunk(b"tRNS", struct.pack(f">{len(clear)}H", *clear))
    return png(pixels, bits, color, told, interlaced=interlaced)


def clear_pixels(bits: int, color: int) -> NDArray[np.bool_]:
    pixels, clear = picture(bits, color)
    return np.asarray((pixels == clear).all(-1), np.bool_)


def made(data: bytes, target: Format, folder: Path, size: Size = AsItIs()) -> Image.Image:  # noqa: B008 - frozen
    part = folder / "part"
    part.write_bytes(b"")
    recipe = Recipe(format=target, size=size, goal=Lossless(), keep_larger=True)
    make(plan(BytesIO(data), recipe), BytesIO(data), part, lambda _stage, _share: None)
    return Image.open(BytesIO(part.read_bytes()))


def alpha_of(image: Image.Image) -> NDArray[np.uint8]:
    return np.asarray(image.convert("RGBA").getchannel("A"))


@pytest.fixture(params=[True, False], ids=["deep-color", "plain"])
def _with_and_without_libvips(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not request.param:
        monkeypatch.setattr("workers.image.resolve.colors.is_there", lambda: False)


@pytest.mark.usefixtures("_with_and_without_libvips")
@pytest.mark.parametrize(("bits", "color"), [*((bits, GREY) for bits in (1, 2, 4, 8, 16)), (8, RGB), (16, RGB)])
@pytest.mark.parametrize("target", [one for one in TARGETS if one is not Format.PNG])
@pytest.mark.parametrize("interlaced", [False, True])
def test_as_many_pixels_are_clear_in_every_target(
    bits: int, color: int, target: Format, interlaced: bool, tmp_path: Path
) -> None:
    alpha = alpha_of(made(source(bits, color, interlaced=interlaced), target, tmp_path))
    assert np.array_equal(alpha == 0, clear_pixels(bits, color))
    assert set(np.unique(alpha).tolist()) == {0, 255}


@needs_convert
@pytest.mark.parametrize(("bits", "color"), [(4, GREY), (16, GREY), (16, RGB)])
def test_another_program_counts_as_many_in_a_png(bits: int, color: int, tmp_path: Path) -> None:
    made(source(bits, color), Format.PNG, tmp_path)
    command = ("convert", f"png:{tmp_path / 'part'}", "-depth", "16", "rgba:-")
    shown = np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, "<u2")
    assert int((shown.reshape(-1, 4)[:, 3] == 0).sum()) == int(clear_pixels(bits, color).sum())


@pytest.mark.usefixtures("_with_and_without_libvips")
@pytest.mark.parametrize(("bits", "color"), [(2, GREY), (4, GREY), (16, GREY), (16, RGB)])
@pytest.mark.parametrize("target", [Format.PNG, Format.WEBP])
def test_scaled_down_as_much_is_clear(bits: int, color: int, target: Format, tmp_path: Path) -> None:
    image = made(source(bits, color), target, tmp_path, LongEdge(SIDE // 2))
    deep = np.asarray(image).astype(float) / (65_535 if np.asarray(image).dtype == np.uint16 else 255)
    shares = deep[..., -1] if deep.ndim == 3 else alpha_of(image) / 255
    expected = clear_pixels(bits, color).reshape(SIDE // 2, 2, SIDE // 2, 2).mean(axis=(1, 3))
    assert np.abs((1 - shares) - expected).mean() < 0.05


@pytest.mark.parametrize(("bits", "color"), [(4, GREY), (16, RGB)])
def test_the_thumbnail_shows_it_too(bits: int, color: int) -> None:
    raster = preview(BytesIO(source(bits, color)), SIDE).raster
    alpha = np.frombuffer(raster.rgba, np.uint8).reshape(raster.height, raster.width, 4)[..., 3]
    assert np.array_equal(alpha == 0, clear_pixels(bits, color))


def test_only_the_bits_of_the_depth_count(tmp_path: Path) -> None:
    """W3C PNG, 11.3.1.1: decoders mask the others to 0."""
    pixels, clear = picture(4, GREY)
    data = png(pixels, 4, GREY, chunk(b"tRNS", struct.pack(">H", clear[0] | 0x1230)))
    assert np.array_equal(alpha_of(made(data, Format.WEBP, tmp_path)) == 0, clear_pixels(4, GREY))


@pytest.mark.parametrize(("color", "told"), [(GREY, b"\0"), (RGB, b"\0\1"), (RGB_ALPHA, bytes(6)), (RGB, b"")])
def test_a_chunk_that_names_no_colour_is_passed_over(color: int, told: bytes, tmp_path: Path) -> None:
    samples = {GREY: 1, RGB: 3, RGB_ALPHA: 4}[color]
    data = png(np.full((8, 8, samples), 255), 8, color, chunk(b"tRNS", told))
    assert plan(BytesIO(data), Recipe(format=Format.GIF)).facts.hard_edges is False
    assert alpha_of(made(data, Format.WEBP, tmp_path)).min() == 255


def test_what_could_be_read_of_a_broken_one_is_shown() -> None:
    data = source(16, RGB)
    broken = data[: len(data) // 2]
    raster = preview(BytesIO(broken), SIDE).raster
    assert max(raster.rgba) == 255
    with reading(0):
        assert open_image(BytesIO(data), CODECS[Format.PNG]).size == (SIDE, SIDE)
