"""Press colours without a profile look as they do in programs built on libvips, and the plan says what was taken."""

import shutil
import subprocess
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from tests.support import pictures
from tests.support.profiles import DISPLAY_P3, rgb_profile
from tests.workers.image.test_press_colors import with_fifth_channel, without_adobe
from workers.formats import SPECS, Format
from workers.image import pipeline
from workers.image.color.srgb import srgb_profile
from workers.outcome import Promise, Verdict
from workers.plan import Plan, Reason
from workers.recipe import LongEdge, Quality, Recipe

needs_vips = pytest.mark.skipif(shutil.which("vips") is None, reason="vips is not installed")
SIZE = (96, 64)
P3 = rgb_profile(DISPLAY_P3)


def inks() -> Image.Image:
    """Soft mixtures, fields of each ink alone, of all of them, and of none."""
    image = pictures.photo(SIZE).filter(ImageFilter.GaussianBlur(3)).convert("CMYK")
    fields = ((255, 0, 0, 0), (0, 255, 0, 0), (0, 0, 255, 0), (0, 0, 0, 255), (255, 255, 255, 255), (0, 0, 0, 0))
    for number, field in enumerate(fields):
        image.paste(field, (number * 16, 0, number * 16 + 16, 16))
    return image


SOURCES = {
    "jpeg": lambda: pictures.encoded(inks(), "JPEG", quality=98, subsampling=0),
    "jpeg not said to be inverted": lambda: without_adobe(pictures.encoded(inks(), "JPEG", quality=98, subsampling=0)),
    "tiff": lambda: pictures.encoded(inks(), "TIFF"),
    "tiff packed": lambda: pictures.encoded(inks(), "TIFF", compression="tiff_lzw"),
    "profile for other pixels": lambda: pictures.encoded(inks(), "TIFF", icc_profile=P3),
}


def made(data: bytes, part: Path, **asked: object) -> Plan:
    part.write_bytes(b"")
    recipe = Recipe(**{"goal": Quality(95), "keep_larger": True, **asked})  # type: ignore[arg-type]
    plan = pipeline.plan(BytesIO(data), recipe)
    outcome = pipeline.make(plan, BytesIO(data), part, lambda stage, share: None)
    assert Verdict.LOST in {one.verdict for one in outcome.promises if one.promise is Promise.COLORS} or (
        SPECS[plan.format].cmyk
    )
    return plan


def shown(path: Path) -> NDArray[np.float64]:
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB")).astype(float)


def as_vips_shows(image: Image.Image, folder: Path) -> NDArray[np.float64]:
    (source := folder / "inks.tif").write_bytes(pictures.encoded(image, "TIFF"))
    target = folder / "judged.png"
    command = ("vips", "icc_transform", str(source), str(target), "srgb", "--input-profile", "cmyk")
    subprocess.run(command, check=True)
    return shown(target)


@needs_vips
@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("target", [Format.PNG, Format.WEBP])
def test_they_look_as_vips_shows_them(name: str, target: Format, tmp_path: Path) -> None:
    data = SOURCES[name]()
    plan = made(data, part := tmp_path / "part", format=target)
    limit = 1.5 if "jpeg" not in name else 4.0
    found, expected = shown(part), as_vips_shows(inks(), tmp_path)
    assert np.abs(found - expected).mean() < limit + 2.0 * (target is Format.WEBP)
    assert np.abs(found[8, 8::16] - expected[8, 8::16]).max() <= (3 if target is Format.PNG else 12)
    assert Reason.USUAL_INKS in {decision.reason for decision in plan.decisions}
    with Image.open(part) as image:
        assert image.info["icc_profile"] == srgb_profile()


@needs_vips
def test_scaled_down_and_as_a_thumbnail_too(tmp_path: Path) -> None:
    data = SOURCES["tiff"]()
    half = (SIZE[0] // 2, SIZE[1] // 2)
    expected = as_vips_shows(inks().resize(half, Image.Resampling.LANCZOS), tmp_path)
    made(data, part := tmp_path / "part", format=Format.PNG, size=LongEdge(half[0]))
    assert np.abs(shown(part) - expected).mean() < 1.5
    raster = pipeline.preview(BytesIO(data), half[0]).raster
    seen = np.frombuffer(raster.rgba, np.uint8).reshape(raster.height, raster.width, 4)[..., :3]
    assert np.abs(seen - expected).mean() < 1.5


@needs_vips
@pytest.mark.parametrize("meaning", [0, 1, 2])
def test_with_a_channel_beside_them(meaning: int, tmp_path: Path) -> None:
    made(with_fifth_channel(meaning), part := tmp_path / "part", format=Format.PNG)
    plain = pictures.photo(SIZE).filter(ImageFilter.GaussianBlur(3)).convert("CMYK")
    assert np.abs(shown(part) - as_vips_shows(plain, tmp_path)).mean() < 1.5


@pytest.mark.parametrize("target", [Format.JPEG, Format.TIFF])
def test_where_they_stay_no_profile_is_made_up_for_them(target: Format, tmp_path: Path) -> None:
    plan = made(SOURCES["tiff"](), part := tmp_path / "part", format=target, size=LongEdge(48))
    with Image.open(part) as image:
        assert image.mode == "CMYK"
        assert "icc_profile" not in image.info
    assert Reason.USUAL_INKS not in {decision.reason for decision in plan.decisions}


def test_the_profile_is_the_one_whose_licence_stands_beside_it() -> None:
    folder = files("resources") / "profiles"
    data = (folder / "cmyk.icc").read_bytes()
    assert b"Released into the public domain" in data
    assert sha256(data).hexdigest() in (folder / "README.md").read_text()
