"""Transparency laid on a colour, weighed by hand."""

import numpy as np
from PIL import Image

from tests.support.pictures import palette, with_alpha
from workers.image.pixels.flatten import flatten


def test_each_pixel_is_weighed_with_its_alpha() -> None:
    image = with_alpha((80, 60))
    pixels = np.asarray(image).astype(float)
    alpha = pixels[..., 3:] / 255
    expected = pixels[..., :3] * alpha + np.array((16, 32, 48)) * (1 - alpha)
    laid = np.asarray(flatten(image, "#102030")).astype(float)
    assert laid.shape == expected.shape
    assert np.abs(laid - expected).max() <= 1


def test_an_opaque_picture_is_not_touched() -> None:
    image = Image.new("RGB", (4, 4), (1, 2, 3))
    assert flatten(image, "#ffffff") is image


def test_grey_on_white_stays_grey() -> None:
    image = Image.merge("LA", (Image.linear_gradient("L"), Image.linear_gradient("L").rotate(90)))
    laid = flatten(image, "#ffffff")
    assert laid.mode == "L"
    grey, alpha = (np.asarray(band).astype(float) for band in image.split())
    assert np.abs(np.asarray(laid) - (grey * alpha / 255 + 255 - alpha)).max() <= 1


def test_a_palettes_clear_entry_shows_the_background() -> None:
    laid = flatten(palette((80, 60), clear=True), "#ff8000")
    assert laid.mode == "RGB"
    assert laid.getpixel((2, 2)) == (255, 128, 0)
