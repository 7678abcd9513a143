"""Colours through their profiles, held against the matrices that define the spaces."""

from io import BytesIO

import numpy as np
from PIL import Image, ImageCms

from tests.support.pictures import levels
from tests.support.profiles import DISPLAY_P3, display_p3_to_srgb, grey_profile, rgb_profile
from workers.image.color.srgb import srgb_profile, to_srgb


def test_wide_colours_land_where_the_matrices_say() -> None:
    image = Image.effect_noise((64, 64), 60).convert("RGB").point(lambda level: 64 + level // 2)
    image.paste((200, 120, 90), (0, 0, 20, 20))
    converted, profile = to_srgb(image, rgb_profile(DISPLAY_P3))
    assert profile == srgb_profile()
    assert np.abs(np.asarray(converted).astype(float) - display_p3_to_srgb(np.asarray(image))).max() <= 2


def test_srgb_is_not_converted_to_itself() -> None:
    image = Image.effect_noise((32, 32), 60).convert("RGB")
    converted, profile = to_srgb(image, srgb_profile())
    assert converted is image
    assert profile == srgb_profile()


def test_alpha_goes_through_untouched() -> None:
    image = Image.merge("RGBA", [Image.linear_gradient("L")] * 4)
    converted, _ = to_srgb(image, rgb_profile(DISPLAY_P3))
    assert converted.mode == "RGBA"
    assert converted.getchannel("A").tobytes() == image.getchannel("A").tobytes()


def test_grey_stays_grey_and_changes_its_curve() -> None:
    """Gamma 1.0 at half is 188 in sRGB."""
    converted, profile = to_srgb(Image.new("L", (4, 4), 128), grey_profile(1.0))
    assert (converted.mode, profile) == ("L", None)
    assert abs(levels(converted)[0] - 188) <= 1


def test_lab_becomes_srgb() -> None:
    """L* 50 without colour is 119 in sRGB (CIE 15: Y = 0.184)."""
    converted, profile = to_srgb(Image.new("LAB", (4, 4), (127, 128, 128)), None)
    assert profile == srgb_profile()
    assert all(abs(level - 119) <= 2 for level in levels(converted))


def test_a_broken_profile_counts_as_none() -> None:
    image = Image.new("RGB", (4, 4), (200, 10, 10))
    converted, profile = to_srgb(image, b"\0" * 16 + b"RGB " + b"\0" * 200)
    assert converted.getpixel((0, 0)) == (200, 10, 10)
    assert profile is None


def test_the_tag_is_the_same_bytes_each_time_and_a_profile() -> None:
    profile = ImageCms.ImageCmsProfile(BytesIO(srgb_profile()))
    assert "sRGB" in ImageCms.getProfileDescription(profile)
