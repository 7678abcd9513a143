"""The recipe page of the right panel: the recipe for the files that are added next."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from mediaapp.gui.recipe.destination import DestinationFields
from mediaapp.gui.recipe.example import ExampleSource, source_of
from mediaapp.gui.recipe.menu import RecipeMenu
from mediaapp.gui.recipe.options import OptionFields
from mediaapp.gui.recipe.picture import PictureFields
from mediaapp.gui.recipe.save import SaveBar
from mediaapp.gui.recipe.waiting import WaitingFiles
from mediaapp.gui.signals import signal_of
from mediaapp.gui.widgets import ElidedLabel, SidebarPage, label, row
from mediaapp.saved_recipes import RecipeFileError, SavedRecipes
from mediaapp.text import recipes as words
from mediaapp.text import tr
from workers.jobs.batch import StoredBatch
from workers.jobs.ids import BatchId
from workers.jobs.job import Job
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.kinds import guess
from workers.recipe import Recipe
from workers.service.commands import FindJobs, UseRecipe

if TYPE_CHECKING:
    from mediaapp.gui.bridge import Bridge
    from mediaapp.gui.snapshot import Snapshot

HEAD_HEIGHT = 32
_LOOKED_AT = 40
"""Among so many files of a batch one is looked for that can be read."""
EXAMPLE = ExampleSource(path=PurePath("Photos", "June", "DSC_0412.jpg"))
"""Stands in the path box until there is a file of one's own."""


class RecipePanel(SidebarPage):
    """Shows and changes one recipe. What is changed is used at once; saving only keeps it for later."""

    recipe_changed = signal_of(Recipe)
    """The recipe that files get from now on; its name ends in ", edited" while it differs from the saved one."""
    recipes_changed = signal_of(tuple[Recipe, ...])
    """All saved recipes, as a tuple, after one was saved, imported or removed."""
    failed = signal_of(str)
    """A sentence: a recipe could not be read or written."""

    def __init__(self, bridge: "Bridge", recipes: SavedRecipes, recipe: Recipe, edited: Recipe | None = None) -> None:
        super().__init__(top=11)
        self._bridge = bridge
        self._recipes = recipes
        self._saved: tuple[Recipe, ...] = ()
        self._base = recipe
        self._recipe = recipe if edited is None or edited.name != recipe.name else edited
        self._source = EXAMPLE
        self._newest: BatchId | None = None
        self._title = ElidedLabel(look="title")
        self._summary = label("", "muted", wrap=True)
        self._waiting = WaitingFiles()
        self._menu = RecipeMenu()
        self._picture = PictureFields()
        self._destination = DestinationFields()
        self._options = OptionFields()
        self._save = SaveBar()
        self._lay_out()
        for fields in (self._picture, self._destination, self._options):
            fields.changed.connect(self._on_changed)
        self._connect()
        self._show()

    def current(self) -> Recipe:
        """The recipe that files get now."""
        if self._recipe == self._base:
            return self._base
        return replace(self._recipe, name=words.edited_name(self._base.name))

    @property
    def base_name(self) -> str:
        """The name of the saved recipe that the current one is, or comes from."""
        return self._base.name

    def edited(self) -> Recipe | None:
        """The current recipe while it differs from the saved one, under the saved one's name."""
        return None if self._recipe == self._base else self._recipe

    def use(self, recipe: Recipe) -> None:
        """Start from another saved recipe; changes that were not saved are dropped."""
        self._base = self._recipe = recipe
        self._show()
        self.recipe_changed.emit(self.current())

    def show_recipes(self, recipes: tuple[Recipe, ...]) -> None:
        """Take what is saved now; the recipe shown stays, compared with its saved namesake."""
        self._saved = recipes
        namesake = next((saved for saved in recipes if saved.name == self._base.name), None)
        if namesake is not None:
            self._base = namesake
        self._show()

    def load(self) -> None:
        """Read the saved recipes anew."""
        self._bridge.in_background(lambda: tuple(self._recipes.all()), self._on_recipes)

    def _lay_out(self) -> None:
        head = QWidget()
        head.setFixedHeight(HEAD_HEIGHT)
        line = row(head, spacing=8)
        line.addWidget(self._title, 1)
        line.addWidget(self._menu)
        self.body.addWidget(head)
        self.body.addSpacing(3)
        self.body.addWidget(self._summary)
        self.body.addWidget(self._waiting)
        self.body.addSpacing(12)
        self.body.addWidget(label(tr("Picture"), "heading"))
        self.body.addSpacing(8)
        self.body.addWidget(self._picture)
        self.body.addSpacing(16)
        self.body.addWidget(label(tr("Where it goes"), "heading"))
        self.body.addSpacing(8)
        self.body.addWidget(self._destination)
        self.body.addSpacing(6)
        self.body.addWidget(self._options)
        self.body.addStretch(1)
        self.footer.addWidget(self._save)

    def _connect(self) -> None:
        self._menu.chosen.connect(self.use)
        self._menu.imported.connect(self._on_import)
        self._menu.exported.connect(self._on_export)
        self._menu.removed.connect(self._on_remove)
        self._save.saved.connect(self._on_save)
        self._save.saved_as.connect(self._on_save_as)
        self._save.undone.connect(self._on_undo)
        self._waiting.wanted.connect(self._on_wanted)
        self._bridge.snapshot_changed.connect(self._on_snapshot)

    def _show(self) -> None:
        recipe = self._recipe
        self._title.show_text(self.current().name)
        self._summary.setText(f"{words.summary(recipe)} " + tr("For the files you add from now on."))
        self._picture.show_recipe(recipe)
        self._destination.show_recipe(recipe)
        self._destination.show_example(recipe, self._source)
        self._options.show_recipe(recipe)
        self._waiting.show_batches(self._bridge.snapshot.batches, self.current())
        names = frozenset(saved.name for saved in self._saved)
        self._save.show_edited(edited=recipe != self._base, name=self._base.name, taken=names)
        self._menu.show_recipes(self._saved, self._base)

    def _on_changed(self) -> None:
        recipe = self._recipe
        for fields in (self._picture, self._destination, self._options):
            recipe = fields.applied_to(recipe)
        if recipe != self._recipe:
            self._recipe = recipe
            self._show()
            self.recipe_changed.emit(self.current())

    def _on_undo(self) -> None:
        self.use(self._base)

    def _on_save(self) -> None:
        self._keep(self._recipe)

    def _on_save_as(self, name: str) -> None:
        self._keep(replace(self._recipe, name=name))

    def _keep(self, recipe: Recipe) -> None:
        self.use(recipe)
        self._change(lambda: self._recipes.save(recipe))

    def _on_import(self, path: Path) -> None:
        self._change(lambda: self._recipes.import_(path))

    def _on_export(self, path: Path) -> None:
        name = self._base.name
        self._change(lambda: self._recipes.export(name, path))

    def _on_remove(self) -> None:
        name = self._base.name
        self._change(lambda: self._recipes.remove(name))

    def _change(self, work: Callable[[], object]) -> None:
        """Change the recipe files, off this thread, and show what is saved then."""
        self._bridge.in_background(lambda: _changed(work, self._recipes), self._on_change)

    def _on_change(self, change: "_Change") -> None:
        self._on_recipes(change.recipes)
        if change.problem:
            self.failed.emit(change.problem)
        elif isinstance(change.value, Recipe):
            self.use(change.value)

    def _on_recipes(self, recipes: tuple[Recipe, ...]) -> None:
        self.show_recipes(recipes)
        self.recipes_changed.emit(recipes)

    def _on_wanted(self, batches: tuple[StoredBatch, ...]) -> None:
        for batch in batches:
            self._bridge.do(UseRecipe(batch.id, self.current()))

    def _on_snapshot(self, snapshot: "Snapshot") -> None:
        self._waiting.show_batches(snapshot.batches, self.current())
        newest = snapshot.batches[0] if snapshot.batches else None
        if newest is not None and newest.id != self._newest and newest.counts.total:
            self._newest = newest.id
            self._bridge.do(
                FindJobs(Selection(batch=newest.id), limit=_LOOKED_AT), partial(self._on_source, newest.recipe)
            )

    def _on_source(self, recipe: Recipe, jobs: Sequence[Job]) -> None:
        found = next((job for job in jobs if guess(job.source) and job.state is not JobState.FAILED), None)
        if found is not None:
            self._source = source_of(found, recipe)
            self._destination.show_example(self._recipe, self._source)


class _Change(Struct, frozen=True, kw_only=True):
    """What came of a change of the recipe files: a value, or a sentence about what went wrong."""

    recipes: tuple[Recipe, ...]
    value: object = None
    problem: str = ""


def _changed(work: Callable[[], object], recipes: SavedRecipes) -> _Change:
    try:
        value = work()
    except (OSError, RecipeFileError) as error:
        return _Change(recipes=tuple(recipes.all()), problem=str(error))
    return _Change(recipes=tuple(recipes.all()), value=value)
