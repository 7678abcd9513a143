"""The folded group of the recipe panel that turns and crops."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec.structs import replace
from PySide6.QtCore import Signal

from mediaapp.gui.recipe.fields import ChoiceBox, FoldedGroup, Row
from mediaapp.text import recipes as words
from mediaapp.text import tr
from workers.recipe import AspectRatio, CropArea, Recipe, Rotation


class CropShape(StrEnum):
    """The shapes that the panel offers to cut to, in the middle of the picture."""

    WHOLE = "whole"
    SQUARE = "square"
    FOUR_TO_THREE = "four_to_three"
    THREE_TO_TWO = "three_to_two"
    SIXTEEN_TO_NINE = "sixteen_to_nine"
    THREE_TO_FOUR = "three_to_four"
    TWO_TO_THREE = "two_to_three"
    NINE_TO_SIXTEEN = "nine_to_sixteen"
    AS_IN_THE_RECIPE = "as_in_the_recipe"
    """Another part, such as a rectangle, that came with the recipe and stays in it."""


_AREAS: Mapping[CropShape, CropArea | None] = {
    CropShape.WHOLE: None,
    CropShape.SQUARE: AspectRatio(1, 1),
    CropShape.FOUR_TO_THREE: AspectRatio(4, 3),
    CropShape.THREE_TO_TWO: AspectRatio(3, 2),
    CropShape.SIXTEEN_TO_NINE: AspectRatio(16, 9),
    CropShape.THREE_TO_FOUR: AspectRatio(3, 4),
    CropShape.TWO_TO_THREE: AspectRatio(2, 3),
    CropShape.NINE_TO_SIXTEEN: AspectRatio(9, 16),
}


class ShapeFields(FoldedGroup):
    """How pictures are turned, and to which shape they are cut."""

    changed = Signal()

    def __init__(self) -> None:
        self._rotation = ChoiceBox(
            (
                (Rotation.NONE, tr("Leave as it is")),
                (Rotation.RIGHT, tr("To the right")),
                (Rotation.LEFT, tr("To the left")),
                (Rotation.HALF, tr("Upside down")),
                (Rotation.FLIP_HORIZONTAL, tr("Mirror left to right")),
                (Rotation.FLIP_VERTICAL, tr("Mirror top to bottom")),
            )
        )
        self._shape = ChoiceBox(_shapes())
        super().__init__(tr("Turn and crop"), Row(tr("Turn"), self._rotation), Row(tr("Crop"), self._shape))
        for choice in (self._rotation, self._shape):
            choice.chosen.connect(self.changed)

    def show_recipe(self, recipe: Recipe) -> None:
        """Show what the recipe says without telling anybody."""
        self._rotation.show_value(recipe.rotate)
        found = next((shape for shape, area in _AREAS.items() if area == recipe.crop), CropShape.AS_IN_THE_RECIPE)
        own = ((CropShape.AS_IN_THE_RECIPE, tr("As the recipe says")),) if found is CropShape.AS_IN_THE_RECIPE else ()
        self._shape.show_choices((*_shapes(), *own))
        self._shape.show_value(found)
        self.show_summary(words.shape_summary(recipe))

    def applied_to(self, recipe: Recipe) -> Recipe:
        """The recipe with what these fields say."""
        shape = self._shape.value()
        crop = recipe.crop if shape is CropShape.AS_IN_THE_RECIPE else _AREAS[shape]
        return replace(recipe, rotate=self._rotation.value(), crop=crop)


def _shapes() -> tuple[tuple[CropShape, str], ...]:
    return (
        (CropShape.WHOLE, tr("Nothing")),
        (CropShape.SQUARE, tr("To a square")),
        (CropShape.FOUR_TO_THREE, "4:3"),
        (CropShape.THREE_TO_TWO, "3:2"),
        (CropShape.SIXTEEN_TO_NINE, "16:9"),
        (CropShape.THREE_TO_FOUR, "3:4"),
        (CropShape.TWO_TO_THREE, "2:3"),
        (CropShape.NINE_TO_SIXTEEN, "9:16"),
    )
