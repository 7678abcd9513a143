"""A folder on the way to an output that becomes a link while the job waits is not followed; one that was a link before is."""

import shutil
from pathlib import Path

import pytest

from mediaapp import text
from tests.support.pool import Bench, wait_until
from workers.errors import ErrorCode
from workers.jobs.ids import JobId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.recipe import BesideEach, InFolder, ReplaceOriginals
from workers.service.commands import SaveElsewhere


def swapped(folder: Path, target: Path) -> None:
    """Take the folder away with all that is in it, and give its name to a link to another place that has the same."""
    target.mkdir(exist_ok=True)
    if folder.is_dir():
        shutil.copytree(folder, target, dirs_exist_ok=True)
        shutil.rmtree(folder)
    folder.symlink_to(target)


def refused(bench: Bench, job: JobId) -> None:
    """The job fails, for the reason that it is."""
    with bench.pool(workers=1):
        failed = bench.wait_for(job, JobState.FAILED)
    assert failed.error_code is ErrorCode.OUTPUT_LEADS_ELSEWHERE
    assert failed.failure is not None
    assert "leads elsewhere now" in text.failure(failed.error_code, failed.failure).title


@pytest.mark.parametrize("is_there", [True, False])
def test_the_output_folder(bench: Bench, is_there: bool) -> None:
    (job,) = bench.add("ok")
    if not is_there:
        bench.outputs.rmdir()
    elsewhere = bench.folder / "elsewhere"
    swapped(bench.outputs, elsewhere)
    refused(bench, job)
    assert list(elsewhere.iterdir()) == []


def test_a_folder_above_it(bench: Bench) -> None:
    recipe = bench.recipe(destination=InFolder(str(bench.outputs / "a" / "b")))
    (job,) = bench.accept(bench.source("x.png"), recipe=recipe)
    elsewhere = bench.folder / "elsewhere"
    swapped(bench.outputs / "a", elsewhere)
    refused(bench, job)
    assert list(elsewhere.iterdir()) == []


def test_a_folder_beside_the_source(bench: Bench) -> None:
    (job,) = bench.accept(bench.source("x.png"), recipe=bench.recipe(destination=BesideEach("Web")))
    elsewhere = bench.folder / "elsewhere"
    swapped(bench.sources / "Web", elsewhere)
    refused(bench, job)
    assert list(elsewhere.iterdir()) == []


def test_the_folder_of_an_original_that_is_to_be_replaced(bench: Bench) -> None:
    source = bench.source("x.png")
    before = source.read_bytes()
    (job,) = bench.accept(source, recipe=bench.recipe(destination=ReplaceOriginals()))
    elsewhere = bench.folder / "elsewhere"
    swapped(bench.sources, elsewhere)
    refused(bench, job)
    assert {path.name: path.read_bytes() for path in elsewhere.iterdir()} == {"x.png": before}


def test_links_that_were_there_before_are_followed(bench: Bench) -> None:
    elsewhere = bench.folder / "elsewhere"
    elsewhere.mkdir()
    (bench.folder / "link").symlink_to(elsewhere)
    recipe = bench.recipe(destination=InFolder(str(bench.folder / "link" / "deep")))
    (job,) = bench.accept(bench.source("x.png"), recipe=recipe)
    with bench.pool(workers=1):
        assert bench.wait_for(job, JobState.DONE).output == str(bench.folder / "link" / "deep" / "x.png")
    assert (elsewhere / "deep" / "x.png").is_file()


def test_a_link_that_leads_to_a_third_place_is_not_followed(bench: Bench) -> None:
    (bench.folder / "one").mkdir()
    (bench.folder / "link").symlink_to(bench.folder / "one")
    recipe = bench.recipe(destination=InFolder(str(bench.folder / "link")))
    (job,) = bench.accept(bench.source("x.png"), recipe=recipe)
    (bench.folder / "link").unlink()
    swapped(bench.folder / "link", bench.folder / "two")
    refused(bench, job)
    assert list((bench.folder / "two").iterdir()) == []


def test_whoever_means_it_chooses_the_folder_anew(bench: Bench) -> None:
    (job,) = bench.add("ok")
    elsewhere = bench.folder / "elsewhere"
    swapped(bench.outputs, elsewhere)
    refused(bench, job)
    SaveElsewhere(Selection(ids=(job,)), bench.outputs).run(bench.service)
    with bench.pool(workers=1):
        bench.wait_for(job, JobState.DONE)
    assert len(list(elsewhere.iterdir())) == 1


def test_it_is_noticed_at_the_last_moment_too(bench: Bench) -> None:
    here, go = bench.folder / "here", bench.folder / "go"
    (job,) = bench.add(f"touch {here}\nwait_for {go}")
    elsewhere = bench.folder / "elsewhere"
    with bench.pool(workers=1):
        wait_until(here.exists)
        swapped(bench.outputs, elsewhere)
        go.touch()
        assert bench.wait_for(job, JobState.FAILED).error_code is ErrorCode.OUTPUT_LEADS_ELSEWHERE
    assert not [path for path in elsewhere.iterdir() if not path.name.startswith(".")]
