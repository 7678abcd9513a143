"""`mediaapp watch`, and `mediaapp work` that serves what is watched."""

import json
from configparser import ConfigParser
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine
from tests.support.pool import wait_until

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]


def test_folders_are_added_listed_paused_resumed_and_removed(mediaapp: CommandLine, june: Path) -> None:
    added = mediaapp("watch", "add", june, "--to", "webp", "--include", "*.jpg", "--done", june / "done", "--json")
    assert (added.code, added.err) == (0, "")
    told = json.loads(added.out)
    assert (told["watch"], told["folder"], told["original"], told["include"]) == (1, str(june), "moved", ["*.jpg"])
    assert "Watched" in mediaapp("watch").out
    assert mediaapp("watch", "pause", "1").code == 0
    assert "Paused" in mediaapp("watch", "list").out
    assert json.loads(mediaapp("watch", "resume", "1", "--json").out)["changed"] is True
    assert json.loads(mediaapp("watch", "list", "--json").out)["paused"] is False
    assert mediaapp("watch", "remove", "1").code == 0
    assert mediaapp("watch", "list").out == ""


def test_what_failed_of_a_folder_is_told_and_listed(mediaapp: CommandLine, june: Path) -> None:
    (june / "cut.jpg").write_bytes((june / "DSC_1.jpg").read_bytes()[:900])
    mediaapp("watch", "add", june)
    mediaapp("add", june / "DSC_2.jpg")
    work = mediaapp.start("work")
    try:
        wait_until(lambda: "4 taken, 1 failed" in mediaapp("watch").out)
    finally:
        work.terminate()
        work.communicate()
    assert json.loads(mediaapp("watch", "list", "--json").out)["failed"] == 1
    assert len(mediaapp("jobs", "--watch", "1", "--json").out.splitlines()) == 4
    assert "cut.jpg" in mediaapp("jobs", "--watch", "1", "--state", "failed").out


def test_what_makes_no_sense_is_told(mediaapp: CommandLine, june: Path) -> None:
    assert mediaapp("watch", "mend").code == 2
    assert mediaapp("watch", "remove").code == 2
    assert mediaapp("watch", "add", june, june).code == 2
    gone = mediaapp("watch", "pause", "7")
    assert gone.code == 1
    assert "no watched folder 7" in gone.err
    refused = mediaapp("watch", "add", june, "--out", june)
    assert refused.code == 1
    assert "its own results" in refused.err


def test_work_serves_a_watched_folder_and_replaces_originals_once(mediaapp: CommandLine, june: Path) -> None:
    mediaapp("watch", "add", june, "--replace-originals", "--quality", "40")
    before = {path.name: path.read_bytes() for path in june.glob("*.jpg")}
    work = mediaapp.start("work")
    try:
        wait_until(lambda: all(path.read_bytes() != before[path.name] for path in june.glob("*.jpg")))
        (june / "DSC_4.jpg").write_bytes(before["DSC_1.jpg"][:-2] + b"\xff\xd9more")
        wait_until(lambda: len(mediaapp("jobs", "--json").out.splitlines()) == 4)
    finally:
        work.terminate()
        work.communicate()
    kept = {path.name: path.read_bytes() for path in june.glob(".mediaapp-originals/*/*")}
    assert before.items() <= kept.items()


def test_what_is_started_at_login_is_a_command_and_ends_as_its_unit_expects(mediaapp: CommandLine, june: Path) -> None:
    linux = Path(__file__).parents[3] / "packaging" / "linux"
    unit, entry = ConfigParser(interpolation=None), ConfigParser(interpolation=None)
    unit.optionxform = entry.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read(linux / "mediaapp-work.service")
    entry.read(linux / "mediaapp-work.desktop")
    words = entry["Desktop Entry"]["Exec"].split()
    assert Path(unit["Service"]["ExecStart"].split()[0]).name == words[0] == "mediaapp"
    assert unit["Service"]["ExecStart"].split()[1:] == words[1:]
    mediaapp("add", june / "DSC_1.jpg")
    work = mediaapp.start(*words[1:])
    wait_until(lambda: mediaapp("jobs", "--state", "done", "--json").out != "")
    work.terminate()
    assert work.wait(30) == int(unit["Service"]["SuccessExitStatus"])
    work.communicate()
