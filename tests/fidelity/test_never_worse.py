"""Doing it again harms nothing: no further loss, no growth, the same bytes from the same source."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.fidelity.judges import needs_judges
from tests.fidelity.matrix import chosen
from tests.fidelity.sources.source import Source
from tests.support import pictures
from tests.support.varied import varied
from workers.formats import SPECS, Format
from workers.image import pipeline
from workers.outcome import Outcome
from workers.recipe import Goal, Metadata, Quality, Recipe, SameLook

pytestmark = [needs_judges, pytest.mark.xdist_group("judges")]

RUNS = 4
SOURCES = [source for source in chosen(all_looks=False) if all(shutil.which(tool) for tool in source.tools)]


def _make(source: Path, out: Path, recipe: Recipe) -> Outcome | None:
    out.touch()
    with source.open("rb") as opened:
        plan = pipeline.plan(opened, recipe)
        return pipeline.make(plan, opened, out, lambda stage, share: None) if plan.stills == 1 else None


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_is_never_larger_and_the_same_twice(source: Source, tmp_path: Path) -> None:
    path = tmp_path / f"source{SPECS[source.format].extensions[0]}"
    source.make(path)
    recipe = Recipe(metadata=Metadata.ALL, goal=Quality(90))
    first = _make(path, tmp_path / "first", recipe)
    if first is None:
        pytest.skip("several files come out")
    _make(path, tmp_path / "second", recipe)
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()
    if first.format is source.format:
        assert first.bytes <= path.stat().st_size * 1.02 + 600  # metadata set right may take more room than it had


@pytest.mark.parametrize("goal", [Quality(80), SameLook()], ids=["quality", "look"])
@pytest.mark.parametrize("kind", [Format.JPEG, Format.PNG, Format.WEBP, Format.AVIF, Format.TIFF, Format.GIF])
def test_repeated_runs_do_not_degrade(kind: Format, goal: Goal, tmp_path: Path) -> None:
    _run_again_and_again(pictures.photo((240, 160)), kind, goal, tmp_path)


@pytest.mark.soak
@pytest.mark.timeout(300)
@pytest.mark.parametrize("goal", [Quality(80), SameLook()], ids=["quality", "look"])
@pytest.mark.parametrize("kind", [Format.JPEG, Format.WEBP, Format.AVIF])
@pytest.mark.parametrize("picture", varied((64, 64)))
def test_repeated_runs_do_not_degrade_any_kind_of_picture(
    picture: str, kind: Format, goal: Goal, tmp_path: Path
) -> None:
    image = varied((800, 600))[picture]
    _run_again_and_again(image.convert("RGB") if kind is Format.JPEG else image, kind, goal, tmp_path)


def _run_again_and_again(image: Image.Image, kind: Format, goal: Goal, folder: Path) -> None:
    """The first run may save by losing something; no pixel is lost in all the others."""
    extension = SPECS[kind].extensions[0]
    current = folder / f"0{extension}"
    image.save(current, **(dict[str, Any](quality=95) if SPECS[kind].lossy else {}))
    for number in range(1, RUNS + 1):
        _make(current, made := folder / f"{number}{extension}", Recipe(goal=goal))
        assert made.stat().st_size <= current.stat().st_size
        current = made
    with Image.open(folder / f"1{extension}") as once, Image.open(current) as often:
        assert once.convert("RGBA").tobytes() == often.convert("RGBA").tobytes()
