"""What a person can do with the list: keys, the context menu and the buttons in rows, carried to the bridge."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QCursor, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from mediaapp import text
from mediaapp.gui.bridge import Bridge
from mediaapp.gui.context_menu import Entry, possible
from mediaapp.gui.context_menu import build as build_menu
from mediaapp.gui.desktop.reveal.handler import Revealer, open_path
from mediaapp.gui.jobs.banners import Asked, AskedHeld
from mediaapp.gui.jobs.held import HeldBatches
from mediaapp.gui.jobs.lines import Press
from mediaapp.gui.jobs.panel import JobsPanel
from mediaapp.gui.jobs.taking_back import TakingBack
from mediaapp.gui.jobs.view import Pressed
from mediaapp.gui.jobs.wishes import Wishes, ask_elsewhere
from mediaapp.gui.live_query import batch_of
from mediaapp.gui.theme import Role
from mediaapp.gui.toast import ToastMessage
from mediaapp.gui.widgets import menu_words
from workers.jobs.ids import BatchId
from workers.jobs.job import Job
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.recipe import Recipe
from workers.service.commands import BringBack, BroughtBack, MoveFirst, MoveLast, PauseJobs, ResumeJobs, Retry


class Commands(QObject):
    """The list's commands. `recipes` gives the saved ones for "Retry with"."""

    said = Signal(object)
    details_wanted = Signal()

    def __init__(
        self, bridge: Bridge, panel: JobsPanel, revealer: Revealer, recipes: Callable[[], Iterable[Recipe]]
    ) -> None:
        super().__init__(panel)
        self._bridge = bridge
        self._panel = panel
        self._view = panel.view
        self._revealer = revealer
        self._recipes = recipes
        self.taking_back = TakingBack(bridge, self)
        self.taking_back.said.connect(self.said)
        self._wishes = Wishes(bridge, revealer, panel)
        self._wishes.gone.connect(self._tell_gone)
        self._held = HeldBatches(bridge, recipes, self.remove_jobs, panel)
        self._view.customContextMenuRequested.connect(self._on_menu)
        self._view.peeked.connect(self.details_wanted)
        panel.pressed_in_row.connect(self._on_pressed)
        panel.asked_in_banner.connect(self._on_banner)

    def bind_keys(self, window: QWidget) -> None:
        """Give the window the keys that act on the list."""
        for keys, do in (
            (QKeySequence("Ctrl+R"), self.retry),
            (QKeySequence(QKeySequence.StandardKey.Delete), self.remove),
            (QKeySequence(QKeySequence.StandardKey.Undo), self.taking_back.undo),
        ):
            action = QAction(window)
            action.setShortcut(keys)
            action.triggered.connect(do)
            window.addAction(action)

    # --- on the selection

    def retry(self) -> None:
        """Retry what failed among the selected jobs."""
        for selection in self._view.selections():
            self._bridge.do(Retry(selection))

    def retry_with(self, recipe: Recipe) -> None:
        """Retry them with another recipe."""
        for selection in self._view.selections():
            self._bridge.do(Retry(selection, recipe))

    def cancel(self) -> None:
        """Stop them."""
        self.taking_back.cancel(self._view.selections())

    def hold(self) -> None:
        """Pause them."""
        for selection in self._view.selections():
            self._bridge.do(PauseJobs(selection))

    def go_on(self) -> None:
        """Resume them."""
        for selection in self._view.selections():
            self._bridge.do(ResumeJobs(selection))

    def first(self) -> None:
        """Do them first."""
        for selection in self._view.selections():
            self._bridge.do(MoveFirst(selection))

    def last(self) -> None:
        """Do them last."""
        for selection in self._view.selections():
            self._bridge.do(MoveLast(selection))

    def remove(self) -> None:
        """Take their rows off the list."""
        self.taking_back.remove(self._view.selections())

    def remove_jobs(self, selection: Selection) -> None:
        """Take these rows off the list."""
        self.taking_back.remove([selection])

    def remove_finished(self) -> None:
        """Take the rows of everything that is ready off the list."""
        finished = Selection(states=frozenset((JobState.DONE, JobState.SKIPPED, JobState.CANCELLED)))
        self.taking_back.remove([finished])

    # --- one job or batch

    def open(self, job: Job) -> None:
        """Open the result, or say that it is gone."""
        if job.output is not None:
            self._wishes.open(job)

    def reveal(self, job: Job) -> None:
        """Show the result in its folder, or the source while there is none."""
        self._wishes.reveal((job,))

    def _tell_gone(self, sentence: str) -> None:
        self._say(ToastMessage(title=sentence, icon="failed", role=Role.BAD))

    def _say(self, message: ToastMessage) -> None:
        self.said.emit(message)

    # --- buttons in rows and banners

    def _on_pressed(self, pressed: Pressed) -> None:
        job = self._panel.model.job(pressed.key)
        selection = self._view.selection_of(pressed.key)
        match pressed.press:
            case Press.RETRY:
                failed = frozenset((JobState.FAILED,) if job is None else (JobState.FAILED, JobState.CANCELLED))
                self._bridge.do(
                    Retry(Selection(ids=selection.ids, batch=selection.batch, cause=selection.cause, states=failed))
                )
            case Press.RETRY_CANCELLED:
                self._bridge.do(Retry(Selection(batch=selection.batch, states=frozenset((JobState.CANCELLED,)))))
            case Press.CANCEL:
                self.taking_back.cancel([selection])
            case Press.START:
                self._bridge.do(ResumeJobs(selection))
            case Press.RETRY_WITH:
                self._recipe_menu(lambda recipe: self._bridge.do(Retry(selection, recipe))).popup(QCursor.pos())
            case Press.REMOVE:
                self.remove_jobs(selection)
            case Press.OPEN_FOLDER:
                self._open_folder(batch_of(pressed.key))
            case Press.BRING_BACK:
                self._bring_back([selection])
            case _ if job is not None:
                self._on_pressed_of(job, pressed.press)

    def _on_pressed_of(self, job: Job, press: Press) -> None:
        match press:
            case Press.OPEN:
                self.open(job)
            case Press.REVEAL:
                self.reveal(job)
            case Press.CHOOSE_COPY:
                self._wishes.do(text.Action.CHOOSE_COPY, (job,))

    def _bring_back(self, selections: Sequence[Selection]) -> None:
        self._bridge.do(BringBack(tuple(selections)), self._tell_brought_back)

    def _tell_brought_back(self, back: BroughtBack) -> None:
        title = self.tr("1 original is back in its place.")
        if back.originals != 1:
            title = self.tr("{count} originals are back in their places.").format(count=text.count(back.originals))
        if not back.left:
            self._say(ToastMessage(title=title, tag="back", icon="done", role=Role.OK))
            return
        left = self.tr("1 could not be brought back, and is kept where it is.")
        if back.left != 1:
            left = self.tr("{count} could not be brought back, and are kept where they are.")
        left = left.format(count=text.count(back.left))
        told = ToastMessage(title=title, body=left, tag="back", icon="failed", role=Role.BAD)
        if not back.originals:
            told = ToastMessage(title=left, tag="back", icon="failed", role=Role.BAD)
        self._say(told)

    def _open_folder(self, batch_id: BatchId | None) -> None:
        batch = None if batch_id is None else self._panel.model.batch(batch_id)
        if batch is not None:
            open_path(Path(batch.folder))

    def _on_banner(self, asked: Asked | AskedHeld) -> None:
        if isinstance(asked, AskedHeld):
            self._held.do(asked)
            return
        delayed = Selection(states=frozenset((JobState.DELAYED,)), cause=asked.cause.code)
        match asked.action:
            case text.Action.SAVE_ELSEWHERE:
                ask_elsewhere(self._panel, self._bridge, [delayed])
            case text.Action.LOCATE:
                self._wishes.ask_place(delayed)
            case text.Action.RETRY:
                self._bridge.do(Retry(delayed))
            case text.Action.SHOW_IN_FOLDER if asked.cause.failure.path is not None:
                self._revealer.reveal([Path(asked.cause.failure.path)])
            case _:
                self._panel.show_tab("waiting")

    # --- the context menu

    def _on_menu(self, at: QPoint) -> None:
        menu = self.menu()
        if menu is not None:
            menu.popup(self._view.viewport().mapToGlobal(at))

    def menu(self) -> QMenu | None:
        """What can be done with the selected rows; None when there are none. Deletes itself when it closes."""
        keys = self._view.selected_keys()
        if not keys:
            return None
        menu = build_menu(self._view, possible(self._panel.model.selected(keys)), self._doers())
        for action in menu.actions():
            inner = action.menu()
            if isinstance(inner, QMenu):
                self._add_recipes(inner, self.retry_with)
        return menu

    def _doers(self) -> Mapping[Entry, Callable[[], object]]:
        """What each entry of the menu does with the rows that are selected."""
        return {
            Entry.OPEN: lambda: self._with_current(self.open),
            Entry.REVEAL: self._reveal_selected,
            Entry.RETRY: self.retry,
            Entry.SAVE_ELSEWHERE: lambda: ask_elsewhere(self._panel, self._bridge, self._view.selections()),
            Entry.FIRST: self.first,
            Entry.LAST: self.last,
            Entry.PAUSE: self.hold,
            Entry.RESUME: self.go_on,
            Entry.CANCEL: self.cancel,
            Entry.BRING_BACK: lambda: self._bring_back(self._view.selections()),
            Entry.REMOVE: self.remove,
        }

    def _reveal_selected(self) -> None:
        selected = self._panel.model.selected(self._view.selected_keys())
        if selected.jobs:
            self._wishes.reveal(selected.jobs)
        else:
            self._open_folder(selected.batches[0].id)

    def _recipe_menu(self, use: Callable[[Recipe], None]) -> QMenu:
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._add_recipes(menu, use)
        return menu

    def _add_recipes(self, menu: QMenu, use: Callable[[Recipe], None]) -> None:
        for recipe in self._recipes():
            menu.addAction(menu_words(recipe.name)).triggered.connect(partial(use, recipe))

    def _with_current(self, do: Callable[[Job], None]) -> None:
        job = self._panel.model.job(self._view.current_key() or 0)
        if job is not None:
            do(job)
