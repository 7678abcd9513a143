"""`mediaapp events`, followed while other processes work."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import CommandLine, Result

JUNE = ["accepted", "all_found", *["started", "ready"] * 3, "batch_ended"]


def kinds(result: Result) -> list[str]:
    return [event["kind"] for event in result.objects]


@contextmanager
def following(mediaapp: CommandLine, *options: str) -> Iterator["subprocess.Popen[str]"]:
    process = mediaapp.start("events", "--follow", "--json", *options)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def read_until(process: "subprocess.Popen[str]", kind: str) -> list[dict[str, Any]]:
    """The events that it writes, up to the first of this kind."""
    assert process.stdout is not None
    told: list[dict[str, Any]] = []
    while not told or told[-1]["kind"] != kind:
        line = process.stdout.readline()
        assert line, "it has ended"
        told.append(json.loads(line))
    return told


def test_a_run_is_followed_from_accepting_to_its_end(mediaapp: CommandLine, june: Path) -> None:
    with following(mediaapp, "--since", "0") as process:
        assert mediaapp("run", "--to", "webp", june).code == 0
        told = read_until(process, "batch_ended")
        process.send_signal(signal.SIGINT)
        _, complained = process.communicate(timeout=15)
    assert (process.returncode, complained) == (130, "")
    assert [event["id"] for event in told] == list(range(1, len(told) + 1))
    assert {event["v"] for event in told} == {1}
    assert (told[0]["kind"], told[-1]["kind"]) == ("accepted", "batch_ended")
    by_job: dict[int, list[str]] = {}
    for event in told:
        if "job" in event:
            by_job.setdefault(event["job"], []).append(event["kind"])
    assert list(by_job.values()) == [["started", "ready"]] * 3
    ready = next(event for event in told if event["kind"] == "ready")
    assert Path(ready["source"]).parent == june
    assert Path(ready["output"]).stat().st_size == ready["bytes_out"]
    assert ready["took_s"] > 0
    assert told[-1]["facts"]["jobs"] == {"done": 3}


def test_who_has_a_name_goes_on_where_it_ended(mediaapp: CommandLine, june: Path) -> None:
    assert mediaapp("events", "--as", "backup", "--kinds", "batch_ended").out == ""
    mediaapp("run", june)
    first = mediaapp("events", "--json", "--as", "backup", "--kinds", "batch_ended")
    assert kinds(first) == ["batch_ended"]
    assert mediaapp("events", "--json", "--as", "backup", "--kinds", "batch_ended").objects == []
    mediaapp("run", june / "DSC_1.jpg")
    assert mediaapp("events", "--names").out == "backup: 5 events behind\n"
    (second,) = mediaapp("events", "--json", "--as", "backup", "--kinds", "batch_ended").objects
    assert second["id"] > first.objects[0]["id"]
    again = mediaapp("events", "--json", "--as", "backup", "--kinds", "batch_ended", "--since", "0")
    assert len(again.objects) == 2
    assert mediaapp("events", "--forget", "backup").code == 0
    assert mediaapp("events", "--forget", "backup").code == 1


def test_a_named_follower_that_is_killed_misses_nothing(mediaapp: CommandLine, june: Path) -> None:
    mediaapp("events", "--as", "mirror")
    mediaapp("add", june)
    with following(mediaapp, "--as", "mirror") as process:
        before = read_until(process, "all_found")
    assert mediaapp("work", "--until-empty").code == 0
    after = mediaapp("events", "--json", "--as", "mirror").objects
    whole = mediaapp("events", "--json", "--since", "0").objects
    assert {event["id"] for event in before + after} == {event["id"] for event in whole}
    assert after[-1]["kind"] == "batch_ended"


def test_people_get_a_sentence_for_each(mediaapp: CommandLine, june: Path) -> None:
    (june / "DSC_2.jpg").write_bytes(b"")
    mediaapp("run", june)
    told = mediaapp("events")
    assert told.code == 0
    lines = [line.rsplit("  ", 1)[1] for line in told.out.splitlines()]
    assert lines[0] == "June: accepted"
    assert "June: 3 files found" in lines
    assert "DSC_2.jpg: failed. The file is empty" in lines
    assert any(line.startswith("DSC_1.jpg: ready, June Smaller") for line in lines)
    assert lines[-1] == "June: ended, 2 ready, 1 failed"


def test_only_the_last_ones_are_told_unless_more_are_asked_for(mediaapp: CommandLine, june: Path) -> None:
    for _ in range(7):
        mediaapp("add", "--recipe", "Web shop", june)
    every = mediaapp("events", "--since", "0")
    assert len(every.out.splitlines()) == 14
    later = mediaapp("events", "--since", "2000-01-01T00:00")
    assert later.out == every.out
    assert mediaapp("events", "--since", "2999-01-01").out == ""
    assert len(mediaapp("events", "--json", "--since", "12").objects) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell that nobody reads")
def test_a_follower_whose_reader_is_gone_ends_by_itself(mediaapp: CommandLine) -> None:
    process = mediaapp.start("events", "--follow")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.wait(20) == 0
    assert process.stderr.read() == ""
    process.stderr.close()


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [("--kinds", "ready,lunch", "no kind called lunch"), ("--since", "noon", "noon is neither a number nor a time")],
)
def test_what_makes_no_sense_is_refused(mediaapp: CommandLine, option: str, value: str, says: str) -> None:
    refused = mediaapp("events", option, value)
    assert refused.code == 2
    assert says in refused.err
