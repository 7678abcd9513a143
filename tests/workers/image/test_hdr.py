"""PQ and HLG: code points and depth from file to file, judged by avifdec, heif-info, exiftool and vips."""

import json
import re
import shutil
import struct
import subprocess
import zlib
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.support import pictures
from tests.support.profiles import DISPLAY_P3, rgb_profile
from tests.workers.image.test_deep import chunk, deep_png, depth_loss, made, planned, ramp, seen
from workers.binary.source import ByteSource
from workers.facts import Hdr
from workers.formats import Format
from workers.image import pipeline
from workers.image.color.colorimetry import CodePoints
from workers.image.formats.heif import properties
from workers.image.formats.png import container as png
from workers.image.pixels.libvips import is_there
from workers.outcome import Promise, Verdict
from workers.plan import Loss
from workers.recipe import ColorSpace, LongEdge, Quality, Recipe

needs_extra = pytest.mark.skipif(not is_there(), reason="the extra deep-color is not installed")
needs_heic = pytest.mark.skipif(find_spec("pillow_heif") is None, reason="the extra heic is not installed")
needs_avifdec = pytest.mark.skipif(shutil.which("avifdec") is None, reason="avifdec is not installed")
needs_vips = pytest.mark.skipif(shutil.which("vips") is None, reason="vips is not installed")
needs_exiftool = pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
PQ, HLG = chunk(b"cICP", b"\x09\x10\0\1"), chunk(b"cICP", b"\x09\x12\0\1")
MASTERING = struct.pack(">8HII", 35_400, 14_600, 8_500, 39_850, 6_550, 2_300, 15_635, 16_450, 10_000_000, 50)
LEVELS = struct.pack(">II", 10_000_000, 4_000_000)


def avif_says(path: Path) -> tuple[int, int, int]:
    """Bits, primaries and transfer characteristics."""
    told = subprocess.run(["avifdec", "--info", path], capture_output=True, check=True, text=True).stdout
    names = ("Bit Depth", "Color Primaries", r"Transfer Char\.")
    bits, primaries, transfer = (int(re.findall(rf"{name} *: (\d+)", told)[0]) for name in names)
    return bits, primaries, transfer


def heic_says(path: Path) -> tuple[int, int, int]:
    told = json.loads(subprocess.run(["exiftool", "-j", "-n", path], capture_output=True, check=True).stdout)[0]
    return told["BitDepthLuma"], told["ColorPrimaries"], told["TransferCharacteristics"]


def hdr_avif(bits: int) -> bytes:
    from workers.image.pixels.libvips import vips

    pixels = ramp(3)
    image = vips().Image.new_from_memory(pixels.tobytes(), 96, 64, 3, "ushort").copy(interpretation="rgb16")
    data = bytes(image.heifsave_buffer(compression="av1", bitdepth=bits, Q=98, subsample_mode="off", keep="none"))
    return properties.described(data, CodePoints(primaries=9, transfer=16), [])


def chunks_of(path: Path) -> dict[bytes, bytes]:
    source = ByteSource.of(path.read_bytes())
    return {one.name: source.at(one.data_at, one.size) for one in png.chunks(source)}


@needs_extra
@needs_avifdec
@pytest.mark.parametrize(("said", "transfer"), [(PQ, 16), (HLG, 18)])
@pytest.mark.parametrize("channels", [3, 4])
def test_a_png_becomes_an_avif_of_the_same_light(said: bytes, transfer: int, channels: int, tmp_path: Path) -> None:
    data = deep_png(ramp(channels), said)
    assert Loss.HDR not in planned(data, format=Format.AVIF).losses
    outcome = made(data, part := tmp_path / "a.avif", format=Format.AVIF, goal=Quality(98), size=LongEdge(48))
    assert avif_says(part) == (12, 9, transfer)
    assert Verdict.KEPT in {one.verdict for one in outcome.promises if one.promise is Promise.COLORS}


@needs_extra
@needs_avifdec
@needs_vips
def test_the_patched_avif_holds_the_pixels_and_what_else_went_in(tmp_path: Path) -> None:
    profile = rgb_profile(DISPLAY_P3)
    said = (PQ, chunk(b"iCCP", b"P3\0\0" + zlib.compress(profile)), chunk(b"mDCV", MASTERING), chunk(b"cLLI", LEVELS))
    made(deep_png(ramp(3), *said), part := tmp_path / "a.avif", format=Format.AVIF, goal=Quality(98))
    subprocess.run(["avifdec", "-d", "16", "--ignore-icc", part, tmp_path / "a.png"], capture_output=True, check=True)
    assert np.abs(seen(tmp_path / "a.png").astype(float) - ramp(3)).mean() < 200
    assert avif_says(part) == (12, 9, 16)
    made(part.read_bytes(), back := tmp_path / "back.png", format=Format.PNG)
    found = chunks_of(back)
    assert (found[b"cICP"], found[b"mDCV"], found[b"cLLI"]) == (b"\x09\x10\0\1", MASTERING, LEVELS)
    assert zlib.decompress(found[b"iCCP"].partition(b"\0\0")[2]) == profile


@needs_extra
@needs_avifdec
@needs_vips
@pytest.mark.parametrize("bits", [10, 12])
def test_an_hdr_avif_stays_one_and_becomes_a_png(bits: int, tmp_path: Path) -> None:
    data = hdr_avif(bits)
    plan = planned(data, format=Format.PNG)
    assert (plan.facts.hdr, plan.facts.bits, plan.losses) == (Hdr.PQ, bits, ())
    made(data, part := tmp_path / "a.png", format=Format.PNG)
    assert chunks_of(part)[b"cICP"] == b"\x09\x10\0\1"
    assert np.abs(seen(part).astype(float) - ramp(3)).mean() < 200
    made(data, small := tmp_path / "a.avif", size=LongEdge(48))
    assert avif_says(small) == (bits, 9, 16)


@needs_extra
@needs_heic
@needs_exiftool
@needs_vips
def test_a_heic_of_ten_bits_goes_and_comes_with_its_light(tmp_path: Path) -> None:
    made(deep_png(ramp(3), PQ), part := tmp_path / "a.heic", format=Format.HEIC, goal=Quality(98))
    assert heic_says(part) == (10, 9, 16)
    data = part.read_bytes()
    plan = planned(data, format=Format.PNG)
    assert (plan.deep_bits, plan.facts.bits, plan.losses) == (16, 10, ())
    made(data, png_part := tmp_path / "a.png", format=Format.PNG)
    assert np.abs(seen(png_part).astype(float) - ramp(3)).mean() < 300
    assert chunks_of(png_part)[b"cICP"] == b"\x09\x10\0\1"
    made(data, avif := tmp_path / "a.avif", format=Format.AVIF, goal=Quality(95))
    assert pipeline.plan(BytesIO(avif.read_bytes()), Recipe()).facts.bits == 10


@needs_extra
@needs_heic
@needs_vips
def test_a_heic_of_ten_bits_becomes_a_deep_tiff(tmp_path: Path) -> None:
    made(deep_png(ramp(4)), part := tmp_path / "a.heic", format=Format.HEIC, goal=Quality(98))
    made(part.read_bytes(), tiff := tmp_path / "a.tif", format=Format.TIFF)
    assert np.abs(seen(tiff).astype(float) - ramp(4)).mean() < 300
    assert depth_loss(planned(part.read_bytes(), format=Format.WEBP))


@needs_heic
@needs_vips
def test_deep_grey_of_a_heic_stays_deep_and_white_stays_white(tmp_path: Path) -> None:
    import pillow_heif

    grey = np.tile(np.linspace(0, 65_535, 96).astype(np.uint16), (64, 1))
    made_file = BytesIO()
    pillow_heif.from_bytes("L;16", (96, 64), grey.tobytes()).save(made_file, quality=98)
    plan = planned(made_file.getvalue(), format=Format.PNG)
    assert (plan.facts.bits, plan.losses) == (10, ())
    made(made_file.getvalue(), part := tmp_path / "a.png", format=Format.PNG)
    assert np.abs(seen(part)[..., 0].astype(float) - grey).mean() < 300
    assert seen(part).max() == 65_535


@needs_avifdec
def test_without_the_extra_the_light_is_kept_and_the_depth_is_a_loss(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("workers.image.resolve.colors.is_there", lambda: False)
    data = deep_png(ramp(3), PQ)
    plan = planned(data, format=Format.AVIF)
    assert (Loss.HDR in plan.losses, depth_loss(plan)) == (False, True)
    made(data, part := tmp_path / "a.avif", format=Format.AVIF)
    assert avif_says(part) == (8, 9, 16)


@pytest.mark.parametrize("target", [Format.JPEG, Format.WEBP, Format.TIFF, Format.GIF])
def test_where_it_cannot_go_it_is_a_loss(target: Format, tmp_path: Path) -> None:
    data = deep_png(ramp(3), HLG)
    assert Loss.HDR in planned(data, format=target).losses
    outcome = made(data, tmp_path / "a", format=target)
    assert Verdict.LOST in {one.verdict for one in outcome.promises if one.promise is Promise.COLORS}


def test_asked_for_srgb_it_no_longer_says_that_it_is_hdr(tmp_path: Path) -> None:
    data = deep_png(ramp(3), PQ)
    assert Loss.HDR in planned(data, color=ColorSpace.SRGB, size=LongEdge(48)).losses
    made(data, part := tmp_path / "a.png", color=ColorSpace.SRGB, size=LongEdge(48))
    assert b"cICP" not in chunks_of(part)


def test_what_was_mastered_for_standard_white_looks_the_same_without_hdr(tmp_path: Path) -> None:
    """BT.2408: what a standard picture shows as white stands at 203 candelas a square metre."""
    sdr = np.asarray(pictures.photo((96, 64))).astype(float)
    level = sdr / 255
    linear = np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4)
    to_2020 = np.array(((0.6274, 0.3293, 0.0433), (0.0691, 0.9195, 0.0114), (0.0164, 0.0880, 0.8956)))
    root = (linear @ to_2020.T * 203 / 10_000) ** (2610 / 16384)
    pq = ((3424 / 4096 + 2413 / 128 * root) / (1 + 2392 / 128 * root)) ** (2523 / 32)
    data = deep_png(np.round(pq * 65_535).astype(np.uint16), PQ)
    made(data, part := tmp_path / "a.tif", format=Format.TIFF)
    with Image.open(part) as image:
        shown = np.asarray(image.convert("RGB")).astype(float)
    assert np.abs(shown - sdr).mean() < 6


@needs_extra
def test_the_memory_of_a_deep_picture_is_asked_for_only_where_it_stays_deep() -> None:
    data = {channels: deep_png(ramp(channels)) for channels in (3, 4)}
    to_jpeg, to_avif = (planned(data[3], format=target).peak_bytes for target in (Format.JPEG, Format.AVIF))
    assert to_jpeg < to_avif < planned(data[4], format=Format.AVIF).peak_bytes
