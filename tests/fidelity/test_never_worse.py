"""Doing it again harms nothing: no further loss, no growth, the same bytes from the same source."""

import shutil
from pathlib import Path

import pytest

from tests.fidelity import judges, verdicts
from tests.fidelity.judges import needs_judges
from tests.fidelity.matrix import chosen
from tests.fidelity.sources.source import Source
from tests.support import pictures
from workers.engine import pipeline
from workers.formats import SPECS, Format
from workers.outcome import Outcome
from workers.recipe import Metadata, Quality, Recipe

pytestmark = [needs_judges, pytest.mark.xdist_group("fidelity")]

RUNS = 5
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


@pytest.mark.parametrize("kind", [Format.JPEG, Format.PNG, Format.WEBP, Format.AVIF, Format.TIFF, Format.GIF])
def test_repeated_runs_do_not_degrade(kind: Format, tmp_path: Path) -> None:
    extension = SPECS[kind].extensions[0]
    current = tmp_path / f"0{extension}"
    pictures.photo((240, 160)).save(current, **({"quality": 95} if SPECS[kind].lossy else {}))
    for number in range(1, RUNS + 1):
        _make(current, made := tmp_path / f"{number}{extension}", Recipe(goal=Quality(80)))
        assert made.stat().st_size <= current.stat().st_size
        current = made
    steps = [tmp_path / f"{number}{extension}" for number in (0, 1, RUNS)]
    before, once, often = (judges.see(steps, steps)[step] for step in steps)
    first, last = verdicts.moved(before, once), verdicts.moved(before, often)
    assert first is not None
    assert last is not None
    assert last <= first + 0.5
