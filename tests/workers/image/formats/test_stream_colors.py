"""Colours that only the codec's stream names: read as any others, and never a reason to fail."""

import shutil
import subprocess
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from tests.support import pictures
from workers.binary import bmff
from workers.binary.source import ByteSource
from workers.facts import Hdr
from workers.formats import Format
from workers.image import pipeline
from workers.image.color.colorimetry import CodePoints
from workers.image.formats.heif import av1, hevc
from workers.image.formats.heif import container as heif
from workers.image.probe import probe
from workers.recipe import Recipe

needs_heic = pytest.mark.skipif(find_spec("pillow_heif") is None, reason="the extra heic is not installed")
needs_avif_tools = pytest.mark.skipif(shutil.which("avifenc") is None, reason="avifenc is not installed")
needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="ffmpeg is not installed")
SIZE = (64, 48)
P3 = CodePoints(primaries=12, transfer=13)


def without_colr(data: bytes) -> bytes:
    return data.replace(b"colr", b"free")


def avif(**asked: object) -> bytes:
    return pictures.encoded(pictures.photo(SIZE), "AVIF", **asked)


def in_p3(data: bytes) -> bytes:
    """An AVIF whose stream says Display P3 where Pillow wrote sRGB (1, 13, 6), at whatever bit that stands."""
    bits = f"{int.from_bytes(data):0{8 * len(data)}b}"
    said, wanted = (f"1{primaries:08b}{13:08b}{6:08b}" for primaries in (1, 12))
    at = bits.index(said, 8 * data.index(b"mdat"))
    return int(bits[:at] + wanted + bits[at + len(said) :], 2).to_bytes(len(data))


def codes(data: bytes) -> CodePoints | None:
    return heif.pictures(ByteSource.of(data)).codes


@pytest.mark.parametrize("moving", [False, True])
def test_an_avif_without_colr_has_the_colours_of_its_stream(moving: bool) -> None:
    more = {"save_all": True, "append_images": [pictures.photo(SIZE, 1)]} if moving else {}
    data = without_colr(in_p3(avif(**more)))
    assert codes(data) == P3
    assert probe(BytesIO(data)).profile == "Display P3"


def test_a_sequence_without_a_still_picture_too() -> None:
    data = without_colr(in_p3(avif(save_all=True, append_images=[pictures.photo(SIZE, 1)])))
    assert codes(data.replace(b"meta", b"free", 1)) == P3


def test_where_colr_says_something_else_it_counts() -> None:
    assert codes(in_p3(avif())) == CodePoints(primaries=1, transfer=13)


def test_the_colours_go_along_as_a_profile(tmp_path: Path) -> None:
    data = without_colr(in_p3(avif()))
    (part := tmp_path / "a.jpg").write_bytes(b"")
    plan = pipeline.plan(BytesIO(data), Recipe(format=Format.JPEG))
    pipeline.make(plan, BytesIO(data), part, lambda stage, share: None)
    with Image.open(part) as image:
        assert "Display P3".encode("utf-16-be") in image.info["icc_profile"]


@needs_avif_tools
@pytest.mark.parametrize(("cicp", "bits", "hdr"), [((12, 13, 6), 8, Hdr.NONE), ((9, 16, 9), 10, Hdr.PQ)])
def test_avifenc_writes_what_avifdec_and_we_read(
    cicp: tuple[int, int, int], bits: int, hdr: Hdr, tmp_path: Path
) -> None:
    pictures.photo(SIZE).save(source := tmp_path / "a.png")
    made, asked = tmp_path / "a.avif", "/".join(map(str, cicp))
    command = ("avifenc", "-s", "10", "-j", "1", "-d", str(bits), "--cicp", asked, source, made)
    subprocess.run(command, capture_output=True, check=True)
    made.write_bytes(without_colr(made.read_bytes()))
    told = subprocess.run(("avifdec", "--info", made), capture_output=True, check=True, text=True).stdout
    assert f"Color Primaries: {cicp[0]}" in told
    facts = probe(BytesIO(made.read_bytes()))
    assert codes(made.read_bytes()) == CodePoints(primaries=cicp[0], transfer=cicp[1])
    assert (facts.hdr, facts.profile) == (hdr, None if hdr is Hdr.PQ else "Display P3")


@needs_heic
@pytest.mark.parametrize(("primaries", "transfer"), [(12, 13), (9, 16), (9, 18)])
def test_a_heic_without_colr_has_the_colours_of_its_stream(primaries: int, transfer: int) -> None:
    import pillow_heif

    sink = BytesIO()
    file = pillow_heif.from_pillow(pictures.photo(SIZE))
    file.save(sink, color_primaries=primaries, transfer_characteristics=transfer, matrix_coefficients=6)
    assert codes(without_colr(sink.getvalue())) == CodePoints(primaries=primaries, transfer=transfer)


def ffmpeg(encoder: str, form: str, *asked: str) -> bytes:
    source = ("-f", "lavfi", "-i", "testsrc=size=322x242:rate=10:duration=0.5")
    command = ("ffmpeg", "-v", "error", *source, "-c:v", encoder, *asked, "-f", form, "-")
    return subprocess.run(command, capture_output=True, check=True).stdout


def configuration(sets: bytes) -> bytes:
    """`hvcC` with a picture parameter set before the sequence's own."""
    arrays = ((0x22, b"ab"), (0x21, sets))
    listed = (bytes((kind, 0, 1)) + len(data).to_bytes(2) + data for kind, data in arrays)
    return bytes(22) + b"\2" + b"".join(listed)


@needs_ffmpeg
@pytest.mark.parametrize("asked", ["scaling-list=default", "b-pyramid=1:bframes=8:keyint=4", "overscan=show:amp=1"])
def test_the_header_of_a_film_by_x265_is_read_to_its_colours(asked: str) -> None:
    said = f"log-level=none:colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:{asked}"
    stream = ffmpeg("libx265", "hevc", "-vf", "setsar=7/5", "-x265-params", said)
    units = stream.replace(b"\0\0\0\1", b"\0\0\1").split(b"\0\0\1")
    sets = next(unit for unit in units if unit and unit[0] >> 1 & 0x3F == 33)
    assert hevc.codes(configuration(sets)) == CodePoints(primaries=9, transfer=16)


@needs_ffmpeg
@pytest.mark.parametrize("asked", [("-pix_fmt", "yuv422p12le"), ("-pix_fmt", "gray", "-still-picture", "1")])
def test_the_header_of_a_film_by_libaom_is_read_to_its_colours(asked: tuple[str, ...]) -> None:
    said = ("-color_primaries", "smpte432", "-color_trc", "iec61966-2-1", "-cpu-used", "8", "-frames:v", "1")
    assert av1.codes(ffmpeg("libaom-av1", "obu", *said, *asked)[:512]) == P3


@given(st.binary(max_size=200))
@example(b"\x0a\xff" * 20)
def test_any_bytes_are_no_reason_to_fail(data: bytes) -> None:
    for found in (av1.codes(data), av1.codes(b"\x08" + data), hevc.codes(data), hevc.codes(configuration(data))):
        assert found is None or 0 <= found.primaries <= 255


@given(st.integers(0, 60), st.integers(0, 255), st.integers(0, 60))
def test_neither_is_a_header_cut_off_or_changed(at: int, byte: int, length: int) -> None:
    data = avif()
    item = bmff.content(ByteSource.of(data), next(iter(bmff.meta(ByteSource.of(data)).items.values())))  # type: ignore[union-attr]
    assert item is not None
    av1.codes(item[:at] + bytes((byte,)) + item[at + 1 : at + 1 + length])
