"""A folder that is watched while another process writes into it, and the watcher is killed and started in between."""

import json
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image

from tests.support.arriving import WAYS, arriving, picture, size_of
from tests.support.command_line import CommandLine
from tests.support.pool import wait_until

pytestmark = [pytest.mark.processes, pytest.mark.timeout(170)]


@pytest.fixture
def mediaapp(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "home", tmp_path)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    (made := tmp_path / "inbox").mkdir()
    return made


def results_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*.png") if not path.name.startswith("."))


def kill(work: "subprocess.Popen[str]") -> None:
    work.send_signal(signal.SIGKILL)
    work.communicate()


def watch_while_files_arrive(
    mediaapp: CommandLine, inbox: Path, numbers: Sequence[int], *, kills: int, seconds: float
) -> None:
    out = inbox.parent / "out"
    assert mediaapp("watch", "add", inbox, "--to", "png", "--out", out).code == 0
    work = mediaapp.start("work")
    until = time.monotonic() + seconds
    try:
        with arriving(inbox, numbers, inbox.parent / "elsewhere") as writer:
            for nth in range(1, kills + 1):
                wait_until(lambda n=nth: len(results_in(out)) >= n * len(numbers) // (kills + 2), seconds)  # type: ignore[misc]
                kill(work)
                work = mediaapp.start("work")
            writer.join(seconds)
            assert writer.exitcode == 0
        wait_until(lambda: len(results_in(out)) >= len(numbers), until - time.monotonic())
        # What comes last is seen after all that was there before it.
        (inbox / "last.jpg").write_bytes(picture(9_999))
        wait_until(lambda: len(results_in(out)) > len(numbers), 60)
    finally:
        work.terminate()
        work.communicate()
    sizes = Counter[tuple[int, int]]()
    for path in results_in(out):
        with Image.open(path) as opened:
            opened.load()
            sizes[opened.size] += 1
    assert sizes == Counter(size_of(number) for number in (*numbers, 9_999))
    jobs = [json.loads(line) for line in mediaapp("jobs", "--json").out.splitlines()]
    assert Counter(job["state"] for job in jobs) == {"done": len(numbers) + 1}


def test_sixty_files_in_ten_ways_are_each_taken_once(mediaapp: CommandLine, inbox: Path) -> None:
    watch_while_files_arrive(mediaapp, inbox, range(6 * len(WAYS)), kills=2, seconds=120)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_thousand_files_in_ten_ways_are_each_taken_once(mediaapp: CommandLine, inbox: Path) -> None:
    watch_while_files_arrive(mediaapp, inbox, range(100 * len(WAYS)), kills=8, seconds=1800)
