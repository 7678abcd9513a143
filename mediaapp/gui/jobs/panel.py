"""The left side: tabs, amber banners, the list, and what stands there when it is empty."""

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QMenu, QStackedWidget, QVBoxLayout, QWidget

from mediaapp import text
from mediaapp.gui.actions.action import Offer, counted_offer
from mediaapp.gui.actions.buttons import OfferButton
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.context_menu import context_menu
from mediaapp.gui.actions.queueing import RETRY_ALL
from mediaapp.gui.actions.target import Target, of_failures
from mediaapp.gui.jobs.banners import Banners
from mediaapp.gui.jobs.filters import FILTERS
from mediaapp.gui.jobs.model import JobsModel
from mediaapp.gui.jobs.narrowed import NarrowedStrip
from mediaapp.gui.jobs.nothing import NothingShown
from mediaapp.gui.jobs.order import OrderButton
from mediaapp.gui.jobs.scroll_anchor import ScrollAnchor
from mediaapp.gui.jobs.thumbnails import Thumbnails
from mediaapp.gui.jobs.view import JobsView, OnScreen, Toggled
from mediaapp.gui.snapshot import RowsOf, Snapshot
from mediaapp.gui.tabs import Tabs
from mediaapp.gui.theme import Role
from mediaapp.gui.widgets import button
from mediaapp.gui.window_state import ListTab, WindowState
from mediaapp.text import tr_n
from workers.jobs.ids import JobId
from workers.jobs.job import Job
from workers.jobs.queries import Cause, Selection
from workers.jobs.state import JobState
from workers.service.commands import FindIds, FindJobs

BETWEEN_PX = 12
"""Between the buttons beside the tabs, in pixels."""

MARGIN_ROWS = 20
"""Rows kept decoded above and below the screen."""


class JobsPanel(QWidget):
    """Shows the list as the bridge tells it and hands on what a person wants done with it."""

    selection_changed = Signal()

    def __init__(self, context: ActionContext, empty_page: QWidget, state: WindowState) -> None:
        super().__init__()
        self._bridge = context.bridge
        self._context = context
        self._search = ""
        self._new = 0
        self.only: RowsOf | None = None
        """What alone is shown: the rows of a watched folder, or of hooks; None for all."""
        self.state = state
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.model = JobsModel(self)
        self.thumbnails = Thumbnails(context.bridge, self)
        self.view = JobsView(self.model, self.thumbnails)
        self._anchor = ScrollAnchor(self.view)
        self.banners = Banners(context)
        self._strip = NarrowedStrip(context)
        self.tabs = Tabs({name: one.label() for name, one in FILTERS.items()})
        self.tabs.choose(state.tab)
        self._offer_tabs()
        self._order = OrderButton(newest_first=state.newest_first)
        self._retry_all = OfferButton(context, look="small", plain=True)
        self._retry_all.hide()
        self._above = button("", look="small")
        self._above.hide()
        self.tabs.row.addWidget(self._above)
        self.tabs.row.addSpacing(BETWEEN_PX)
        self.tabs.row.addWidget(self._retry_all)
        self.tabs.row.addWidget(self._order)
        self._empty_page = empty_page
        self._nothing = NothingShown(context)
        self._list = QWidget()
        self._stack = QStackedWidget()
        for page in (self._list, empty_page, self._nothing):
            self._stack.addWidget(page)
        self._lay_out()
        self._connect()
        self._selected_before: int | None = None
        self.ask_for_list()

    def _lay_out(self) -> None:
        inner = QVBoxLayout(self._list)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.view, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.tabs)
        column.addWidget(self._strip)
        column.addWidget(self.banners)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self._bridge.snapshot_changed.connect(self._on_snapshot)
        self._bridge.listing_changed.connect(self.view.incoming.take)
        self._bridge.rows_changed.connect(self._on_rows)
        self.tabs.chosen.connect(self._on_tab)
        self._order.chosen.connect(self._on_order)
        self.view.left.connect(self._on_let_go)
        self._anchor.rested.connect(self._on_let_go)
        self.view.incoming.listed.connect(self._on_listed)
        self.view.incoming.came_above.connect(self._on_came_above)
        self.view.scrolled.connect(self._on_scrolled)
        self.view.toggled.connect(self._on_toggled)
        self.view.triggered.connect(self._on_triggered)
        self.view.customContextMenuRequested.connect(self._on_menu)
        self.view.selected.connect(self.selection_changed)
        self.thumbnails.arrived.connect(self.view.viewport().update)
        self._above.clicked.connect(self.view.scrollToTop)

    # --- what is shown

    def ask_for_list(self) -> None:
        """Ask the bridge for what the tab, the search and the headings say."""
        state = self.state
        self._bridge.show(
            FILTERS[state.tab].view(
                search=self._search,
                only=self.only,
                newest_first=state.newest_first,
                opened=state.opened,
                closed=state.closed,
            )
        )

    def show_tab(self, tab: ListTab) -> None:
        """Change to a tab."""
        self.tabs.choose(tab)
        self._on_tab(tab)

    def search(self, words: str) -> None:
        """Show only files whose name or folder has these words; '' shows all again, and what was selected before."""
        if not self._search:
            keys = self.view.chosen.keys()
            self._selected_before = keys[0] if len(keys) == 1 else None
        self._search = words.strip()
        self.ask_for_list()

    def show_rows_of(self, only: RowsOf | None) -> None:
        """Show only these rows, whatever their state; None shows all again."""
        self.only = only
        self._strip.show_what(only)
        self.show_tab(ListTab.ALL)

    def reveal(self, key: int) -> None:
        """Bring a job on screen and select it."""
        if not self.view.chosen.select(key):
            self.show_rows_of(None)
            self._bridge.do(
                FindJobs(Selection(ids=(JobId(key),))),
                lambda jobs: self._open_around(key, -jobs[0].batch if jobs else 0),
            )

    def _open_around(self, key: int, heading: int) -> None:
        if heading:
            self._on_toggled(Toggled(heading, opened=True))
            self._bridge.do(FindIds(Selection(ids=(JobId(key),))), lambda _ids: self.view.chosen.select(key))

    def _on_tab(self, name: str) -> None:
        self.state = replace(self.state, tab=ListTab(name))
        self._selected_before = None
        self.view.scrollToTop()
        self.view.clearSelection()
        self.ask_for_list()
        self._update_head()

    def _on_toggled(self, toggled: Toggled) -> None:
        key = frozenset((toggled.key,))
        opened, closed = self.state.opened - key, self.state.closed - key
        if toggled.opened:
            opened |= key
        else:
            closed |= key
        self.state = replace(self.state, opened=opened, closed=closed)
        self.ask_for_list()

    def _on_order(self, newest_first: bool) -> None:  # noqa: FBT001 - a slot
        self.state = replace(self.state, newest_first=newest_first)
        self.view.scrollToTop()
        self.ask_for_list()

    # --- what the bridge tells

    def _on_snapshot(self, snapshot: Snapshot) -> None:
        self.model.take_snapshot(snapshot)
        for name, one in FILTERS.items():
            n = one.count(snapshot.listed)
            role = Role.BAD if name is ListTab.FAILED and n else Role.MUTED
            self.tabs.count(name, text.count(n) if n else "", role)
        self._update_head()
        self._choose_page()
        self.view.refresh()

    def _on_listed(self) -> None:
        key = self._selected_before
        if key is not None and not self._search and (self.view.chosen.keys() or self.view.chosen.select(key)):
            self._selected_before = None
        self._choose_page()
        self._update_above()
        self.view.viewport().update()

    def _on_came_above(self, rows: int) -> None:
        self._new += rows

    def _on_rows(self, jobs: tuple[Job, ...]) -> None:
        self.model.take_rows(jobs)
        self.view.refresh()
        self._want_thumbnails(self.view.on_screen())

    def _on_scrolled(self, rows: OnScreen) -> None:
        if self.view.verticalScrollBar().value() == 0:
            self._new = 0
        self._update_above()
        first, last = rows.first - MARGIN_ROWS, rows.last + MARGIN_ROWS
        wanted = [JobId(key) for key in self.model.keys(first, last) if key > 0]
        self._bridge.watch(wanted, self.model.missing(first, last))
        self._want_thumbnails(rows)

    def _want_thumbnails(self, rows: OnScreen) -> None:
        found = (self.model.job(key) for key in self.model.keys(rows.first, rows.last) if key > 0)
        self.thumbnails.want(job for job in found if job is not None)

    def _choose_page(self) -> None:
        snapshot = self._bridge.snapshot
        if self.model.rowCount():
            if self._stack.currentWidget() is not self._list:
                self._stack.setCurrentWidget(self._list)
                self.focus_list()
        elif not (snapshot.every_batch or self._search or self.only) and self.state.tab is ListTab.ALL:
            self._stack.setCurrentWidget(self._empty_page)
        else:
            self._stack.setCurrentWidget(self._nothing)
            words = FILTERS[self.state.tab].empty()
            self._nothing.tell(words, search=self._search, only=self.only, snapshot=snapshot)

    def focus_list(self) -> None:
        """The list that appears has the focus, unless somebody types somewhere or another page is before it."""
        if not self.isVisibleTo(self.window()):
            return
        focused = self.window().focusWidget()
        if focused is None or focused is self or isinstance(focused, QAbstractButton):
            self.view.setFocus()

    def _offer_tabs(self) -> None:
        for name, one in FILTERS.items():
            needed = not one.only_with_jobs or name is self.state.tab
            self.tabs.offer(name, offered=needed or one.count(self._bridge.snapshot.listed) > 0)

    def _update_head(self) -> None:
        snapshot = self._bridge.snapshot
        self._offer_tabs()
        again = [cause for cause in snapshot.causes if _can_retry(cause)]
        failed = of_failures(cause.code for cause in again)
        self._retry_all.show_offer(counted_offer(RETRY_ALL, failed, sum(cause.jobs for cause in again)))
        self._retry_all.setVisible(bool(again) and self.state.tab is ListTab.FAILED)
        ordered = self.state.tab is not ListTab.FAILED or self.only is not None
        self._order.setVisible(bool(snapshot.every_batch) and ordered)
        shown = self.state.tab not in {ListTab.RUNNING, ListTab.DONE, ListTab.CANCELLED}
        self._show_banners(snapshot if shown else Snapshot(no_worker=snapshot.no_worker))

    def _show_banners(self, snapshot: Snapshot) -> None:
        pointed_at, before = self.view.is_pointed_at, self.banners.shown_px
        self.banners.show_waiting(
            snapshot.causes,
            snapshot.batches,
            snapshot.no_worker,
            snapshot.holds if not snapshot.paused else (),
            snapshot.counts.queued,
            still=pointed_at,
        )
        spare = self.banners.spare_px
        if spare:
            self.banners.keep(spare - self._anchor.begins_higher(spare))
            self._anchor.watch()
        layout = self.layout()
        if layout is not None:
            layout.activate()
        lower = self.banners.shown_px - before
        if lower > 0 and pointed_at:
            self._anchor.begins_lower(lower)

    def _on_let_go(self) -> None:
        """Nothing of the list is pointed at: what was kept for that moves to where it belongs."""
        self._anchor.let_go()
        self.banners.keep(0)

    def _update_above(self) -> None:
        self._above.setVisible(self._new > 0)
        self._above.setText(tr_n("1 new ↑", "{n} new ↑", self._new))
        self._above.setAccessibleName(tr_n("1 new above", "{n} new above", self._new))

    def buttons_below(self, top: int) -> int:
        """How wide the strip is, in pixels, in which rows below this height of the panel have buttons."""
        rows_end = self.model.rowCount() * self.view.row_px - self.view.verticalScrollBar().value()
        end = self.view.mapTo(self, QPoint(0, rows_end)).y()
        return self.view.buttons_px if self._list.isVisible() and end > top else 0

    # --- what a person does

    def selected(self) -> Target:
        """The selected rows, as actions take them."""
        return self.model.target(self.view.chosen.keys(), self.view.chosen.selections())

    def menu(self) -> QMenu | None:
        """What can be done with the selected rows; None when there are none. Deletes itself when it closes."""
        target = self.selected()
        return context_menu(self.view, self._context, target) if target.selections else None

    def _on_menu(self, at: QPoint) -> None:
        menu = self.menu()
        if menu is not None:
            menu.popup(self.view.viewport().mapToGlobal(at))

    def _on_triggered(self, offered: Offer) -> None:
        offered.trigger(self._context)


def _can_retry(cause: Cause) -> bool:
    return cause.state is JobState.FAILED and text.can_retry(cause.code)
