"""The strip at the top: adding, the recipe for new files, search, pause and the menu."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QWidget

from mediaapp.gui.actions.action import offer
from mediaapp.gui.actions.adding import ADD_FILES, ADD_FOLDER
from mediaapp.gui.actions.buttons import OfferButton
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.queueing import PAUSE_ALL, RESUME_ALL
from mediaapp.gui.signals import signal_of
from mediaapp.gui.theme import Role, current, icon
from mediaapp.gui.widgets import ICON_GAP, ComboBox, IconView, button, plain_tip
from mediaapp.text import tr
from workers.recipe import Recipe

HEIGHT_PX = 56
SEARCH_MS = 150
_WIDE = 1040
_RECIPE_PX = 218
_RECIPE_NARROW_PX = 168


class Toolbar(QWidget):
    """Buttons that are always there."""

    recipe_chosen = signal_of(Recipe)
    searched = signal_of(str)
    sidebar_wanted = signal_of(bool)

    def __init__(self, context: ActionContext, menu: QMenu) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT_PX)
        self._recipes: tuple[Recipe, ...] = ()
        self._paused = False
        self._room = _WIDE
        self._files = OfferButton(context, offer(ADD_FILES))
        self._folder = OfferButton(context, offer(ADD_FOLDER))
        self._gets = QLabel(tr("New files get"))
        self._gets.setProperty("look", "muted")
        self._recipe = ComboBox()
        self._recipe.setAccessibleName(tr("Recipe for new files"))
        self._recipe.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.search = SearchField()
        self._pause = OfferButton(context, offer(PAUSE_ALL))
        self._sidebar = _flat("sidebar", tr("Recipe, details and activity"))
        self._sidebar.setCheckable(True)
        self._menu = _flat("more-vertical", tr("Menu"))
        self._menu.setMenu(menu)
        self._lay_out()
        self._recipe.activated.connect(self._on_recipe)
        self.search.changed.connect(self.searched)
        self._sidebar.clicked.connect(self.sidebar_wanted)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 18, 1)
        row.setSpacing(8)
        row.addWidget(self._files)
        row.addWidget(self._folder)
        row.addSpacing(16)
        row.addWidget(self._gets)
        row.addSpacing(1)
        row.addWidget(self._recipe)
        row.addStretch(1)
        for widget in (self.search, self._pause, self._sidebar, self._menu):
            row.addWidget(widget)

    # --- what it shows

    def show_recipes(self, recipes: tuple[Recipe, ...]) -> None:
        """Offer these."""
        self._recipes = recipes
        shown = self._recipe.currentText()
        self._recipe.clear()
        self._recipe.addItems([recipe.name for recipe in recipes])
        self._show_name(shown)

    def show_recipe(self, recipe: Recipe) -> None:
        """Show which one new files get."""
        self._show_name(recipe.name)

    def show_state(self, *, paused: bool, any_jobs: bool) -> None:
        """Pause or Resume; both and the search are off while there is nothing."""
        self._pause.setEnabled(any_jobs or paused)
        self.search.setEnabled(any_jobs or bool(self.search.text()))
        if paused != self._paused:
            self._paused = paused
            self._pause.show_offer(offer(RESUME_ALL if paused else PAUSE_ALL))
            self.show_width(self._room)

    def show_width(self, width: int) -> None:
        """Make do with so many pixels: with fields less wide and a button for the right panel, then with fewer words.

        What is left over then is the recipe's.
        """
        self._room = width
        narrow = width < _WIDE
        self._gets.setVisible(not narrow)
        self._sidebar.setVisible(narrow)
        self._recipe.setFixedWidth(_RECIPE_NARROW_PX if narrow else _RECIPE_PX)
        self.search.setFixedWidth(136 if narrow else 208)
        can_do_without = (self._folder, self._pause, self._files)
        for made in can_do_without:
            _word(made, shown=True)
        for made in can_do_without:
            if self.minimumSizeHint().width() <= width:
                break
            _word(made, shown=False)
        left_over = max(0, width - self.minimumSizeHint().width())
        self._recipe.setFixedWidth(min(self._recipe.width() + left_over, _RECIPE_PX))

    def show_sidebar(self, *, shown: bool) -> None:
        """Whether the right panel lies over the list."""
        self._sidebar.setChecked(shown)

    def _show_name(self, name: str) -> None:
        at = self._recipe.findText(name)
        while self._recipe.count() > len(self._recipes):
            self._recipe.removeItem(self._recipe.count() - 1)
        if at < 0 or at >= self._recipe.count():
            self._recipe.addItem(name)
            at = self._recipe.count() - 1
        self._recipe.setCurrentIndex(at)
        self._recipe.setToolTip(plain_tip(name))

    # --- what a person does

    def _on_recipe(self, at: int) -> None:
        if at < len(self._recipes):
            self.recipe_chosen.emit(self._recipes[at])

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), colors.color(Role.SURFACE))
        painter.fillRect(0, self.height() - 1, self.width(), 1, colors.color(Role.LINE))


class SearchField(QFrame):
    """A field with a magnifying glass; tells what is typed when the typing pauses."""

    changed = signal_of(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "field")
        self.setFixedHeight(34)
        self._line = QLineEdit()
        self._line.setPlaceholderText(tr("Find a file"))
        self._line.setAccessibleName(tr("Find a file"))
        self._line.setAcceptDrops(False)
        self._line.installEventFilter(self)
        self.setFocusProxy(self._line)
        self._clear = _flat("x", tr("Clear search"))
        self._clear.setProperty("look", "tiny")
        self._clear.setIconSize(QSize(12, 12))
        self._clear.hide()
        self._clear.clicked.connect(self._line.clear)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_MS)
        self._pause.timeout.connect(self._tell)
        self._line.textChanged.connect(self._pause.start)
        self._line.textChanged.connect(lambda words: self._clear.setVisible(bool(words)))
        row = QHBoxLayout(self)
        row.setContentsMargins(11, 0, 4, 0)
        row.setSpacing(10)
        row.addWidget(IconView("search", Role.MUTED, 14))
        row.addWidget(self._line, 1)
        row.addWidget(self._clear)

    def text(self) -> str:
        """What is typed now."""
        return self._line.text()

    def clear(self) -> None:
        """Empty it."""
        self._line.clear()

    def _tell(self) -> None:
        self.changed.emit(self._line.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.setProperty("focused", event.type() == QEvent.Type.FocusIn)
            self.style().unpolish(self)
            self.style().polish(self)
        return super().eventFilter(watched, event)


def _word(made: QPushButton, *, shown: bool) -> None:
    """Have a button say what it does beside its icon, or only when it is pointed at."""
    words = made.accessibleName()
    made.setText(ICON_GAP + words if shown else "")
    made.setToolTip("" if shown else words)


def _flat(name: str, words: str) -> QPushButton:
    made = button("", look="flat")
    made.setIcon(icon(name))
    made.setIconSize(QSize(16, 16))
    made.setToolTip(words)
    made.setAccessibleName(words)
    made.setCursor(Qt.CursorShape.ArrowCursor)
    return made
