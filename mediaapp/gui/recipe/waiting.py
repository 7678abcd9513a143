"""The line that says which recipe the waiting files keep, and offers the new one to them."""

from PySide6.QtWidgets import QWidget

from mediaapp.gui.signals import signal_of
from mediaapp.gui.widgets import column, label, link
from mediaapp.text import tr, tr_n
from workers.jobs.batch import StoredBatch
from workers.recipe import Recipe, recipe_hash


class WaitingFiles(QWidget):
    """Tells how many files wait with another recipe. Hidden when none does."""

    wanted = signal_of(tuple[StoredBatch, ...])
    """The batches, as a tuple, whose waiting files shall have the recipe shown."""

    def __init__(self) -> None:
        super().__init__()
        self._batches: tuple[StoredBatch, ...] = ()
        self._line = label("", "muted", wrap=True)
        self._use = link(tr("Use for them too"))
        self._use.clicked.connect(self._on_use)
        layout = column(self, margins=(0, 6, 0, 0))
        layout.addWidget(self._line)
        layout.addWidget(self._use)
        self.hide()

    def show_batches(self, batches: tuple[StoredBatch, ...], recipe: Recipe) -> None:
        """Look for waiting files in these batches that have not this recipe."""
        wanted = recipe_hash(recipe)
        self._batches = tuple(
            batch for batch in batches if batch.counts.waiting and recipe_hash(batch.recipe) != wanted
        )
        waiting = sum(batch.counts.waiting for batch in self._batches)
        names = {batch.recipe.name for batch in self._batches}
        self.setVisible(bool(waiting))
        name = names.pop() if len(names) == 1 else ""
        self._line.setText(self._words(waiting, name))

    def _words(self, waiting: int, name: str) -> str:
        if not name:
            return tr_n("{n} waiting file keeps its recipe.", "{n} waiting files keep their recipes.", waiting)
        return tr_n("1 waiting file keeps {name}.", "{n} waiting files keep {name}.", waiting, name=name)

    def _on_use(self) -> None:
        self.wanted.emit(self._batches)
