"""The folded groups of the recipe panel: shape, names, colour, frames."""

from typing import assert_never

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QWidget

from mediaapp.gui.recipe.fields import CheckBox, ChoiceBox, FoldedGroup, Row, TextBox
from mediaapp.gui.recipe.shape import ShapeFields
from mediaapp.gui.widgets import button, column, label
from mediaapp.text import recipes as words
from mediaapp.text import tr
from workers.recipe import ColorSpace, Frames, OnExists, Recipe
from workers.template import check_template

LONGEST_TEMPLATE = 200
_SHOWN_FIELDS = ("name", "ext", "width", "height", "format", "recipe", "date", "date:%Y-%m-%d", "counter", "parent")


class OptionFields(QWidget):
    """What few people change, folded away with a summary each."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._template = TextBox(LONGEST_TEMPLATE)
        self._unknown = label(
            tr("Known parts: {0}").format(" ".join(f"{{{field}}}" for field in _SHOWN_FIELDS)), "bad", wrap=True
        )
        self._on_exists = ChoiceBox(tuple((each, self._exists_words(each)) for each in OnExists))
        self._color = ChoiceBox(
            ((ColorSpace.KEEP, tr("Keep the picture's")), (ColorSpace.SRGB, tr("For common screens (sRGB)")))
        )
        self._flatten = CheckBox(tr("Fill transparent parts"))
        self._background = ColorButton()
        self._frames = ChoiceBox(((Frames.ALL, tr("Keep all")), (Frames.FIRST, tr("Only the first"))))
        self._shape = ShapeFields()
        self._names = FoldedGroup(
            tr("Names and duplicates"),
            Row(tr("Name"), self._template),
            self._unknown,
            Row(tr("If taken"), self._on_exists),
        )
        self._colors = FoldedGroup(
            tr("Colour and transparency"),
            Row(tr("Colour"), self._color),
            self._flatten,
            Row(tr("With"), self._background),
        )
        self._moving = FoldedGroup(tr("Animation and pages"), Row(tr("Frames"), self._frames))
        layout = column(self)
        for group in (self._shape, self._names, self._colors, self._moving):
            layout.addWidget(group)
        self._unknown.hide()
        self._shape.changed.connect(self.changed)
        self._template.textEdited.connect(self.changed)
        for choice in (self._on_exists, self._color, self._frames):
            choice.chosen.connect(self.changed)
        self._flatten.clicked.connect(self.changed)
        self._background.chosen.connect(self.changed)

    def show_recipe(self, recipe: Recipe) -> None:
        """Show what the recipe says without telling anybody."""
        if self._template.text() != recipe.template and not self._unknown.isVisibleTo(self):
            self._template.setText(recipe.template)
        self._shape.show_recipe(recipe)
        self._on_exists.show_value(recipe.on_exists)
        self._color.show_value(recipe.color)
        self._flatten.setChecked(recipe.flatten)
        self._background.show_color(recipe.background or words.WHITE)
        self._background.setEnabled(recipe.flatten)
        self._frames.show_value(recipe.frames)
        self._names.show_summary(words.names_summary(recipe))
        self._colors.show_summary(words.colors_summary(recipe))
        self._moving.show_summary(words.frames_summary(recipe))

    def applied_to(self, recipe: Recipe) -> Recipe:
        """The recipe with what these fields say; a name that cannot be understood is left as it was."""
        flatten = self._flatten.isChecked()
        template = self._template.text()
        understood = _understood(template)
        self._unknown.setVisible(not understood)
        return replace(
            self._shape.applied_to(recipe),
            template=template if understood else recipe.template,
            on_exists=self._on_exists.value(),
            color=self._color.value(),
            flatten=flatten,
            background=self._background.color() if flatten else recipe.background,
            frames=self._frames.value(),
        )

    def _exists_words(self, on_exists: OnExists) -> str:
        match on_exists:
            case OnExists.NUMBER:
                return tr("Number the new one")
            case OnExists.SKIP:
                return tr("Leave the old one")
            case OnExists.REPLACE:
                return tr("Replace the old one")
            case _:
                assert_never(on_exists)


class ColorButton(QWidget):
    """A colour that can be chosen."""

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._color = words.WHITE
        self._button = button(self._color)
        self._button.clicked.connect(self._ask)
        column(self).addWidget(self._button)
        self.setFocusProxy(self._button)

    def color(self) -> str:
        """The colour as '#rrggbb'."""
        return self._color

    def show_color(self, color: str) -> None:
        """Show a colour, '#rrggbb', without telling anybody."""
        self._color = color
        self._button.setText(color)
        self._button.setAccessibleName(tr("Background {color}", color=color))

    def _ask(self) -> None:
        dialog = QColorDialog(QColor(self._color), self)
        dialog.colorSelected.connect(self._on_color)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_color(self, color: QColor) -> None:
        self.show_color(color.name())
        self.chosen.emit()


def _understood(template: str) -> bool:
    try:
        check_template(template)
    except ValueError:
        return False
    return bool(template.strip())
