"""The window: lays out the toolbar, the list, the right panel and the status line, and connects them."""

import os
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QCursor,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mediaapp import text
from mediaapp.gui import tab_order
from mediaapp.gui.actions.action import offer
from mediaapp.gui.actions.buttons import toast_button
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.keys import bind_keys
from mediaapp.gui.actions.results import SHOW_IN_FOLDER
from mediaapp.gui.actions.target import Target
from mediaapp.gui.dialogs.file_dialogs import FileDialogs
from mediaapp.gui.dropzone import DropZone
from mediaapp.gui.intake import Intake, free_bytes
from mediaapp.gui.jobs.arrivals import Arrivals
from mediaapp.gui.jobs.panel import JobsPanel
from mediaapp.gui.menu import MainMenu
from mediaapp.gui.pages import PANEL_PX, PageStack, Sidebar
from mediaapp.gui.snapshot import RowsOf, Snapshot
from mediaapp.gui.status import StatusLine
from mediaapp.gui.theme import Role, application_icon
from mediaapp.gui.toast import ToastMessage
from mediaapp.gui.toasts import Toasts
from mediaapp.gui.toolbar import Toolbar
from mediaapp.gui.window_state import ListTab, Page, WindowState
from mediaapp.text import tr
from workers.jobs.hook import Hook
from workers.jobs.ids import JobId
from workers.jobs.schedule import Schedule
from workers.jobs.watch import Watch
from workers.recipe import Recipe
from workers.service.commands import FindIds

OVERLAY_BELOW_PX = 1040
SHOWN_MAX = 10_000
"""So many selected jobs are summed up in the details at most."""


class MainWindow(QMainWindow):
    """One window; closing it quits, and the queue stays as it is."""

    first_painted = Signal()
    closed = Signal()

    def __init__(
        self,
        *,
        context: ActionContext,
        pages: PageStack,
        menu: MainMenu,
        state: WindowState,
    ) -> None:
        super().__init__()
        context.window = self
        self._context = context
        self._bridge = context.bridge
        self._pages = pages
        self._menu = menu
        self._painted = False
        self.dialogs = FileDialogs(self, state.dialogs)
        self.toolbar = Toolbar(context, menu)
        self.panel = JobsPanel(context, pages.empty, state)
        self.sidebar = Sidebar(pages, state.panel)
        self.status = StatusLine()
        self.intake = Intake(context.bridge, pages.recipe.current, self)
        self._toasts = Toasts(self.panel, self._buttons_px, self._overlay_px)
        self.drop_zone = DropZone(self, self.intake, pages.recipe.current, context, pages.automatic)
        self._lay_out(state)
        self._connect()
        bind_keys(self, context, self._selected)

    def state(self) -> WindowState:
        """What to remember for the next start."""
        return replace(
            self.panel.state,
            geometry=bytes(self.saveGeometry().data()),
            panel=self.sidebar.page(),
            dialogs=self.dialogs.state,
            edited=self._pages.recipe.edited(),
        )

    def raise_window(self, activation: str = "") -> None:
        """Bring the window before all others, as far as the desktop lets it."""
        if activation:
            os.environ["XDG_ACTIVATION_TOKEN"] = activation  # where Qt takes it from
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def reveal(self, job: JobId) -> None:
        """Select a job and show its details."""
        self.show_list()
        self.panel.reveal(job)
        self.show_page(Page.DETAILS)

    def show_tab(self, tab: ListTab) -> None:
        """Show one of the list's tabs."""
        self.show_list()
        self.panel.show_tab(tab)

    def show_rows_of(self, only: RowsOf | None) -> None:
        """Show only the rows of a watched folder, or of hooks, in the list; None shows all again."""
        self.show_list()
        self.panel.show_rows_of(only)

    # --- the page in place of the list

    def show_automatic(self) -> None:
        """Show what begins by itself, in place of the list."""
        self._places.setCurrentWidget(self._pages.automatic)
        self._toasts.lie_over(self._pages.automatic)

    def show_list(self) -> None:
        """Show the list and the right panel."""
        if self._is_automatic():
            self._places.setCurrentWidget(self._middle)
            self._toasts.lie_over(self.panel)
            self.panel.focus_list()

    def edit_watch(self, watch: Watch | None) -> None:
        """Show by which rules a folder is watched; None asks for a folder to watch."""
        self._pages.automatic.edit(watch)

    def edit_hook(self, hook: Hook | None) -> None:
        """Show by which rules a hook is called; None asks for a new one."""
        self._pages.automatic.edit_hook(hook)

    def edit_schedule(self, schedule: Schedule | None) -> None:
        """Show what a schedule does and when; None asks for a new one."""
        self._pages.automatic.edit_schedule(schedule)

    def _is_automatic(self) -> bool:
        return self._places.currentWidget() is self._pages.automatic

    def _selected(self) -> Target:
        """What the keys of actions are for."""
        return self._pages.automatic.failures() if self._is_automatic() else self.panel.selected()

    def tell_problems(self, *, settings: str, damaged: Path | None) -> None:
        """Say what could not be used at the start and was set aside."""
        if settings:
            self._context.complain(settings)
        if damaged is not None:
            told = text.was_damaged(Path(damaged.name))
            self.say(ToastMessage(title=told.title, body=told.body, icon="failed", role=Role.BAD, stays=True))

    def focus_search(self) -> None:
        """Have the keys go to the search."""
        self.toolbar.search.setFocus()

    def clear_search(self) -> None:
        """Empty the search."""
        self.toolbar.search.clear()

    def select_all(self) -> None:
        """Select every row of the list, where it is shown."""
        if not self._is_automatic():
            self.panel.view.setFocus()
            self.panel.view.selectAll()

    def go_back(self) -> None:
        """Leave the page in place of the list, else the search, else the rows of one folder, else what is over the list."""
        if self._is_automatic():
            self._pages.automatic.go_back()
        elif self.toolbar.search.text():
            self.toolbar.search.clear()
            self.panel.view.setFocus()
        elif self.width() < OVERLAY_BELOW_PX and self.sidebar.isVisible():
            self._show_overlay(shown=False)
        elif self.panel.only is not None:
            self.panel.show_rows_of(None)
        else:
            self.panel.view.clearSelection()

    def show_memory_settings(self) -> None:
        """Open the menu in which the memory limit is chosen."""
        self._menu.memory.popup(QCursor.pos())

    def say(self, message: ToastMessage) -> None:
        """Tell what was just done, over the list."""
        self._toasts.say(message)

    def is_said(self, tag: str) -> bool:
        """Whether a message of this tag is on screen."""
        return self._toasts.is_shown(tag)

    def take_back(self, tag: str) -> None:
        """Close the message of this tag, where there is one: it is true no longer."""
        self._toasts.take_back(tag)

    # --- making

    def _lay_out(self, state: WindowState) -> None:
        self.setWindowTitle("mediaapp")
        self.setWindowIcon(application_icon())
        self.setMinimumSize(680, 440)
        self._middle = QWidget()
        self._row = QHBoxLayout(self._middle)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.panel, 1)
        self._row.addWidget(self.sidebar)
        self._places = QStackedWidget()
        self._places.addWidget(self._middle)
        self._places.addWidget(self._pages.automatic)
        whole = QWidget()
        column = self._column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.toolbar)
        column.addWidget(self._places, 1)
        column.addWidget(self.status)
        self.setCentralWidget(whole)
        self.resize(1280, 800)
        if state.geometry:
            self.restoreGeometry(state.geometry)
        self.toolbar.show_recipe(self._pages.recipe.current())
        self._pages.empty.show_recipe(self._pages.recipe.current())
        for field in (*self.findChildren(QLineEdit), *self.findChildren(QPlainTextEdit)):
            field.setAcceptDrops(False)  # a file dropped on a field is a file for the window
        self.panel.setFocus()

    def _connect(self) -> None:
        recipe, empty = self._pages.recipe, self._pages.empty
        self._bridge.snapshot_changed.connect(self._on_snapshot)
        Arrivals(self._context, self._toasts.is_shown, self)
        self._bridge.troubled.connect(self._on_trouble)
        self.toolbar.recipe_chosen.connect(recipe.use)
        self.toolbar.searched.connect(self._on_searched)
        self.toolbar.sidebar_wanted.connect(self._on_sidebar_wanted)
        self.panel.selection_changed.connect(self._on_selected)
        self.panel.view.incoming.listed.connect(self._toasts.place)
        self.intake.refused.connect(self._context.complain)
        self.intake.kept.connect(self._on_kept)
        recipe.recipe_changed.connect(self.toolbar.show_recipe)
        recipe.recipe_changed.connect(empty.show_recipe)
        recipe.recipes_changed.connect(self._on_recipes)
        recipe.failed.connect(self._context.complain)
        empty.recipe_chosen.connect(recipe.use)
        self._pages.automatic.left.connect(self.show_list)
        self._pages.automatic.covered.connect(self._toasts.place)

    def _on_searched(self, words: str) -> None:
        if words:
            self.show_list()
        self.panel.search(words)

    # --- what went wrong

    def _on_trouble(self, error: Exception) -> None:
        title = tr("That could not be done.")
        self.say(ToastMessage(title=title, body=text.error_message(error), tag="trouble", icon="failed", role=Role.BAD))

    def _on_kept(self, path: str) -> None:
        show = toast_button(self._context, offer(SHOW_IN_FOLDER, Target(file=path)))
        title = text.kept_picture(path)
        self.say(ToastMessage(title=title, tag="kept", icon="save", role=Role.ACCENT, buttons=(show,)))

    # --- what is told

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        self.status.show_snapshot(snapshot)
        self.toolbar.show_state(paused=snapshot.paused, any_jobs=bool(snapshot.batches))

    def _on_recipes(self, recipes: tuple[Recipe, ...]) -> None:
        self._context.recipes = recipes
        self.toolbar.show_recipes(recipes)
        self.toolbar.show_recipe(self._pages.recipe.current())
        self._pages.empty.show_recipes(recipes)
        self._pages.empty.show_recipe(self._pages.recipe.current())

    def _on_selected(self) -> None:
        keys = self.panel.view.chosen.keys()[:SHOWN_MAX]
        headings = [key for key in keys if key < 0]
        if headings:
            selections = self.panel.view.chosen.selections()
            self._bridge.do(FindIds(selections[0], limit=SHOWN_MAX), self._show_details)
        else:
            self._show_details([JobId(key) for key in keys])

    def _show_details(self, ids: Sequence[JobId]) -> None:
        self._pages.details.show_jobs(tuple(ids))
        if ids:
            self.sidebar.show_page(Page.DETAILS)

    # --- the right panel

    def show_page(self, page: Page) -> None:
        """Show one of the right panel's pages."""
        self.show_list()
        self.sidebar.show_page(page)
        if self.width() < OVERLAY_BELOW_PX:
            self._show_overlay(shown=True)

    def _on_sidebar_wanted(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        self.show_list()
        self._show_overlay(shown)

    def _show_overlay(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        stays = shown or self.width() >= OVERLAY_BELOW_PX
        if not stays and self.sidebar.isAncestorOf(self.focusWidget() or self):
            self.panel.view.setFocus()
        self.sidebar.setVisible(stays)
        self.sidebar.raise_()
        self.toolbar.show_sidebar(shown=shown)
        self._toasts.place()

    def _buttons_px(self, top: int) -> int:
        """How wide the strip at the right end is in which there are buttons below this height, in pixels."""
        return 0 if self._is_automatic() else self.panel.buttons_below(top)

    def _overlay_px(self) -> int:
        """How much of the list the right panel lies over, or of the page its editor, in pixels."""
        if self._is_automatic():
            return self._pages.automatic.covered_px()
        return 0 if self.sidebar.isHidden() or self.width() >= OVERLAY_BELOW_PX else PANEL_PX

    def _place_sidebar(self) -> None:
        lies_over = self.width() < OVERLAY_BELOW_PX
        if lies_over and self._row.indexOf(self.sidebar) >= 0:
            self._row.removeWidget(self.sidebar)
            self._show_overlay(shown=False)
        elif not lies_over and self._row.indexOf(self.sidebar) < 0:
            self._row.addWidget(self.sidebar)
            self._show_overlay(shown=False)
        if lies_over:
            self.sidebar.setGeometry(self._places.width() - PANEL_PX, 0, PANEL_PX, self._places.height())

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        shown = (self._pages.automatic,) if self._is_automatic() else (self.panel, self.sidebar)
        return tab_order.step((self.toolbar, *shown), self.focusWidget(), forward=forward)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._on_first_painted)

    def _on_first_painted(self) -> None:
        self._pages.recipe.load()
        pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        self._bridge.in_background(lambda: free_bytes(Path(pictures)), self._on_free)
        self.first_painted.emit()

    def _on_free(self, free: int) -> None:
        self.status.show_free(tr("{size} free in Pictures", size=text.size(free)))

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.toolbar.show_width(self.width())
        self._column.activate()
        self._place_sidebar()
