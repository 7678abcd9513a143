"""Colours that a TIFF or a bitmap tells in numbers where it has no profile."""

import subprocess
from io import BytesIO
from pathlib import Path
from shutil import which
from struct import pack

import numpy as np
import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational, ImageFileDirectory_v2

from tests.support import pictures
from tests.support.profiles import DISPLAY_P3, display_p3_to_srgb, rgb_profile
from tests.workers.image.metadata.test_color import colorful, facts, made, profile_name
from workers.formats import Format
from workers.image import pipeline
from workers.plan import Loss
from workers.recipe import ColorSpace, LongEdge, Lossless, Recipe

WHITE = (0.3127, 0.3290)
P3 = (0.680, 0.320, 0.265, 0.690, 0.150, 0.060)
BT709 = (0.640, 0.330, 0.300, 0.600, 0.150, 0.060)
# Red, green and blue as XYZ whose sum is white.
P3_XYZ = (0.4866, 0.2290, 0.0, 0.2657, 0.6917, 0.0451, 0.1982, 0.0793, 1.0439)


def curve(gamma: float, steps: int = 256) -> list[int]:
    return [round(65_535 * (step / (steps - 1)) ** gamma) for step in range(steps)]


SRGB = [round(65_535 * (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4)) for v in np.arange(256) / 255]


def tiff(
    mode: str = "RGB", *, primaries: tuple[float, ...] | None = None, table: list[int] | None = None, **asked: object
) -> bytes:
    tags = ImageFileDirectory_v2()
    if primaries is not None:
        for tag, values in ((318, WHITE), (319, primaries)):
            tags[tag] = tuple(IFDRational(round(value * 10_000), 10_000) for value in values)
            tags.tagtype[tag] = 5
    if table is not None:
        tags[301] = tuple(table)
        tags.tagtype[301] = 3
    image = Image.new("LAB", (96, 64)) if mode == "LAB" else colorful().convert(mode)
    return pictures.encoded(image, "TIFF", tiffinfo=tags, **asked)


def bmp(
    kind: bytes, ends: tuple[float, ...] = (0.0,) * 9, gammas: tuple[float, ...] = (0.0,) * 3, profile: bytes = b"",
    image: Image.Image | None = None,
) -> bytes:  # fmt: skip
    """A bitmap with the header of its fifth version, which says that its colours are of a kind."""
    plain = pictures.encoded(image or colorful(), "BMP")
    start, palette = int.from_bytes(plain[10:14], "little"), plain[54 : int.from_bytes(plain[10:14], "little")]
    numbers = [round(value * 2**30) for value in ends] + [round(value * 2**16) for value in gammas]
    behind = 124 + len(palette) + len(plain) - start
    header = pack("<I", 124) + plain[18:54] + bytes(16) + kind + pack("<12I", *numbers)
    header += pack("<4I", 4, behind if profile else 0, len(profile), 0)
    size = 14 + 124 + len(palette) + len(plain) - start + len(profile)
    first = b"BM" + pack("<IHHI", size, 0, 0, 14 + 124 + len(palette))
    return first + header + palette + plain[start:] + profile


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (tiff(primaries=P3), "Display P3"),
        (tiff(primaries=P3, table=SRGB), "Display P3"),
        (tiff(primaries=BT709, table=SRGB), None),
        (tiff(primaries=BT709), None),
        (tiff(table=curve(2.2)), None),
        (tiff(table=curve(1.8) * 3), "BT.709, gamma 1.8"),
        (tiff("L", table=curve(1.0)), "BT.709, gamma 1"),
        (tiff("L", primaries=P3), None),
        (tiff("P", primaries=P3), "Display P3"),
        (tiff(primaries=P3, icc_profile=rgb_profile(DISPLAY_P3)), "test profile"),
        (tiff("CMYK", primaries=P3), None),
        (tiff("LAB", primaries=P3), None),
        (tiff(primaries=(0.0,) * 6), None),
        (tiff(table=[0] * 256), None),
        (bmp(bytes(4)), None),
        (bmp(b"BGRs", P3_XYZ, (1.8,) * 3), None),
        (bmp(bytes(4), P3_XYZ, (2.2,) * 3), "Display P3"),
        (bmp(bytes(4), (0.68, 0.32, 0, 0.265, 0.69, 0.045, 0.15, 0.06, 0.79), (2.2,) * 3), "Display P3"),
        (bmp(bytes(4), gammas=(1.8,) * 3), "BT.709, gamma 1.8"),
        (bmp(bytes(4), P3_XYZ, (0.4545,) * 3), "Display P3"),
        (bmp(b"DEBM", profile=rgb_profile(DISPLAY_P3)), "test profile"),
        (bmp(b"KNIL", profile=b"C:\\a.icc\0"), None),
    ],
)
def test_what_is_told_is_a_fact(data: bytes, name: str | None) -> None:
    assert facts(data).profile == name


@pytest.mark.parametrize("data", [tiff(primaries=P3, table=SRGB), bmp(b"DEBM", profile=rgb_profile(DISPLAY_P3))])
@pytest.mark.parametrize("target", [Format.JPEG, Format.PNG, Format.TIFF])
def test_it_goes_along_as_a_profile(data: bytes, target: Format, tmp_path: Path) -> None:
    plan = made(data, part := tmp_path / "a", target)
    assert Loss.PROFILE not in plan.losses
    assert profile_name(part) == plan.facts.profile


@pytest.mark.parametrize(
    ("data", "target", "color"),
    [
        (tiff(primaries=P3, table=SRGB), Format.TIFF, ColorSpace.SRGB),
        (tiff(primaries=P3, table=SRGB), Format.BMP, ColorSpace.KEEP),
        (bmp(b"DEBM", profile=rgb_profile(DISPLAY_P3)), Format.PNG, ColorSpace.SRGB),
        (bmp(b"DEBM", profile=rgb_profile(DISPLAY_P3)), Format.BMP, ColorSpace.KEEP),
    ],
)
def test_colours_are_converted_through_it(data: bytes, target: Format, color: ColorSpace, tmp_path: Path) -> None:
    plan = made(data, part := tmp_path / "a", target, color=color, goal=Lossless(), size=LongEdge(95))
    same = made(data, tmp_path / "b", Format.PNG, goal=Lossless(), size=LongEdge(95))
    with Image.open(part) as image, Image.open(tmp_path / "b") as kept:
        assert abs(np.asarray(image).astype(float) - display_p3_to_srgb(np.asarray(kept))).mean() < 1
    assert (Loss.PROFILE in plan.losses, Loss.PROFILE in same.losses) == (color is ColorSpace.KEEP, False)


@pytest.mark.parametrize("target", [Format.PNG, Format.BMP])
def test_a_palette_of_greys_is_converted_too(target: Format, tmp_path: Path) -> None:
    """Gamma 1.0 at half is 188 in sRGB."""
    data = bmp(bytes(4), gammas=(1.0,) * 3, image=Image.new("L", (64, 48), 128))
    made(data, part := tmp_path / "a", target, color=ColorSpace.SRGB, size=LongEdge(48))
    with Image.open(part) as image:
        assert abs(image.convert("RGB").getpixel((3, 3))[1] - 188) <= 1  # type: ignore[index]


def test_white_that_is_zero_has_the_curve_of_its_light(tmp_path: Path) -> None:
    """Pillow shows number 127 of such a TIFF as 128; its light is 0.5 there."""
    data = bytearray(tiff("L", table=curve(1.0)[::-1]))
    at = data.index(pack("<HHI", 262, 3, 1)) + 8
    data[at : at + 2] = b"\0\0"
    made(bytes(data), part := tmp_path / "a.png", Format.PNG, color=ColorSpace.SRGB)
    with Image.open(BytesIO(data)) as before, Image.open(part) as after:
        level = np.asarray(before).astype(float) / 255
        expected = np.where(level <= 0.0031308, level * 12.92, 1.055 * level ** (1 / 2.4) - 0.055) * 255
        assert np.abs(np.asarray(after).astype(float) - expected).max() <= 2


@pytest.mark.parametrize(
    "data",
    [
        tiff(table=curve(1.0) + curve(1.8) + curve(2.2)),
        tiff(primaries=P3, save_all=True, append_images=[colorful()]),
        bmp(b"KNIL", profile=b"C:\\a.icc\0"),
        bmp(bytes(4), P3_XYZ, (1.0, 1.8, 2.2)),
    ],
)
def test_what_cannot_be_carried_is_named(data: bytes) -> None:
    assert Loss.PROFILE in pipeline.plan(BytesIO(data), Recipe(format=Format.TIFF, size=LongEdge(48))).losses


@pytest.mark.skipif(which("exiftool") is None, reason="exiftool is not installed")
def test_converted_pixels_are_told_to_be_in_other_colours_nowhere(tmp_path: Path) -> None:
    made(tiff(primaries=P3), part := tmp_path / "a.tif", Format.TIFF, color=ColorSpace.SRGB)
    told = subprocess.run(("exiftool", "-s", part), capture_output=True, check=True, text=True).stdout
    assert "sRGB" in told
    assert "PrimaryChromaticities" not in told
