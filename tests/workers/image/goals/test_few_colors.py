"""PNGs and others without a quality, made smaller for a look: fewer colours, where they reach it and save something."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from tests.agreement.variants.variant import grey, stepped
from tests.support import pictures
from tests.support.screenshot import screenshot
from tests.workers.image.test_pipeline import made
from workers.formats import Format
from workers.image import pipeline
from workers.image.goals import few_colors
from workers.image.goals.score import Reference
from workers.image.pixels.palette import Palette, reduced
from workers.outcome import Checked, Promise, Verdict
from workers.plan import Handling, Topic
from workers.recipe import Goal, Lossless, Percent, Quality, Recipe, SameLook


def _score(image: Image.Image, part: Path) -> float:
    with Image.open(part) as found:
        return Reference([image.convert("RGB")]).score([found.convert("RGB")])


def _palette_screenshot(kind: str, size: tuple[int, int]) -> tuple[Image.Image, bytes]:
    image = screenshot(size).quantize(64, dither=Image.Dither.NONE)
    return image, pictures.encoded(image, kind, **({"compression": "tiff_adobe_deflate"} if kind == "TIFF" else {}))


@pytest.mark.parametrize(
    ("percent", "goal"),
    [
        (75, SameLook()),
        (50, Quality(82)),
        (30, SameLook()),
        *(
            pytest.param(*each, marks=pytest.mark.soak)
            for each in ((75, Quality(82)), (50, SameLook()), (30, Quality(82)))
        ),
    ],
    ids=str,
)
def test_a_palette_picture_scaled_down_gets_a_palette_again(percent: int, goal: Goal, tmp_path: Path) -> None:
    image, data = _palette_screenshot("PNG", (1440, 810))
    outcome = made(data, tmp_path / "part", size=Percent(percent), goal=goal)
    scaled = image.convert("RGB").resize((outcome.width, outcome.height), Image.Resampling.LANCZOS)
    assert outcome.colors is not None
    assert outcome.bytes < 1.5 * len(data)
    assert _score(scaled, tmp_path / "part") >= 80
    assert Checked(promise=Promise.COLORS, verdict=Verdict.CHANGED) in outcome.promises
    exact = made(data, tmp_path / "exact", size=Percent(percent), goal=Lossless())
    assert exact.colors is None
    assert outcome.bytes < exact.bytes / 2


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "BMP"])
def test_so_it_is_in_every_format_that_has_palettes(kind: str, tmp_path: Path) -> None:
    _, data = _palette_screenshot(kind, (720, 405))
    outcome = made(data, tmp_path / "part", size=Percent(50), goal=SameLook())
    assert outcome.colors is not None
    assert outcome.bytes < len(data)
    with Image.open(tmp_path / "part") as found:
        assert found.mode == "P"


@pytest.mark.parametrize("goal", [SameLook(), Quality(75), Quality(90)], ids=str)
def test_a_graphic_in_true_colour_becomes_smaller_than_packing_makes_it(goal: Goal, tmp_path: Path) -> None:
    image = screenshot((640, 360))
    data = pictures.encoded(image, "PNG")
    exact = made(data, tmp_path / "exact", goal=Lossless())
    outcome = made(data, tmp_path / "part", goal=goal)
    assert outcome.bytes < 0.9 * exact.bytes
    assert outcome.score is not None
    assert _score(image, tmp_path / "part") == pytest.approx(outcome.score, abs=0.1)
    assert outcome.score >= (80 if isinstance(goal, SameLook) else 78)


def test_a_higher_quality_is_never_further_from_the_original(tmp_path: Path) -> None:
    image = screenshot((320, 180))
    data = pictures.encoded(image, "PNG")
    scores = []
    for quality in (40, 60, 80, 94, 100):
        made(data, tmp_path / "part", goal=Quality(quality))
        scores.append(_score(image, tmp_path / "part"))
    assert scores == sorted(scores)
    assert scores[-1] == 100


@pytest.mark.parametrize("goal", [SameLook(), Quality(82)], ids=["look", "quality"])
@pytest.mark.parametrize("kind", ["photo", "smooth"])
def test_what_would_show_stripes_or_specks_keeps_every_colour(kind: str, goal: Goal, tmp_path: Path) -> None:
    across, down = np.meshgrid(np.linspace(0, 1, 320), np.linspace(0, 1, 240))
    sky = np.stack((60 + 60 * down + 10 * across, 110 + 60 * down, 180 + 50 * down - 10 * across), axis=-1)
    image = pictures.photo((320, 240)) if kind == "photo" else Image.fromarray(sky.round().astype(np.uint8))
    data = pictures.encoded(image, "PNG")
    outcome = made(data, tmp_path / "part", goal=goal)
    assert outcome.colors is None
    assert outcome.bytes <= len(data)
    with Image.open(tmp_path / "part") as found:
        assert found.convert("RGB").tobytes() == image.tobytes()


def test_soft_transparency_stays_where_fewer_colours_are_taken(tmp_path: Path) -> None:
    image = screenshot((480, 270)).convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize(image.size).point(lambda level: 255 if level > 40 else level * 6))
    data = pictures.encoded(image, "PNG")
    outcome = made(data, tmp_path / "part", goal=SameLook())
    with Image.open(tmp_path / "part") as found:
        after = np.asarray(found.convert("RGBA"))[..., 3]
    before = np.asarray(image)[..., 3]
    assert np.array_equal(before == 255, after == 255)
    assert np.array_equal(before == 0, after == 0)
    assert np.abs(before.astype(int) - after).mean() < 2
    assert Checked(promise=Promise.TRANSPARENCY, verdict=Verdict.KEPT) in outcome.promises


def test_another_format_made_a_png_keeps_every_colour(tmp_path: Path) -> None:
    image = screenshot((640, 360))
    outcome = made(pictures.encoded(image, "BMP"), tmp_path / "part", format=Format.PNG, goal=SameLook())
    assert outcome.colors is None
    with Image.open(tmp_path / "part") as found:
        assert found.convert("RGB").tobytes() == image.tobytes()


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    made(pictures.encoded(screenshot((480, 270)), "PNG"), tmp_path / "once", goal=SameLook())
    made((tmp_path / "once").read_bytes(), tmp_path / "twice", goal=SameLook())
    with Image.open(tmp_path / "once") as once, Image.open(tmp_path / "twice") as twice:
        assert once.convert("RGBA").tobytes() == twice.convert("RGBA").tobytes()


def test_the_plan_tells_that_colours_may_become_fewer() -> None:
    data = pictures.encoded(screenshot((240, 160)), "PNG")
    for goal, told in ((SameLook(), [Handling.KEEP, Handling.FEWER]), (Lossless(), [])):
        plan = pipeline.plan(BytesIO(data), Recipe(goal=goal))
        assert [one.choice for one in plan.decisions if one.topic is Topic.COLORS] == told


def test_a_picture_of_a_few_pixels_keeps_its_soft_edges(tmp_path: Path) -> None:
    """The score of so few says nothing of what is lost."""
    table = [value for at in range(256) for value in (at, 255 - at, 64 + at // 2)]
    soft = Image.fromarray(stepped(grey(), 8).astype(np.uint8)).convert("L")
    soft = Image.frombytes("P", soft.size, soft.tobytes())
    soft.putpalette(table)
    data = pictures.encoded(soft, "PNG", transparency=bytes(range(256)))
    soft.info["transparency"] = bytes(range(256))
    outcome = made(data, tmp_path / "part", size=Percent(12.5), goal=Quality(92), keep_larger=True)
    wanted = np.asarray(soft.convert("RGBA").resize((outcome.width, outcome.height), Image.Resampling.LANCZOS))
    with Image.open(tmp_path / "part") as found:
        assert np.abs(np.asarray(found.convert("RGBA"))[..., 3].astype(int) - wanted[..., 3]).mean() < 2


@pytest.mark.parametrize(
    ("image", "is_tried"),
    [(pictures.photo((1500, 1200)), False), (screenshot((1500, 1200)), True)],
    ids=["photo", "screen"],
)
def test_a_picture_that_is_far_from_the_look_is_not_brought_down_whole(
    image: Image.Image, is_tried: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought_down = list[tuple[int, int]]()

    def watched(asked: Image.Image, palette: Palette) -> Image.Image:
        brought_down.append(asked.size)
        return reduced(asked, palette)

    monkeypatch.setattr(few_colors, "reduced", watched)
    outcome = made(pictures.encoded(image, "PNG", compress_level=1), tmp_path / "part", goal=SameLook())
    assert (outcome.colors is not None) == is_tried
    assert (image.size in brought_down) == is_tried
