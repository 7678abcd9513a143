"""The right panel and the pages it shows."""

from dataclasses import dataclass

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from mediaapp.gui.activity.panel import ActivityPanel
from mediaapp.gui.jobs.detail import DetailPanel
from mediaapp.gui.recipe.cards import EmptyPage
from mediaapp.gui.recipe.panel import RecipePanel
from mediaapp.gui.tabs import Tabs
from mediaapp.gui.theme import Role, current
from mediaapp.text import tr

PANEL_PX = 352


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStack:
    """The widgets that others make and the window has places for."""

    recipe: RecipePanel
    details: DetailPanel
    activity: ActivityPanel
    empty: EmptyPage


class Sidebar(QWidget):
    """The right panel: three pages, changed by a click on their tabs."""

    def __init__(self, pages: PageStack, shown: str) -> None:
        super().__init__()
        self.setFixedWidth(PANEL_PX)
        self.setAutoFillBackground(True)
        labels = {"recipe": tr("Recipe"), "details": tr("Details"), "activity": tr("Activity")}
        self.tabs = Tabs(labels, margin=20)
        self._pages = {"recipe": pages.recipe, "details": pages.details, "activity": pages.activity}
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        self.tabs.chosen.connect(self.show_page)
        self.show_page(shown)

    def show_page(self, name: str) -> None:
        """Show one page."""
        self.tabs.choose(name)
        self._stack.setCurrentWidget(self._pages[name])

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().color(Role.SURFACE))
        painter.fillRect(0, 0, 1, self.height(), current().color(Role.LINE))
