"""Facts of every format and kind, against pictures that were made to have them."""

import subprocess
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.support import containers, metadata_samples
from workers.errors import ErrorCode, Failure
from workers.facts import ColorModel, Crop, Facts, Hdr
from workers.formats import Format
from workers.image.formats.metadata import embed
from workers.image.formats.registry import CODECS
from workers.image.probe import probe

SIZE = (24, 16)


def facts(data: bytes) -> Facts:
    return probe(BytesIO(data))


def facts_of(source: Format, mode: str = "RGB", **options: Any) -> Facts:
    return facts(containers.encoded(source, mode, **options))


def code_of(data: bytes) -> ErrorCode:
    with pytest.raises(Failure) as raised:
        facts(data)
    return raised.value.code


@pytest.mark.parametrize("name", sorted(containers.files()))
def test_every_kind_is_recognised_with_its_size(name: str) -> None:
    source, data = containers.files()[name]
    found = facts(data)
    assert found.format is source
    assert found.bytes == len(data)
    assert name == "ico" or {found.width, found.height} == set(SIZE)


@pytest.mark.parametrize(
    ("source", "mode", "options", "model", "bits"),
    [
        (Format.JPEG, "L", {}, ColorModel.GREY, 8),
        (Format.JPEG, "RGB", {}, ColorModel.RGB, 8),
        (Format.JPEG, "CMYK", {}, ColorModel.CMYK, 8),
        (Format.PNG, "1", {}, ColorModel.BILEVEL, 1),
        (Format.PNG, "L", {}, ColorModel.GREY, 8),
        (Format.PNG, "I;16", {}, ColorModel.GREY, 16),
        (Format.PNG, "P", {}, ColorModel.PALETTE, 8),
        (Format.GIF, "RGB", {}, ColorModel.PALETTE, 8),
        (Format.TIFF, "1", {"compression": "group4"}, ColorModel.BILEVEL, 1),
        (Format.TIFF, "I;16", {}, ColorModel.GREY, 16),
        (Format.TIFF, "F", {}, ColorModel.FLOAT, 32),
        (Format.TIFF, "CMYK", {}, ColorModel.CMYK, 8),
        (Format.TIFF, "LAB", {}, ColorModel.LAB, 8),
        (Format.AVIF, "L", {}, ColorModel.GREY, 8),
        (Format.BMP, "P", {}, ColorModel.PALETTE, 8),
    ],
)
def test_color_model_and_depth(
    source: Format, mode: str, options: dict[str, Any], model: ColorModel, bits: int
) -> None:
    made = BytesIO()
    picture = Image.new("LAB", SIZE) if mode == "LAB" else containers.picture("L").convert(mode)
    picture.save(made, source.upper(), **options)
    found = facts(made.getvalue())
    assert (found.model, found.bits) == (model, bits)


@pytest.mark.parametrize("source", [Format.PNG, Format.WEBP, Format.AVIF, Format.TIFF])
def test_alpha(source: Format) -> None:
    assert facts_of(source, "RGBA").alpha
    assert not facts_of(source, "RGB").alpha


def test_a_transparent_colour_is_alpha_too() -> None:
    assert facts_of(Format.PNG, "P", transparency=0).alpha
    assert facts_of(Format.PNG, "RGB", transparency=(1, 2, 3)).alpha


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("source", [Format.JPEG, Format.PNG, Format.WEBP, Format.TIFF, Format.AVIF])
def test_orientation_and_the_size_as_displayed(source: Format, orientation: int) -> None:
    tags = Image.Exif()
    tags[0x0112] = orientation
    options = {"tiffinfo": {0x0112: orientation}} if source is Format.TIFF else {"exif": tags}
    found = facts_of(source, **options)
    assert found.orientation == orientation
    assert (found.width, found.height) == (SIZE if orientation < 5 else SIZE[::-1])


@pytest.mark.parametrize("quality", [1, 30, 49, 50, 75, 82, 95, 100])
def test_the_quality_of_a_jpeg_is_read_from_its_tables(quality: int) -> None:
    assert facts_of(Format.JPEG, quality=quality).quality == quality
    assert facts_of(Format.JPEG, "L", quality=quality).quality == quality


def test_tables_of_no_quality_give_none() -> None:
    table = [list(range(1, 65)), list(range(64, 0, -1))]
    assert facts_of(Format.JPEG, qtables=table).quality is None


@pytest.mark.parametrize("chroma", ["4:4:4", "4:2:2", "4:2:0"])
@pytest.mark.parametrize("source", [Format.JPEG, Format.AVIF])
def test_chroma(source: Format, chroma: str) -> None:
    assert facts_of(source, subsampling=chroma).chroma == chroma.replace(":", "")


def test_progressive_and_lossless() -> None:
    assert facts_of(Format.JPEG, progressive=True).progressive
    assert not facts_of(Format.JPEG).progressive
    assert facts_of(Format.WEBP, lossless=True).lossless
    assert not facts_of(Format.WEBP).lossless
    assert not facts_of(Format.TIFF, compression="jpeg").lossless


@pytest.mark.parametrize(
    ("source", "loop", "plays"),
    [
        (Format.GIF, 0, 0),
        (Format.GIF, 3, 4),
        (Format.GIF, None, 1),
        (Format.WEBP, 3, 3),
        (Format.PNG, 0, 0),
        (Format.PNG, 2, 2),
    ],
)
def test_frames_and_plays(source: Format, loop: int | None, plays: int) -> None:
    more = [containers.picture().rotate(90 * turn) for turn in (1, 2, 3)]
    options: dict[str, Any] = {} if loop is None else {"loop": loop}
    found = facts_of(source, save_all=True, append_images=more, **options)
    assert (found.frames, found.pages, found.plays) == (4, 1, plays)


def test_an_avif_sequence_plays_for_ever() -> None:
    more = [containers.picture().rotate(180)] * 2
    found = facts_of(Format.AVIF, save_all=True, append_images=more)
    assert (found.frames, found.plays) == (3, 0)
    silent = containers.encoded(Format.AVIF, save_all=True, append_images=more).replace(b"elst", b"free")
    assert probe(BytesIO(silent)).plays == 0


def test_pages() -> None:
    more = [containers.picture()] * 4
    assert facts_of(Format.TIFF, save_all=True, append_images=more).pages == 5


def test_hdr_is_seen() -> None:
    assert facts(containers.files()["png-hdr"][1]).hdr is Hdr.PQ
    assert facts(containers.files()["jpeg-gain-map"][1]).hdr is Hdr.GAIN_MAP
    assert facts(containers.files()["jpeg"][1]).hdr is Hdr.NONE


@pytest.mark.skipif(which("avifenc") is None, reason="avifenc is not installed")
@pytest.mark.parametrize(
    ("cicp", "depth", "hdr"), [("9/16/9", 10, Hdr.PQ), ("9/18/9", 12, Hdr.HLG), ("1/13/6", 8, Hdr.NONE)]
)
def test_hdr_and_depth_of_an_avif(cicp: str, depth: int, hdr: Hdr, tmp_path: Path) -> None:
    containers.picture().save(tmp_path / "in.png")
    command = [
        "avifenc",
        "--cicp",
        cicp,
        "-d",
        str(depth),
        "-s",
        "10",
        str(tmp_path / "in.png"),
        str(tmp_path / "out.avif"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    found = facts((tmp_path / "out.avif").read_bytes())
    assert (found.hdr, found.bits) == (hdr, depth)


@pytest.mark.skipif(which("heif-enc") is None, reason="heif-enc is not installed")
@pytest.mark.parametrize(("mode", "depth"), [("RGBA", 8), ("I;16", 10)])
def test_a_heic(mode: str, depth: int, tmp_path: Path) -> None:
    containers.picture("L" if mode == "I;16" else mode).convert(mode).save(tmp_path / "in.png")
    command = ["heif-enc", "-b", str(depth), str(tmp_path / "in.png"), "-o", str(tmp_path / "out.heic")]
    subprocess.run(command, check=True, capture_output=True)
    found = facts((tmp_path / "out.heic").read_bytes())
    assert (found.format, found.width, found.height) == (Format.HEIC, *SIZE)
    assert (found.alpha, found.bits, found.pages) == (mode == "RGBA", depth, 1)


@pytest.mark.skipif(which("cjxl") is None, reason="cjxl is not installed")
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "I;16"])
@pytest.mark.parametrize("size", [SIZE, (641, 479), (640, 480)])
def test_a_jpeg_xl(mode: str, size: tuple[int, int], tmp_path: Path) -> None:
    containers.picture("L" if mode == "I;16" else mode).resize(size).convert(mode).save(tmp_path / "in.png")
    command = ["cjxl", "-e", "1", str(tmp_path / "in.png"), str(tmp_path / "out.jxl")]
    subprocess.run(command, check=True, capture_output=True)
    found = facts((tmp_path / "out.jxl").read_bytes())
    assert (found.width, found.height) == size
    assert found.alpha == (mode == "RGBA")
    assert found.bits == (16 if mode == "I;16" else 8)
    assert (found.model is ColorModel.GREY) == (mode in ("L", "I;16"))


def test_metadata_are_noticed() -> None:
    found = facts(containers.files()["png"][1])
    assert (found.exif, found.xmp, found.iptc, found.comment, found.text, found.location) == (True,) * 6
    assert (found.profile, found.profile_space) == ("sRGB built-in", "RGB")
    plain = facts_of(Format.PNG)
    assert (plain.exif, plain.xmp, plain.iptc, plain.comment, plain.text, plain.location) == (False,) * 6
    assert plain.profile is None


def test_a_place_in_any_of_them_is_a_location() -> None:
    for kept in ("exif", "xmp", "photoshop"):
        everything = metadata_samples.bundle()
        alone = type(everything)(**{kept: getattr(everything, kept)})
        made = BytesIO()
        embed(BytesIO(containers.encoded(Format.JPEG)), made, CODECS[Format.JPEG], alone)
        assert facts(made.getvalue()).location, kept


def test_what_is_no_picture_of_ours() -> None:
    assert code_of(b"") is ErrorCode.SOURCE_EMPTY
    assert code_of(b"hello, world") is ErrorCode.NOT_A_PICTURE
    assert code_of(bytes(1000)) is ErrorCode.NOT_A_PICTURE
    for head in (
        b"8BPS\0\1",
        b"%!PS-Adobe",
        b"%PDF-1.7",
        b"<svg xmlns=",
        b"<?xml version='1.0'?>\n<svg ",
    ):
        assert code_of(head + bytes(100)) is ErrorCode.UNSUPPORTED_FORMAT


def test_variants_that_we_cannot_read() -> None:
    data = bytearray(containers.encoded(Format.JPEG))
    at = data.index(b"\xff\xc0")
    twelve_bits = data[: at + 4] + b"\x0c" + data[at + 5 :]
    assert code_of(bytes(twelve_bits)) is ErrorCode.UNSUPPORTED_VARIANT
    lossless = data[: at + 1] + b"\xc3" + data[at + 2 :]
    assert code_of(bytes(lossless)) is ErrorCode.UNSUPPORTED_VARIANT


def test_a_cameras_raw_file_is_not_taken_for_its_preview() -> None:
    made = BytesIO()
    containers.picture().save(made, "TIFF", tiffinfo={50706: b"\1\4\0\0"})
    assert code_of(made.getvalue()) is ErrorCode.UNSUPPORTED_FORMAT


@given(st.binary(max_size=400))
def test_anything_gives_facts_or_a_failure(data: bytes) -> None:
    for start in (
        b"",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\0\0\0\0WEBP",
        b"GIF89a",
        b"II*\0",
        b"BM",
        b"\xff\x0a",
    ):
        with suppress(Failure):
            assert facts(start + data).width > 0


@pytest.mark.skipif(which("avifenc") is None, reason="avifenc is not installed")
def test_a_clean_aperture_is_the_size(tmp_path: Path) -> None:
    containers.picture().save(tmp_path / "in.png")
    command = [
        "avifenc",
        "-s",
        "10",
        "--crop",
        "4,2,12,8",
        "--irot",
        "1",
        str(tmp_path / "in.png"),
        str(tmp_path / "out.avif"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    found = facts((tmp_path / "out.avif").read_bytes())
    assert (found.width, found.height, found.orientation) == (8, 12, 8)
    assert found.aperture == Crop(left=4, top=2, width=12, height=8)


def test_bytes_that_belong_to_no_segment_are_passed_over() -> None:
    data = containers.encoded(Format.JPEG)
    at = data.index(b"\xff\xdb")
    assert facts(data[:at] + b"\0\0\0" + data[at:]).width == SIZE[0]
    image = containers.encoded(Format.GIF)
    assert facts(image[:-1] + b"\0\0;").frames == 1
