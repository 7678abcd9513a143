"""Eight orientations, each undone, for whole pictures and for parts of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.support.pictures import upright_mark
from workers.facts import Crop
from workers.image.pixels.orientation import orient, stored_crop, stored_size, then

# EXIF 2.32, tag 274: where row 0 and column 0 of the stored pixels are in the upright picture, as operations on arrays.
STORED = {
    1: lambda upright: upright,
    2: lambda upright: upright[:, ::-1],
    3: lambda upright: upright[::-1, ::-1],
    4: lambda upright: upright[::-1, :],
    5: lambda upright: upright.transpose(1, 0, 2),
    6: lambda upright: upright.transpose(1, 0, 2)[::-1, :],
    7: lambda upright: upright.transpose(1, 0, 2)[::-1, ::-1],
    8: lambda upright: upright.transpose(1, 0, 2)[:, ::-1],
}


def stored(image: Image.Image, orientation: int) -> Image.Image:
    """The pixels as a camera stores them that was held in another way."""
    return Image.fromarray(np.ascontiguousarray(STORED[orientation](np.asarray(image))))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_undone(orientation: int) -> None:
    mark = upright_mark((30, 20))
    assert orient(stored(mark, orientation), orientation).tobytes() == mark.tobytes()


@given(st.integers(1, 8), st.data())
def test_a_part_of_the_upright_picture_is_found_in_the_stored_one(orientation: int, data: st.DataObject) -> None:
    width, height = 30, 20
    left, top = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    crop = Crop(
        left=left,
        top=top,
        width=data.draw(st.integers(1, width - left)),
        height=data.draw(st.integers(1, height - top)),
    )
    picture = Image.effect_noise((width, height), 80).convert("RGB")
    there = stored_crop(crop, width, height, orientation)
    part = stored(picture, orientation).crop(
        (there.left, there.top, there.left + there.width, there.top + there.height)
    )
    expected = picture.crop((crop.left, crop.top, crop.left + crop.width, crop.top + crop.height))
    assert orient(part, orientation).tobytes() == expected.tobytes()
    assert stored_size(crop.width, crop.height, orientation) == part.size


@given(st.integers(1, 8), st.integers(1, 8))
def test_two_turns_are_one(first: int, second: int) -> None:
    mark = upright_mark()
    assert orient(mark, then(first, second)).tobytes() == orient(orient(mark, first), second).tobytes()
