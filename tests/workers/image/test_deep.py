"""Pictures of more than 8 bits a channel, from file to file, judged by vips and exiftool."""

import json
import shutil
import struct
import subprocess
import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tests.support.profiles import DISPLAY_P3, rgb_profile
from workers.formats import Format
from workers.image import pipeline
from workers.image.pixels.libvips import is_there
from workers.outcome import Outcome, Promise, Verdict
from workers.plan import Loss, Plan, Reason, Topic
from workers.recipe import Box, ColorSpace, Fit, LongEdge, MaxBytes, Quality, Recipe, SameLook

needs_extra = pytest.mark.skipif(not is_there(), reason="the extra deep-color is not installed")
needs_vips = pytest.mark.skipif(shutil.which("vips") is None, reason="vips is not installed")
needs_exiftool = pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
SIZE = (96, 64)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def ramp(channels: int) -> NDArray[np.uint16]:
    """Every channel with steps far smaller than an eighth bit."""
    down, across = np.mgrid[0 : SIZE[1], 0 : SIZE[0]]
    bands = [(across * 37 + down * (11 + 5 * band) + 20_000 + 7_000 * band) for band in range(channels)]
    return np.stack(bands, axis=-1).astype(np.uint16)


def deep_png(pixels: NDArray[np.uint16], *more: bytes) -> bytes:
    color = {1: 0, 2: 4, 3: 2, 4: 6}[pixels.shape[2]]
    head = struct.pack(">IIBBBBB", pixels.shape[1], pixels.shape[0], 16, color, 0, 0, 0)
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in pixels)
    chunks = (chunk(b"IHDR", head), *more, chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def planned(data: bytes, **asked: object) -> Plan:
    return pipeline.plan(BytesIO(data), Recipe(**asked))  # type: ignore[arg-type]


def made(data: bytes, part: Path, **asked: object) -> Outcome:
    part.write_bytes(b"")
    return pipeline.make(planned(data, **asked), BytesIO(data), part, lambda stage, share: None)


def seen(path: Path) -> NDArray[np.uint16]:
    """The stored numbers, as the program vips reads them."""
    raw = path.with_name(path.name + ".v")
    subprocess.run(["vips", "copy", str(path), str(raw)], check=True, capture_output=True)
    head = subprocess.run(["vipsheader", "-a", str(raw)], check=True, capture_output=True, text=True).stdout
    fields = dict(line.split(": ", 1) for line in head.splitlines()[1:] if ": " in line)
    assert fields["format"].strip() == "ushort"
    shape = (int(fields["height"]), int(fields["width"]), int(fields["bands"]))
    return np.frombuffer(raw.read_bytes()[64:], np.uint16, count=shape[0] * shape[1] * shape[2]).reshape(shape)


def depth_loss(plan: Plan) -> bool:
    return Loss.DEPTH in plan.losses


def depth_reason(plan: Plan) -> Reason:
    return next(decision.reason for decision in plan.decisions if decision.topic is Topic.DEPTH)


def test_without_the_extra_the_plan_says_what_would_keep_the_depth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workers.image.resolve.colors.is_there", lambda: False)
    plan = planned(deep_png(ramp(3)), format=Format.TIFF)
    assert (plan.deep_bits, depth_loss(plan), depth_reason(plan)) == (None, True, Reason.NEEDS_EXTRA)


@needs_extra
def test_a_target_of_eight_bits_loses_the_depth_with_the_extra_too() -> None:
    plan = planned(deep_png(ramp(3)), format=Format.WEBP)
    assert (plan.deep_bits, depth_loss(plan), depth_reason(plan)) == (None, True, Reason.TARGET_CANNOT_HOLD)


@needs_extra
@needs_vips
@pytest.mark.parametrize("target", [Format.PNG, Format.TIFF])
@pytest.mark.parametrize("channels", [2, 3, 4])
def test_a_turned_picture_keeps_all_sixteen_bits(target: Format, channels: int, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[274] = 6
    exif[315] = "somebody"
    pixels = ramp(channels)
    data = deep_png(pixels, chunk(b"eXIf", exif.tobytes().removeprefix(b"Exif\0\0")))
    outcome = made(data, part := tmp_path / f"a.{target}", format=target)
    expected = pixels if target is Format.PNG else np.rot90(pixels, -1)  # by its tag, or by its pixels
    if channels == 2 and target is Format.TIFF:
        expected = expected[..., [0, 0, 0, 1]]
    assert np.array_equal(seen(part), expected)
    assert Verdict.KEPT in {one.verdict for one in outcome.promises if one.promise is Promise.DEPTH}


@needs_extra
@needs_vips
def test_scaling_and_cutting_keep_sixteen_bits(tmp_path: Path) -> None:
    pixels = ramp(4)
    pixels[..., 3] = 65_535
    made(deep_png(pixels), part := tmp_path / "a.png", size=Box(32, 32, Fit.COVER))
    found = seen(part).astype(float)
    middle = pixels[:, 16:80].reshape(32, 2, 32, 2, 4).astype(float).mean(axis=(1, 3))
    assert np.abs(found - middle)[2:-2, 2:-2].max() <= 8
    assert (found % 257 != 0).any()


@needs_extra
@needs_vips
def test_what_is_transparent_lends_no_colour(tmp_path: Path) -> None:
    pixels = np.zeros((64, 96, 4), np.uint16)
    pixels[:, :48] = (7_000, 41_000, 15_000, 65_535)
    pixels[:, 48:] = (65_535, 0, 65_535, 0)
    made(deep_png(pixels), part := tmp_path / "a.png", size=LongEdge(40))
    found = seen(part).astype(float)
    shown = found[found[..., 3] > 6_000]
    assert np.abs(shown[:, :3] - (7_000, 41_000, 15_000)).max() < 60


@needs_extra
@needs_vips
def test_transparency_is_laid_on_the_background_in_all_bits(tmp_path: Path) -> None:
    pixels = ramp(4)
    made(deep_png(pixels), part := tmp_path / "a.png", flatten=True, background="#ffffff")
    opaque = pixels[..., 3:].astype(float) / 65_535
    expected = pixels[..., :3] * opaque + 65_535 * (1 - opaque)
    assert np.abs(seen(part) - expected).max() <= 2


@needs_extra
@needs_vips
@needs_exiftool
def test_colours_are_converted_in_all_bits_and_tagged(tmp_path: Path) -> None:
    profile = rgb_profile(DISPLAY_P3)
    data = deep_png(ramp(3), chunk(b"iCCP", b"P3\0\0" + zlib.compress(profile)))
    made(data, part := tmp_path / "a.tif", format=Format.TIFF, color=ColorSpace.SRGB)
    found = json.loads(subprocess.run(["exiftool", "-j", str(part)], capture_output=True, check=True).stdout)[0]
    assert "sRGB" in found["ProfileDescription"]
    assert len(np.unique(seen(part)[..., 1])) > 256


@needs_extra
@needs_vips
@pytest.mark.parametrize("goal", [Quality(90), SameLook(), MaxBytes(20_000)])
def test_avif_gets_the_most_bits_it_can_hold(goal: object, tmp_path: Path) -> None:
    pixels = ramp(3)
    plan = planned(deep_png(pixels), format=Format.AVIF, goal=goal)
    assert (plan.deep_bits, depth_loss(plan)) == (12, True)
    made(deep_png(pixels), part := tmp_path / "a.avif", format=Format.AVIF, goal=goal)
    assert pipeline.plan(BytesIO(part.read_bytes()), Recipe()).facts.bits == 12


@needs_extra
@needs_vips
def test_ten_bits_stay_ten_bits_from_avif_to_avif_and_go_up_to_png(tmp_path: Path) -> None:
    from workers.image.pixels.libvips import vips

    pixels = ramp(3)
    image = vips().Image.new_from_memory(pixels.tobytes(), *SIZE, 3, "ushort").copy(interpretation="rgb16")
    data = image.heifsave_buffer(compression="av1", bitdepth=10, Q=95, keep="none")
    plan = planned(data, size=LongEdge(48))
    assert (plan.deep_bits, depth_loss(plan)) == (10, False)
    made(data, part := tmp_path / "a.avif", size=LongEdge(48))
    assert pipeline.plan(BytesIO(part.read_bytes()), Recipe()).facts.bits == 10
    made(data, part := tmp_path / "a.png", format=Format.PNG)
    assert np.abs(seen(part).astype(float) - pixels).mean() < 200


@needs_extra
@needs_vips
@pytest.mark.skipif(shutil.which("avifenc") is None, reason="avifenc is not installed")
@pytest.mark.parametrize("reach", ["full", "limited"])
@pytest.mark.parametrize("alpha", [False, True])
def test_grey_of_an_avif_in_the_range_of_television_is_black_and_white_again(
    reach: str, alpha: bool, tmp_path: Path
) -> None:
    shades = ramp(1)
    pixels = np.dstack([shades, shades[::-1]]) if alpha else shades
    (tmp_path / "a.png").write_bytes(deep_png(pixels))
    options = ["-y", "400", "-r", reach, "-d", "10", "-s", "10", "--min", "0", "--max", "4", "--minalpha", "0"]
    command = ["avifenc", *options, "--maxalpha", "4", str(tmp_path / "a.png"), str(tmp_path / "a.avif")]
    subprocess.run(command, check=True, capture_output=True)
    data = (tmp_path / "a.avif").read_bytes()
    assert planned(data, format=Format.PNG).deep_bits
    made(data, part := tmp_path / "b.png", format=Format.PNG)
    assert np.abs(seen(part).astype(float) - pixels).mean() < 300


@needs_extra
@needs_exiftool
def test_an_avif_has_room_for_all_its_exif(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[315] = "somebody"
    exif.get_ifd(0x8769)[37500] = bytes(range(256)) * 200
    data = deep_png(ramp(3), chunk(b"eXIf", exif.tobytes().removeprefix(b"Exif\0\0")))
    made(data, part := tmp_path / "a.avif", format=Format.AVIF)
    found = json.loads(subprocess.run(["exiftool", "-j", str(part)], capture_output=True, check=True).stdout)[0]
    assert found["Artist"] == "somebody"
    assert "ImageDescription" not in found
