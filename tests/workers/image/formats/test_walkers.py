"""What each writer spells, its walker reads back."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.binary import bmff, tiff
from workers.binary.source import ByteSource
from workers.errors import ErrorCode, Failure
from workers.image.color import icc
from workers.image.formats.gif import container as gif
from workers.image.formats.jpeg import container as jpeg
from workers.image.formats.jxl import container as jxl
from workers.image.formats.png import container as png
from workers.image.formats.webp import container as riff

BODIES = st.binary(max_size=300)


@given(st.lists(st.tuples(st.integers(0xE0, 0xEF), BODIES), max_size=8), st.integers(0, 3))
def test_jpeg_segments(parts: list[tuple[int, bytes]], fill: int) -> None:
    data = b"\xff\xd8" + b"".join(b"\xff" * fill + jpeg.spell(*part) for part in parts) + b"\xff\xd9"
    source = ByteSource.of(data)
    found = list(jpeg.segments(source))
    assert [(one.marker, source.at(one.data_at, one.size)) for one in found] == [*parts, (jpeg.EOI, b"")]
    assert jpeg.end_of_image(source) == len(data)


@given(st.lists(st.binary(max_size=200), min_size=1, max_size=4))
def test_the_end_of_a_jpeg_is_behind_its_scans(scans: list[bytes]) -> None:
    data = b"\xff\xd8"
    for scan in scans:
        data += jpeg.spell(jpeg.SOS, b"\1") + scan.replace(b"\xff", b"\xff\0") + b"\xff\xd3"
    assert jpeg.end_of_image(ByteSource.of(data + b"\xff\xd9" + b"behind\xff\xd9")) == len(data) + 2


@given(
    st.lists(
        st.tuples(st.from_regex(rb"[A-Za-z]{4}", fullmatch=True).filter(lambda name: name != b"IEND"), BODIES),
        max_size=8,
    )
)
def test_png_chunks(parts: list[tuple[bytes, bytes]]) -> None:
    data = png.SIGNATURE + b"".join(png.spell(*part) for part in [*parts, (b"IEND", b"")])
    source = ByteSource.of(data + b"behind")
    found = list(png.chunks(source))
    assert [(one.name, source.at(one.data_at, one.size)) for one in found] == [*parts, (b"IEND", b"")]
    assert all(png.sound(source, one) for one in found)


@given(st.lists(st.tuples(st.binary(min_size=4, max_size=4), BODIES), max_size=8))
def test_riff_chunks(parts: list[tuple[bytes, bytes]]) -> None:
    body = b"WEBP" + b"".join(riff.spell(*part) for part in parts)
    source = ByteSource.of(b"RIFF" + len(body).to_bytes(4, "little") + body)
    assert [(one.name, source.at(one.data_at, one.size)) for one in riff.chunks(source)] == parts


@given(st.lists(st.binary(max_size=700), max_size=5))
def test_gif_extensions(bodies: list[bytes]) -> None:
    data = b"GIF89a\1\0\1\0\0\0\0" + b"".join(gif.spell(gif.COMMENT, body) for body in bodies) + b";"
    source = ByteSource.of(data)
    found = list(gif.blocks(source))
    assert [gif.data(source, one, 10_000) for one in found[:-1]] == bodies
    assert found[-1].label == gif.TRAILER


@given(st.lists(st.tuples(st.binary(min_size=4, max_size=4), BODIES), max_size=6))
def test_boxes(parts: list[tuple[bytes, bytes]]) -> None:
    source = ByteSource.of(b"".join(jxl.spell(*part) for part in parts))
    assert [(one.name, source.at(one.data_at, one.end - one.data_at)) for one in bmff.boxes(source)] == parts


def test_a_circle_of_directories_ends_where_it_begins() -> None:
    data = b"II*\0\x08\0\0\0" + b"\0\0" + b"\x10\0\0\0" + bytes(2) + b"\0\0" + b"\x08\0\0\0"
    source = ByteSource.of(data)
    assert [found.at for found in tiff.chain(source, tiff.header(source))] == [8, 16]


def test_a_compressed_chunk_that_grows_without_end_is_damage() -> None:
    bomb = zlib.compress(bytes(1_000_000))
    assert png.inflate(bomb, 1_000_000) == bytes(1_000_000)
    with pytest.raises(Failure) as raised:
        png.inflate(bomb, 999_999)
    assert raised.value.code is ErrorCode.DAMAGED


@given(st.binary(max_size=300))
def test_any_bytes_are_a_profile_or_none(data: bytes) -> None:
    icc.describe(data)
    icc.describe(data[:36].ljust(36) + b"acsp" + data)
