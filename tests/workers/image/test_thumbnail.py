"""A small picture for the screen, whatever is left of the file."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from tests.support.pictures import animated, cmyk, encoded, grey_16, palette, photo, upright_mark, with_alpha
from tests.support.profiles import DISPLAY_P3, display_p3_to_srgb, rgb_profile
from tests.workers.image.test_pipeline import turned_jpeg
from workers.errors import ErrorCode, Failure
from workers.image import pipeline
from workers.peek import Thumbnail


def shown(data: bytes, edge: int = 100) -> Thumbnail:
    return pipeline.preview(BytesIO(data), edge)


def pixels(thumbnail: Thumbnail) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    raster = thumbnail.raster
    assert len(raster.rgba) == raster.width * raster.height * 4
    return np.frombuffer(raster.rgba, np.uint8).reshape(raster.height, raster.width, 4)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_upright_and_no_larger_than_asked(orientation: int) -> None:
    found = shown(turned_jpeg(upright_mark((480, 320)), orientation), 120)
    assert (found.raster.width, found.raster.height) == (120, 80)
    expected = np.asarray(upright_mark((120, 80)).convert("RGBA")).astype(int)
    assert np.abs(pixels(found).astype(int) - expected).mean() < 4
    assert found.facts is not None
    assert (found.facts.width, found.facts.height) == (480, 320)


def test_a_small_picture_is_not_enlarged() -> None:
    assert shown(encoded(photo((40, 30)), "PNG")).raster.width == 40


@pytest.mark.parametrize(
    "data",
    [
        encoded(with_alpha(), "PNG"),
        encoded(grey_16(), "PNG"),
        encoded(palette(clear=True), "GIF"),
        encoded(cmyk(), "TIFF"),
        encoded(photo((64, 48)).convert("1"), "TIFF"),
        encoded(photo((64, 48)).convert("F"), "TIFF"),
        encoded(photo((64, 48)), "WEBP"),
        encoded(photo((64, 48)), "AVIF"),
        encoded(photo((64, 48)), "BMP"),
        encoded(photo((64, 48)), "ICO"),
        animated("GIF"),
    ],
)
def test_every_mode_and_format_is_shown(data: bytes) -> None:
    assert pixels(shown(data, 32)).shape[2] == 4


def test_16_bit_grey_is_scaled_and_not_cut_off() -> None:
    source = grey_16()
    found = pixels(shown(encoded(source, "PNG"), 1000))[..., 0].astype(float)
    assert np.abs(found - np.asarray(source) / 257).max() <= 1


def test_colours_are_those_of_the_screen() -> None:
    field = Image.new("RGB", (40, 40), (200, 120, 90))
    found = pixels(shown(encoded(field, "PNG", icc_profile=rgb_profile(DISPLAY_P3))))
    expected = display_p3_to_srgb(np.array([[(200, 120, 90)]], dtype=np.uint8))[0, 0]
    assert np.abs(found[10, 10, :3].astype(float) - expected).max() <= 2


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "BMP", "GIF"])
def test_a_cut_file_shows_what_is_left_of_it(format_name: str) -> None:
    picture = photo((400, 300))
    whole = encoded(picture, format_name)
    found = pixels(shown(whole[: len(whole) * 2 // 3], 100)).astype(int)
    expected = np.asarray(picture.resize((100, 75)).convert("RGBA")).astype(int)
    rows = slice(45, 74) if format_name == "BMP" else slice(0, 30)
    assert np.abs(found[rows] - expected[rows]).mean() < 12


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", ErrorCode.SOURCE_EMPTY),
        (b"text", ErrorCode.NOT_A_PICTURE),
        (b"%PDF-1.7\n", ErrorCode.UNSUPPORTED_FORMAT),
        (b"\x89PNG\r\n\x1a\n and nothing", ErrorCode.DAMAGED),
    ],
)
def test_where_nothing_is_left_it_says_why(data: bytes, code: ErrorCode) -> None:
    with pytest.raises(Failure) as caught:
        shown(data)
    assert caught.value.code is code


def test_a_picture_too_large_to_be_waited_for_is_refused_by_its_header() -> None:
    header = bytearray(encoded(Image.new("L", (8, 8)), "BMP"))
    header[18:26] = (20_000).to_bytes(4, "little") + (20_000).to_bytes(4, "little")
    with pytest.raises(Failure) as caught:
        shown(bytes(header))
    assert caught.value.code is ErrorCode.TOO_LARGE
