"""A panel that asks for several things at once: a title, sections of fields, why it cannot be, and two buttons."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from mediaapp.gui.recipe.fields import ROW_GAP
from mediaapp.gui.theme import Role, current
from mediaapp.gui.widgets import ElidedLabel, SidebarPage, button, column, label, row, side_by_side
from mediaapp.text import tr


class EditorPanel(SidebarPage):
    """Stands at the right side of the page, or lies over it."""

    left = Signal()
    """Nothing is to be changed."""

    def __init__(self) -> None:
        super().__init__()
        self.setContentsMargins(1, 0, 0, 0)  # for the line at the left
        self._title = ElidedLabel(look="title")
        self._refusal = QFrame()
        self._refusal.setProperty("look", "bad_box")
        self._sentence = label("", "bad", wrap=True)
        row(self._refusal, margins=(12, 10, 12, 10)).addWidget(self._sentence)
        self._refusal.hide()
        self.use = button("", look="primary")
        cancel = button(tr("Cancel"))
        cancel.clicked.connect(self.left)
        buttons = row(foot := QWidget(), spacing=8)
        side_by_side(buttons, (self.use, cancel))
        self.body.addWidget(self._title)
        self.body.addSpacing(12)
        self.footer.addWidget(self._refusal)
        self.footer.addWidget(foot)

    def show_title(self, title: str, primary: str) -> None:
        """Say what is asked, and what the primary button does."""
        self._title.show_text(title)
        self.use.show_words(primary)

    def refuse(self, sentence: str) -> None:
        """Say why it cannot be so; '' when it can."""
        self._sentence.setText(sentence)
        self._refusal.setVisible(bool(sentence))

    def add_section(self, title: str, *fields: QWidget) -> None:
        """Fields below a heading; '' for none."""
        if title:
            self.body.addSpacing(16)
            self.body.addWidget(label(title, "heading"))
            self.body.addSpacing(8)
        whole = QWidget()
        rows = column(whole, spacing=ROW_GAP)
        for field in fields:
            rows.addWidget(field)
        for line in whole.findChildren(QLineEdit):
            line.setAcceptDrops(False)  # a file dropped on a field is a file for the window
        self.body.addWidget(whole)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().color(Role.SURFACE))
        painter.fillRect(0, 0, 1, self.height(), current().color(Role.LINE))
