"""Pictures that lie on their side and are turned by a tag, when nothing but fewer bytes is asked for."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from tests.support.pictures import encoded, photo, srgb_profile, upright_mark
from tests.support.sample_pictures import SAMPLES
from tests.workers.image.steps.test_gain_map import hdr_jpeg
from tests.workers.image.steps.test_orient import stored
from tests.workers.image.test_pipeline import made
from workers.formats import Format
from workers.image import pipeline
from workers.image.formats.metadata import read
from workers.image.formats.registry import CODECS
from workers.image.probe import probe
from workers.image.thumbnail import preview
from workers.outcome import Checked, Promise, Verdict
from workers.plan import Handling, Topic
from workers.recipe import Goal, Lossless, MaxBytes, Metadata, Quality, Recipe, SameLook

ORIENTATION, ARTIST = 274, 315
KINDS: dict[str, dict[str, object]] = {
    "JPEG": {"quality": 60, "icc_profile": srgb_profile()},
    "PNG": {},
    "WEBP": {"quality": 60},
    "TIFF": {"compression": "raw"},
    "AVIF": {"quality": 60, "speed": 9},
}


def turned(kind: str, orientation: int, size: tuple[int, int] = (203, 141)) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION], exif[ARTIST] = orientation, "Somebody"
    return encoded(stored(photo(size), orientation), kind, exif=exif, **KINDS[kind])


def shown(data: bytes) -> bytes:
    with Image.open(BytesIO(data)) as image:
        return ImageOps.exif_transpose(image).convert("RGB").tobytes()


@pytest.mark.parametrize("metadata", Metadata)
@pytest.mark.parametrize("orientation", [1, 2, 3, 6, 7])
@pytest.mark.parametrize("kind", KINDS)
def test_no_pixel_changes_and_no_byte_is_added(kind: str, orientation: int, metadata: Metadata, tmp_path: Path) -> None:
    data = turned(kind, orientation)
    outcome = made(data, tmp_path / "part", goal=Lossless(), metadata=metadata)
    assert (outcome.width, outcome.height) == (203, 141)
    assert outcome.bytes <= len(data)
    assert shown((tmp_path / "part").read_bytes()) == shown(data)
    assert Checked(promise=Promise.UPRIGHT, verdict=Verdict.KEPT) in outcome.promises or kind == "TIFF"


@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize("goal", [Quality(70), Quality(100), SameLook(), MaxBytes(10_000_000)], ids=str)
def test_a_jpeg_is_packed_where_that_takes_fewer_bytes(goal: Goal, orientation: int, tmp_path: Path) -> None:
    data = turned("JPEG", orientation)
    assert made(data, tmp_path / "part", goal=goal).bytes <= len(data)
    assert shown((tmp_path / "part").read_bytes()) == shown(data)


def test_without_metadata_the_tag_that_turns_it_is_all_that_stays(tmp_path: Path) -> None:
    outcome = made(turned("JPEG", 6), tmp_path / "part", goal=Lossless(), metadata=Metadata.NONE)
    with Image.open(tmp_path / "part") as image:
        assert dict(image.getexif()) == {ORIENTATION: 6}
    assert Checked(promise=Promise.CAMERA_DATA, verdict=Verdict.REMOVED) in outcome.promises


def test_with_the_rights_alone_the_tag_stays_too(tmp_path: Path) -> None:
    made(turned("JPEG", 8), tmp_path / "part", goal=Lossless(), metadata=Metadata.COPYRIGHT)
    with Image.open(tmp_path / "part") as image:
        assert dict(image.getexif()) == {ORIENTATION: 8, ARTIST: "Somebody"}


def test_an_upright_picture_without_metadata_gets_no_tag(tmp_path: Path) -> None:
    made(turned("JPEG", 1), tmp_path / "part", goal=Lossless(), metadata=Metadata.NONE)
    with Image.open(tmp_path / "part") as image:
        assert not dict(image.getexif())


def test_the_plan_tells_that_the_tag_stays() -> None:
    plan = pipeline.plan(BytesIO(turned("JPEG", 6)), Recipe(goal=Lossless()))
    assert [one.choice for one in plan.decisions if one.topic is Topic.ORIENTATION] == [Handling.BY_ITS_TAG]
    plan = pipeline.plan(BytesIO(turned("JPEG", 6)), Recipe(goal=Lossless(), format=Format.PNG))
    assert [one.choice for one in plan.decisions if one.topic is Topic.ORIENTATION] == [Handling.TURNED]


def test_a_gain_map_stays_as_it_lies(tmp_path: Path) -> None:
    data = hdr_jpeg(6)
    made(data, tmp_path / "part", goal=Lossless())
    before = read(BytesIO(data), CODECS[Format.JPEG]).gain_map
    after = read(BytesIO((tmp_path / "part").read_bytes()), CODECS[Format.JPEG]).gain_map
    assert before is not None
    assert after is not None
    assert after.image == before.image


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", KINDS)
def test_the_small_picture_of_the_output_stands_upright(kind: str, orientation: int, tmp_path: Path) -> None:
    mark = upright_mark((160, 96))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    data = encoded(stored(mark, orientation), kind, exif=exif, **KINDS[kind])
    made(data, tmp_path / "part", goal=Lossless(), metadata=Metadata.NONE)
    with (tmp_path / "part").open("rb") as part:
        raster = preview(part, 80).raster
    small = Image.frombytes("RGBA", (raster.width, raster.height), raster.rgba).convert("RGB")
    expected = np.asarray(mark.resize((80, 48)), float)
    assert np.abs(np.asarray(small, float) - expected).mean() < 8


def test_a_photo_of_a_phone_is_packed(tmp_path: Path) -> None:
    data = (SAMPLES / "Lamp, stored sideways.jpg").read_bytes()
    assert probe(BytesIO(data)).sideways
    outcome = made(data, tmp_path / "part", goal=Lossless(), metadata=Metadata.NONE)
    assert outcome.encodes == 0
    assert outcome.bytes < len(data)
    assert shown((tmp_path / "part").read_bytes()) == shown(data)
