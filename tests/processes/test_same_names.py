"""Sources of one drop whose outputs would have one name: each gets one, whatever is to happen with those of earlier runs."""

import sys
from pathlib import Path

import pytest

from tests.support.pool import Bench, wait_until
from tests.support.store import OUTCOME
from workers.jobs.ids import JobId, WorkerId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.outcome import SkipReason
from workers.pool.overwrite_policy import OverwritePolicy
from workers.recipe import OnExists, Quality
from workers.service.commands import Retry
from workers.store.job_store import JobStore

BOTH = pytest.mark.parametrize("on_exists", [OnExists.SKIP, OnExists.REPLACE])


def sources(bench: Bench, *names: str) -> list[Path]:
    """A source at each of these places below the sources' folder."""
    for name in names:
        (bench.sources / name).parent.mkdir(exist_ok=True)
    return [bench.source(Path(name).name, f"of {name}", folder=(bench.sources / name).parent) for name in names]


def outputs(bench: Bench, jobs: list[JobId]) -> dict[str, str]:
    """What is in the output of each job, by its name; the jobs are done."""
    made = [Path(bench.job(job).output or "") for job in jobs]
    assert len(set(made)) == len(jobs)
    return {path.name: path.read_text().rstrip(".") for path in made}


def done(bench: Bench, jobs: list[JobId], *, workers: int = 2) -> dict[str, str]:
    """The same, once a pool has done them."""
    with bench.pool(workers=workers):
        for job in jobs:
            bench.wait_for(job, JobState.DONE)
    return outputs(bench, jobs)


@BOTH
@pytest.mark.parametrize("workers", [1, 4])
def test_each_gets_an_output(bench: Bench, on_exists: OnExists, workers: int) -> None:
    found = sources(bench, "A/x.jpg", "B/x.jpg", "IMG_1.JPG", "IMG_1.png")
    jobs = bench.accept(*found, recipe=bench.recipe(on_exists=on_exists))
    made = done(bench, jobs, workers=workers)
    assert set(made) == {"x.png", "x (2).png", "IMG_1.png", "IMG_1 (2).png"}
    assert set(made.values()) == {f"made of {source.read_text()}" for source in found}


def test_of_an_earlier_run_they_are_skipped(bench: Bench) -> None:
    found = sources(bench, "A/x.jpg", "B/x.jpg", "C/x.jpg")
    skipping = bench.recipe(on_exists=OnExists.SKIP)
    first = done(bench, bench.accept(*found, recipe=skipping))
    for source in found:
        source.write_text(f"{source.read_text()}changed\n")
    with bench.pool():
        again = bench.accept(*found, recipe=skipping)
        assert [bench.wait_for(job, JobState.SKIPPED).skipped for job in again] == [SkipReason.NAME_TAKEN] * 3
    assert {path.name for path in bench.outputs.iterdir()} == set(first)


def test_what_an_earlier_run_made_of_one_is_not_the_others(bench: Bench) -> None:
    skipping = bench.recipe(on_exists=OnExists.SKIP)
    one, other = sources(bench, "A/x.jpg", "B/x.jpg")
    done(bench, bench.accept(one, recipe=skipping))
    first, second = bench.accept(one, other, recipe=skipping)
    with bench.pool(workers=1):
        assert bench.wait_for(first, JobState.SKIPPED).skipped is SkipReason.ALREADY_MADE
        assert Path(bench.wait_for(second, JobState.DONE).output or "").name == "x (2).png"


@BOTH
@pytest.mark.parametrize("goal", [None, Quality(50)], ids=["again", "with another recipe"])
def test_one_that_failed_at_first_gets_its_own(bench: Bench, on_exists: OnExists, goal: Quality | None) -> None:
    found = sources(bench, "A/x.jpg", "B/x.jpg")
    text = found[1].read_text()
    found[1].write_text("fail damaged\n")
    jobs = bench.accept(*found, recipe=bench.recipe(on_exists=on_exists))
    with bench.pool():
        bench.wait_for(jobs[0], JobState.DONE)
        bench.wait_for(jobs[1], JobState.FAILED)
        found[1].write_text(text)
        other = None if goal is None else bench.recipe(on_exists=on_exists, goal=goal)
        Retry(Selection(ids=(jobs[1],)), other).run(bench.service)
        bench.wait_for(jobs[1], JobState.DONE)
    assert (bench.job(jobs[0]).batch == bench.job(jobs[1]).batch) is (goal is None)
    assert set(outputs(bench, jobs)) == {"x.png", "x (2).png"}


@BOTH
def test_after_a_restart_in_the_middle_each_gets_one(bench: Bench, on_exists: OnExists) -> None:
    found = sources(bench, *(f"{n}/x.jpg" for n in range(12)))
    jobs = bench.accept(*found, recipe=bench.recipe(on_exists=on_exists))
    with bench.pool_in_process() as pool:
        wait_until(lambda: bench.service.reader.counts().done >= 3)
        pool.kill()
    made = done(bench, jobs)
    assert len(made) == 12
    assert set(made.values()) == {f"made of {source.read_text()}" for source in found}


@BOTH
@pytest.mark.skipif(sys.platform == "win32", reason="needs a second name for a file, as a stand-in")
@pytest.mark.parametrize("names", [("X.png", "x.png"), ("É.png", "é.png"), ("e\u0301.png", "\u00e9.png")])
def test_names_that_are_one_to_the_file_system_are_one(
    bench: Bench, on_exists: OnExists, names: tuple[str, str]
) -> None:
    """A second name for the output stands for a file system that takes both spellings for one name."""
    theirs, mine = names
    bench.accept(*sources(bench, "A/x.jpg", "B/x.jpg"), recipe=bench.recipe(on_exists=on_exists))
    with JobStore(bench.database) as store:
        first, second = (store.claims.claim(WorkerId(f"{n}@1.00")) for n in (1, 2))
        assert first is not None
        assert second is not None
        (bench.outputs / theirs).write_text("made of the first")
        store.finishing.fence(first.claim, f"{first.job.out_dir}/{theirs}", OUTCOME)
        overwrite_policy = OverwritePolicy(second, store)
        (bench.outputs / mine).write_text("of an earlier run")
        assert overwrite_policy.applies_to(f"{second.job.out_dir}/{mine}")
        (bench.outputs / mine).unlink()
        (bench.outputs / mine).hardlink_to(bench.outputs / theirs)
        assert not overwrite_policy.applies_to(f"{second.job.out_dir}/{mine}")
