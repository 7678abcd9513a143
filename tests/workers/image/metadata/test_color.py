"""Colours that a file describes by other means than a profile get a profile, and are converted through it."""

import zlib
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageFilter, PngImagePlugin

from tests.support import pictures
from tests.support.profiles import DISPLAY_P3, display_p3_to_srgb, rgb_profile
from workers.facts import Facts
from workers.formats import Format
from workers.image import pipeline
from workers.image.color import colorimetry
from workers.image.color.colorimetry import CodePoints
from workers.image.color.matrix_profile import profile_of
from workers.plan import Loss, Plan
from workers.recipe import ColorSpace, Metadata, Quality, Recipe

_P3_POINTS = b"".join(value.to_bytes(4, "big") for value in (31270, 32900, 68000, 32000, 26500, 69000, 15000, 6000))
_P3_CHUNK = (b"cICP", b"\x0c\x0d\0\1")
_ADOBE_EXIF = (
    b"II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\x01\0\0\0\x1a\0\0\0\0\0\0\0"  # IFD0: the Exif IFD at 26
    b"\x02\0\x01\xa0\x03\0\x01\0\0\0\xff\xff\0\0\x05\xa0\x04\0\x01\0\0\0\x38\0\0\0\0\0\0\0"  # ColorSpace, Interop IFD at 56
    b"\x01\0\x01\0\x02\0\x04\0\0\0R03\0\0\0\0\0"
)


def colorful() -> Image.Image:
    return pictures.photo((96, 64)).filter(ImageFilter.GaussianBlur(3))


def png(*chunks: tuple[bytes, bytes], mode: str = "RGB", image: Image.Image | None = None) -> bytes:
    info = PngImagePlugin.PngInfo()
    for name, data in chunks:
        info.add(name, data)
    return pictures.encoded((image or colorful()).convert(mode), "PNG", pnginfo=info)


def avif(primaries: int, transfer: int, mode: str = "RGB") -> bytes:
    data = pictures.encoded(
        colorful().convert(mode), "AVIF", quality=95, subsampling="4:0:0" if mode == "L" else "4:4:4"
    )
    start = data.index(b"colrnclx") + 8
    return data[:start] + bytes((0, primaries, 0, transfer)) + data[start + 4 :]


def facts(data: bytes) -> Facts:
    return pipeline.plan(BytesIO(data), Recipe()).facts


def made(data: bytes, part: Path, target: Format, **asked: object) -> Plan:
    part.write_bytes(b"")
    known = {"format": target, "metadata": Metadata.ALL, "goal": Quality(95), "keep_larger": True}
    recipe = Recipe(**{**known, **asked})  # type: ignore[arg-type]
    plan = pipeline.plan(BytesIO(data), recipe)
    pipeline.make(plan, BytesIO(data), part, lambda stage, share: None)
    return plan


def profile_name(path: Path) -> str | None:
    with Image.open(path) as image:
        data = image.info.get("icc_profile")
    return ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(data))).strip() if data else None


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (avif(12, 13), "Display P3"),
        (avif(9, 1), "BT.2020"),
        (avif(1, 13), None),
        (avif(1, 1), None),
        (avif(2, 2), None),
        (avif(9, 16), None),  # HDR is no profile
        (avif(12, 13, "L"), None),  # its white and its curve are sRGB's
        (avif(12, 8, "L"), "Display P3, gamma 1"),
        (png(_P3_CHUNK), "Display P3"),
        (png(_P3_CHUNK, mode="P"), "Display P3"),
        (png((b"cHRM", _P3_POINTS)), "Display P3"),
        (png((b"cHRM", _P3_POINTS), (b"sRGB", b"\0")), None),
        (png((b"cHRM", _P3_POINTS), (b"cICP", b"\1\x0d\0\1")), None),
        (png((b"gAMA", (55_556).to_bytes(4, "big"))), "BT.709, gamma 1.8"),
        (png((b"gAMA", (45_455).to_bytes(4, "big"))), None),
        (png((b"gAMA", (100_000).to_bytes(4, "big")), mode="L"), "BT.709, gamma 1"),
        (png((b"gAMA", bytes(4))), None),
        (png((b"gAMA", b"\0\0\0\1")), None),
        (png((b"cHRM", bytes(32))), None),
        (png((b"cHRM", b"\xff" * 32)), None),
        (pictures.encoded(colorful(), exif=b"Exif\0\0" + _ADOBE_EXIF), "Adobe RGB"),
        (pictures.encoded(colorful(), exif=b"Exif\0\0" + _ADOBE_EXIF.replace(b"R03", b"R98")), None),
        (pictures.encoded(colorful(), exif=b"Exif\0\0" + _ADOBE_EXIF.replace(b"\xff\xff", b"\1\0")), None),
        (pictures.encoded(colorful().convert("L"), exif=b"Exif\0\0" + _ADOBE_EXIF), None),
    ],
)
def test_what_says_the_colours_is_a_fact(data: bytes, name: str | None) -> None:
    assert facts(data).profile == name


def test_the_profile_is_that_of_the_space() -> None:
    space = colorimetry.of_codes(CodePoints(primaries=12, transfer=13))
    assert space is not None
    data = profile_of(space, grey=False)
    assert data is not None
    ours, known = ImageCms.ImageCmsProfile(BytesIO(data)), ImageCms.ImageCmsProfile(BytesIO(rgb_profile(DISPLAY_P3)))
    transform = ImageCms.buildTransform(ours, known, "RGB", "RGB")
    picture = np.asarray(colorful()).astype(int)
    assert abs(np.asarray(ImageCms.applyTransform(colorful(), transform)).astype(int) - picture).max() <= 1


@pytest.mark.parametrize("target", [Format.JPEG, Format.PNG, Format.WEBP, Format.AVIF, Format.TIFF])
@pytest.mark.parametrize("data", [avif(12, 13), png((b"cHRM", _P3_POINTS)), avif(12, 13, "RGBA")])
def test_kept_colours_go_along_as_a_profile(data: bytes, target: Format, tmp_path: Path) -> None:
    plan = made(data, part := tmp_path / "a", target)
    assert Loss.PROFILE not in plan.losses
    if target is Format.PNG and plan.facts.format is Format.PNG:
        assert profile_name(part) is None
        assert _P3_POINTS in part.read_bytes()
    else:
        assert profile_name(part) == "Display P3"


@pytest.mark.parametrize("data", [avif(12, 13), png(_P3_CHUNK)])
@pytest.mark.parametrize(("target", "color"), [(Format.PNG, ColorSpace.SRGB), (Format.BMP, ColorSpace.KEEP)])
def test_they_are_converted_through_it(data: bytes, target: Format, color: ColorSpace, tmp_path: Path) -> None:
    with Image.open(BytesIO(data)) as image:
        expected = display_p3_to_srgb(np.asarray(image.convert("RGB")))
    plan = made(data, part := tmp_path / "a", target, color=color)
    with Image.open(part) as image:
        assert abs(np.asarray(image) - expected).mean() < 1
    assert (Loss.PROFILE in plan.losses) == (color is ColorSpace.KEEP)
    assert b"cICP" not in part.read_bytes()


def test_a_packer_that_makes_grey_of_it_changes_no_colours(tmp_path: Path) -> None:
    grey = colorful().convert("L").convert("RGB")
    data = png((b"gAMA", (100_000).to_bytes(4, "big")), image=grey)
    made(data, part := tmp_path / "a.png", Format.PNG)
    with Image.open(part) as image:
        assert image.mode == "L"
        assert image.info["gamma"] == 1.0


def test_a_raw_profile_of_a_png_goes_along(tmp_path: Path) -> None:
    profile = rgb_profile(DISPLAY_P3)
    text = f"\nicc\n{len(profile):8}\n{profile.hex()}\n".encode()
    data = png((b"zTXt", b"Raw profile type icc\0\0" + zlib.compress(text)))
    made(data, part := tmp_path / "a.jpg", Format.JPEG)
    with Image.open(part) as image:
        assert image.info["icc_profile"] == profile


def test_the_small_picture_for_the_screen_has_the_colours_too() -> None:
    plain, wide = (
        np.frombuffer(pipeline.preview(BytesIO(data), 96).raster.rgba, np.uint8).reshape(64, 96, 4)
        for data in (png(), png(_P3_CHUNK))
    )
    assert abs(wide[..., :3] - display_p3_to_srgb(plain[..., :3])).mean() < 1


def test_code_points_that_name_no_space_are_a_loss_where_they_cannot_go() -> None:
    for data in (png((b"cICP", b"\xc8\x0d\0\1")), avif(200, 13)):
        assert Loss.PROFILE in pipeline.plan(BytesIO(data), Recipe(format=Format.WEBP)).losses
    kept = pipeline.plan(BytesIO(png((b"cICP", b"\xc8\x0d\0\1"))), Recipe(format=Format.PNG))
    assert Loss.PROFILE not in kept.losses
