"""The fields of the recipe panel: a label and what can be chosen."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLineEdit, QSizePolicy, QSpinBox, QWidget

from mediaapp.gui.theme import Role, app_font, current, pixmap
from mediaapp.gui.widgets import ComboBox, ElidedLabel, column, row

LABEL_WIDTH = 80
ROW_GAP = 8
FIELD_HEIGHT = 32
CHECK_WIDTH = 26

T = TypeVar("T")


class Row(QWidget):
    """A field with its label on the left."""

    def __init__(self, text: str, *fields: QWidget) -> None:
        super().__init__()
        layout = row(self, spacing=ROW_GAP)
        name = ElidedLabel(text, "muted", Qt.TextElideMode.ElideRight)
        name.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        name.setFixedWidth(LABEL_WIDTH - ROW_GAP)
        name.setBuddy(fields[0])
        layout.addWidget(name)
        for field in fields:
            layout.addWidget(field, 1)
            if text:
                field.setAccessibleName(text)


class CheckBox(QCheckBox):
    """A check that stands under the fields, without a label on the left."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._whole = text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setStyleSheet(f"QCheckBox {{ margin-left: {LABEL_WIDTH}px; min-height: 18px; }}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the words short where there is no room for all of them."""
        super().resizeEvent(event)
        room = self.width() - LABEL_WIDTH - CHECK_WIDTH
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class TextBox(QLineEdit):
    """A line of text, set in as far as the choices above and below it."""

    def __init__(self, longest: int) -> None:
        super().__init__()
        self.setMaxLength(longest)
        self.setTextMargins(-2, 0, 0, 0)


class ChoiceBox(ComboBox, Generic[T]):
    """One of several values, each with its words; the wheel scrolls the panel and never changes the choice."""

    chosen = Signal()

    def __init__(self, choices: Sequence[tuple[T, str]]) -> None:
        super().__init__()
        self._values = list[T]()
        self.show_choices(choices)
        self.setFixedHeight(FIELD_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.activated.connect(self.chosen)

    def show_choices(self, choices: Sequence[tuple[T, str]]) -> None:
        """Offer these from now on, without telling anybody."""
        values, every = [value for value, _ in choices], [words for _, words in choices]
        if (values, every) != (self._values, [self.itemText(at) for at in range(self.count())]):
            self._values = values
            self.clear()
            self.addItems(every)

    def value(self) -> T:
        """What is chosen."""
        return self._values[self.currentIndex()]

    def show_value(self, value: T) -> None:
        """Choose it without telling anybody."""
        self.setCurrentIndex(self._values.index(value))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel."""
        event.ignore()


class NumberBox(QSpinBox):
    """A whole number with its unit; the wheel scrolls the panel and never changes it."""

    def __init__(self, low: int, high: int, unit: str = "", *, none: str = "") -> None:
        super().__init__()
        self.setRange(low, high)
        self.setSuffix(unit)
        self.setSpecialValueText(none)
        self.setFixedHeight(FIELD_HEIGHT)
        self.lineEdit().setTextMargins(8, 0, 0, 0)
        self.setKeyboardTracking(False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_value(self, value: int) -> None:
        """Show a number without telling anybody."""
        with QSignalBlocker(self):
            self.setValue(value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel."""
        event.ignore()


class FoldedGroup(QWidget):
    """Fields that few people need: a line with its summary that unfolds."""

    def __init__(self, title: str, *rows: QWidget) -> None:
        super().__init__()
        self.header = FoldHeader(title)
        self._fields = QWidget()
        fields = column(self._fields, margins=(0, ROW_GAP, 0, ROW_GAP), spacing=ROW_GAP)
        for each in rows:
            fields.addWidget(each)
        self._fields.hide()
        layout = column(self)
        layout.addWidget(self.header)
        layout.addWidget(self._fields)
        self.header.toggled.connect(self._fields.setVisible)

    def show_summary(self, summary: str) -> None:
        """Show what the fields say together."""
        self.header.show_summary(summary)


class FoldHeader(QAbstractButton):
    """The line of a folded group: chevron, title, summary."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._summary = ""
        self.setText(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_summary(self, summary: str) -> None:
        """Show another summary."""
        self._summary = summary
        self.setAccessibleName(f"{self.text()}, {summary}")
        self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(200, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line, and a ring where the keyboard is."""
        painter = QPainter(self)
        painter.setFont(app_font())
        palette = current()
        chevron = pixmap(
            "chevron-down" if self.isChecked() else "chevron-right", Role.TEXT, 12, self.devicePixelRatioF()
        )
        painter.drawPixmap(0, (self.height() - 12) // 2, chevron)
        metrics = painter.fontMetrics()
        area = self.rect().adjusted(20, 0, 0, 0)
        painter.setPen(palette.color(Role.TEXT))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, self.text())
        area.adjust(metrics.horizontalAdvance(self.text()) + 16, 0, 0, 0)
        painter.setPen(palette.color(Role.MUTED))
        summary = metrics.elidedText(self._summary, Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, summary)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(palette.color(Role.ACCENT), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
