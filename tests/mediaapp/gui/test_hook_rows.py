"""Calls of hooks in the window's list and in Details: like any other row, and as no pictures."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from mediaapp.gui.window_state import ListTab
from tests.support.person import Person
from tests.support.store import ME, Table
from tests.support.window import Opened, opened_window
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.state import JobState
from workers.kinds import Lane
from workers.outcome import CallOutcome
from workers.retry import GiveUp

pytestmark = pytest.mark.gui


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path, table: Table) -> Iterator[Opened]:
    with opened_window(qtbot, tmp_path) as made:
        yield made


def test_a_dead_hook_sits_in_failed_with_its_cause_what_it_wrote_and_retry(
    qtbot: QtBot, opened: Opened, table: Table
) -> None:
    table.add(2)
    taken, broken = table.ask("Tell: June", "Album: June")
    table.finish()
    table.finishing.finish(table.claim(ME, Lane.CALLS).claim, CallOutcome(seconds=0.4, status=204), "")
    facts = FailureFacts(path="/usr/local/bin/album", exit_code=2, output="no such album")
    table.finishing.fail(table.claim(ME, Lane.CALLS).claim, ErrorCode.PROGRAM_FAILED, facts, GiveUp())
    person = Person(qtbot, opened)
    person.waits(lambda: opened.bridge.snapshot.listed.failed == 1)
    assert (opened.bridge.snapshot.counts.total, opened.bridge.snapshot.counts.done) == (2, 1)
    person.goes_to(ListTab.FAILED)
    person.waits(lambda: opened.rows() == ["“album” did not end well", "Album: June"])
    assert person.sees("1 notice")
    person.selects("Album: June")
    person.waits(lambda: "no such album" in person.reads(opened.details))
    assert "“album” did not end well" in person.reads(opened.details)
    person.clicks_on("Retry", inside=opened.details)
    person.waits(lambda: table.state(broken) is JobState.QUEUED)
    person.goes_to(ListTab.WAITING)
    person.waits(lambda: "Album: June" in opened.rows())
    assert table.state(taken) is JobState.DONE
