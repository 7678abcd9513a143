"""Pictures are turned and mirrored as asked, on top of being upright, whatever holds their pixels."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageOps

from tests.support import pictures
from tests.workers.image.steps.test_gain_map import brighter, distance, hdr_jpeg
from tests.workers.image.steps.test_orient import stored
from tests.workers.image.test_deep import deep_png, needs_extra, needs_vips, ramp, seen
from tests.workers.image.test_pages import FAX, PHOTO, _dpi, _tiff
from tests.workers.image.test_pipeline import made
from workers.formats import Format
from workers.image import pipeline
from workers.image.formats.metadata import read
from workers.image.formats.registry import CODECS
from workers.outcome import Checked, Promise, Verdict
from workers.plan import Loss, Method, Topic, Turned
from workers.recipe import Goal, LongEdge, Lossless, Metadata, Quality, Recipe, Rotation, decode_recipe

ORIENTATION = 274
# What numpy makes of rows x columns: its turns are the other way round.
TURNS: Mapping[Rotation, Callable[[NDArray[Any]], NDArray[Any]]] = {
    Rotation.NONE: lambda pixels: pixels,
    Rotation.RIGHT: lambda pixels: np.rot90(pixels, -1),
    Rotation.HALF: lambda pixels: np.rot90(pixels, 2),
    Rotation.LEFT: np.rot90,
    Rotation.FLIP_HORIZONTAL: np.fliplr,
    Rotation.FLIP_VERTICAL: np.flipud,
}
ASKED = [rotation for rotation in Rotation if rotation is not Rotation.NONE]


def turned(image: Image.Image, rotation: Rotation) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(TURNS[rotation](np.asarray(image))))


def tagged(image: Image.Image, orientation: int, kind: str = "PNG") -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    return pictures.encoded(stored(image, orientation), kind, exif=exif, **({"quality": 95} if kind == "JPEG" else {}))


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("rotation", ASKED)
def test_no_pixel_is_lost_and_no_tag_turns_it_again(orientation: int, rotation: Rotation, tmp_path: Path) -> None:
    mark = pictures.upright_mark((30, 20))
    outcome = made(tagged(mark, orientation), tmp_path / "part", goal=Lossless(), rotate=rotation)
    with Image.open(tmp_path / "part") as image:
        assert image.getexif().get(ORIENTATION, 1) == 1
        assert image.convert("RGB").tobytes() == turned(mark, rotation).tobytes()
    assert Checked(promise=Promise.UPRIGHT, verdict=Verdict.CHANGED) in outcome.promises


@pytest.mark.parametrize("rotation", ASKED)
@pytest.mark.parametrize("goal", [Quality(90), Lossless()], ids=str)
def test_a_large_photo_is_scaled_and_turned(rotation: Rotation, goal: Goal, tmp_path: Path) -> None:
    photo = pictures.photo((1200, 800))
    data = tagged(photo, 6, "JPEG")
    outcome = made(data, tmp_path / "part", goal=goal, rotate=rotation, size=LongEdge(150))
    assert (outcome.width, outcome.height) == turned(Image.new("L", (150, 100)), rotation).size
    with Image.open(tmp_path / "part") as image:
        assert distance(image, turned(photo.resize((150, 100)), rotation)) < 4


@needs_extra
@needs_vips
@pytest.mark.parametrize("rotation", ASKED)
@pytest.mark.parametrize("channels", [3, 4])
def test_sixteen_bits_are_turned_as_they_are(channels: int, rotation: Rotation, tmp_path: Path) -> None:
    made(deep_png(ramp(channels)), tmp_path / "part.png", goal=Lossless(), rotate=rotation, metadata=Metadata.NONE)
    assert np.array_equal(seen(tmp_path / "part.png"), TURNS[rotation](ramp(channels)))


@pytest.mark.parametrize("rotation", ASKED)
def test_every_frame_is_turned(rotation: Rotation, tmp_path: Path) -> None:
    frames = [pictures.photo((30, 20), seed) for seed in range(3)]
    source = BytesIO()
    frames[0].save(source, "PNG", save_all=True, append_images=frames[1:], duration=100)
    outcome = made(source.getvalue(), tmp_path / "part", goal=Lossless(), rotate=rotation)
    assert outcome.frames == 3
    with Image.open(tmp_path / "part") as image:
        for number, frame in enumerate(frames):
            image.seek(number)
            assert image.convert("RGB").tobytes() == turned(frame.convert("RGB"), rotation).tobytes()


@pytest.mark.parametrize(
    ("rotation", "sizes"), [(Rotation.RIGHT, [(40, 60), (80, 50)]), (Rotation.HALF, [(60, 40), (50, 80)])]
)
def test_every_page_is_turned_with_its_resolution(
    rotation: Rotation, sizes: list[tuple[int, int]], tmp_path: Path
) -> None:
    """The second page lies on its side: a quarter brings its 204 x 98 pixels an inch back to where they are stored."""
    made(_tiff(PHOTO, FAX), tmp_path / "part", format=Format.TIFF, rotate=rotation, goal=Lossless())
    with Image.open(tmp_path / "part") as image:
        for number, (size, page) in enumerate(
            zip(sizes, (PHOTO[0], ImageOps.exif_transpose(stored_fax())), strict=True)
        ):
            image.seek(number)
            assert image.size == size
            assert image.convert("L").tobytes() == turned(page.convert("L"), rotation).tobytes()
        assert _dpi(image) == ((204, 98) if rotation is Rotation.RIGHT else (98, 204))


def stored_fax() -> Image.Image:
    image = FAX[0].copy()
    image.getexif()[ORIENTATION] = 6
    return image


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_gain_map_is_turned_with_its_picture(orientation: int, tmp_path: Path) -> None:
    made(hdr_jpeg(orientation), tmp_path / "part", rotate=Rotation.RIGHT, metadata=Metadata.ALL)
    gain = read(BytesIO((tmp_path / "part").read_bytes()), CODECS[Format.JPEG]).gain_map
    assert gain is not None
    assert distance(Image.open(BytesIO(gain.image)), turned(brighter(), Rotation.RIGHT)) < 4


def test_the_plan_tells_it_and_encodes_even_where_nothing_else_is_asked() -> None:
    data = pictures.photo_jpeg((60, 40), quality=40)
    plan = pipeline.plan(BytesIO(data), Recipe(goal=Quality(80), rotate=Rotation.LEFT))
    assert (plan.method, plan.width, plan.height) == (Method.ENCODE, 40, 60)
    assert [one.choice for one in plan.decisions if one.topic is Topic.ORIENTATION] == [Turned(Rotation.LEFT)]
    assert Loss.PLACES not in plan.losses


def test_a_recipe_that_was_saved_before_turns_nothing() -> None:
    assert decode_recipe('{"v": 1, "name": "Old"}').rotate is Rotation.NONE
