"""Scaling in every mode: no hidden colour bleeds, no palette entry is invented, no depth is lost."""

import numpy as np
import pytest
from PIL import Image

from tests.support.pictures import bilevel, cmyk, grey_16, levels, palette, photo, with_alpha
from workers.image.pixels.resize import promoted, resize


def test_a_picture_of_the_right_size_is_not_touched() -> None:
    image = photo((64, 48))
    assert resize(image, 64, 48) is image


def test_hidden_colours_do_not_bleed_into_soft_edges() -> None:
    """What hides under full transparency makes no difference to any pixel that is seen."""
    seen = []
    for hidden in ((255, 0, 0, 0), (0, 0, 255, 0)):
        image = Image.new("RGBA", (400, 400), hidden)
        image.paste((30, 160, 60, 255), (101, 103, 297, 299))
        pixels = np.asarray(resize(image, 100, 100)).astype(int)
        seen.append(pixels[..., :3] * pixels[..., 3:])
    assert (seen[0] == seen[1]).all()
    assert seen[0].any()


@pytest.mark.parametrize("clear", [False, True])
def test_a_palette_becomes_channels_and_its_clear_entry_alpha(clear: bool) -> None:
    scaled = resize(palette((160, 120), clear=clear), 80, 60)
    assert scaled.mode == ("RGBA" if clear else "RGB")
    assert scaled.getpixel((15, 30)) == ((255, 0, 0, 255) if clear else (255, 0, 0))
    if clear:
        assert levels(scaled, (2, 30))[3] == 0


def test_a_transparent_colour_becomes_a_soft_edge() -> None:
    image = Image.new("RGB", (64, 64), (255, 0, 255))
    image.paste((0, 0, 0), (0, 0, 33, 64))
    image.info["transparency"] = (255, 0, 255)
    scaled = resize(image, 16, 16)
    assert scaled.mode == "RGBA"
    alphas = {levels(scaled, (x, 8))[3] for x in range(16)}
    assert {0, 255} < alphas


def test_single_bits_become_grey() -> None:
    scaled = resize(bilevel((400, 300)), 100, 75)
    assert scaled.mode == "L"
    assert len(set(scaled.tobytes())) > 10


def test_16_bit_grey_keeps_its_levels() -> None:
    source = grey_16()
    width, height = source.width // 2, source.height // 2
    scaled = resize(source, width, height)
    assert scaled.mode == "I;16"
    means = np.asarray(source).astype(float).reshape(height, 2, width, 2).mean(axis=(1, 3))
    assert np.abs(np.asarray(scaled) - means)[4:-4, 4:-4].mean() < 300
    assert len(np.unique(np.asarray(scaled))) > 256


def test_press_colours_stay_press_colours() -> None:
    assert resize(cmyk((120, 80)), 60, 40).mode == "CMYK"


def test_scaling_keeps_the_mean() -> None:
    image = photo((800, 600))
    before = np.asarray(image).mean(axis=(0, 1))
    after = np.asarray(resize(image, 200, 150)).mean(axis=(0, 1))
    assert np.abs(before - after).max() < 0.6


def test_a_box_is_cut_to_the_pixel_where_nothing_is_scaled() -> None:
    image = photo((100, 80))
    assert resize(image, 30, 20, (10.0, 5.0, 40.0, 25.0)).tobytes() == image.crop((10, 5, 40, 25)).tobytes()


def test_alpha_survives_promotion() -> None:
    image = with_alpha((40, 30))
    assert promoted(image) is image
