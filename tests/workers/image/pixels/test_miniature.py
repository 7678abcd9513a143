"""The same picture, however coded, passes; another one, or one with something left in it, does not."""

from io import BytesIO

import pytest
from PIL import Image

from tests.support import pictures
from workers.image.pixels.miniature import Miniature


@pytest.mark.parametrize("quality", [1, 30, 80])
@pytest.mark.parametrize("coding", ["WEBP", "AVIF", "JPEG"])
def test_a_low_quality_is_the_same_picture(coding: str, quality: int) -> None:
    for image in (pictures.photo((320, 240)), pictures.graphic((320, 240))):
        coded = Image.open(BytesIO(pictures.encoded(image, coding, quality=quality)))
        assert not Miniature(image).differs_from(coded)


def test_another_size_is_the_same_picture() -> None:
    image = pictures.photo((320, 240))
    assert not Miniature(image).differs_from(image.resize((100, 75)))


@pytest.mark.parametrize("size", [(24, 18), (40, 30), (61, 37)])
def test_dots_of_few_colours_are_the_same_picture_when_it_is_small(size: tuple[int, int]) -> None:
    for image in (pictures.photo((320, 240)), pictures.graphic((320, 240))):
        few = image.resize(size).quantize(6, dither=Image.Dither.FLOYDSTEINBERG)
        dotted = image.resize(size).quantize(palette=few, dither=Image.Dither.FLOYDSTEINBERG)
        assert not Miniature(image).differs_from(dotted)
        assert not Miniature(image.resize((1600, 1200))).differs_from(dotted)
    assert Miniature(pictures.photo((320, 240))).differs_from(pictures.photo((320, 240), seed=3).resize(size))


def test_another_picture_is_none() -> None:
    assert Miniature(pictures.photo((320, 240))).differs_from(pictures.photo((320, 240), seed=3))
    assert Miniature(pictures.photo((320, 240))).differs_from(pictures.photo((320, 240)).rotate(180))


def test_what_a_frame_before_left_behind_is_found() -> None:
    first, *_, last = pictures.animation()
    mask = Image.linear_gradient("L").resize(first.size).point(lambda value: 255 if value < 200 else 0)
    mixed = Image.composite(first, last, mask)
    assert Miniature(last).differs_from(mixed)


def test_half_transparent_pixels_are_told_from_clear_ones_but_where_edges_are_hard() -> None:
    soft = pictures.with_alpha()
    hard = soft.copy()
    hard.putalpha(soft.getchannel("A").point(lambda alpha: 255 if alpha >= 128 else 0))
    assert Miniature(soft).differs_from(hard)
    assert not Miniature(soft, hard_edges=True).differs_from(hard)


def test_hidden_colours_do_not_count() -> None:
    image = Image.new("RGBA", (64, 64), (255, 0, 0, 0))
    assert not Miniature(image).differs_from(Image.new("RGBA", (64, 64), (0, 0, 255, 0)))


def test_deep_grey_is_compared_by_its_upper_bits() -> None:
    deep = pictures.grey_16()
    assert not Miniature(deep).differs_from(deep)
    assert Miniature(deep).differs_from(deep.rotate(180))
