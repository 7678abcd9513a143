"""The right panel and the pages it shows."""

from dataclasses import dataclass

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from mediaapp.gui.activity.panel import ActivityPanel
from mediaapp.gui.automatic.page import AutomaticPage
from mediaapp.gui.jobs.detail import DetailPanel
from mediaapp.gui.recipe.cards import EmptyPage
from mediaapp.gui.recipe.panel import RecipePanel
from mediaapp.gui.tabs import Tabs
from mediaapp.gui.theme import Role, current
from mediaapp.gui.window_state import Page
from mediaapp.text import tr

PANEL_PX = 352


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStack:
    """The widgets that others make and the window has places for."""

    recipe: RecipePanel
    details: DetailPanel
    activity: ActivityPanel
    empty: EmptyPage
    automatic: AutomaticPage


class Sidebar(QWidget):
    """The right panel: three pages, changed by a click on their tabs."""

    def __init__(self, pages: PageStack, shown: Page) -> None:
        super().__init__()
        self.setFixedWidth(PANEL_PX)
        self.setAutoFillBackground(True)
        labels = {Page.RECIPE: tr("Recipe"), Page.DETAILS: tr("Details"), Page.ACTIVITY: tr("Activity")}
        self.tabs = Tabs(labels, margin=20)
        self._pages = {Page.RECIPE: pages.recipe, Page.DETAILS: pages.details, Page.ACTIVITY: pages.activity}
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)
        self.tabs.chosen.connect(lambda name: self.show_page(Page(name)))
        self.show_page(shown)

    def show_page(self, page: Page) -> None:
        """Show one page."""
        self.tabs.choose(page)
        self._stack.setCurrentWidget(self._pages[page])

    def page(self) -> Page:
        """The page shown."""
        return Page(self.tabs.current)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), current().color(Role.SURFACE))
        painter.fillRect(0, 0, 1, self.height(), current().color(Role.LINE))
