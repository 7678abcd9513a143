"""Every dialog that asks for files or folders: where it opens, what it looks like where Qt draws it, what it remembers."""

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

import platformdirs
from msgspec.structs import replace
from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QToolButton, QWidget

from mediaapp.gui.theme import icon
from mediaapp.gui.window_state import DialogState

FIRST_SIZE = QSize(900, 600)
_ICONS = {
    "backButton": "chevron-left",
    "forwardButton": "chevron-right",
    "toParentButton": "chevron-up",
    "newFolderButton": "folder-plus",
    "listModeButton": "grid",
    "detailModeButton": "list",
}
"""Qt's names for the buttons of its own dialog, and ours for their icons."""


class Purpose(StrEnum):
    """What is asked for; each remembers a folder of its own."""

    ADD = "add"
    SOURCES = "sources"
    RESULTS = "results"
    RECIPES = "recipes"
    REPORT = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a dialog asks.

    `start` is the folder it opens in, '' for the last one of this purpose; `otherwise` is the folder for the first time.
    """

    title: str
    purpose: Purpose
    start: str = ""
    otherwise: str = ""
    filters: Sequence[str] = ()


class FileDialogs(QObject):
    """Opens the dialogs of one window; none of them holds it up, and a dialog that is closed without a choice tells nobody."""

    changed = Signal()
    """`state` is another one now."""

    def __init__(self, window: QWidget, state: DialogState | None = None) -> None:
        super().__init__(window)
        self._window = window
        self.state = state or DialogState()

    def ask_files(self, question: Question, then: Callable[[list[str]], object]) -> None:
        """Ask for one or more files."""
        dialog = self._made(question, QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(then)
        dialog.open()

    def ask_file(self, question: Question, then: Callable[[str], object]) -> None:
        """Ask for one file."""
        dialog = self._made(question, QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(then)
        dialog.open()

    def ask_folder(self, question: Question, then: Callable[[str], object]) -> None:
        """Ask for a folder."""
        dialog = self._made(question, QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(then)
        dialog.open()

    def ask_target(self, question: Question, name: str, then: Callable[[str], object]) -> None:
        """Ask where to write a file that may be called `name`."""
        self._target(question, name, then).open()

    def ask_new(self, question: Question, name: str, then: Callable[[str], object]) -> None:
        """The same for a file that gets a number where its name is taken, so that nothing is to be asked then."""
        dialog = self._target(question, name, then)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
        dialog.filterSelected.connect(partial(_follow_filter, dialog))
        dialog.open()

    def _target(self, question: Question, name: str, then: Callable[[str], object]) -> QFileDialog:
        dialog = self._made(question, QFileDialog.FileMode.AnyFile)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
        dialog.selectFile(name)
        dialog.fileSelected.connect(then)
        return dialog

    def _made(self, question: Question, mode: QFileDialog.FileMode) -> QFileDialog:
        dialog = QFileDialog(self._window, question.title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.resize(QSize(*self.state.size) if self.state.size else FIRST_SIZE)
        if self.state.layout:
            dialog.restoreState(self.state.layout)
        dialog.setFileMode(mode)
        if question.filters:
            dialog.setNameFilters(list(question.filters))
        remembered = self.state.folders.get(question.purpose, "")
        dialog.setDirectory(_folder((question.start, remembered, question.otherwise)))
        _dress(dialog)
        dialog.accepted.connect(lambda: self._remember_folder(question.purpose, dialog))
        dialog.finished.connect(lambda _: self._remember_look(dialog))
        return dialog

    def _remember_folder(self, purpose: Purpose, dialog: QFileDialog) -> None:
        folder = _folder_of(dialog.directory().path(), dialog.selectedFiles())
        self._remember(replace(self.state, folders={**self.state.folders, purpose.value: folder}))

    def _remember_look(self, dialog: QFileDialog) -> None:
        size = (dialog.width(), dialog.height())
        self._remember(replace(self.state, size=size, layout=bytes(dialog.saveState().data())))

    def _remember(self, state: DialogState) -> None:
        self.state = state
        self.changed.emit()


def dialogs_of(widget: QWidget) -> FileDialogs:
    """The dialogs of the window that a widget is in."""
    window = widget.window()
    return window.findChild(FileDialogs) or FileDialogs(window)


def _folder_of(shown: str, chosen: Sequence[str]) -> str:
    """Where what was chosen lies: in the folder that was shown, or elsewhere where somebody wrote a path."""
    if not chosen or chosen[0] == shown:
        return shown
    return os.path.dirname(chosen[0])  # noqa: PTH120 - a path of Qt's


def _folder(wanted: Iterable[str]) -> str:
    """The first of these folders that is there, else that of the pictures, else the user's own."""
    pictures = str(platformdirs.user_pictures_path())
    return next((path for path in (*wanted, pictures) if path and os.path.isdir(path)), str(Path.home()))  # noqa: PTH112


def _follow_filter(dialog: QFileDialog, chosen: str) -> None:
    """Give the name that stands there the ending of the filter: 'CSV (*.csv)'."""
    ending = chosen.partition("*")[2].rstrip(")")
    dialog.setDefaultSuffix(ending.lstrip("."))
    for path in dialog.selectedFiles():
        dialog.selectFile(Path(path).with_suffix(ending).name)


def _dress(dialog: QFileDialog) -> None:
    """Give Qt's own dialog the icons of the theme; the desktop's has none of these buttons."""
    for button in dialog.findChildren(QToolButton):
        name = _ICONS.get(button.objectName())
        if name is not None:
            button.setProperty("look", "flat")
            button.setIcon(icon(name))
            button.setIconSize(QSize(16, 16))
            button.style().unpolish(button)
            button.style().polish(button)
