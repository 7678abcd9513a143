"""The table of actions: every row can be drawn, and nothing stands in it twice."""

from collections import Counter

import pytest
from PySide6.QtGui import QGuiApplication

from mediaapp.gui.actions.action import Action, offer, short_offer
from mediaapp.gui.actions.automatic import OF_WATCHES, PAUSE_WATCH, RESUME_WATCH
from mediaapp.gui.actions.table import ACTIONS, OF_ROWS, REMEDIES
from mediaapp.gui.actions.target import Target, of_failures
from mediaapp.gui.actions.undo_stack import Step, UndoStack
from mediaapp.gui.theme import icon
from mediaapp.text import Remedy
from workers.errors import ErrorCode
from workers.jobs.ids import BatchId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState

pytestmark = pytest.mark.gui

LONGEST_SHORT = len("Memory settings…")
"""So long may the words on a row's or a strip's button be."""


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.label)
def test_every_action_has_words_an_icon_of_the_theme_and_a_key_of_its_own(
    qapp: QGuiApplication, action: Action
) -> None:
    assert offer(action).label == action.label
    assert len(short_offer(action).label) <= LONGEST_SHORT or not action.short
    assert action.counted is None or ("1" in action.counted_words(1) and "1,234" in action.counted_words(1_234))
    assert not action.icon or not icon(action.icon).isNull()
    assert not isinstance(action.shortcut, str) or bool(action.shortcut) is not action.keys().isEmpty()


def test_no_key_is_given_twice(qapp: QGuiApplication) -> None:
    of_cards = {action for group in OF_WATCHES for action in group}
    elsewhere = Counter(_keys(action) for action in ACTIONS if action not in of_cards and _keys(action))
    assert [keys for keys, n in elsewhere.items() if n > 1] == []
    assert all(action.in_list for action in of_cards if _keys(action)), "what has the focus decides"
    on_cards = Counter(_keys(action) for action in of_cards - {RESUME_WATCH} if _keys(action))
    assert [keys for keys, n in on_cards.items() if n > 1] == []
    assert _keys(PAUSE_WATCH) == _keys(RESUME_WATCH), "of which one can be done at a time"


def _keys(action: Action) -> str:
    return action.keys().toString()


def test_every_remedy_of_a_failure_is_an_action_of_the_table() -> None:
    assert set(REMEDIES) == set(Remedy)
    assert set(REMEDIES.values()) <= set(ACTIONS)


def test_nothing_can_be_done_to_no_rows() -> None:
    assert [action.label for group in OF_ROWS for action in group if action.enabled(Target())] == []


def test_failures_are_named_by_their_causes() -> None:
    failed = frozenset((JobState.FAILED,))
    assert of_failures([ErrorCode.BUG, ErrorCode.DAMAGED], BatchId(3)).selections == (
        Selection(batch=BatchId(3), states=failed, cause=ErrorCode.BUG),
        Selection(batch=BatchId(3), states=failed, cause=ErrorCode.DAMAGED),
    )


def test_each_step_is_undone_once_the_last_one_first() -> None:
    undone: list[str] = []
    stack = UndoStack()
    first = stack.push(Step(lambda: undone.append("first")))
    stack.push(Step(lambda: undone.append("second")))
    assert stack.undo_last()
    stack.undo(first)
    stack.undo(first)
    assert not stack.undo_last()
    assert undone == ["second", "first"]


def test_the_key_passes_over_a_step_that_its_message_can_still_take_back() -> None:
    undone: list[str] = []
    stack = UndoStack()
    ended = stack.push(Step(lambda: undone.append("drop"), can_go=lambda: False))
    assert not stack.undo_last()
    stack.undo(ended)
    stack.undo(ended)
    assert undone == ["drop"]
