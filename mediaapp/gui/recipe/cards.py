"""The empty window: where to drop, and cards for what should come out."""

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from mediaapp.gui.actions.action import offer
from mediaapp.gui.actions.adding import ADD_FILES, ADD_SAMPLES, PASTE
from mediaapp.gui.actions.buttons import OfferButton
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.signals import signal_of
from mediaapp.gui.theme import Role, app_font, current, pixmap
from mediaapp.gui.widgets import BUTTON_GAP, IconView, column, label, menu_words, row
from mediaapp.text import recipes as words
from mediaapp.text import tr
from workers.recipe import Recipe

CARDS = 4
CARD = QSize(190, 112)
CARD_PADDING = 16
CARD_GAP = 12
FRAME_MARGIN = 24
ROOMY_HEIGHT = 600
"""From this height in pixels on there is room for the picture, and more air."""

ICONS: Mapping[str, str] = {
    "Smaller, same look": "shrink",
    "Good quality (82)": "shrink",
    "Web shop": "shop",
    "Web": "globe",
    "E-mail": "mail",
}


class EmptyPage(QWidget):
    """What the list's place shows while there is no list."""

    recipe_chosen = signal_of(Recipe)

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self._context = context
        self._mark = IconView("image", Role.ACCENT, 44)
        title = label(tr("Drop pictures or folders anywhere"))
        title.setStyleSheet("font-size: 22px; font-weight: 600;")
        self._promise = label("", "muted", wrap=True)
        self._promise.setStyleSheet("font-size: 14px;")
        self._promise.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._cards = QWidget()
        self._card_row = row(self._cards, spacing=CARD_GAP)
        self._group = QButtonGroup(self)
        self._note = label(tr("You can change it at any time, also for files that are already waiting."), "muted")
        self._note.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._layout = column(self)
        middle = Qt.AlignmentFlag.AlignHCenter
        self._layout.addStretch(3)
        self._layout.addWidget(self._mark, 0, middle)
        self._gap = label()
        self._layout.addWidget(self._gap)
        self._layout.addWidget(title, 0, middle)
        self._layout.addSpacing(8)
        self._layout.addWidget(self._promise)
        self._layout.addSpacing(18)
        self._layout.addWidget(self._buttons(), 0, middle)
        self._layout.addStretch(2)
        question = label(tr("What should come out?"), "heading")
        self._layout.addWidget(question, 0, middle)
        self._layout.addSpacing(12)
        self._layout.addWidget(self._cards)
        self._layout.addSpacing(10)
        self._layout.addWidget(self._note)
        self._layout.addStretch(1)

    def show_recipes(self, recipes: tuple[Recipe, ...]) -> None:
        """Offer the first few of these as cards."""
        for card in self._group.buttons():
            self._group.removeButton(card)
            card.deleteLater()
        while self._card_row.count():
            self._card_row.takeAt(0)
        self._card_row.addStretch(1)
        for recipe in recipes[:CARDS]:
            card = RecipeCard(recipe)
            card.clicked.connect(card.choose)
            card.chosen.connect(self.recipe_chosen)
            self._group.addButton(card)
            self._card_row.addWidget(card, 100)
        self._card_row.addStretch(1)

    def show_recipe(self, recipe: Recipe) -> None:
        """Say what this recipe gives, and mark its card."""
        self._promise.setText(words.promise(recipe))
        self._group.setExclusive(False)
        for card in self._group.buttons():
            card.setChecked(isinstance(card, RecipeCard) and card.recipe.name == recipe.name)
        self._group.setExclusive(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        roomy = self.height() >= ROOMY_HEIGHT
        self._mark.setVisible(roomy)
        self._gap.setVisible(roomy)
        self._note.setVisible(self.height() >= ROOMY_HEIGHT - 140)
        side = FRAME_MARGIN + (42 if self.width() > 800 else 16)
        self._layout.setContentsMargins(side, FRAME_MARGIN + 12, side, FRAME_MARGIN + 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame that says: drop here."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = current()
        painter.setBrush(palette.color(Role.BG))
        pen = QPen(palette.color(Role.EDGE), 2)
        pen.setDashPattern([4, 2.5])
        painter.setPen(pen)
        inset = FRAME_MARGIN + 1
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 14, 14)

    def _buttons(self) -> QWidget:
        line = QWidget()
        layout = row(line, spacing=BUTTON_GAP)
        for action, look in ((ADD_FILES, "primary"), (PASTE, ""), (ADD_SAMPLES, "")):
            layout.addWidget(OfferButton(self._context, offer(action), look=look))
        return line


class RecipeCard(QAbstractButton):
    """One recipe as a card: its sign, its name, what comes out."""

    chosen = signal_of(Recipe)

    def __init__(self, recipe: Recipe) -> None:
        super().__init__()
        self.recipe = recipe
        self._words = words.card_words(recipe)
        self.setCheckable(True)
        self.setText(menu_words(recipe.name))
        self.setAccessibleName(f"{recipe.name}: {self._words.replace(chr(10), ' ')}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(CARD.width() - 50)
        self.setMaximumWidth(CARD.width())

    def choose(self) -> None:
        """Choose this recipe."""
        self.chosen.emit(self.recipe)

    def sizeHint(self) -> QSize:
        """The same for every card."""
        return CARD

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card; the chosen one stands out by its colour, its border and its check."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = current()
        chosen = self.isChecked()
        marked = chosen or self.hasFocus()
        fill = Role.SELECTION if chosen else Role.HOVER if self.underMouse() else Role.SURFACE
        painter.setBrush(palette.color(fill))
        painter.setPen(QPen(palette.color(Role.ACCENT if marked else Role.EDGE), 2 if marked else 1))
        inset = 1 if marked else 0.5
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 10, 10)
        ratio = self.devicePixelRatioF()
        sign = ICONS.get(self.recipe.name, "image")
        mark = pixmap(sign, Role.ACCENT if chosen else Role.MUTED, 18, ratio)
        painter.drawPixmap(QPointF(CARD_PADDING + 1, 17), mark)
        if chosen:
            check = pixmap("done", Role.ACCENT, 16, ratio)
            painter.drawPixmap(QPointF(self.width() - CARD_PADDING - 16, 18), check)
        self._draw_text(painter)

    def _draw_text(self, painter: QPainter) -> None:
        palette = current()
        area = QRect(CARD_PADDING, 44, self.width() - 2 * CARD_PADDING, 18)
        painter.setFont(app_font(weight=QFont.Weight.DemiBold))
        painter.setPen(palette.color(Role.TEXT))
        elided = painter.fontMetrics().elidedText(self.recipe.name, Qt.TextElideMode.ElideMiddle, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, elided)
        painter.setFont(app_font())
        painter.setPen(palette.color(Role.MUTED))
        below = QRect(area.left(), 63, area.width(), 2 * painter.fontMetrics().height() + 2)
        painter.setClipRect(below)
        painter.drawText(below, Qt.TextFlag.TextWordWrap, self._words)
