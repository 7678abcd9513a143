"""The fields about the picture itself: size, format, goal, metadata."""

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mediaapp.gui.recipe.fields import ROW_GAP, ChoiceBox, Row
from mediaapp.gui.recipe.goal import GoalFields
from mediaapp.gui.recipe.size import SizeFields
from mediaapp.gui.widgets import column
from mediaapp.text import tr
from workers.formats import SPECS, Format
from workers.recipe import Metadata, Recipe


class PictureFields(QWidget):
    """What becomes of the picture."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._size = SizeFields()
        targets = [(target, spec.label) for target, spec in SPECS.items() if spec.writes and spec.write_extra is None]
        self._format = ChoiceBox[Format | None](((None, tr("Same, HEIC to JPEG")), *targets))
        self._goal = GoalFields()
        self._metadata = ChoiceBox(
            (
                (Metadata.NO_LOCATION, tr("All but location")),
                (Metadata.ALL, tr("All, with location")),
                (Metadata.COPYRIGHT, tr("Copyright only")),
                (Metadata.NONE, tr("Nothing")),
            )
        )
        layout = column(self, spacing=ROW_GAP)
        layout.addWidget(self._size)
        layout.addWidget(Row(tr("Format"), self._format))
        layout.addWidget(self._goal)
        layout.addWidget(Row(tr("Keep"), self._metadata))
        for field in (self._size, self._goal):
            field.changed.connect(self.changed)
        for choice in (self._format, self._metadata):
            choice.chosen.connect(self.changed)

    def show_recipe(self, recipe: Recipe) -> None:
        """Show what the recipe says without telling anybody."""
        self._size.show_value(recipe.size, enlarge=recipe.enlarge)
        self._format.show_value(recipe.format)
        self._goal.show_value(recipe.goal, keep_larger=recipe.keep_larger)
        self._metadata.show_value(recipe.metadata)

    def applied_to(self, recipe: Recipe) -> Recipe:
        """The recipe with what these fields say."""
        return replace(
            recipe,
            size=self._size.value(),
            enlarge=self._size.enlarge.isChecked(),
            format=self._format.value(),
            goal=self._goal.value(),
            keep_larger=not self._goal.keep_small.isChecked(),
            metadata=self._metadata.value(),
        )
