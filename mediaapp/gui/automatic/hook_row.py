"""One hook: when it is called, and how its last call went."""

import time
from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QWidget

from mediaapp import text
from mediaapp.gui.actions.action import offer
from mediaapp.gui.actions.buttons import OfferButton
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.context_menu import context_menu
from mediaapp.gui.actions.hooks import OF_HOOKS, TRY_HOOK
from mediaapp.gui.actions.target import Target, of_hook
from mediaapp.gui.automatic.entry_row import EntryRow
from mediaapp.gui.automatic.hook_words import hook_icon, hook_line
from mediaapp.gui.language import time_of_day
from mediaapp.gui.theme import Role
from mediaapp.gui.widgets import IconView, label, row
from mediaapp.text import tr
from workers.jobs.hook import Hook
from workers.jobs.ids import WatchId
from workers.service.hook_commands import SwitchHook


class HookRow(EntryRow):
    """Red with Try now while a notice is not delivered."""

    def __init__(self, context: ActionContext, hook: Hook, watched: Mapping[WatchId, str]) -> None:
        super().__init__(tr("Hook"))
        self._context = context
        self._hook = hook
        top = Qt.AlignmentFlag.AlignTop
        self._when = label(look="muted", wrap=True)
        self._when.setMinimumWidth(1)
        self._mark = IconView("clock", Role.MUTED, 14)
        self._answer = label(wrap=True)
        self._answer.setMinimumWidth(1)  # else the page is as wide as the longest word that a program wrote
        self._time = label("", "muted")
        self._again = label(wrap=True)
        self._try = OfferButton(context, offer(TRY_HOOK, self.target()), look="small", plain=True)
        self._lower = QWidget()
        self.lines.addWidget(self._when)
        line = row(last := QWidget(), spacing=8)
        line.addWidget(self._mark, 0, top)
        line.addWidget(self._answer, 1)
        line.addWidget(self._time, 0, top)
        self.lines.addWidget(last)
        lower = row(self._lower, spacing=8)
        lower.addWidget(self._again, 1)
        lower.addWidget(self._try)
        self.lines.addWidget(self._lower)
        self.switched.connect(self._on_switched)
        self.menu_wanted.connect(lambda at: self.menu().popup(at))
        self.show_hook(hook, watched)

    def target(self) -> Target:
        """The hook, as actions take it."""
        return of_hook(self._hook)

    def show_hook(self, hook: Hook, watched: Mapping[WatchId, str]) -> None:
        """Show how it stands now; `watched` are the names of watched folders."""
        self._hook = hook
        line = hook_line(hook, time.time())
        self.show_head(hook.rules.name, hook_icon(hook), on=hook.on, failed=line.failed)
        when = text.hook_when(hook.rules, watched)
        self._when.setText(when[:1].upper() + when[1:])
        role = Role.BAD if line.failed else Role.OK if line.icon == "done" else Role.MUTED
        self._mark.show_icon(line.icon, role)
        self._answer.setProperty("look", "bad_words" if line.failed else "")
        self._answer.style().polish(self._answer)
        self._answer.setText(line.words)
        self._time.setText("" if hook.ended is None else time_of_day(hook.ended, seconds=True))
        self._again.setText(line.again)
        self._try.show_offer(offer(TRY_HOOK, self.target()))
        self._lower.setVisible(line.failed)

    def show_time(self) -> None:
        """Tell anew how long it is until it is tried again."""
        self._again.setText(hook_line(self._hook, time.time()).again)

    def menu(self) -> QMenu:
        """Try now, edit, remove. Deletes itself when it closes."""
        return context_menu(self, self._context, self.target(), OF_HOOKS)

    def _on_switched(self, on: bool) -> None:  # noqa: FBT001 - a slot
        self._context.bridge.do(SwitchHook(hook=self._hook.id, on=on))
