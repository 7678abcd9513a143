"""What "replace" replaces: results of earlier runs and what else has the name, never an original, never each other."""

from pathlib import Path

import pytest

from tests.support.pool import Bench, wait_until
from workers.jobs.ids import JobId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.recipe import InFolder, OnExists, Recipe
from workers.service.commands import Remove
from workers.service.submit import accept, fill


def replacing(bench: Bench, folder: Path) -> Recipe:
    return bench.recipe(destination=InFolder(str(folder)), on_exists=OnExists.REPLACE)


def done(bench: Bench, jobs: list[JobId]) -> list[Path]:
    """The outputs of these jobs when all are done."""
    with bench.pool():
        return [Path(bench.wait_for(job, JobState.DONE).output or "") for job in jobs]


@pytest.mark.parametrize("folder", ["in", "link to in"])
def test_the_source_of_another_job_stays(bench: Bench, folder: str) -> None:
    (bench.folder / "link to in").symlink_to(bench.sources)
    original = bench.source("a.png")
    text = original.read_text()
    other = bench.source("a.tif")
    jobs = bench.accept(original, other, recipe=replacing(bench, bench.folder / folder))
    assert sorted(path.name for path in done(bench, jobs)) == ["a (2).png", "a (3).png"]
    assert original.read_text() == text


def test_a_source_whose_job_was_removed_from_the_list_stays(bench: Bench) -> None:
    original = bench.source("a.png")
    text = original.read_text()
    first = bench.accept(original)
    done(bench, first)
    Remove((Selection(ids=tuple(first)),)).run(bench.service)
    assert done(bench, bench.accept(bench.source("a.tif"), recipe=replacing(bench, bench.sources)))[0].name != "a.png"
    assert original.read_text() == text


def test_two_outputs_of_a_batch_never_replace_each_other(bench: Bench) -> None:
    (bench.outputs / "a.png").write_text("somebody's")
    sources = [bench.source(name, "fill 1000") for name in ("a.jpg", "a.tif", "a.gif", "a.bmp")]
    outputs = done(bench, bench.accept(*sources, recipe=replacing(bench, bench.outputs)))
    assert len(set(outputs)) == 4
    assert {path.read_text().rstrip(".") for path in outputs} == {f"made of {path.read_text()}" for path in sources}


def test_a_result_of_an_earlier_run_is_replaced(bench: Bench) -> None:
    source = bench.source("a.png")
    recipe = replacing(bench, bench.outputs)
    first = done(bench, bench.accept(source, recipe=recipe))
    source.write_text("name another\n")
    assert done(bench, bench.accept(source, recipe=recipe)) == first
    assert first[0].read_text() == "made of name another\n"
    assert list(bench.outputs.iterdir()) == first


def test_files_that_are_still_to_be_found_stay(bench: Bench) -> None:
    originals = {bench.source(f"{n}.png"): f"\nname {n}.png\n" for n in range(40)}
    for n in range(40):
        bench.source(f"{n}.tif")
    batch = accept(bench.service, [str(bench.sources)], replacing(bench, bench.sources), submitter="test")
    filling = fill(bench.service, batch)
    first = next(filling)
    with bench.pool():
        wait_until(lambda: bench.service.reader.counts().done == first.accepted < 80)
        for _ in filling:
            pass
        bench.wait_for_all(JobState.DONE)
    assert {path: path.read_text() for path in originals} == originals
    assert len(list(bench.sources.iterdir())) == 160
