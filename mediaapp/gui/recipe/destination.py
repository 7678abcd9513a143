"""The fields about where the output goes, with the path before and after."""

import html
from enum import StrEnum
from pathlib import Path
from typing import assert_never

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from mediaapp.gui.dialogs import questions
from mediaapp.gui.recipe.example import ExampleSource, PathExample, path_example
from mediaapp.gui.recipe.fields import ROW_GAP, ChoiceBox, Row, TextBox
from mediaapp.gui.theme import app_font
from mediaapp.gui.widgets import ElidedLabel, button, column, label, plain_tip, row
from mediaapp.text import tr
from workers.recipe import Automatic, BesideEach, Destination, InFolder, Recipe, ReplaceOriginals

LONGEST_NAME = 100
DEFAULT_FOLDER = "Smaller"


class PlaceChoice(StrEnum):
    """The places, as the panel offers them."""

    AUTOMATIC = "automatic"
    BESIDE_EACH = "beside_each"
    IN_FOLDER = "in_folder"
    REPLACE = "replace"


class DestinationFields(QWidget):
    """Where the output goes."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._in_folder = InFolder(path="")
        self._place = ChoiceBox(
            (
                (PlaceChoice.AUTOMATIC, tr("Beside the originals")),
                (PlaceChoice.BESIDE_EACH, tr("Beside each original")),
                (PlaceChoice.IN_FOLDER, tr("One folder")),
                (PlaceChoice.REPLACE, tr("Replace the originals")),
            )
        )
        self._named = TextBox(LONGEST_NAME)
        self._folder = ElidedLabel()
        self._choose = button(tr("Choose…"))
        self._choose.setAccessibleName(tr("Choose the folder"))
        self._named_row = Row(tr("Named"), self._named)
        self._folder_row = Row(tr("Path"), self._folder, self._choose)
        self._warning = WarningBox(tr("Originals are replaced.\nBackups kept 30 days."))
        self._paths = PathBox()
        layout = column(self, spacing=ROW_GAP)
        for each in (
            Row(tr("Folder"), self._place),
            self._named_row,
            self._folder_row,
            self._warning,
            self._paths,
        ):
            layout.addWidget(each)
        self._place.chosen.connect(self._on_place)
        self._named.textEdited.connect(self.changed)
        self._choose.clicked.connect(self._ask_folder)

    def show_recipe(self, recipe: Recipe) -> None:
        """Show what the recipe says without telling anybody."""
        destination = recipe.destination
        self._place.show_value(_place_of(destination))
        named = destination.folder if isinstance(destination, Automatic | BesideEach) else DEFAULT_FOLDER
        if self._named.text().strip() != named:
            self._named.setText(named)
        if isinstance(destination, InFolder):
            self._in_folder = destination
        self._show_fields()

    def show_example(self, recipe: Recipe, source: ExampleSource) -> None:
        """Show what becomes of a file's path."""
        self._paths.show_example(path_example(recipe, source))

    def applied_to(self, recipe: Recipe) -> Recipe:
        """The recipe with what these fields say."""
        return replace(recipe, destination=self._value())

    def _value(self) -> Destination:
        named = self._named.text().strip() or DEFAULT_FOLDER
        match self._place.value():
            case PlaceChoice.AUTOMATIC:
                return Automatic(named)
            case PlaceChoice.BESIDE_EACH:
                return BesideEach(named)
            case PlaceChoice.IN_FOLDER:
                return self._in_folder if self._in_folder.path else Automatic(named)
            case PlaceChoice.REPLACE:
                return ReplaceOriginals()
            case _ as never:
                assert_never(never)

    def _show_fields(self) -> None:
        place = self._place.value()
        self._named_row.setVisible(place in (PlaceChoice.AUTOMATIC, PlaceChoice.BESIDE_EACH))
        self._folder_row.setVisible(place is PlaceChoice.IN_FOLDER)
        self._folder.show_text(self._in_folder.path)
        self._warning.setVisible(place is PlaceChoice.REPLACE)

    def _on_place(self) -> None:
        if self._place.value() is PlaceChoice.IN_FOLDER and not self._in_folder.path:
            self._ask_folder()
        self._show_fields()
        self.changed.emit()

    def _ask_folder(self) -> None:
        questions.ask_output_folder(self, self._on_folder, start=self._in_folder.path)

    def _on_folder(self, path: Path) -> None:
        self._in_folder = InFolder(path=str(path), mirror=self._in_folder.mirror)
        self._show_fields()
        self.changed.emit()


class WarningBox(QFrame):
    """A sentence in amber: something is not as careful as it usually is."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setProperty("look", "warn_box")
        layout = row(self, margins=(12, 10, 12, 10))
        layout.addWidget(label(text, "warn", wrap=True))


class PathBox(QFrame):
    """The path of one file before and after; what is new in it stands out."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "well")
        self._before = ElidedLabel(look="muted")
        self._after = QLabel(textFormat=Qt.TextFormat.RichText)
        self._after.setSizePolicy(self._before.sizePolicy())
        self._example = PathExample(before="", kept="", changed="")
        layout = column(self, margins=(12, 10, 12, 10), spacing=4)
        layout.addWidget(self._before)
        layout.addWidget(self._after)

    def show_example(self, example: PathExample) -> None:
        """Show another one."""
        self._example = example
        self._before.show_text(example.before)
        self._after.setAccessibleName(example.kept + example.changed)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the path to the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        width = self.contentsRect().width() - 24
        middle = Qt.TextElideMode.ElideMiddle
        bold = QFontMetrics(app_font(weight=QFont.Weight.Bold))
        changed = bold.elidedText(self._example.changed, middle, width)
        room = width - bold.horizontalAdvance(changed)
        kept = QFontMetrics(app_font()).elidedText(self._example.kept, middle, room)
        self._after.setText(f"{html.escape(kept)}<b>{html.escape(changed)}</b>")
        self._after.setToolTip(plain_tip(self._example.kept + self._example.changed))


def _place_of(destination: Destination) -> PlaceChoice:
    match destination:
        case Automatic():
            return PlaceChoice.AUTOMATIC
        case BesideEach():
            return PlaceChoice.BESIDE_EACH
        case InFolder():
            return PlaceChoice.IN_FOLDER
        case ReplaceOriginals():
            return PlaceChoice.REPLACE
        case _:
            assert_never(destination)
