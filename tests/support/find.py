"""Widgets as a person finds them: on screen, by what they are and what they are called."""

from fnmatch import fnmatchcase
from typing import TypeVar

from PySide6.QtWidgets import QAbstractButton, QDialogButtonBox, QFileDialog, QLabel, QLineEdit, QWidget

from mediaapp.gui.jobs.delegate import JobsDelegate
from mediaapp.gui.jobs.view import JobsView

W = TypeVar("W", bound=QWidget)


def name_of(widget: QWidget) -> str:
    """What a screen reader calls it: its accessible name, otherwise the words on it."""
    words = widget.text() if isinstance(widget, QAbstractButton | QLabel) else ""
    return widget.accessibleName() or words.replace("&&", "\0").replace("&", "").replace("\0", "&").strip()


def find_all(kind: type[W], name: str = "*", *, inside: QWidget) -> list[W]:
    """Those of a kind and a name that can be seen; '*' in the name stands for anything."""
    return [one for one in inside.findChildren(kind) if one.isVisible() and fnmatchcase(name_of(one), name)]


def find(kind: type[W], name: str = "*", *, inside: QWidget) -> W:
    """The only one of a kind and a name that can be seen."""
    found = find_all(kind, name, inside=inside)
    there = [name_of(one) for one in find_all(kind, inside=inside)]
    assert len(found) == 1, f"{kind.__name__} “{name}” is there {len(found)} times; there are {there}"
    return found[0]


def only(kind: type[W], *, inside: QWidget) -> W:
    """The only one of a kind, on screen or not."""
    (found,) = inside.findChildren(kind)
    return found


def delegate_of(view: JobsView) -> JobsDelegate:
    """What paints the rows of the list, and knows where their buttons are."""
    found = view.itemDelegate()
    assert isinstance(found, JobsDelegate)
    return found


def name_field(dialog: QFileDialog) -> QLineEdit:
    """The field of a file dialog that a name or a path is written into."""
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(field, QLineEdit)
    return field


def accept_button(dialog: QFileDialog) -> QAbstractButton:
    """The button of a file dialog that takes what was chosen."""
    box = find(QDialogButtonBox, inside=dialog)
    return next(one for one in box.buttons() if box.buttonRole(one) == QDialogButtonBox.ButtonRole.AcceptRole)
