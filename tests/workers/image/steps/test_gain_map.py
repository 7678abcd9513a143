"""A gain map is turned and cut like its picture, and one that cannot be is a loss that is told."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PIL import Image, ImageOps

from tests.support import metadata_samples, pictures
from tests.workers.image.steps.test_orient import stored
from workers.formats import Format
from workers.image import pipeline
from workers.image.formats.metadata import embed, read
from workers.image.formats.registry import CODECS
from workers.image.metadata.bundle import Bundle, GainMap
from workers.outcome import Outcome, Promise, Verdict
from workers.plan import Loss
from workers.recipe import Box, Fit, LongEdge, Metadata, Quality, Recipe, Size

SIZE, MAP_SIZE = (480, 320), (120, 80)
WORDS = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:GainMapMax="2"/>'
)
ISO = b"urn:iso:std:iso:ts:21496:-1\0"


def brighter() -> Image.Image:
    """A gain map that no turn leaves as it is."""
    return pictures.upright_mark(MAP_SIZE)


def hdr_jpeg(orientation: int = 1, found: bytes | None = None) -> bytes:
    image, small = BytesIO(), BytesIO()
    plain = pictures.encoded(stored(brighter(), orientation).convert("L"), quality=95)
    embed(BytesIO(plain), small, CODECS[Format.JPEG], Bundle(xmp=WORDS))
    base = pictures.encoded(stored(pictures.photo(SIZE), orientation), quality=95)
    gain = GainMap(image=small.getvalue() if found is None else found, iso=ISO + bytes(5))
    exif = metadata_samples.exif(orientation=orientation, gps=False)
    embed(BytesIO(base), image, CODECS[Format.JPEG], Bundle(exif=exif, gain_map=gain))
    return image.getvalue()


def made(source: bytes, part: Path, size: Size) -> tuple[Outcome, Bundle]:
    recipe = Recipe(goal=Quality(80), size=size, metadata=Metadata.ALL)
    part.touch()
    plan = pipeline.plan(BytesIO(source), recipe)
    assert Loss.GAIN_MAP not in plan.losses
    outcome = pipeline.make(plan, BytesIO(source), part, lambda stage, share: None)
    return outcome, read(BytesIO(part.read_bytes()), CODECS[Format.JPEG])


def distance(one: Image.Image, other: Image.Image) -> float:
    assert one.size == other.size
    return float(np.abs(np.asarray(one.convert("L"), float) - np.asarray(other.convert("L"), float)).mean())


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_turned_with_its_picture(orientation: int, tmp_path: Path) -> None:
    outcome, after = made(hdr_jpeg(orientation), tmp_path / "part", LongEdge(240))
    assert after.gain_map is not None
    assert (after.gain_map.iso or b"").startswith(ISO)
    assert WORDS in after.gain_map.image
    with Image.open(BytesIO(after.gain_map.image)) as image:
        assert distance(image, brighter()) < 3
    assert Verdict.LOST not in {one.verdict for one in outcome.promises}


def test_it_is_cut_with_its_picture(tmp_path: Path) -> None:
    _, after = made(hdr_jpeg(6), tmp_path / "part", Box(160, 160, fit=Fit.COVER))
    assert after.gain_map is not None
    with Image.open(BytesIO(after.gain_map.image)) as image:
        assert distance(image, ImageOps.fit(brighter(), (80, 80))) < 3


def test_it_is_stretched_with_its_picture(tmp_path: Path) -> None:
    _, after = made(hdr_jpeg(), tmp_path / "part", Box(200, 200, fit=Fit.EXACT))
    assert after.gain_map is not None
    with Image.open(BytesIO(after.gain_map.image)) as image:
        assert image.size == (120, 120)


@pytest.mark.parametrize("kind", ["cut off", "huge"])
def test_one_that_cannot_be_turned_is_told_as_a_loss(kind: str, tmp_path: Path) -> None:
    whole = read(BytesIO(hdr_jpeg(6)), CODECS[Format.JPEG]).gain_map
    assert whole is not None
    huge = pictures.encoded(Image.new("L", (SIZE[0] + 8, SIZE[1] + 8)), xmp=WORDS)
    source = hdr_jpeg(6, whole.image[: len(whole.image) // 2] if kind == "cut off" else huge)
    outcome, after = made(source, tmp_path / "part", LongEdge(240))
    assert after.gain_map is None
    assert {one.promise: one.verdict for one in outcome.promises}[Promise.COLORS] is Verdict.LOST


def test_libultrahdr_sees_the_same_light(tmp_path: Path) -> None:
    pyvips = pytest.importorskip("pyvips", reason="needs the extra deep-color")
    light = np.zeros((320, 480, 3), np.float32) + 0.2
    light[:80, :120] = 4.0
    base = pyvips.Image.new_from_array(light).copy(interpretation="scrgb").uhdrsave_buffer(Q=95)
    source = BytesIO()
    bundle = replace(read(BytesIO(base), CODECS[Format.JPEG]), exif=metadata_samples.exif(orientation=6, gps=False))
    embed(BytesIO(base), source, CODECS[Format.JPEG], bundle)
    made(source.getvalue(), tmp_path / "part", LongEdge(240))
    after = pyvips.Image.uhdrload(str(tmp_path / "part")).uhdr2scRGB()
    bright = np.asarray(after)[..., 1]
    assert bright.shape == (240, 160)
    assert bright[30:50, 110:150].mean() > 2.5
    assert bright[100:, :90].mean() < 0.4
