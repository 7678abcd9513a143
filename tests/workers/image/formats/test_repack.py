from collections.abc import Callable
from io import BytesIO

import oxipng
import pytest
from PIL import Image, ImageSequence

from tests.support import pictures
from workers.image.formats.jpeg.repack import repack_jpeg
from workers.image.formats.png.repack import repack_png


def _pixels(data: bytes) -> list[bytes]:
    return [frame.convert("RGBA").tobytes() for frame in ImageSequence.Iterator(Image.open(BytesIO(data)))]


def test_a_jpeg_is_smaller_with_equal_pixels_and_every_segment() -> None:
    source = pictures.encoded(
        pictures.photo((400, 300)),
        exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0",
        icc_profile=pictures.srgb_profile(),
        comment=b"mine",
    )
    packed = repack_jpeg(source)
    assert len(packed) < len(source)
    assert _pixels(packed) == _pixels(source)
    kept = Image.open(BytesIO(packed)).info
    assert (kept["comment"], kept["icc_profile"]) == (b"mine", pictures.srgb_profile())
    assert b"Exif\0\0II*" in packed


def test_packing_twice_is_packing_once() -> None:
    once = repack_jpeg(pictures.photo_jpeg((300, 200)))
    assert repack_jpeg(once) == once


@pytest.mark.parametrize(
    "image",
    [pictures.graphic(), pictures.with_alpha(), pictures.palette(clear=True)],
    ids=["graphic", "alpha", "palette"],
)
def test_a_png_is_smaller_with_equal_pixels(image: Image.Image) -> None:
    source = pictures.encoded(image, "PNG", compress_level=1)
    packed = repack_png(source)
    assert len(packed) < len(source)
    assert _pixels(packed) == _pixels(source)


def test_an_apng_keeps_its_frames() -> None:
    source = pictures.animated("PNG", plays=2)
    packed = repack_png(source)
    assert _pixels(packed) == _pixels(source)
    assert Image.open(BytesIO(packed)).info["loop"] == 2


def test_16_bits_stay_where_8_would_do() -> None:
    image = Image.frombytes("I;16", (64, 64), b"".join((at % 256 * 257).to_bytes(2, "little") for at in range(4096)))
    assert Image.open(BytesIO(repack_png(pictures.encoded(image, "PNG")))).mode == "I;16"


@pytest.mark.parametrize("repack", [repack_jpeg, repack_png])
def test_what_cannot_be_packed_stays(repack: Callable[[bytes], bytes]) -> None:
    garbage = b"\xff\xd8 no picture at all, and long enough for a header"
    assert repack(garbage) == garbage


def test_a_large_photo_packed_by_one_filter_takes_no_more_than_by_a_trial() -> None:
    photo = pictures.photo((1300, 1000), seed=2)
    source = pictures.encoded(photo, "PNG", compress_level=1)
    packed = repack_png(source)
    assert len(packed) <= len(oxipng.optimize_from_memory(source, level=1, optimize_alpha=False))
    assert _pixels(packed) == _pixels(source)
