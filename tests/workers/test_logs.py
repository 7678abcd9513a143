"""Logs as JSON lines."""

import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from workers import logs


@pytest.fixture
def log(tmp_path: Path) -> Iterator[logs.Log]:
    level = logging.getLogger().level
    log = logs.set_up(tmp_path / "logs", "worker-1")
    yield log
    log.close()
    logging.getLogger().setLevel(level)


def entries(tmp_path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (tmp_path / "logs" / "worker-1.jsonl").read_text().splitlines()]


def test_each_record_is_one_line_with_the_job_at_hand(log: logs.Log, tmp_path: Path) -> None:
    logging.getLogger("some.part").info("before")
    log.job = 7
    logging.getLogger("some.part").info("made %s", "a.png")
    logging.getLogger("some.part").warning("another's", extra={"job": 8})
    before, mine, other = entries(tmp_path)
    assert "job" not in before
    assert (mine["job"], mine["level"], mine["logger"], mine["text"]) == (7, "info", "some.part", "made a.png")
    assert mine["pid"] == os.getpid()
    assert (other["job"], other["level"]) == (8, "warning")


@pytest.mark.parametrize(
    "name",
    ["two\nlines", "\x1b[31mred", os.fsdecode(b"\xff"), "é ☃ \u202e", '"}\n{"forged": 1}'],
    ids=["newline", "escape", "not UTF-8", "beyond ASCII", "forged"],
)
def test_no_file_name_breaks_a_line(name: str) -> None:
    # Formatted here: what goes through a logger ends up in the test's report, which not every name can.
    line = logs.JsonLines().format(logging.makeLogRecord({"msg": "about %s", "args": (name,)}))
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["text"] == f"about {name}"


def test_a_traceback_is_part_of_its_line(log: logs.Log, tmp_path: Path) -> None:
    try:
        _ = 1 / 0
    except ZeroDivisionError:
        logging.getLogger().exception("a bug")
    (entry,) = entries(tmp_path)
    assert "ZeroDivisionError: division by zero" in str(entry["traceback"])


def test_files_rotate_and_the_oldest_goes(log: logs.Log, tmp_path: Path) -> None:
    for _ in range(100):
        logging.getLogger().info("%s", "x" * 100_000)
    files = sorted(path.name for path in (tmp_path / "logs").glob("*.jsonl*"))
    assert files == ["worker-1.jsonl", "worker-1.jsonl.1", "worker-1.jsonl.2", "worker-1.jsonl.3"]


def test_debug_records_are_left_out(log: logs.Log, tmp_path: Path) -> None:
    logging.getLogger().debug("chatter")
    logging.getLogger().info("news")
    assert [entry["text"] for entry in entries(tmp_path)] == ["news"]


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
def test_the_folder_is_its_owners_alone(log: logs.Log, tmp_path: Path) -> None:
    assert (tmp_path / "logs").stat().st_mode & 0o777 == 0o700


def test_two_processes_of_one_name_write_two_files(log: logs.Log, tmp_path: Path) -> None:
    logging.getLogger("first").info("one")
    second = logs.set_up(tmp_path / "logs", "worker-1")
    second.close()
    third = logs.set_up(tmp_path / "logs", "worker-1")
    logging.getLogger("third").info("both hear this one here, in one process")
    third.close()
    assert {path.name for path in (tmp_path / "logs").glob("*.jsonl")} == {"worker-1.jsonl", "worker-1-2.jsonl"}
