"""The pieces that the three pages of the right panel are made of."""

import html
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QVBoxLayout,
    QWidget,
)

from mediaapp.gui.theme import Role, icon

SIDE = 20
BUTTON_GAP = 8
ICON_PX = 16
NAME_WIDTH = 84
ROW_GAP = 6
LINK_STYLE = "QPushButton { margin-left: -2px; font-weight: 500; }"
"""Has a link stand exactly under the text above it."""
ICON_GAP = "\N{FOUR-PER-EM SPACE}"
"""Stands before a button's text: under a stylesheet Qt puts the text too close to the icon."""


class SidebarPage(QWidget):
    """One page: a body that scrolls and a row of buttons that stays at the bottom."""

    def __init__(self, *, top: int = 17) -> None:
        super().__init__()
        content = QFrame()
        content.setProperty("look", "panel")
        content.setMinimumWidth(1)  # long words are cut; nothing goes beyond the panel's edge
        self.body = column(content, margins=(SIDE, top, SIDE, 16))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        self._bar = area.verticalScrollBar()
        self._bar.rangeChanged.connect(self._on_range)
        self.footer = QVBoxLayout()
        self.footer.setContentsMargins(SIDE, 8, SIDE, 16)
        self.footer.setSpacing(BUTTON_GAP)
        whole = column(self)
        whole.addWidget(area, 1)
        whole.addLayout(self.footer)

    def _on_range(self, _: int, highest: int) -> None:
        """Let the scroll bar stand in the margin, so that nothing moves when it appears."""
        margins = self.body.contentsMargins()
        margins.setRight(SIDE - self._bar.sizeHint().width() if highest else SIDE)
        self.body.setContentsMargins(margins)


class Spaced(QWidget):
    """A section with the space above it, which goes away with the section."""

    def __init__(self, section: QWidget, above: int) -> None:
        super().__init__()
        column(self, margins=(0, above, 0, 0)).addWidget(section)
        section.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.setVisible(event.type() == QEvent.Type.ShowToParent)
        return super().eventFilter(watched, event)


class ElidedLabel(QLabel):
    """A line of plain text that loses its middle when it does not fit; the whole of it is the tool tip."""

    def __init__(self, text: str = "", look: str = "", elide: Qt.TextElideMode = Qt.TextElideMode.ElideMiddle) -> None:
        super().__init__()
        self._whole = ""
        self._elide = elide
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("look", look)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show another text."""
        self._whole = text
        self.setAccessibleName(text)
        self._fit()

    def sizeHint(self) -> QSize:
        """As wide as the whole text."""
        self.ensurePolished()
        return QSize(QFontMetrics(self.font()).horizontalAdvance(self._whole) + 1, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the text to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.ensurePolished()
        fitting = QFontMetrics(self.font()).elidedText(self._whole, self._elide, self.width())
        self.setText(fitting)
        self.setToolTip(plain_tip(self._whole) if fitting != self._whole else "")
        self.updateGeometry()


class FactRows(QWidget):
    """Names on the left, values on the right; both can be read and copied."""

    def __init__(self, name_width: int = NAME_WIDTH) -> None:
        super().__init__()
        self._shown: list[tuple[str, str]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(0)
        self._grid.setVerticalSpacing(ROW_GAP)
        self._grid.setColumnMinimumWidth(0, name_width)
        self._grid.setColumnStretch(1, 1)

    def show_rows(self, rows: Sequence[tuple[str, str]]) -> None:
        """Show these."""
        if list(rows) == self._shown:
            return
        self._shown = list(rows)
        clear(self._grid)
        for at, (name, value) in enumerate(rows):
            told = label(value, wrap=True)
            told.setAccessibleName(f"{name}: {value}")
            told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(label(name, "muted"), at, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(told, at, 1)


class IconView(QWidget):
    """An icon of the theme; the word beside it tells the same, so it has no name of its own."""

    def __init__(self, name: str, role: Role, size: int = ICON_PX) -> None:
        super().__init__()
        self.setFixedSize(size, size)
        self.show_icon(name, role)

    def show_icon(self, name: str, role: Role) -> None:
        """Show another one."""
        self._icon = icon(name, role)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon in the theme's colours of now."""
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())


def column(widget: QWidget, *, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 0) -> QVBoxLayout:
    """A vertical layout for the widget. Margins are left, top, right, bottom in pixels."""
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    return layout


def row(widget: QWidget, *, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 0) -> QHBoxLayout:
    """A horizontal layout for the widget. Margins are left, top, right, bottom in pixels."""
    layout = QHBoxLayout(widget)
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    return layout


def label(text: str = "", look: str = "", *, wrap: bool = False) -> QLabel:
    """A label of plain text in one of the theme's looks."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("look", look)
    made.setWordWrap(wrap)
    return made


def plain_tip(words: str) -> str:
    """A tool tip that shows these words as they are: Qt takes what looks like markup, as in the name '<b>x</b>.png', for it."""
    if "<" not in words and "&" not in words:
        return words
    return f"<span>{html.escape(words).replace(chr(10), '<br>')}</span>"


def menu_words(words: str) -> str:
    """Words for a menu or a button in which '&' is only a sign."""
    return words.replace("&", "&&")


def button(text: str, icon_name: str = "", *, look: str = "") -> "Button":
    """A button in one of the theme's looks, with the icon that fits it. A click on it leaves the focus where it was."""
    made = Button(look)
    made.show_words(text, icon_name)
    return made


class Button(QPushButton):
    """A button that, where it is too narrow, first goes without its icon and then cuts its words short with an ellipsis."""

    def __init__(self, look: str = "") -> None:
        super().__init__()
        self.setProperty("look", look)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(True)  # so that Enter presses it outside of dialogs too
        self.setIconSize(QSize(ICON_PX, ICON_PX))
        self._icon_name = ""

    def show_words(self, words: str, icon_name: str = "") -> None:
        """Say this from now on, behind this icon if there is one."""
        if icon_name != self._icon_name:
            self._icon_name = icon_name
            role = Role.ON_FILL if self.property("look") == "primary" else Role.TEXT
            self.setIcon(icon(icon_name, role) if icon_name else QIcon())
        self.setText(ICON_GAP + words if icon_name else words)
        self.setAccessibleName(words)

    def shown_words(self) -> str:
        """Its words as they are drawn."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        return option.text

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Draw what there is room for."""
        super().initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self).width()
        metrics, keys = self.fontMetrics(), Qt.TextFlag.TextShowMnemonic
        icon_px = 0 if option.icon.isNull() else option.iconSize.width()
        if icon_px and option.text and metrics.size(keys, option.text).width() + icon_px > room:
            option.icon = QIcon()
            option.text = option.text.strip()
        if metrics.size(keys, option.text).width() > room + 1:
            option.text = metrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room, keys)


class ComboBox(QComboBox):
    """A choice whose words are cut short with an ellipsis where it is too narrow; Qt cuts through the letters."""

    def shown_words(self) -> str:
        """The words of what is chosen, as they are drawn."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        return option.currentText

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        """Draw what there is room for."""
        super().initStyleOption(option)
        field = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, field, self).width() - 4
        option.currentText = self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)


def link(text: str) -> QPushButton:
    """A button that looks like a link and stands exactly under the text above it."""
    made = button(text, look="link")
    made.setStyleSheet(LINK_STYLE)
    return made


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def side_by_side(layout: QHBoxLayout, buttons: Sequence[QPushButton]) -> None:
    """Put buttons into a row, all equally wide."""
    for made in buttons:
        made.setStyleSheet("QPushButton, QPushButton:focus { padding: 0 7px; }")
        layout.addWidget(made, 1)
