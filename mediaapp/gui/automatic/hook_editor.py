"""By which rules a hook is called: a panel that asks for all of them at once."""

import shlex
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from mediaapp import text
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.automatic.editor_panel import EditorPanel
from mediaapp.gui.dialogs import questions
from mediaapp.gui.recipe.fields import CheckBox, ChoiceBox, Row, TextBox
from mediaapp.gui.signals import signal_of
from mediaapp.gui.theme import Role
from mediaapp.gui.toast import ToastButton, ToastMessage
from mediaapp.gui.widgets import ElidedLabel, button
from mediaapp.text import tr
from workers.jobs.hook import CopyResults, Deed, Hook, HookKept, HookRefused, HookRules, Occasion, Program, Webhook
from workers.jobs.ids import WatchId
from workers.service.hook_commands import AddHook, ChangeHook

_LONGEST = 2000


class DeedChoice(StrEnum):
    """What a hook does."""

    WEBHOOK = "webhook"
    PROGRAM = "program"
    COPY = "copy"


class HookEditor(EditorPanel):
    """For a new hook, or for one that is there. A secret that was made is told once."""

    done = signal_of(int)
    """The number of the hook that was added or changed."""

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self._context = context
        self._hook: Hook | None = None
        self._path = ""
        self._name = TextBox(100)
        self._kind = ChoiceBox(
            (
                (DeedChoice.WEBHOOK, tr("Post to an address")),
                (DeedChoice.PROGRAM, tr("Start a program")),
                (DeedChoice.COPY, tr("Copy the results")),
            )
        )
        self._address, self._command = TextBox(_LONGEST), TextBox(_LONGEST)
        self._signed = CheckBox(tr("Sign with a secret"))
        self._private = CheckBox(tr("Allow private addresses"))
        self._folder = ElidedLabel()
        self._choose = button(tr("Choose…"), look="small")
        self._move = CheckBox(tr("Move them instead"))
        self._occasions = {
            Occasion.FILE_READY: CheckBox(tr("A file is ready")),
            Occasion.FILE_FAILED: CheckBox(tr("A file failed")),
            Occasion.BATCH_ENDED: CheckBox(tr("A batch has ended")),
            Occasion.ALERT: CheckBox(tr("Something is in the way")),
        }
        self._of: ChoiceBox[str | WatchId | None] = ChoiceBox(())  # the name of a recipe, a watched folder, or all
        self._rows: dict[DeedChoice, tuple[QWidget, ...]] = {
            DeedChoice.WEBHOOK: (Row(tr("Address"), self._address), self._private, self._signed),
            DeedChoice.PROGRAM: (Row(tr("Command"), self._command),),
            DeedChoice.COPY: (Row(tr("Folder"), self._folder, self._choose), self._move),
        }
        self._choose.setAccessibleName(tr("Choose the folder for copies"))
        self._private.setToolTip(tr("An address of this computer or of a private network"))
        self.add_section("", Row(tr("Name"), self._name))
        self.add_section(
            tr("What it does"), Row(tr("Does"), self._kind), *(one for rows in self._rows.values() for one in rows)
        )
        self.add_section(tr("When"), *self._occasions.values())
        self.add_section(tr("Of which files"), Row(tr("Of"), self._of))
        self.body.addStretch(1)
        self._kind.chosen.connect(self._show_kind)
        self._choose.clicked.connect(self._ask_folder)
        for field in (self._name, self._address, self._command):
            field.returnPressed.connect(self.use.click)
        self.use.clicked.connect(self._on_use)

    def show_hook(self, hook: Hook | None, folders: Mapping[WatchId, str]) -> None:
        """Ask about a hook that is there, or about a new one; `folders` are the names of those watched."""
        self._hook = hook
        rules = HookRules(name="", occasions=frozenset((Occasion.FILE_READY,)), deed=Webhook(url="", signed=True))
        rules = rules if hook is None else hook.rules
        self.show_title(
            tr("Add a hook") if hook is None else tr("Edit “{name}”", name=rules.name),
            tr("Add") if hook is None else tr("Save"),
        )
        self._name.setText(rules.name)
        self._show_deed(rules.deed)
        for occasion, box in self._occasions.items():
            box.setChecked(occasion in rules.occasions)
        self._offer_files(rules, folders)
        self.refuse("")

    def rules(self) -> HookRules:
        """What is asked for now."""
        of = self._of.value()
        return HookRules(
            name=self._name.text().strip(),
            occasions=frozenset(occasion for occasion, box in self._occasions.items() if box.isChecked()),
            deed=self._deed(),
            recipe=of if isinstance(of, str) else None,
            watch=None if isinstance(of, str) else of,
            instead=None if self._hook is None else self._hook.rules.instead,
        )

    def focus_first(self) -> None:
        """Give the keys to what is asked first."""
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_files(self, rules: HookRules, folders: Mapping[WatchId, str]) -> None:
        names = dict.fromkeys([*(recipe.name for recipe in self._context.recipes), *filter(None, (rules.recipe,))])
        offered: list[tuple[str | WatchId | None, str]] = [
            (None, tr("All files")),
            *((name, tr("by “{recipe}”", recipe=name)) for name in names),
            *((watch, tr("from “{folder}”", folder=name)) for watch, name in folders.items()),
        ]
        if rules.watch is not None and rules.watch not in folders:
            offered.append((rules.watch, tr("from a folder that is watched no longer")))
        self._of.show_choices(offered)
        self._of.show_value(rules.watch if rules.recipe is None else rules.recipe)

    def _show_deed(self, deed: Deed) -> None:
        match deed:
            case Webhook():
                self._kind.show_value(DeedChoice.WEBHOOK)
                self._address.setText(deed.url)
                self._private.setChecked(deed.private)
                self._signed.setChecked(deed.signed)
            case Program():
                self._kind.show_value(DeedChoice.PROGRAM)
                self._command.setText(shlex.join(deed.command))
            case CopyResults():
                self._kind.show_value(DeedChoice.COPY)
                self._path = deed.folder
                self._move.setChecked(deed.move)
            case _:
                assert_never(deed)
        self._show_kind()

    def _show_kind(self) -> None:
        for kind, rows in self._rows.items():
            for one in rows:
                one.setVisible(kind is self._kind.value())
        self._folder.show_text(text.place(self._path) if self._path else tr("No folder yet"))

    def _deed(self) -> Deed:
        before = None if self._hook is None else self._hook.rules.deed
        match self._kind.value():
            case DeedChoice.WEBHOOK:
                limit = {"limit_s": before.limit_s} if isinstance(before, Webhook) else {}
                address = self._address.text().strip()
                return Webhook(url=address, private=self._private.isChecked(), signed=self._signed.isChecked(), **limit)
            case DeedChoice.PROGRAM:
                known = before if isinstance(before, Program) else Program(command=())
                command = tuple(_words(self._command.text())) or ("",)
                return Program(command=command, environment=known.environment, limit_s=known.limit_s)
            case DeedChoice.COPY:
                return CopyResults(folder=self._path, move=self._move.isChecked())
            case _ as never:
                assert_never(never)

    def _on_use(self) -> None:
        bridge = self._context.bridge
        if self._hook is None:
            bridge.do(AddHook(self.rules()), self._on_answer)
        else:
            bridge.do(ChangeHook(self._hook.id, self.rules()), self._on_answer)

    def _on_answer(self, answer: HookKept | HookRefused | None) -> None:
        if isinstance(answer, HookRefused):
            self.refuse(text.hook_refused(answer))
            return
        if answer is None:  # it was removed meanwhile
            self.left.emit()
            return
        if answer.key is not None:
            self._tell_key(answer.key)
        self.done.emit(answer.hook)

    def _tell_key(self, key: str) -> None:
        copy = ToastButton(label=tr("Copy"), do=lambda: QGuiApplication.clipboard().setText(key))
        self._context.window.say(
            ToastMessage(
                title=tr("The other side needs this secret; it is told once."),
                body=key,
                tag="key",
                icon="lock",
                role=Role.ACCENT,
                buttons=(copy,),
                stays=True,
            )
        )

    def _ask_folder(self) -> None:
        questions.ask_folder_for_copies(self, self._on_folder, start=self._path)

    def _on_folder(self, folder: Path) -> None:
        self._path = str(folder)
        self._show_kind()


def _words(command: str) -> list[str]:
    """A command line's words; as one word where its quotes do not match."""
    try:
        return shlex.split(command)
    except ValueError:
        return [command]
