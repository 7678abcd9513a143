"""`mediaapp report` and `mediaapp schedule`."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine

pytestmark = [pytest.mark.processes, pytest.mark.timeout(120)]


def test_reports_are_written_where_asked_for_and_their_place_is_told(
    mediaapp: CommandLine, june: Path, tmp_path: Path
) -> None:
    mediaapp("run", june)
    out = tmp_path / "told"
    batch = mediaapp("report", "--batch", "1", "--out", out)
    assert (batch.code, batch.err) == (0, "")
    assert f"{out / 'June.html'}, 3 rows" in batch.out
    assert "DSC_1.jpg" in (out / "June.html").read_text(encoding="utf-8")
    day = mediaapp("report", "--day", date.today().isoformat(), "--format", "json", "--out", out, "--json")
    (told,) = day.objects
    assert told["output"] == str(out / f"{date.today().isoformat()}.json")
    assert json.loads(Path(told["output"]).read_bytes())["sums"]["ready"] == 3
    assert mediaapp("report", "--failed", "--format", "csv", "--out", out).code == 0
    assert len((out / "Failed files.csv").read_bytes().splitlines()) == 1
    assert mediaapp("report", "--all", "--day", "1999-12-31", "--format", "json", "--out", out).code == 0
    assert json.loads((out / "1999-12-31.json").read_bytes())["files"] == []


def test_a_watched_folder_is_named_by_its_name(mediaapp: CommandLine, june: Path, tmp_path: Path) -> None:
    mediaapp("watch", "add", june, "--called", "Inbox")
    assert mediaapp("report", "--watch", "Inbox", "--out", tmp_path / "told").code == 0
    assert (tmp_path / "told" / "Inbox.html").exists()


def test_what_makes_no_sense_is_told(mediaapp: CommandLine) -> None:
    assert mediaapp("report").code == 2
    assert mediaapp("report", "--day", "yesterday").code == 2
    assert mediaapp("report", "--batch", "1", "--failed").code == 2
    gone = mediaapp("report", "--batch", "7")
    assert (gone.code, gone.err) == (1, "mediaapp: There is no batch 7.\n")
    assert "no watched folder Inbox" in mediaapp("report", "--watch", "Inbox").err
    for wrong in (("Daily",), ("Daily", "--at", "24:00"), ("Daily", "--at", "08:00", "--on", "someday")):
        assert mediaapp("schedule", "add", *wrong).code == 2
    assert mediaapp("schedule", "on", "3").code == 1


def test_schedules_are_added_listed_switched_and_removed(mediaapp: CommandLine, tmp_path: Path) -> None:
    added = mediaapp("schedule", "add", "Weekly", "--at", "08:30", "--on", "mon,fri", "--failed", "--out", tmp_path)
    assert added.out.startswith("1: Weekly. Mondays, Fridays at 08:30. Report as HTML to ")
    assert mediaapp("schedule", "add", "Forget", "--at", "3:00", "--forget-after", "90").code == 0
    report, forget = mediaapp("schedule", "list", "--json").objects
    assert report["work"] == {
        "type": "report",
        "about": {"type": "failed"},
        "format": "html",
        "folder": str(tmp_path),
    }
    assert (report["at"], report["days"], report["on"], report["last"]) == ("08:30", ["mon", "fri"], True, None)
    assert forget["work"] == {"type": "forget", "days": 90}
    assert mediaapp("schedule").out.splitlines()[1] == (
        "2: Forget. Every day at 03:00. Rows leave the list after 90 days; files stay."
    )
    changed = mediaapp("schedule", "change", "1", "--at", "9:15", "--format", "csv")
    assert changed.out.startswith("1: Weekly. Mondays, Fridays at 09:15. Report as CSV to ")
    kept = mediaapp("schedule", "list", "--json").objects[0]["work"]
    assert (kept["about"], kept["folder"]) == ({"type": "failed"}, str(tmp_path))
    assert mediaapp("schedule", "change", "2", "--name", "Tidy", "--on", "sun").code == 0
    assert (
        "2: Tidy. Sundays at 03:00. Rows leave the list after 90 days; files stay." in mediaapp("schedule", "list").out
    )
    assert "There is no schedule 7." in mediaapp("schedule", "change", "7", "--at", "9:00").err
    assert mediaapp("schedule", "change", "1").code == 2  # to what?
    assert mediaapp("schedule", "off", "1").code == 0
    assert mediaapp("schedule", "list", "--json").objects[0]["next"] is None
    assert "Off." in mediaapp("schedule").out
    assert mediaapp("schedule", "on", "1").code == 0
    assert mediaapp("schedule", "remove", "1", "2").code == 0
    assert mediaapp("schedule", "list").out == ""
