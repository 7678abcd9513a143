"""Reports on a pool of real processes: true, whole, and never in the way of what they are about."""

import csv
import json
from pathlib import Path

from PIL import Image

from mediaapp.text.reports import report_name
from tests.support.many_jobs import copy_job
from tests.support.pool import QUICK, Bench, wait_until
from workers.jobs.ids import JobId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.kinds import KINDS
from workers.recipe import InFolder, Recipe
from workers.requests import (
    About,
    OfAll,
    OfBatch,
    OfFailures,
    OfWatch,
    ReportFault,
    ReportFormat,
    ReportRefused,
    ReportRequest,
)
from workers.service.commands import Cancel, PauseJobs
from workers.service.schedule_commands import MakeReport


def pictures(bench: Bench, n: int) -> list[JobId]:
    """Real pictures, each of its own."""
    for at in range(n):
        Image.linear_gradient("L").resize((64, 48)).rotate(at).save(bench.sources / f"a{at}.jpg", quality=97)
    paths = [bench.sources / f"a{at}.jpg" for at in range(n)]
    return bench.accept(*paths, recipe=Recipe(destination=InFolder(str(bench.outputs))))


def ask(bench: Bench, about: About, written_as: ReportFormat = ReportFormat.JSON) -> JobId:
    request = ReportRequest(about=about, format=written_as, name=report_name(about, "June"))
    asked = MakeReport(request=request, folder=str(bench.folder / "reports"), row="June", submitter="test").run(
        bench.service
    )
    assert not isinstance(asked, ReportRefused)
    return asked


def made(bench: Bench, job: JobId) -> Path:
    done = bench.wait_for(job, JobState.DONE, JobState.FAILED)
    assert done.output is not None, bench.log()
    return Path(done.output)


def test_a_report_tells_what_the_table_knows(bench: Bench) -> None:
    jobs = pictures(bench, 3)
    (bench.sources / "b.jpg").write_bytes((bench.sources / "a0.jpg").read_bytes()[:200])
    (cut,) = bench.accept(bench.sources / "b.jpg")
    with bench.pool(kinds=KINDS):
        bench.wait_for_all(JobState.DONE, JobState.FAILED)
        batch = json.loads(made(bench, ask(bench, OfBatch(bench.job(jobs[0]).batch))).read_bytes())
        failed = json.loads(made(bench, ask(bench, OfFailures())).read_bytes())
        whole = made(bench, ask(bench, OfAll(), ReportFormat.CSV))
    assert [row["job"] for row in batch["files"]] == jobs
    assert [row["result"] for row in batch["files"]] == [bench.job(job).output for job in jobs]
    assert batch["sums"]["bytes_out"] == sum(Path(row["result"]).stat().st_size for row in batch["files"])
    assert [(row["job"], row["cause"]) for row in failed["files"]] == [(cut, "ends_early")]
    with whole.open(encoding="utf-8-sig", newline="") as file:
        assert [int(row["job"]) for row in csv.DictReader(file)] == [*jobs, cut]


def test_a_report_does_not_wait_for_what_it_is_about(bench: Bench) -> None:
    jobs = pictures(bench, 30)
    job = ask(bench, OfBatch(bench.job(jobs[0]).batch))
    with bench.pool(workers=1, kinds=KINDS):
        report = json.loads(made(bench, job).read_bytes())
        bench.wait_for_all(JobState.DONE)
    assert report["sums"]["files"] == 30
    assert report["sums"]["unfinished"] >= 29


def test_only_what_was_made_here_is_shown(bench: Bench) -> None:
    jobs = pictures(bench, 3)
    with bench.pool(kinds=KINDS):
        bench.wait_for_all(JobState.DONE)
        swapped, gone, _ = (Path(bench.job(job).output or "") for job in jobs)
        swapped.write_bytes(b"\xff\xd8\xff\xe0 anything at all")
        gone.unlink()
        page = made(bench, ask(bench, OfBatch(bench.job(jobs[0]).batch), ReportFormat.HTML)).read_text("utf-8")
    assert page.count("data:image/webp;base64,") == 1
    assert page.count('<td class="file">') == 3
    assert "1 result is shown with its picture, the others without." in page


def test_names_are_never_written_over_and_nothing_is_left_beside_them(bench: Bench) -> None:
    pictures(bench, 1)
    with bench.pool(kinds=KINDS):
        bench.wait_for_all(JobState.DONE)
        first, second = made(bench, ask(bench, OfAll())), made(bench, ask(bench, OfAll()))
    assert (first.name, second.name) == ("All files.json", "All files (2).json")
    assert sorted(path.name for path in first.parent.iterdir()) == [second.name, first.name]


def test_what_there_is_none_of_is_told_at_once(bench: Bench) -> None:
    for about, fault in ((OfBatch(7), ReportFault.NO_BATCH), (OfWatch(7), ReportFault.NO_WATCH)):
        request = ReportRequest(about=about, format=ReportFormat.CSV, name="June")
        asked = MakeReport(request=request, folder=str(bench.folder), row="June", submitter="test").run(bench.service)
        assert asked == ReportRefused(fault=fault, what="7")
    assert bench.service.reader.ids(Selection()) == []


def test_a_report_that_is_stopped_leaves_nothing(bench: Bench) -> None:
    """More rows than can be written before it is told."""
    (job,) = bench.add("")
    PauseJobs(Selection(ids=(job,))).run(bench.service)
    copy_job(bench.database, job, 100_000)
    with bench.pool(workers=1, kinds=KINDS, timeouts=QUICK):
        for written_as in ReportFormat:
            job = ask(bench, OfAll(), written_as)
            wait_until(lambda: bool(list((bench.folder / "reports").glob(".mediaapp-*"))), what=written_as)
            Cancel((Selection(ids=(job,)),)).run(bench.service)
            bench.wait_for(job, JobState.CANCELLED)
            assert list((bench.folder / "reports").iterdir()) == []
