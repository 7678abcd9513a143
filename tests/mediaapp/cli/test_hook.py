"""`mediaapp hook`, and what the list tells of its calls."""

import json
import sys
from pathlib import Path

import pytest

from mediaapp.paths import Folders
from tests.support.command_line import CommandLine
from tests.support.hook_server import hook_server, status
from tests.support.pool import wait_until
from workers.jobs.hook import HookKept, HookRules, Occasion, Webhook
from workers.jobs.ids import HookId
from workers.requests import OfAll, ReportFormat, ReportRequest
from workers.service import JobService
from workers.service.hook_commands import AddHook, TryHook
from workers.service.schedule_commands import MakeReport

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]


def test_hooks_are_added_listed_switched_and_removed(mediaapp: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    added = mediaapp("hook", "add", "Shop", "--on", "ready", "--url", "https://example.org/x?token=1", "--signed")
    assert (added.code, added.err) == (0, "")
    assert "whsec_" in added.out
    assert "There is no keyring here" in added.out
    listed = mediaapp("hook", "list")
    assert listed.out == "1: Shop. Posts a notice to example.org after each file that is ready. Not called yet.\n"
    (told,) = map(json.loads, mediaapp("hook", "list", "--json").out.splitlines())
    assert (told["hook"], told["on"], told["when"], told["secret"]) == (1, True, ["ready"], "file")
    assert "whsec_" not in json.dumps(told)
    assert mediaapp("hook", "off", "1").code == 0
    assert "that is ready. Off. Not called yet." in mediaapp("hook").out
    assert json.loads(mediaapp("hook", "remove", "1", "--json").out)["changed"] is True
    assert mediaapp("hook", "list").out == ""


def test_a_hook_that_is_tried_is_told_in_the_list_of_jobs(mediaapp: CommandLine, tmp_path: Path) -> None:
    script = "import sys; print('no such album', file=sys.stderr); sys.exit(2)"
    command = ("--program", sys.executable, "--argument=-c", f"--argument={script}")
    with hook_server(status(200)) as server:
        assert mediaapp("hook", "add", "Tell", "--on", "failed", "--url", server.url, "--private").code == 0
        assert mediaapp("hook", "add", "Album", "--on", "batch", *command).code == 0
        for hook in ("1", "2"):
            assert mediaapp("hook", "try", hook).code == 0
        work = mediaapp.start("work")
        try:
            wait_until(
                lambda: (
                    "Answered 200 in" in mediaapp("hook").out and "ended with 2: no such album" in mediaapp("hook").out
                )
            )
        finally:
            work.terminate()
            work.communicate()
    assert json.loads(server.received[0].body)["type"] == "test"
    jobs = [json.loads(line) for line in mediaapp("jobs", "--json").out.splitlines()]
    assert {job["kind"]: job["source"] for job in jobs} == {"hook": None}
    failed = next(job for job in jobs if job["state"] == "failed")
    shown = mediaapp("show", str(failed["id"]))
    assert "did not end well" in shown.out
    assert "no such album" in shown.out
    assert mediaapp("retry", str(failed["id"])).code == 0


def test_work_until_empty_makes_the_calls_that_files_come_to_and_waits_for_no_dead_one(
    mediaapp: CommandLine, june: Path
) -> None:
    with hook_server(status(200)) as server, hook_server(status(500)) as dead:
        mediaapp("hook", "add", "Tell", "--on", "batch", "--url", server.url, "--private")
        mediaapp("hook", "add", "Dead", "--on", "batch", "--url", dead.url, "--private")
        mediaapp("add", june / "DSC_1.jpg")
        worked = mediaapp("work", "--until-empty")
        assert [json.loads(each.body)["type"] for each in server.received] == ["batch_ended"]
        assert len(dead.received) == 1
    assert worked.code == 0
    assert "1 ready" in worked.out
    assert "Something is broken at 127.0.0.1" in worked.err
    assert "tried again" in mediaapp("jobs", "--state", "delayed").out


def test_run_makes_the_first_try_of_each_call_that_its_own_batch_comes_to(mediaapp: CommandLine, june: Path) -> None:
    with hook_server(status(200)) as server, hook_server(status(500)) as dead:
        mediaapp("hook", "add", "Tell", "--on", "batch", "--url", server.url, "--private")
        run = mediaapp("run", june / "DSC_1.jpg")
        assert [json.loads(each.body)["type"] for each in server.received] == ["batch_ended"]
        assert (run.code, run.err) == (0, "")
        happened = mediaapp("events").out
        assert "Tell: June: done" in happened
        assert "Tell: ended, 1 done" in happened
        mediaapp("hook", "add", "Dead", "--on", "batch", "--url", dead.url, "--private")
        again = mediaapp("run", "--quality", "40", june / "DSC_2.jpg")
        assert (len(server.received), len(dead.received)) == (2, 1)
    assert again.code == 0
    assert again.err == "mediaapp: 1 call of a hook waits; an open window or `mediaapp work` goes on.\n"


def test_run_says_which_calls_failed_for_good_and_why(mediaapp: CommandLine, june: Path) -> None:
    with hook_server(status(200)) as server, hook_server(status(410)) as gone:
        mediaapp("hook", "add", "Tell", "--on", "ready", "--url", server.url, "--private")
        mediaapp("hook", "add", "Gone", "--on", "ready", "--url", gone.url, "--private")
        run = mediaapp("run", june / "DSC_1.jpg", june / "DSC_2.jpg")
        assert (len(server.received), len(gone.received)) == (2, 2)
    assert run.code == 0
    (told,) = run.err.splitlines()
    assert told.startswith("mediaapp: Gone: DSC_")
    assert "127.0.0.1 refused the notice" in told
    assert told.endswith(" 1 other call of this hook failed.")
    assert run.out.splitlines()[-1].startswith("2 ready · ")


def test_work_counts_calls_and_reports_and_no_pictures_where_there_were_none(
    mediaapp: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MEDIAAPP_HOME", str(tmp_path / "home"))
    assert mediaapp("work", "--until-empty").out == "0 ready\n"
    report = ReportRequest(about=OfAll(), format=ReportFormat.CSV, name="All")
    with (
        hook_server(status(200)) as server,
        hook_server(status(410)) as gone,
        JobService(Folders.find().database, fallback=tmp_path) as service,
    ):
        for name, url in (("Tell", server.url), ("Gone", gone.url)):
            deed = Webhook(url=url, private=True)
            kept = AddHook(HookRules(name=name, occasions=frozenset((Occasion.ALERT,)), deed=deed)).run(service)
            assert isinstance(kept, HookKept)
            TryHook(kept.hook).run(service)
        MakeReport(request=report, folder=str(tmp_path), row="All", submitter="test").run(service)
        worked = mediaapp("work", "--until-empty")
        assert "127.0.0.1 refused the notice" in worked.err
        assert worked.out.splitlines()[-1] == "1 call made, 1 call failed, 1 report made"
        TryHook(HookId(1)).run(service)
        summary = mediaapp("work", "--until-empty", "--json").summary
    counted = [summary[f"{what}_{how}"] for what in ("calls", "reports") for how in ("done", "failed")]
    assert counted == [1, 0, 0, 0]
    assert (summary["total"], worked.code) == (0, 0)


def test_an_address_near_is_refused_at_once_unless_it_is_allowed(mediaapp: CommandLine) -> None:
    asked = ("hook", "add", "Near", "--on", "batch", "--url", "http://127.0.0.1:8901/x")
    refused = mediaapp(*asked)
    assert refused.code == 1
    assert "127.0.0.1 is this computer or in a private network" in refused.err
    assert "--private" in refused.err
    assert mediaapp("hook", "list").out == ""
    assert mediaapp(*asked, "--private").code == 0


def test_what_makes_no_sense_is_told(mediaapp: CommandLine) -> None:
    assert mediaapp("hook", "mend").code == 2
    assert mediaapp("hook", "add", "a", "--on", "ready").code == 2
    assert mediaapp("hook", "on", "x").code == 2
    gone = mediaapp("hook", "try", "7")
    assert (gone.code, "no hook 7" in gone.err) == (1, True)
    wrong = mediaapp("hook", "add", "a", "--on", "ready", "--url", "ftp://example.org")
    assert "is no address for a hook" in wrong.err
    assert "after what the hook" in mediaapp("hook", "add", "a", "--url", "https://example.org").err
