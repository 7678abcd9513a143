"""Names that Qt would take for markup or for keys are shown as they are, wherever a name is shown."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QTextDocumentFragment
from PySide6.QtGui import Qt as RichQt
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QMessageBox, QToolTip
from pytestqt.qtbot import QtBot

from mediaapp.gui import run
from mediaapp.gui.recipe.cards import RecipeCard
from mediaapp.gui.widgets import ElidedLabel, plain_tip
from mediaapp.saved_recipes import SavedRecipes, built_in
from tests.support.person import Person
from tests.support.window import Opened, opened_window

pytestmark = pytest.mark.gui

NAMES = ("<b>x<b>.png", "a & b.png", "&amp;.png", "<img src=x>.png", "1<2>.png", "&File.png")


def as_seen(tip: str) -> str:
    """What Qt shows of this tool tip."""
    return QTextDocumentFragment.fromHtml(tip).toPlainText() if RichQt.mightBeRichText(tip) else tip


@pytest.fixture
def opened(qtbot: QtBot, tmp_path: Path) -> Iterator[Opened]:
    with opened_window(qtbot, tmp_path / "home") as made:
        yield made


@pytest.mark.parametrize("name", [*NAMES, "plain.png", "<b>x</b>.png", "<b>two</b>\nlines", "</span>.png"])
def test_a_tool_tip_shows_its_words(qtbot: QtBot, name: str) -> None:
    assert as_seen(plain_tip(name)) == name
    label = ElidedLabel(name * 9)
    qtbot.addWidget(label)
    label.resize(40, 20)
    label.show()
    assert as_seen(label.toolTip()) == name * 9


@pytest.mark.parametrize("name", NAMES)
def test_a_row_under_the_mouse(qtbot: QtBot, opened: Opened, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x89PNG")
    person = Person(qtbot, opened)
    person.drops(tmp_path / name)
    person.waits(lambda: name in opened.rows())
    view = opened.window.panel.view
    at = view.visualRect(view.model().index(person.row_of(name), 0)).topLeft() + QPoint(200, 20)
    person.waits(lambda: opened.window.panel.model.job(opened.window.panel.model.key(person.row_of(name))) is not None)
    QApplication.sendEvent(view.viewport(), QHelpEvent(QEvent.Type.ToolTip, at, view.viewport().mapToGlobal(at)))
    assert as_seen(QToolTip.text()) == str(tmp_path / name)
    QToolTip.hideText()


def is_read(person: Person, name: str) -> bool:
    return name in person.reads(person.opened.window.sidebar)


def test_no_label_of_the_window_takes_a_name_for_markup(qtbot: QtBot, opened: Opened, tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).write_bytes(b"\x89PNG")
    person = Person(qtbot, opened)
    person.drops(*(tmp_path / name for name in NAMES))
    person.waits(lambda: NAMES[0] in opened.rows())
    for name in NAMES:
        person.selects(name)
        person.waits(partial(is_read, person, name))
        formats = {label.textFormat() for label in opened.window.findChildren(QLabel) if name in label.text()}
        assert formats == {Qt.TextFormat.PlainText}
    # The one label with markup is that of a result's path, whose parts are escaped.
    rich = [one for one in opened.window.findChildren(QLabel) if one.textFormat() is not Qt.TextFormat.PlainText]
    assert all("&" not in one.text().replace("&amp;", "").replace("&lt;", "").replace("&gt;", "") for one in rich)


def test_a_recipe_with_a_sign_for_keys_in_its_name(qtbot: QtBot, opened: Opened) -> None:
    name = "Black & <b>white</b>"
    SavedRecipes(opened.folders.recipes).save(replace(built_in()[0], name=name))
    opened.recipe.load()
    qtbot.waitUntil(lambda: opened.recipe_box.findText(name) >= 0)
    opened.context.ask_recipe(lambda recipe: None, opened.window.mapToGlobal(QPoint(10, 10)))
    (menu,) = (one for one in opened.window.findChildren(QMenu) if one.isVisible())
    assert shown_without_keys([action.text() for action in menu.actions()], name)
    menu.close()


def test_a_card_has_no_key_from_its_name(qtbot: QtBot) -> None:
    card = RecipeCard(replace(built_in()[0], name="Black & white"))
    qtbot.addWidget(card)
    assert card.shortcut().isEmpty()


def shown_without_keys(labels: list[str], name: str) -> bool:
    return name in [label.replace("&&", "\0").replace("&", "").replace("\0", "&") for label in labels]


def test_a_message_box_about_a_path(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[QMessageBox] = []
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    monkeypatch.setattr(run, "Application", lambda _: app)

    def execute() -> int:
        shown.extend(boxes())
        return 0

    monkeypatch.setattr(app, "exec", execute, raising=False)
    run.refuse("/home/<b>ann</b>/jobs: Permission denied")
    assert [(box.textFormat(), box.text()) for box in shown] == [
        (Qt.TextFormat.PlainText, "/home/<b>ann</b>/jobs: Permission denied")
    ]


def boxes() -> list[QMessageBox]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QMessageBox)]
