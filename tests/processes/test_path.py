"""Jobs that go well, and the order of what an attempt looks at."""

import os
import sys
from pathlib import Path

import pytest

from tests.support.pool import Bench, skipping, wait_until
from workers.errors import ErrorCode
from workers.jobs.history import HistoryKind
from workers.jobs.ids import JobId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.outcome import SkipReason, Stage
from workers.pool.admission import MemoryBudget
from workers.recipe import InFolder, Metadata, Recipe, ReplaceOriginals
from workers.service.commands import Cancel, Retry, SetPaused


def test_every_job_is_done_once(bench: Bench) -> None:
    jobs = bench.add(*["ok"] * 40)

    with bench.pool():
        bench.wait_for_all(JobState.DONE)

    found = [bench.job(job) for job in jobs]
    assert [job.attempt for job in found] == [1] * 40
    assert sorted(path.name for path in bench.outputs.iterdir()) == sorted(Path(job.source).name for job in found)
    for job in found:
        assert job.output is not None
        assert Path(job.output).read_bytes() == b"made of " + Path(job.source).read_bytes()
        assert Path(job.output).stat().st_mtime_ns == Path(job.source).stat().st_mtime_ns


@pytest.mark.skipif(sys.platform != "linux", reason="Python knows extended attributes on Linux only")
@pytest.mark.parametrize(("metadata", "kept"), [(Metadata.NO_LOCATION, True), (Metadata.NONE, False)])
def test_tags_of_the_file_go_along_unless_little_is_kept(bench: Bench, metadata: Metadata, *, kept: bool) -> None:
    source = bench.source("a.png")
    try:
        os.setxattr(source, "user.xdg.tags", b"sea")
    except OSError:
        pytest.skip("no extended attributes on this file system")
    (job,) = bench.accept(source, recipe=bench.recipe(metadata=metadata))
    with bench.pool():
        output = bench.wait_for(job, JobState.DONE).output
    assert output is not None
    assert os.listxattr(output) == (["user.xdg.tags"] if kept else [])
    assert os.getxattr(source, "user.xdg.tags") == b"sea"


def test_rows_added_later_are_worked_off_without_being_told(bench: Bench) -> None:
    with bench.pool():
        first = bench.add("ok")
        bench.wait_for(first[0], JobState.DONE)
        second = bench.add("ok")
        bench.wait_for(second[0], JobState.DONE)


def test_progress_and_stage_are_seen_while_it_runs(bench: Bench) -> None:
    (job,) = bench.add(f"wait_for {bench.folder / 'go'}")
    with bench.pool():
        wait_until(lambda: bench.job(job).progress == 0.5)
        assert bench.job(job).stage is Stage.RESIZING
        (bench.folder / "go").touch()
        bench.wait_for(job, JobState.DONE)


def test_the_same_again_is_skipped_while_the_output_is_there(bench: Bench) -> None:
    source = bench.source("a.png")
    with bench.pool():
        (first,) = bench.accept(source)
        bench.wait_for(first, JobState.DONE)
        (second,) = bench.accept(source)
        assert bench.wait_for(second, JobState.SKIPPED).skipped is SkipReason.ALREADY_MADE
        assert bench.job(second).output == bench.job(first).output

        Path(bench.job(first).output or "").unlink()
        (third,) = bench.accept(source)
        bench.wait_for(third, JobState.DONE)
    assert [path.name for path in bench.outputs.iterdir()] == ["a.png"]


def test_equal_pictures_of_other_names_are_each_made(bench: Bench) -> None:
    for name in ("a.png", "b.png"):
        (bench.sources / name).write_text("ok\n")
    with bench.pool():
        bench.accept(bench.sources)
        bench.wait_for_all(JobState.DONE)
    assert sorted(path.name for path in bench.outputs.iterdir()) == ["a.png", "b.png"]


def test_a_taken_name_is_numbered_or_skipped_as_asked(bench: Bench) -> None:
    (bench.outputs / "a.png").write_text("somebody's")
    source = bench.source("a.png")
    with bench.pool():
        (skipped,) = bench.accept(source, recipe=skipping(bench.recipe()))
        assert bench.wait_for(skipped, JobState.SKIPPED).skipped is SkipReason.NAME_TAKEN
        (numbered,) = bench.accept(source)
        assert Path(bench.wait_for(numbered, JobState.DONE).output or "").name == "a (2).png"
    assert (bench.outputs / "a.png").read_text() == "somebody's"


def test_pages_become_a_folder(bench: Bench) -> None:
    (job,) = bench.accept(bench.source("book.png", "stills 3"))
    with bench.pool():
        output = Path(bench.wait_for(job, JobState.DONE).output or "")
    assert output == bench.outputs / "book"
    assert sorted(path.name for path in output.iterdir()) == ["1.png", "2.png", "3.png"]


def test_an_original_is_replaced_and_kept(bench: Bench) -> None:
    source = bench.source("a.PNG", "ok")
    before = source.read_bytes()
    (job,) = bench.accept(source, recipe=Recipe(destination=ReplaceOriginals()))
    with bench.pool():
        done = bench.wait_for(job, JobState.DONE)
    assert done.output == str(source)
    assert source.read_bytes() == b"made of " + before
    assert done.original is not None
    assert Path(done.original).read_bytes() == before


def test_a_failed_replacement_leaves_the_original(bench: Bench) -> None:
    source = bench.source("a.png", "fail damaged")
    before = source.read_bytes()
    (job,) = bench.accept(source, recipe=Recipe(destination=ReplaceOriginals()))
    with bench.pool():
        assert bench.wait_for(job, JobState.FAILED).error_code is ErrorCode.DAMAGED
    assert source.read_bytes() == before
    assert list(bench.sources.iterdir()) == [source]


def test_a_job_waits_for_memory_and_can_be_cancelled_meanwhile(bench: Bench) -> None:
    go = bench.folder / "go"
    first, second, third = bench.add(f"peak 800\nwait_for {go}", f"peak 700\nwait_for {go}", "peak 100")
    with bench.pool(workers=3, memory=MemoryBudget(budget=1000, machine=2000)):
        wait_until(
            lambda: {bench.job(first).stage, bench.job(second).stage} == {Stage.RESIZING, Stage.WAITING_FOR_MEMORY}
        )
        waits = first if bench.job(first).stage is Stage.WAITING_FOR_MEMORY else second
        Cancel((_only(waits),)).run(bench.service)
        bench.wait_for(waits, JobState.CANCELLED)
        bench.wait_for(third, JobState.DONE)
        go.touch()
        bench.wait_for_all(JobState.DONE, JobState.CANCELLED)


def test_a_job_larger_than_the_machine_is_refused_with_the_figures(bench: Bench) -> None:
    (job,) = bench.add("peak 5000")
    with bench.pool(memory=MemoryBudget(budget=1000, machine=2000)):
        failed = bench.wait_for(job, JobState.FAILED)
    assert failed.error_code is ErrorCode.TOO_LARGE_FOR_MEMORY
    assert failed.failure is not None
    assert (failed.failure.bytes_needed, failed.failure.limit) == (5000, 2000)


def test_nothing_is_begun_while_paused(bench: Bench) -> None:
    SetPaused(paused=True).run(bench.service)
    jobs = bench.add("ok", "ok")
    with bench.pool():
        wait_until(lambda: len(list(bench.logs.glob("*.crash"))) == 1)
        assert [bench.state(job) for job in jobs] == [JobState.QUEUED] * 2
        SetPaused(paused=False).run(bench.service)
        bench.wait_for_all(JobState.DONE)


def test_a_source_changed_while_it_waited_is_taken_as_it_is_now(bench: Bench) -> None:
    source = bench.source("a.png", "ok")
    (job,) = bench.accept(source)
    source.write_text("changed\n")
    with bench.pool():
        done = bench.wait_for(job, JobState.DONE)
    assert done.size_in == source.stat().st_size
    history = bench.service.reader.history(job)
    assert history is not None
    assert HistoryKind.SOURCE_CHANGED in {entry.what for entry in history.entries}
    assert (bench.outputs / "a.png").read_bytes() == b"made of changed\n"


def test_a_source_changed_while_it_is_read_never_becomes_an_output_of_two_versions(bench: Bench) -> None:
    here, go = bench.folder / "here", bench.folder / "go"
    source = bench.source("a.png", f"touch {here}\nwait_for {go}")
    (job,) = bench.accept(source)
    with bench.pool():
        wait_until(here.exists)
        source.write_text("the second version\n")
        go.touch()
        bench.wait_for(job, JobState.DELAYED)
        assert bench.job(job).error_code is ErrorCode.SOURCE_CHANGING
        assert list(bench.outputs.iterdir()) == []
        done = bench.wait_for(job, JobState.DONE)
    assert done.tries == 0
    assert (bench.outputs / "a.png").read_bytes() == b"made of the second version\n"


def test_a_source_deleted_while_it_waited_is_gone(bench: Bench) -> None:
    source = bench.source("a.png", "ok")
    (job,) = bench.accept(source)
    source.unlink()
    with bench.pool():
        assert bench.wait_for(job, JobState.FAILED).error_code is ErrorCode.SOURCE_GONE
        bench.source("a.png", "ok")
        Retry(_only(job)).run(bench.service)
        bench.wait_for(job, JobState.DONE)


def test_a_source_under_another_name_is_read_by_its_bytes(bench: Bench) -> None:
    odd = bench.sources / os.fsdecode(b"odd \xff name.png")
    odd.write_text("ok\n")
    (job,) = bench.accept(odd)
    with bench.pool():
        done = bench.wait_for(job, JobState.DONE)
    assert Path(done.output or "").read_bytes() == b"made of ok\n"


def test_folders_are_made_as_they_are_needed(bench: Bench) -> None:
    deep = bench.outputs / "not" / "there" / "yet"
    (job,) = bench.accept(bench.source("a.png"), recipe=Recipe(destination=InFolder(str(deep))))
    with bench.pool():
        bench.wait_for(job, JobState.DONE)
    assert (deep / "a.png").exists()


def _only(job: JobId) -> Selection:
    return Selection(ids=(job,))
