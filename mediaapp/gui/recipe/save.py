"""The bottom of the recipe panel: keeping changes, under the same name or another one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QStackedWidget, QWidget

from mediaapp.gui.signals import signal_of
from mediaapp.gui.theme import icon
from mediaapp.gui.widgets import BUTTON_GAP, ICON_GAP, button, row
from mediaapp.text import tr

LONGEST_NAME = 100


class SaveBar(QStackedWidget):
    """Save, Save as… and Undo changes; Save as… asks for the name in their place."""

    saved = Signal()
    saved_as = signal_of(str)
    undone = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._save = button(tr("Save"))
        self._save_as = button(tr("Save as…"))
        self._undo = button(tr("Undo changes"))
        self._name = QLineEdit(maxLength=LONGEST_NAME)
        self._name.setAccessibleName(tr("Name of the recipe"))
        self._confirm = button(tr("Save"), look="primary")
        self._taken: frozenset[str] = frozenset()
        self._suggestion = ""
        self.addWidget(self._buttons())
        self.addWidget(self._question())
        self.setFixedHeight(34)
        self.setStyleSheet("QPushButton, QPushButton:focus { padding: 0 7px; }")
        self._save.clicked.connect(self.saved)
        self._save_as.clicked.connect(self._ask_name)
        self._undo.clicked.connect(self.undone)
        self._confirm.clicked.connect(self._on_confirm)
        self._name.returnPressed.connect(self._on_confirm)
        self._name.textChanged.connect(self._on_name)
        self.show_edited(edited=False, name="", taken=frozenset())

    def show_edited(self, *, edited: bool, name: str, taken: frozenset[str]) -> None:
        """Offer what fits a recipe called `name`; `taken` are the names that saving would replace."""
        self._taken = taken
        self._suggestion = name
        self._save.setVisible(edited)
        for each, icon_name in ((self._save_as, "save"), (self._undo, "undo")):
            each.setEnabled(edited)
            # Three buttons leave no room for icons.
            each.setIcon(QIcon() if edited else icon(icon_name))
            each.setText(each.accessibleName() if edited else ICON_GAP + each.accessibleName())
        if not edited:
            self.setCurrentIndex(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape puts the buttons back."""
        if event.key() == Qt.Key.Key_Escape and self.currentIndex() == 1:
            self._leave_question()
        else:
            super().keyPressEvent(event)

    def _buttons(self) -> QWidget:
        page = QWidget()
        layout = row(page, spacing=BUTTON_GAP)
        for each in (self._save, self._save_as, self._undo):
            each.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            layout.addWidget(each)
        return page

    def _question(self) -> QWidget:
        page = QWidget()
        layout = row(page, spacing=BUTTON_GAP)
        layout.addWidget(self._name, 1)
        layout.addWidget(self._confirm)
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self._leave_question)
        layout.addWidget(cancel)
        return page

    def _ask_name(self) -> None:
        self._name.setText(self._suggestion)
        self._name.selectAll()
        self.setCurrentIndex(1)
        self._name.setFocus()

    def _leave_question(self) -> None:
        self.setCurrentIndex(0)
        self._save_as.setFocus()

    def _on_name(self, name: str) -> None:
        self._confirm.setEnabled(bool(name.strip()))
        words = tr("Replace") if name.strip() in self._taken else tr("Save")
        self._confirm.setText(words)
        self._confirm.setAccessibleName(words)

    def _on_confirm(self) -> None:
        if name := self._name.text().strip():
            self.setCurrentIndex(0)
            self.saved_as.emit(name)
