"""Menus as a person uses them: opened by a click, chosen from with the mouse."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt import exceptions
from pytestqt.qtbot import QtBot

LEFT = Qt.MouseButton.LeftButton
_CLICKS = 5
_OPENS_WITHIN_MS = 2_000


class Menus:
    """Opens menus and clicks on their entries; nothing is triggered but by the mouse."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot = qtbot

    def choose(self, opener: QWidget, *words: str) -> None:
        """Click on the button that opens a menu, then through its entries, the submenus on the way."""
        ended: list[BaseException | None] = []

        def go_on() -> None:
            try:
                self.click(shown(), *words)
            except BaseException as error:  # noqa: BLE001 - raised below, out of the menu's own loop
                ended.append(error)
            else:
                ended.append(None)
            finally:
                while (left := QApplication.activePopupWidget()) is not None:
                    left.close()

        QTest.mouseMove(opener)  # a menu takes no click where the mouse has not moved since it opened
        QTimer.singleShot(0, go_on)  # some buttons return only when their menu is closed
        QTest.mouseClick(opener, LEFT)
        self._qtbot.waitUntil(lambda: bool(ended))
        if ended[0] is not None:
            raise ended[0]

    def click(self, menu: QMenu, *words: str) -> None:
        """Click through the entries of a menu that is on screen."""
        for word in words:
            action = entry(menu, word)
            assert action.isEnabled(), f"“{word}” cannot be chosen"
            inner = inner_menu(action)
            QTest.mouseMove(menu, menu.actionGeometry(action).center())
            QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
            if inner is not None:
                self._qtbot.waitUntil(inner.isVisible)
                menu = inner

    def context(self, over: QWidget, at: Callable[[], QPoint]) -> QMenu:
        """The menu that opens by a click of the right button at a place of a widget.

        Rows move while a list still fills: where no menu comes, the place is asked for and clicked once more.
        """
        window = over.window()
        for _ in range(_CLICKS):
            # Through the window's own handle: only there a click of this button becomes the wish for a menu.
            QTest.mouseClick(window.windowHandle(), Qt.MouseButton.RightButton, pos=over.mapTo(window, at()))
            with suppress(exceptions.TimeoutError):
                self._qtbot.waitUntil(_is_open, timeout=_OPENS_WITHIN_MS)
                break
        return shown()


def _is_open() -> bool:
    return isinstance(QApplication.activePopupWidget(), QMenu)


def shown() -> QMenu:
    """The menu on screen."""
    found = QApplication.activePopupWidget()
    assert isinstance(found, QMenu), f"no menu is open, but {found}"
    return found


def entry(menu: QMenu, words: str) -> QAction:
    """The entry with these words."""
    offered = [action for action in menu.actions() if label(action) == words]
    assert len(offered) == 1, f"“{words}” is not once in {[label(each) for each in menu.actions()]}"
    return offered[0]


def label(action: QAction) -> str:
    """What an entry says."""
    return action.text().replace("&&", "&")


def inner_menu(action: QAction) -> QMenu | None:
    """The menu that an entry opens."""
    inner = action.menu()
    return inner if isinstance(inner, QMenu) else None


def leaves(menu: QMenu, above: Sequence[str] = ()) -> Iterator[tuple[str, ...]]:
    """The words on the way to every entry that does something."""
    for action in menu.actions():
        inner = inner_menu(action)
        if inner is not None:
            yield from leaves(inner, (*above, label(action)))
        elif not action.isSeparator():
            yield (*above, label(action))
