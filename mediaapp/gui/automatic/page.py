"""The page Automatic, in place of the list and the right panel."""

from functools import cached_property, partial

from PySide6.QtCore import QMimeData, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget
from shiboken6 import isValid

from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.target import Target
from mediaapp.gui.automatic.beside import Beside
from mediaapp.gui.automatic.editor import WatchEditor
from mediaapp.gui.automatic.folder_cards import GAP_PX, FolderCards
from mediaapp.gui.automatic.header import HEIGHT_PX, Header
from mediaapp.gui.automatic.hook_editor import HookEditor
from mediaapp.gui.automatic.reading import Automation, ReadAutomation
from mediaapp.gui.automatic.saved_by_day import SavedByDay
from mediaapp.gui.automatic.schedule_editor import ScheduleEditor
from mediaapp.gui.intake import Incoming, gather, single_folder
from mediaapp.gui.theme import Role, current
from mediaapp.gui.widgets import column
from workers.jobs.hook import Hook
from workers.jobs.ids import WatchId
from workers.jobs.schedule import Schedule
from workers.jobs.watch import Watch
from workers.service.watch_commands import SwitchAutomatic

BESIDE_PX = 352
NARROW_BELOW_PX = 1000
"""In a window less wide than this hooks and schedules stand below the cards."""
_AROUND_PX = 96
"""So much above and below what has the keys is on screen too: the rest of its row."""
_REST_MS = 400
_TICK_MS = 1_000


class AutomaticPage(QWidget):
    """Follows the job table while it is shown."""

    left = Signal()
    """The list is wanted again."""
    covered = Signal()
    """An editor lies over the right side from now on, or no longer."""

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self._context = context
        self._has_changed = False
        self._header = Header()
        self._folders = FolderCards(context)
        self._saved = SavedByDay()
        self._beside = Beside(context)
        self._editor: WatchEditor | HookEditor | ScheduleEditor | None = None
        self._came_from: QWidget | None = None  # where the keys were before the editor had them
        self._automation = Automation()
        self._body = _Ground()
        self._body.setMinimumWidth(1)  # long words are cut; nothing goes beyond the page's edge
        self._area, self._column = QScrollArea(), QScrollArea()
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._clock = QTimer(self, interval=_TICK_MS)
        self._lay_out()
        self._connect()

    def edit(self, watch: Watch | None, folder: str = "") -> None:
        """Show by which rules a folder is watched; None asks for a folder to watch."""
        self._watch_editor.show_watch(watch, folder)
        self._open(self._watch_editor)

    def edit_hook(self, hook: Hook | None) -> None:
        """Show by which rules a hook is called; None asks for a new one."""
        self._hook_editor.show_hook(hook, self._watched())
        self._open(self._hook_editor)

    def edit_schedule(self, schedule: Schedule | None) -> None:
        """Show what a schedule does and when; None asks for a new one."""
        self._schedule_editor.show_schedule(schedule, self._watched())
        self._open(self._schedule_editor)

    def _watched(self) -> dict[WatchId, str]:
        return {one.watch.id: one.watch.rules.title for one in self._automation.folders}

    # Each editor is made when it is first wanted: together they are a third of all widgets, and few see them.

    @cached_property
    def _watch_editor(self) -> WatchEditor:
        made = WatchEditor(self._context)
        made.done.connect(self._on_watch)
        made.left.connect(self._leave_editor)
        return made

    @cached_property
    def _hook_editor(self) -> HookEditor:
        made = HookEditor(self._context)
        made.done.connect(self._on_hook)
        made.left.connect(self._leave_editor)
        return made

    @cached_property
    def _schedule_editor(self) -> ScheduleEditor:
        made = ScheduleEditor(self._context)
        made.done.connect(self._on_schedule)
        made.left.connect(self._leave_editor)
        return made

    def _open(self, editor: WatchEditor | HookEditor | ScheduleEditor) -> None:
        if self._editor is None:
            self._came_from = self.window().focusWidget()
        else:
            self._editor.hide()
        self._editor = editor
        editor.setParent(self)
        editor.show()
        self._place()
        editor.raise_()
        editor.focus_first()
        self.covered.emit()

    def go_back(self) -> None:
        """Leave the editor, else the page."""
        if self._editor is not None:
            self._leave_editor()
        else:
            self.left.emit()

    def failures(self) -> Target:
        """What failed of the folder that has the focus, as actions take it."""
        return self._folders.failures()

    def covered_px(self) -> int:
        """How much of the page's right side is not the cards', in pixels."""
        return BESIDE_PX if self._editor is not None or self._is_wide() else 0

    def take_drop(self, data: QMimeData) -> None:
        """Offer to watch a folder that was dropped; add anything else."""
        incoming = gather(data)
        self._context.bridge.in_background(lambda: single_folder(incoming), partial(self._on_dropped, incoming))

    def _on_dropped(self, incoming: Incoming, folder: str | None) -> None:
        if folder is None:
            intake = self._context.window.intake
            intake.add(incoming, intake.recipe())
        else:
            self.edit(None, folder)

    # --- what is shown

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._clock.start()
        self._ask()
        self._folders.focus_first()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()
        self._rest.stop()

    def _on_changed(self) -> None:
        self._has_changed = True
        if self.isVisible() and not self._rest.isActive():
            self._ask()

    def _on_rested(self) -> None:
        if self._has_changed:
            self._ask()

    def _ask(self) -> None:
        """Read all of it, and rest a while before it is read again."""
        self._has_changed = False
        self._rest.start()
        self._context.bridge.do(ReadAutomation(), self._on_automation)

    def _on_automation(self, automation: Automation) -> None:
        self._automation = automation
        self._header.show_automation(automation)
        self._beside.show_automation(automation)
        self._folders.show_automation(automation)
        self._saved.show_days(automation.days)

    # --- what a person does

    def _on_switched(self, on: bool) -> None:  # noqa: FBT001 - a slot
        self._context.bridge.do(SwitchAutomatic(on=on))
        self._ask()

    def _on_watch(self, watch: int) -> None:
        self._hide_editor()
        self._folders.focus(WatchId(watch))
        self._ask()

    def _on_hook(self, hook: int) -> None:
        self._hide_editor()
        self._beside.hooks.focus_entry(hook)
        self._ask()

    def _on_schedule(self, schedule: int) -> None:
        self._hide_editor()
        self._beside.schedules.focus_entry(schedule)
        self._ask()

    def _leave_editor(self) -> None:
        """Nothing was changed: the keys are again where they were."""
        before = self._came_from
        self._hide_editor()
        if before is not None and isValid(before) and before.isVisible() and self.isAncestorOf(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._folders.focus_first()

    def _hide_editor(self) -> None:
        """The keys stay in the page, so that none of them reaches the list before what is shown has them."""
        self.setFocus()
        if self._editor is not None:
            self._editor.hide()
            self._editor = None
        self._place()
        self.covered.emit()

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Bring what has the keys on screen, unless it got them by a click: nothing moves under the mouse."""
        if QApplication.mouseButtons() is not Qt.MouseButton.NoButton:
            return
        for area in (self._area, self._column):
            inside = area.widget()
            if now is not None and isValid(now) and inside is not None and inside.isAncestorOf(now):
                place = now.mapTo(inside, now.rect().center())
                around = min(now.height() // 2 + _AROUND_PX, area.viewport().height() // 2)
                area.ensureVisible(place.x(), place.y(), 0, around)

    # --- places

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _is_wide(self) -> bool:
        return self.width() >= NARROW_BELOW_PX

    def _place(self) -> None:
        """The right column stands beside the cards, or below them in a narrow page, where an editor lies over all."""
        below = self.height() - HEIGHT_PX
        wide = self._is_wide()
        place = QRect(self.width() - BESIDE_PX, HEIGHT_PX, BESIDE_PX, below)
        self._header.setGeometry(0, 0, self.width(), HEIGHT_PX)
        self._area.setGeometry(0, HEIGHT_PX, self.width() - (BESIDE_PX if wide else 0), below)
        self._column.setGeometry(place)
        self._column.setVisible(wide)
        self._beside.be_card(is_card=not wide)
        if wide and self._column.widget() is not self._beside:
            self._column.setWidget(self._beside)
            self._beside.show()
        elif not wide and self._column.widget() is self._beside:
            self._column.takeWidget()
            self._inner.insertWidget(2, self._beside)
            self._beside.show()
        if self._editor is not None:
            self._editor.setGeometry(place)
            self._editor.raise_()

    def _lay_out(self) -> None:
        for part in (self._header, self._area, self._column):
            part.setParent(self)
        for area in (self._area, self._column):
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setStyleSheet("QScrollArea { background: transparent; }")
        self._inner = column(self._body, margins=(GAP_PX, GAP_PX, GAP_PX, GAP_PX), spacing=GAP_PX)
        self._inner.addWidget(self._folders)
        self._inner.addWidget(self._saved, 100)
        self._inner.addStretch(1)
        self._area.setWidget(self._body)
        self._column.setWidget(self._beside)

    def _connect(self) -> None:
        self._header.left.connect(self.left)
        self._header.switched.connect(self._on_switched)
        self._context.bridge.snapshot_changed.connect(self._on_changed)
        self._rest.timeout.connect(self._on_rested)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)
        self._clock.timeout.connect(self._folders.show_time)
        self._clock.timeout.connect(self._beside.show_time)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), current().color(Role.BG))


class _Ground(QWidget):
    """The page's own colour behind the cards."""

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), current().color(Role.BG))
