"""By which rules a folder is watched: a panel that asks for all of them at once."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from mediaapp import text
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.automatic.editor_panel import EditorPanel
from mediaapp.gui.dialogs import questions
from mediaapp.gui.recipe.destination import DEFAULT_FOLDER, WarningBox
from mediaapp.gui.recipe.fields import CheckBox, ChoiceBox, Row, TextBox
from mediaapp.gui.signals import signal_of
from mediaapp.gui.widgets import ElidedLabel, button, label, plain_tip, row
from mediaapp.text import tr
from workers.jobs.ids import WatchId
from workers.jobs.watch import Watch, WatchRefused, WatchRules
from workers.recipe import Automatic, Recipe, ReplaceOriginals
from workers.service.commands import Command
from workers.service.watch_commands import AddWatch, ChangeWatch, CheckWatch

LONGEST_NAME = 100
LONGEST_PATTERNS = 1000
DONE_FOLDER = "done"
"""What the folder for originals that are done is called unless another one is chosen."""


class Originals(StrEnum):
    """What becomes of an original once its result is there."""

    STAY = "stay"
    MOVE = "move"
    REPLACE = "replace"


class WatchEditor(EditorPanel):
    """For a new folder, or for one that is watched. Says at once why something cannot be."""

    done = signal_of(int)
    """The number of the folder that is watched by these rules now."""

    def __init__(self, context: ActionContext) -> None:
        super().__init__()
        self._context = context
        self._watch: Watch | None = None
        self._own: Recipe | None = None
        self._path = self._done_path = ""
        self._asked = 0
        self._folder, self._done = ElidedLabel(), ElidedLabel()
        self._choose = _chooser(self._ask_folder)
        self._choose_done = _chooser(self._ask_done)
        self._name = TextBox(LONGEST_NAME)
        self._recipe: ChoiceBox[str] = ChoiceBox(())
        self._place = label("", "muted", wrap=True)
        self._originals = ChoiceBox(
            (
                (Originals.STAY, tr("Stay where they are")),
                (Originals.MOVE, tr("Go to a “done” folder")),
                (Originals.REPLACE, tr("Are replaced")),
            )
        )
        self._done_row = Row(tr("Done"), self._done, self._choose_done)
        self._warning = WarningBox(tr("Originals are replaced.\nBackups kept 30 days."))
        self._include, self._exclude = TextBox(LONGEST_PATTERNS), TextBox(LONGEST_PATTERNS)
        self._subfolders = CheckBox(tr("Also its subfolders"))
        self._lay_out()
        self._connect()

    # --- what it shows

    def show_watch(self, watch: Watch | None, folder: str = "") -> None:
        """Ask about a folder that is watched, or about a new one, which may be known already."""
        rules = WatchRules(folder=folder, recipe=self._first_recipe()) if watch is None else watch.rules
        self._watch, self._own = watch, rules.recipe
        self._path, self._done_path = rules.folder, rules.done_folder or ""
        self.show_title(
            tr("Watch a folder") if watch is None else tr("Edit “{name}”", name=rules.title),
            tr("Watch") if watch is None else tr("Save"),
        )
        self._name.setText(rules.name)
        self._offer_recipes()
        self._recipe.show_value(rules.recipe.name)
        if isinstance(rules.recipe.destination, ReplaceOriginals):
            self._originals.show_value(Originals.REPLACE)
        else:
            self._originals.show_value(Originals.STAY if rules.done_folder is None else Originals.MOVE)
        self._include.setText(" ".join(rules.include))
        self._exclude.setText(" ".join(rules.exclude))
        self._subfolders.setChecked(rules.subfolders)
        self._on_changed()

    def focus_first(self) -> None:
        """Give the keys to what is asked first."""
        (self._name if self._path else self._choose).setFocus(Qt.FocusReason.OtherFocusReason)

    def rules(self) -> WatchRules:
        """What is asked for now."""
        moves = self._originals.value() is Originals.MOVE
        return WatchRules(
            folder=self._path,
            recipe=self._chosen_recipe(),
            done_folder=self._wanted_done() if moves else None,
            include=tuple(self._include.text().split()),
            exclude=tuple(self._exclude.text().split()),
            subfolders=self._subfolders.isChecked(),
            name=self._name.text().strip(),
        )

    def _first_recipe(self) -> Recipe:
        return self._context.window.intake.recipe()

    def _offer_recipes(self) -> None:
        names = [recipe.name for recipe in self._recipes()]
        self._recipe.show_choices([(name, name) for name in names])

    def _recipes(self) -> list[Recipe]:
        """The saved ones, and the one that is used where it is none of them."""
        saved = list(self._context.recipes)
        own = self._own
        if own is not None and all(_as_saved(own) != _as_saved(recipe) for recipe in saved):
            saved = [own, *(recipe for recipe in saved if recipe.name != own.name)]
        return saved

    def _chosen_recipe(self) -> Recipe:
        name = self._recipe.value()
        recipe = next(recipe for recipe in self._recipes() if recipe.name == name)
        match self._originals.value():
            case Originals.REPLACE:
                return replace(recipe, destination=ReplaceOriginals())
            case Originals.STAY | Originals.MOVE:
                replaces = isinstance(recipe.destination, ReplaceOriginals)
                return replace(recipe, destination=Automatic(DEFAULT_FOLDER)) if replaces else recipe
            case _ as never:
                assert_never(never)

    def _wanted_done(self) -> str:
        return self._done_path or str(Path(self._path) / DONE_FOLDER)

    # --- what a person does

    def _on_recipe(self) -> None:
        recipe = next(recipe for recipe in self._recipes() if recipe.name == self._recipe.value())
        if isinstance(recipe.destination, ReplaceOriginals):
            self._originals.show_value(Originals.REPLACE)
        self._on_changed()

    def _on_changed(self) -> None:
        choice = self._originals.value()
        self._folder.show_text(text.place(self._path) if self._path else tr("No folder yet"))
        self._folder.setToolTip(plain_tip(self._path))
        self._name.setPlaceholderText(Path(self._path).name)
        self._done.show_text(text.place(self._wanted_done()) if self._path else "")
        self._done_row.setVisible(choice is Originals.MOVE)
        self._warning.setVisible(choice is Originals.REPLACE)
        self._place.setVisible(bool(self._path) and choice is not Originals.REPLACE)
        rules = self.rules()
        self._place.setText(tr("Results go to {place}", place=text.results_place(rules)))
        self.use.setEnabled(bool(self._path))
        self.refuse("")
        self._asked += 1
        if self._path:
            asked, number = self._asked, None if self._watch is None else self._watch.id
            self._context.bridge.do(CheckWatch(rules, number), lambda refused: self._on_checked(asked, refused))

    def _on_checked(self, asked: int, refused: WatchRefused | None) -> None:
        if asked == self._asked:
            self.refuse("" if refused is None else text.watch_refused(refused))
            self.use.setEnabled(refused is None)

    def _on_use(self) -> None:
        if self._watch is None:
            self._ask(AddWatch(self.rules()))
        else:
            self._ask(ChangeWatch(self._watch.id, self.rules()))

    def _ask(self, command: Command[WatchId | WatchRefused] | Command[bool | WatchRefused]) -> None:
        self._context.bridge.do(command, self._on_answer)

    def _on_answer(self, answer: WatchId | bool | WatchRefused) -> None:  # noqa: FBT001 - a command's answer
        if isinstance(answer, WatchRefused):
            self._on_checked(self._asked, answer)
        elif self._watch is None:
            self.done.emit(answer)
        elif answer:
            self.done.emit(self._watch.id)
        else:  # it is watched no longer
            self.left.emit()

    def _ask_folder(self) -> None:
        questions.ask_folder_to_watch(self, self._on_folder, start=self._path)

    def _on_folder(self, folder: Path) -> None:
        self._path = str(folder)
        self._on_changed()
        self._name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_done(self) -> None:
        questions.ask_done_folder(self, self._on_done, start=self._done_path or self._path)

    def _on_done(self, folder: Path) -> None:
        self._done_path = str(folder)
        self._on_changed()

    def _connect(self) -> None:
        self._recipe.chosen.connect(self._on_recipe)
        self._originals.chosen.connect(self._on_changed)
        self._subfolders.clicked.connect(self._on_changed)
        for field in (self._name, self._include, self._exclude):
            field.textEdited.connect(self._on_changed)
            field.returnPressed.connect(self.use.click)
        self.use.clicked.connect(self._on_use)

    def _lay_out(self) -> None:
        self._include.setPlaceholderText(tr("all pictures"))
        self._exclude.setPlaceholderText(tr("nothing"))
        self._include.setToolTip(tr("Patterns of names, as *.jpg or raw/*, with spaces between"))
        self._exclude.setToolTip(self._include.toolTip())
        hint = label(tr("What is in the folder now is taken too, each file once."), "muted", wrap=True)
        self.add_section("", Row(tr("Folder"), self._folder, self._choose), Row(tr("Name"), self._name))
        self.add_section(tr("What comes out"), Row(tr("Recipe"), self._recipe), _indented(self._place))
        self.add_section(
            tr("What happens to the original"), Row(tr("Originals"), self._originals), self._done_row, self._warning
        )
        only, without = Row(tr("Only"), self._include), Row(tr("Without"), self._exclude)
        self.add_section(tr("What is taken"), only, without, self._subfolders, hint)
        self.body.addStretch(1)
        self._choose.setAccessibleName(tr("Choose the folder to watch"))  # a row calls all in it as it is called itself
        self._choose_done.setAccessibleName(tr("Choose the folder for originals"))


def _as_saved(recipe: Recipe) -> Recipe:
    """The recipe without its destination, which what happens to originals may have changed."""
    return replace(recipe, destination=ReplaceOriginals())


def _indented(words: QWidget) -> QWidget:
    """Under the fields, right of their labels."""
    whole = QWidget()
    row(whole, margins=(80, 0, 0, 0)).addWidget(words)
    return whole


def _chooser(ask: Callable[[], None]) -> QWidget:
    made = button(tr("Choose…"), look="small")
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    made.clicked.connect(ask)
    return made
