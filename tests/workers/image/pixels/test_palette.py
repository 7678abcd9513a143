import numpy as np
import pytest
from PIL import Image

from tests.support import pictures
from tests.support.screenshot import screenshot
from workers.image.pixels.palette import Palette, in_colors, reduced


@pytest.mark.parametrize("dithered", [False, True])
@pytest.mark.parametrize("colors", [8, 16, 64, 256])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA", "P", "1"])
def test_there_are_no_more_colours_than_asked_for(mode: str, colors: int, dithered: bool) -> None:
    picture = pictures.photo((120, 80)).convert("L" if mode == "LA" else "RGB").convert(mode)
    found = reduced(picture, Palette(colors=colors, dithered=dithered))
    assert len(found.convert("RGBA").getcolors(100_000) or ()) <= colors
    assert found.size == picture.size


def test_a_picture_of_few_colours_stays_as_it_is() -> None:
    picture = screenshot().quantize(100, dither=Image.Dither.NONE).convert("RGB")
    assert in_colors(picture, 128).convert("RGB").tobytes() == picture.tobytes()


def test_flat_areas_keep_their_very_colour() -> None:
    picture = screenshot()
    assert len(picture.getcolors(100_000) or ()) > 256
    found = reduced(picture, Palette(colors=32, dithered=False)).convert("RGB")
    flat = np.all(np.asarray(picture) == (240, 240, 245), axis=-1)
    assert flat.mean() > 0.5
    assert np.all(np.asarray(found)[flat] == (240, 240, 245))


@pytest.mark.parametrize("colors", [8, 16, 64, 256])
@pytest.mark.parametrize("soft", [False, True], ids=["hard edges", "soft edges"])
def test_what_is_clear_or_opaque_stays_so(colors: int, soft: bool) -> None:
    picture = pictures.photo((200, 120)).convert("RGBA")
    alpha = Image.radial_gradient("L").resize(picture.size).point(lambda level: max(0, min(255, level * 3 - 200)))
    picture.putalpha(alpha if soft else alpha.point(lambda level: 255 if level > 100 else 0))
    before = np.asarray(picture)[..., 3]
    after = np.asarray(reduced(picture, Palette(colors=colors, dithered=True)).convert("RGBA"))[..., 3]
    assert np.array_equal(before == 0, after == 0)
    assert np.array_equal(before == 255, after == 255)


def test_a_soft_shadow_has_no_steps() -> None:
    """64 entries of 256 for 254 shades of transparency: none is further away than the next entry but one."""
    alpha = Image.linear_gradient("L").resize((64, 512), Image.Resampling.BICUBIC)
    picture = Image.merge("RGBA", [*Image.new("RGB", alpha.size, (30, 20, 60)).split(), alpha])
    found = np.asarray(reduced(picture, Palette(colors=256, dithered=False)).convert("RGBA")).astype(int)
    assert np.abs(found[..., 3] - np.asarray(alpha).astype(int)).max() <= 4
    assert np.abs(found[200:, :, :3] - (30, 20, 60)).max() <= 2


def test_few_half_transparent_colours_stay_as_they_are() -> None:
    rng = np.random.default_rng(3)
    colors = np.array([(200, 10, 10, 254), (0, 90, 255, 1), (7, 8, 9, 128), (255, 255, 255, 77)], np.uint8)
    picture = Image.fromarray(colors[rng.integers(0, 4, (150, 40))])
    assert reduced(picture, Palette(colors=16, dithered=False)).convert("RGBA").tobytes() == picture.tobytes()


def test_smooth_shades_are_dithered_and_not_striped() -> None:
    ramp = Image.linear_gradient("L").resize((256, 256)).convert("RGB")
    found = np.asarray(reduced(ramp, Palette(colors=16, dithered=True)).convert("L"), float)
    blocks = found.reshape(32, 8, 32, 8).mean(axis=(1, 3))
    expected = np.asarray(ramp.convert("L"), float).reshape(32, 8, 32, 8).mean(axis=(1, 3))
    assert np.abs(blocks - expected).max() < 5


def test_grey_stays_grey() -> None:
    found = reduced(pictures.photo((64, 64)).convert("L"), Palette(colors=16, dithered=True))
    assert found.mode == "L"
    assert 10 <= len(found.getcolors() or ()) <= 16
