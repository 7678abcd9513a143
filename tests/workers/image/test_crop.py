"""The part that is asked for is cut out of what a person sees: upright, rotated, of every frame and page."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.support import pictures
from tests.workers.image.steps.test_gain_map import MAP_SIZE, SIZE, brighter, distance, hdr_jpeg
from tests.workers.image.test_deep import deep_png, needs_extra, needs_vips, ramp, seen
from tests.workers.image.test_pages import CLEAR, PHOTO, _tiff
from tests.workers.image.test_pipeline import made
from tests.workers.image.test_rotate import ASKED, tagged, turned
from workers.errors import ErrorCode, Failure
from workers.facts import Crop
from workers.formats import Format
from workers.image import pipeline
from workers.image.formats.metadata import read
from workers.image.formats.registry import CODECS
from workers.image.resolve.crop import resolve_shape
from workers.plan import CutOut, Decision, Method, Reason, Topic, ToPixels
from workers.recipe import (
    AsItIs,
    AspectRatio,
    CropArea,
    Gravity,
    LongEdge,
    Lossless,
    Metadata,
    Quality,
    Recipe,
    Rectangle,
    Rotation,
    decode_recipe,
)

CORNER = Rectangle(3, 5, 12, 9)


def cut(image: Image.Image, area: Rectangle = CORNER) -> Image.Image:
    return image.crop((area.x, area.y, area.x + area.width, area.y + area.height))


def part(width: int, height: int, area: CropArea) -> Crop | None:
    return resolve_shape(width, height, area, AsItIs(), enlarge=False, max_side=100_000).crop


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("rotation", [Rotation.NONE, *ASKED])
def test_it_is_counted_in_the_picture_as_it_is_seen(orientation: int, rotation: Rotation, tmp_path: Path) -> None:
    photo = pictures.photo((30, 24))
    made(tagged(photo, orientation), tmp_path / "part", goal=Lossless(), rotate=rotation, crop=CORNER)
    with Image.open(tmp_path / "part") as image:
        assert image.convert("RGB").tobytes() == cut(turned(photo, rotation)).tobytes()


@needs_extra
@needs_vips
@pytest.mark.parametrize("channels", [3, 4])
def test_sixteen_bits_are_cut_as_they_are(channels: int, tmp_path: Path) -> None:
    asked = {"goal": Lossless(), "metadata": Metadata.NONE}
    made(deep_png(ramp(channels)), tmp_path / "part.png", **asked, crop=CORNER, rotate=Rotation.RIGHT)
    assert np.array_equal(seen(tmp_path / "part.png"), np.rot90(ramp(channels), -1)[5:14, 3:15])


def test_a_part_of_a_large_photo_is_scaled_from_its_own_pixels(tmp_path: Path) -> None:
    """The decoder may not shrink the whole so far that the part has fewer pixels than the output."""
    photo, area = pictures.photo((2400, 1600)), Rectangle(800, 400, 400, 400)
    made(pictures.encoded(photo, quality=95), tmp_path / "part", goal=Quality(95), crop=area, size=LongEdge(200))
    with Image.open(tmp_path / "part") as image:
        assert distance(image, cut(photo, area).resize((200, 200), Image.Resampling.LANCZOS)) < 3


def test_every_frame_is_cut(tmp_path: Path) -> None:
    frames, source = [pictures.photo((30, 24), seed) for seed in range(3)], BytesIO()
    frames[0].save(source, "PNG", save_all=True, append_images=frames[1:], duration=100)
    assert made(source.getvalue(), tmp_path / "part", goal=Lossless(), crop=CORNER).frames == 3
    with Image.open(tmp_path / "part") as image:
        for number, frame in enumerate(frames):
            image.seek(number)
            assert image.convert("RGB").tobytes() == cut(frame.convert("RGB")).tobytes()


def test_every_page_is_cut_to_the_shape_though_the_first_has_it(tmp_path: Path) -> None:
    square = pictures.photo((40, 40))
    made(_tiff((square, {}), PHOTO, CLEAR), tmp_path / "part", goal=Lossless(), crop=AspectRatio(1, 1, Gravity.LEFT))
    with Image.open(tmp_path / "part") as image:
        for number, (page, side) in enumerate(((square, 40), (PHOTO[0], 40), (CLEAR[0], 60))):
            image.seek(number)
            assert image.size == (side, side)
            assert image.convert("RGB").tobytes() == page.convert("RGB").crop((0, 0, side, side)).tobytes()


def test_a_gain_map_is_cut_like_its_picture(tmp_path: Path) -> None:
    half = Rectangle(0, 0, SIZE[0] // 2, SIZE[1])
    made(hdr_jpeg(6), tmp_path / "part", crop=half, metadata=Metadata.ALL)
    gain = read(BytesIO((tmp_path / "part").read_bytes()), CODECS[Format.JPEG]).gain_map
    assert gain is not None
    assert distance(Image.open(BytesIO(gain.image)), brighter().crop((0, 0, MAP_SIZE[0] // 2, MAP_SIZE[1]))) < 4


@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 30), st.integers(1, 30), st.sampled_from(Gravity))
def test_a_shape_takes_as_much_as_it_can(width: int, height: int, across: int, down: int, gravity: Gravity) -> None:
    found = part(width, height, AspectRatio(across, down, gravity)) or Crop(left=0, top=0, width=width, height=height)
    assert found.left >= 0
    assert found.top >= 0
    assert found.left + found.width <= width
    assert found.top + found.height <= height
    assert found.width == width or found.height == height
    assert abs(found.width * down - found.height * across) <= max(across, down) or 1 in (found.width, found.height)


@pytest.mark.parametrize(
    ("gravity", "left"), [(Gravity.LEFT, 0), (Gravity.CENTER, 30), (Gravity.TOP, 30), (Gravity.BOTTOM_RIGHT, 60)]
)
def test_gravity_says_which_part_stays(gravity: Gravity, left: int) -> None:
    assert part(100, 40, AspectRatio(1, 1, gravity)) == Crop(left=left, top=0, width=40, height=40)


def test_over_the_edge_it_is_moved_in_and_never_larger_than_the_picture() -> None:
    assert part(100, 80, Rectangle(90, 70, 40, 30)) == Crop(left=60, top=50, width=40, height=30)
    assert part(100, 80, Rectangle(5, 5, 900, 40)) == Crop(left=0, top=5, width=100, height=40)
    assert part(100, 80, Rectangle(5, 5, 900, 900)) is None


def test_the_plan_tells_it_and_encodes_even_where_nothing_else_is_asked() -> None:
    data = pictures.photo_jpeg((60, 40), quality=40)
    plan = pipeline.plan(BytesIO(data), Recipe(goal=Quality(80), crop=AspectRatio(1, 1)))
    assert (plan.method, plan.width, plan.height) == (Method.ENCODE, 40, 40)
    area = Crop(left=10, top=0, width=40, height=40)
    told = [one for one in plan.decisions if one.topic in (Topic.CROP, Topic.ORIENTATION, Topic.SIZE)]
    assert told == [
        Decision(topic=Topic.CROP, choice=CutOut(area), reason=Reason.ASKED),
        Decision(topic=Topic.SIZE, choice=ToPixels(40, 40), reason=Reason.NOT_SCALED),
    ]
    whole = pipeline.plan(BytesIO(data), Recipe(goal=Quality(80), crop=AspectRatio(3, 2)))
    assert (whole.method, whole.crop) == (Method.REPACK, None)


def test_the_size_is_that_of_the_original_only_where_nothing_is_cut_or_laid_on_its_side() -> None:
    data = BytesIO(pictures.photo_jpeg((60, 40)))
    reasons = [
        next(one.reason for one in pipeline.plan(data, recipe).decisions if one.topic is Topic.SIZE)
        for recipe in (Recipe(), Recipe(rotate=Rotation.HALF), Recipe(rotate=Rotation.RIGHT))
    ]
    assert reasons == [Reason.SAME_AS_SOURCE, Reason.SAME_AS_SOURCE, Reason.NOT_SCALED]


@pytest.mark.parametrize("area", [Rectangle(60, 0, 10, 10), Rectangle(0, 40, 10, 10), Rectangle(99_999, 0, 10, 10)])
def test_a_part_that_lies_outside_cannot_be_planned(area: Rectangle) -> None:
    with pytest.raises(Failure) as refused:
        pipeline.plan(BytesIO(pictures.photo_jpeg((60, 40))), Recipe(crop=area))
    assert refused.value.code is ErrorCode.CROP_OUTSIDE
    assert (refused.value.facts.width, refused.value.facts.height) == (60, 40)


@pytest.mark.parametrize(
    ("area", "used"),
    [
        (Rectangle(59, 39, 10, 10), Crop(left=50, top=30, width=10, height=10)),
        (Rectangle(5, 5, 900, 900), Crop(left=0, top=0, width=60, height=40)),
    ],
)
def test_the_plan_tells_that_a_part_is_moved_in(area: Rectangle, used: Crop) -> None:
    plan = pipeline.plan(BytesIO(pictures.photo_jpeg((60, 40))), Recipe(crop=area))
    assert Decision(topic=Topic.CROP, choice=CutOut(used), reason=Reason.MOVED_IN) in plan.decisions


def test_a_recipe_that_was_saved_before_cuts_nothing() -> None:
    assert decode_recipe('{"v": 1, "name": "Old"}').crop is None
