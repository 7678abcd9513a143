from io import BytesIO

import pytest
from PIL import Image, ImageSequence

from tests.support import pictures
from workers.formats import Format
from workers.image.encode.repack import repack


def _pixels(data: bytes) -> list[bytes]:
    return [frame.convert("RGBA").tobytes() for frame in ImageSequence.Iterator(Image.open(BytesIO(data)))]


def test_a_jpeg_is_smaller_with_equal_pixels_and_every_segment() -> None:
    source = pictures.encoded(
        pictures.photo((400, 300)),
        exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0",
        icc_profile=pictures.srgb_profile(),
        comment=b"mine",
    )
    packed = repack(source, Format.JPEG)
    assert len(packed) < len(source)
    assert _pixels(packed) == _pixels(source)
    kept = Image.open(BytesIO(packed)).info
    assert (kept["comment"], kept["icc_profile"]) == (b"mine", pictures.srgb_profile())
    assert b"Exif\0\0II*" in packed


def test_packing_twice_is_packing_once() -> None:
    once = repack(pictures.photo_jpeg((300, 200)), Format.JPEG)
    assert repack(once, Format.JPEG) == once


@pytest.mark.parametrize(
    "image",
    [pictures.graphic(), pictures.with_alpha(), pictures.palette(clear=True)],
    ids=["graphic", "alpha", "palette"],
)
def test_a_png_is_smaller_with_equal_pixels(image: Image.Image) -> None:
    source = pictures.encoded(image, "PNG", compress_level=1)
    packed = repack(source, Format.PNG)
    assert len(packed) < len(source)
    assert _pixels(packed) == _pixels(source)


def test_an_apng_keeps_its_frames() -> None:
    source = pictures.animated("PNG", plays=2)
    packed = repack(source, Format.PNG)
    assert _pixels(packed) == _pixels(source)
    assert Image.open(BytesIO(packed)).info["loop"] == 2


def test_16_bits_stay_where_8_would_do() -> None:
    image = Image.frombytes("I;16", (64, 64), b"".join((at % 256 * 257).to_bytes(2, "little") for at in range(4096)))
    assert Image.open(BytesIO(repack(pictures.encoded(image, "PNG"), Format.PNG))).mode == "I;16"


@pytest.mark.parametrize("container", [Format.JPEG, Format.PNG, Format.GIF])
def test_what_cannot_be_packed_stays(container: Format) -> None:
    garbage = b"\xff\xd8 no picture at all, and long enough for a header"
    assert repack(garbage, container) == garbage
