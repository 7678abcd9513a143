"""Recognising a format by its first bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.formats import READABLE_EXTENSIONS, SNIFF_BYTES, SPECS, Alpha, Format, sniff

HEADS = {
    b"\xff\xd8\xff\xe0\x00\x10JFIF": Format.JPEG,
    b"\x89PNG\r\n\x1a\n\x00\x00": Format.PNG,
    b"GIF89a\x01\x00": Format.GIF,
    b"GIF87a\x01\x00": Format.GIF,
    b"II*\x00\x08\x00\x00\x00": Format.TIFF,
    b"MM\x00*\x00\x00\x00\x08": Format.TIFF,
    b"II+\x00\x08\x00\x00\x00": Format.TIFF,
    b"MM\x00+\x00\x08\x00\x00": Format.TIFF,
    b"BM\x36\x00\x00\x00": Format.BMP,
    b"\x00\x00\x01\x00\x01\x00": Format.ICO,
    b"%PDF-1.7": Format.PDF,
    b"\xff\x0a\x00": Format.JXL,
    b"\x00\x00\x00\x0cJXL \r\n\x87\n": Format.JXL,
    b"RIFF\x10\x00\x00\x00WEBPVP8 ": Format.WEBP,
    b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00avifmif1": Format.AVIF,
    b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avif": Format.AVIF,
    b"\x00\x00\x00\x18ftypavis\x00\x00\x00\x00avis": Format.AVIF,
    b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1": Format.HEIC,
    b"\x00\x00\x00\x18ftypmsf1\x00\x00\x00\x00hevc": Format.HEIC,
    b"\x00\x00\x00\x0cjP  \r\n\x87\n": Format.JPEG2000,
    b"\xff\x4f\xff\x51\x00\x2f": Format.JPEG2000,
    b"P6 # made by hand\n640 480 255\n": Format.NETPBM,
    b"P4\n# a line\n# another\n640 480\n": Format.NETPBM,
    b"Pf\n640 480\n-1.0\n": Format.NETPBM,
    b"qoif\x00\x00\x02\x80": Format.QOI,
    b"DDS \x7c\x00\x00\x00": Format.DDS,
    b"icns\x00\x00\x10\x00": Format.ICNS,
    b"\x00\x00\x0a" + bytes(9) + b"\x80\x02\xe0\x01\x18\x20": Format.TARGA,
}


@pytest.mark.parametrize(("head", "found"), HEADS.items())
def test_each_signature(head: bytes, found: Format) -> None:
    assert sniff(head) is found


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"RIFF\x10\x00\x00\x00WAVEfmt ",
        b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00mp42",
        b"%!PS-Adobe-3.0 EPSF-3.0",
        b"<svg xmlns=",
        b"8BPS\x00\x01",
        b"PK\x03\x04",
        b"A text that only says avif and heic",
    ],
)
def test_what_is_none_of_ours(head: bytes) -> None:
    assert sniff(head) is None


@given(st.binary(max_size=SNIFF_BYTES))
def test_any_bytes_are_a_format_or_none(head: bytes) -> None:
    assert sniff(head) in {*Format, None}


def test_every_format_has_its_line_and_no_extension_two_formats() -> None:
    assert set(SPECS) == set(Format)
    extensions = [extension for spec in SPECS.values() for extension in spec.extensions]
    assert len(extensions) == len(set(extensions))
    assert all(extension == extension.lower() and extension.startswith(".") for extension in extensions)
    assert ".pdf" not in READABLE_EXTENSIONS
    assert {".jpg", ".heic", ".jxl"} <= READABLE_EXTENSIONS


def test_what_a_jpeg_cannot_hold_is_in_the_table() -> None:
    jpeg = SPECS[Format.JPEG]
    assert (jpeg.alpha, jpeg.animation, jpeg.bits_colour, jpeg.max_side) == (Alpha.NONE, None, 8, 65_500)
