"""The hop between the window's thread and the table's."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pytestqt.qtbot import QtBot

from mediaapp.addresses import local_paths
from mediaapp.gui.bridge import Bridge
from mediaapp.session import Session
from mediaapp.text import error_message
from tests.support.window import folders_in
from workers.jobs.batch import Counts
from workers.jobs.ids import JobId
from workers.jobs.job import Job
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.kinds import done_by
from workers.recipe import Recipe
from workers.service.commands import Cancel, ChooseCopy, CountJobs, FindIds, FindJobs, ReadHistory, Retry
from workers.service.submit import accept, fill

pytestmark = pytest.mark.gui


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.open(folders_in(tmp_path / "home"), kinds=done_by("tests.support.scripted_engine")) as made:
        yield made


@pytest.fixture
def bridge(qtbot: QtBot, session: Session) -> Iterator[Bridge]:
    made = Bridge(session)
    made.start()
    yield made
    made.stop()


def a_file(folder: Path, name: str = "a.jpg") -> Path:
    file = folder / name
    file.touch()
    return file


def test_work_is_done_in_another_thread_and_its_value_comes_back_to_this_one(bridge: Bridge, qtbot: QtBot) -> None:
    here = threading.get_ident()
    answers = []

    bridge.in_background(threading.get_ident, lambda there: answers.append((there, threading.get_ident())))
    qtbot.waitUntil(lambda: len(answers) == 1)
    there, back = answers[0]
    assert there != here
    assert back == here


def test_commands_are_carried_out_in_order(bridge: Bridge, qtbot: QtBot, tmp_path: Path) -> None:
    counts: list[int] = []
    files = [a_file(tmp_path)]
    bridge.add(lambda: local_paths(files), Recipe())
    qtbot.waitUntil(lambda: bridge.snapshot.counts.queued == 1)
    bridge.do(Cancel((Selection(),)))
    bridge.do(Retry(Selection(states=frozenset((JobState.CANCELLED,)))), counts.append)
    qtbot.waitUntil(lambda: counts == [1])


def test_an_answer_meets_what_it_changed(bridge: Bridge, qtbot: QtBot, tmp_path: Path) -> None:
    """A message said that a drop was taken back while the window still counted its files."""
    files, counted = [a_file(tmp_path)], list[int]()
    bridge.add(lambda: local_paths(files), Recipe())
    qtbot.waitUntil(lambda: bridge.snapshot.counts.queued == 1)
    bridge.do(Cancel((Selection(),)), lambda _cancelled: counted.append(bridge.snapshot.counts.queued))
    qtbot.waitUntil(lambda: counted == [0])


def test_nobody_is_told_any_more_after_the_end(qtbot: QtBot, session: Session) -> None:
    """What was asked for last is carried out; the widget that waits for the answer may be gone."""
    bridge, done, told = Bridge(session), list[str](), list[object]()
    bridge.snapshot_changed.connect(told.append)
    bridge.start()
    bridge.in_background(lambda: done.append("it"), told.append)
    bridge.stop()
    assert done == ["it"]
    qtbot.wait(50)
    assert told == []


def test_what_another_process_does_is_told_within_a_poll(
    bridge: Bridge, session: Session, qtbot: QtBot, tmp_path: Path
) -> None:
    followed: list[Counts] = []
    bridge.do(CountJobs(Selection()), followed.append)
    qtbot.waitUntil(lambda: followed == [Counts()])
    with session.service() as other, qtbot.waitSignal(bridge.snapshot_changed, timeout=1000):
        for _found in fill(other, accept(other, [a_file(tmp_path)], Recipe(), submitter="test")):
            pass
    qtbot.waitUntil(lambda: bridge.snapshot.counts.total == 1)


def test_a_command_that_fails_is_told_and_the_next_one_works(
    bridge: Bridge, qtbot: QtBot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (job,) = _add(bridge, qtbot, a_file(tmp_path))
    with qtbot.waitSignal(bridge.troubled) as told:
        bridge.do(ChooseCopy(job, tmp_path / "not there.jpg"))
    assert "not there.jpg" in error_message(told.args[0])
    assert "could not be carried out" in caplog.text
    found: list[Job] = []
    bridge.do(FindJobs(Selection(ids=(job,))), found.extend)
    qtbot.waitUntil(lambda: len(found) == 1)


def test_a_drop_that_was_broken_off_is_finished_at_the_next_start(qtbot: QtBot, tmp_path: Path) -> None:
    folders = folders_in(tmp_path / "home")
    with Session.open(folders) as session:
        with session.service() as service:
            accept(service, [a_file(tmp_path)], Recipe(), submitter="test")
        _pretend_it_died(folders.database)
        again = Bridge(session)
        again.start()
        qtbot.waitUntil(lambda: again.snapshot.counts.queued == 1)
        again.stop()


def test_stop_ends_the_thread_and_may_be_called_twice(bridge: Bridge) -> None:
    bridge.stop()
    bridge.stop()
    assert not bridge._thread.isRunning()  # noqa: SLF001 - nobody else can see whether it ended


if TYPE_CHECKING:

    def the_type_checker_refuses(bridge: Bridge, words: Callable[[str], None]) -> None:
        """An answer that is no words; it would tell us of an `ignore` that ignores nothing."""
        bridge.do(Retry(Selection()), words)  # type: ignore[arg-type]
        bridge.do(ReadHistory(JobId(1)), words)  # type: ignore[arg-type]
        bridge.troubled.connect(words)  # type: ignore[arg-type]


def _add(bridge: Bridge, qtbot: QtBot, file: Path) -> list[JobId]:
    found: list[JobId] = []
    bridge.add(lambda: local_paths([file]), Recipe())
    qtbot.waitUntil(lambda: bridge.snapshot.counts.total == 1)
    bridge.do(FindIds(Selection()), found.extend)
    qtbot.waitUntil(lambda: len(found) == 1)
    return found


def _pretend_it_died(database: Path) -> None:
    import apsw

    connection = apsw.Connection(str(database))
    connection.execute("update batch set accepting = '1@1.00'")
    connection.close()
