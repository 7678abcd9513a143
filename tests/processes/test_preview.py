"""The process that answers while somebody waits."""

import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.support.pool import KINDS, Bench, wait_until
from workers.errors import ErrorCode
from workers.peek import Answer, AskPlan, AskThumbnail, PassedOver, Planned, Refused, Thumbnail
from workers.pool.preview import PreviewClient
from workers.pool.timeouts import Timeouts
from workers.recipe import Recipe


class Asked:
    """Answers as they come, by the question's path."""

    def __init__(self, client: PreviewClient) -> None:
        self.client = client
        self.answers: list[tuple[str, Answer]] = []
        self._came = threading.Condition()

    def thumbnail(self, path: Path, edge: int = 7) -> None:
        self.client.ask(AskThumbnail(str(path), edge), lambda answer: self._take(path.name, answer))

    def plan(self, path: Path) -> None:
        self.client.ask(AskPlan(str(path), Recipe()), lambda answer: self._take(path.name, answer))

    def wait(self, count: int) -> list[tuple[str, Answer]]:
        with self._came:
            assert self._came.wait_for(lambda: len(self.answers) >= count, 20), self.answers
            return list(self.answers)

    def _take(self, name: str, answer: Answer) -> None:
        with self._came:
            self.answers.append((name, answer))
            self._came.notify_all()


@pytest.fixture
def asked(bench: Bench) -> Iterator[Asked]:
    client = PreviewClient(kinds=KINDS, logs=bench.logs, timeouts=Timeouts(preview_s=1.0))
    yield Asked(client)
    client.close()


def test_thumbnails_and_plans_are_answered(bench: Bench, asked: Asked) -> None:
    source = bench.source("a.png")
    asked.thumbnail(source)
    ((_, thumbnail),) = asked.wait(1)
    assert isinstance(thumbnail, Thumbnail)
    assert thumbnail.raster.rgba == bytes((7, 0, 0, 255))
    asked.plan(source)
    planned = asked.wait(2)[1][1]
    assert isinstance(planned, Planned)
    assert planned.plan.width == 4


def test_nothing_is_started_before_the_first_question(bench: Bench, asked: Asked) -> None:
    before = psutil.Process().children()
    asked.thumbnail(bench.source("a.png"))
    asked.wait(1)
    assert len(psutil.Process().children()) > len(before)


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("crash", ErrorCode.WORKER_DIED),
        ("hang", ErrorCode.TIME_LIMIT),
        ("spin", ErrorCode.TIME_LIMIT),
        ("memory", ErrorCode.OUT_OF_MEMORY),
        ("bug", ErrorCode.BUG),
        ("fail damaged", ErrorCode.DAMAGED),
    ],
)
def test_a_bad_file_costs_one_answer(bench: Bench, asked: Asked, script: str, code: ErrorCode) -> None:
    asked.thumbnail(bench.source("good.png"))
    asked.wait(1)
    asked.thumbnail(bench.source("bad.png", script))
    refused = asked.wait(2)[1][1]
    assert isinstance(refused, Refused)
    assert refused.code is code
    asked.thumbnail(bench.source("next.png"))
    assert isinstance(asked.wait(3)[2][1], Thumbnail)


def test_a_file_that_is_gone_is_told(bench: Bench, asked: Asked) -> None:
    asked.thumbnail(bench.sources / "none.png")
    ((_, refused),) = asked.wait(1)
    assert isinstance(refused, Refused)
    assert refused.code is ErrorCode.SOURCE_GONE


def test_the_newest_question_is_answered_first(bench: Bench, asked: Asked) -> None:
    here, go = bench.folder / "here", bench.folder / "go"
    asked.thumbnail(bench.source("first.png", f"touch {here}\nwait_for {go}"))
    wait_until(here.exists)
    for n in range(5):
        asked.thumbnail(bench.source(f"{n}.png"))
    go.touch()
    assert [name for name, _ in asked.wait(6)] == ["first.png", "4.png", "3.png", "2.png", "1.png", "0.png"]


def test_a_question_pushed_out_by_newer_ones_is_answered_too(bench: Bench, asked: Asked) -> None:
    here, go = bench.folder / "here", bench.folder / "go"
    asked.thumbnail(bench.source("first.png", f"touch {here}\nwait_for {go}"))
    wait_until(here.exists)
    source = bench.source("a.png")
    for _ in range(300):
        asked.thumbnail(source)
    go.touch()
    answers = [answer for _, answer in asked.wait(301)]
    assert sum(isinstance(answer, PassedOver) for answer in answers) == 44
    assert sum(isinstance(answer, Thumbnail) for answer in answers) == 257


def test_closing_ends_the_process_in_the_middle_of_an_answer(bench: Bench, asked: Asked) -> None:
    here = bench.folder / "here"
    asked.thumbnail(bench.source("a.png", f"touch {here}\nhang"))
    wait_until(here.exists)
    process = next(handle for handle in psutil.Process().children() if "spawn_main" in " ".join(handle.cmdline()))
    asked.client.close()
    wait_until(lambda: not process.is_running(), 2.0)
    assert asked.answers == []
