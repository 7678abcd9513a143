"""A PNG whose header contradicts itself is called damaged when it is planned, not only when it is read."""

from io import BytesIO

import numpy as np
import pytest

from tests.support.pngs import GREY, GREY_ALPHA, PALETTE, RGB, RGB_ALPHA, chunk, png
from workers.errors import ErrorCode, Failure
from workers.image.pipeline import plan
from workers.recipe import Recipe

DEPTHS = {GREY: (1, 2, 4, 8, 16), RGB: (8, 16), PALETTE: (1, 2, 4, 8), GREY_ALPHA: (8, 16), RGB_ALPHA: (8, 16)}


def told(bits: int, color: int, methods: tuple[int, int, int] = (0, 0, 0)) -> bytes:
    data = png(np.zeros((4, 4, 1), int), 8, GREY, chunk(b"PLTE", bytes(6)))
    head = chunk(b"IHDR", data[16:24] + bytes((bits, color, *methods)))
    return data[:8] + head + data[33:]


@pytest.mark.parametrize("color", range(8))
@pytest.mark.parametrize("bits", [0, 1, 2, 3, 4, 8, 12, 16, 32])
def test_only_the_depths_of_a_colour_type_are_planned(bits: int, color: int) -> None:
    if bits in DEPTHS.get(color, ()):
        assert plan(BytesIO(told(bits, color)), Recipe()).width == 4
        return
    with pytest.raises(Failure) as caught:
        plan(BytesIO(told(bits, color)), Recipe())
    assert caught.value.code is ErrorCode.DAMAGED


@pytest.mark.parametrize("methods", [(1, 0, 0), (0, 1, 0), (0, 0, 2)])
def test_methods_that_there_are_not(methods: tuple[int, int, int]) -> None:
    with pytest.raises(Failure) as caught:
        plan(BytesIO(told(8, GREY, methods)), Recipe())
    assert caught.value.code is ErrorCode.DAMAGED
