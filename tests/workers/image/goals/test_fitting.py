"""At most so many bytes, with fewer pixels where it must be: in every format, and never worse for a larger limit."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.support import metadata_samples, pictures
from tests.support.screenshot import screenshot
from tests.workers.image.test_pipeline import made
from workers.errors import ErrorCode, Failure
from workers.formats import SPECS, Format
from workers.image.formats.metadata import read
from workers.image.formats.registry import CODECS
from workers.image.probe import probe
from workers.image.resolve.target import can_write
from workers.recipe import Lossless, MaxBytes, Metadata, Smaller

TARGETS = [target for target, spec in SPECS.items() if spec.writes and can_write(target)]
SIZE = (180, 120)
PICTURES = {"photo": pictures.photo(SIZE), "screenshot": screenshot(SIZE)}


def _data(name: str) -> bytes:
    return pictures.encoded(PICTURES[name], "TIFF")


def _each_once() -> list[Any]:
    """A photo to what loses by quality and a screenshot to the rest; the other pairs are for the soak."""
    lossy = {target for target in TARGETS if SPECS[target].lossy}
    return [
        pytest.param(target, name, marks=() if (target in lossy) == (name == "photo") else pytest.mark.soak)
        for target in TARGETS
        for name in PICTURES
    ]


@pytest.mark.timeout(180)
@pytest.mark.parametrize(("target", "name"), _each_once())
def test_a_size_is_found_and_a_larger_limit_never_gives_a_worse_picture(
    target: Format, name: str, tmp_path: Path
) -> None:
    seen = []
    for limit in (1_500, 2_000, 2_150, 12_000):
        outcome = made(_data(name), tmp_path / "part", format=target, goal=MaxBytes(limit, shrink=True))
        assert outcome.bytes <= limit
        assert outcome.encodes <= 20
        quality = 101 if outcome.quality is None else outcome.quality
        seen.append((outcome.width * outcome.height, quality, outcome.colors or 257))
    assert seen == sorted(seen)
    assert seen[0] < seen[-1]


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_an_animation_fits_too_with_all_of_its_frames(kind: str, tmp_path: Path) -> None:
    data = pictures.animated(kind)
    seen = []
    for share in (0.3, 0.8):
        limit = max(2_200, int(len(data) * share))
        outcome = made(data, tmp_path / "part", goal=MaxBytes(limit, shrink=True))
        assert outcome.bytes <= limit
        assert outcome.frames == len(pictures.DURATIONS_MS)
        seen.append(outcome.width * outcome.height)
    assert seen == sorted(seen)


@pytest.mark.parametrize("target", [Format.PNG, Format.GIF, Format.TIFF])
def test_there_are_fewer_colours_before_there_are_fewer_pixels(target: Format, tmp_path: Path) -> None:
    exact = made(_data("screenshot"), tmp_path / "exact", format=target, goal=Lossless())
    outcome = made(
        _data("screenshot"), tmp_path / "part", format=target, goal=MaxBytes(int(exact.bytes * 0.75), shrink=True)
    )
    assert (outcome.width, outcome.height) == SIZE
    assert outcome.colors is not None


def test_a_png_becomes_so_much_smaller_by_fewer_colours(tmp_path: Path) -> None:
    data = pictures.encoded(pictures.photo((320, 200)), "PNG")
    outcome = made(data, tmp_path / "part", goal=Smaller(60))
    assert outcome.bytes <= 0.4 * len(data)
    assert (outcome.width, outcome.height) == (320, 200)
    assert outcome.colors is not None


def test_a_limit_that_packing_reaches_costs_no_pixel(tmp_path: Path) -> None:
    data = pictures.photo_jpeg((640, 420), quality=90)
    packed = made(data, tmp_path / "packed", goal=Lossless())
    outcome = made(data, tmp_path / "part", goal=MaxBytes(packed.bytes, shrink=True))
    with Image.open(tmp_path / "part") as found:
        assert found.convert("RGB").tobytes() == Image.open(BytesIO(data)).convert("RGB").tobytes()
    assert outcome.quality is None


@pytest.mark.parametrize("target", [Format.JPEG, Format.PNG, Format.WEBP, Format.TIFF])
def test_what_no_size_reaches_is_said_with_the_smallest_that_was(target: Format, tmp_path: Path) -> None:
    data = pictures.encoded(pictures.photo((64, 48)), icc_profile=pictures.srgb_profile(), xmp=metadata_samples.xmp())
    asked = {"format": target, "metadata": Metadata.ALL}
    with pytest.raises(Failure) as failed:
        made(data, tmp_path / "part", goal=MaxBytes(1_000, shrink=True), **asked)
    assert failed.value.code is ErrorCode.GOAL_OUT_OF_REACH
    assert failed.value.facts.limit == 1_000
    smallest = failed.value.facts.bytes_needed or 0
    assert 1_000 < smallest < 8_000
    assert made(data, tmp_path / "part", goal=MaxBytes(smallest, shrink=True), **asked).bytes <= smallest


def test_what_the_camera_says_of_its_size_follows_the_fewer_pixels(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8769).update({0xA002: 640, 0xA003: 420})
    data = pictures.encoded(pictures.photo((640, 420)), "JPEG", exif=exif)
    outcome = made(data, tmp_path / "part", goal=MaxBytes(4_000, shrink=True))
    assert outcome.width < 640
    with Image.open(tmp_path / "part") as found:
        said = found.getexif().get_ifd(0x8769)
    assert (said[0xA002], said[0xA003]) == (outcome.width, outcome.height)
    assert probe(BytesIO((tmp_path / "part").read_bytes())).width == outcome.width
    assert read(BytesIO((tmp_path / "part").read_bytes()), CODECS[Format.JPEG]).exif is not None
