"""The questions for files and folders, each with its title, what it offers and where it opens."""

from collections.abc import Callable
from pathlib import Path

import platformdirs
from PySide6.QtWidgets import QWidget

from mediaapp.gui.dialogs.file_dialogs import Purpose, Question, dialogs_of
from mediaapp.text import tr
from workers.formats import READABLE_EXTENSIONS

RECIPE_FILTER = "TOML (*.toml)"
SUGGESTED_FACTS = "mediaapp-facts.txt"
REPORT_FILTERS = ("HTML (*.html)", "CSV (*.csv)", "JSON (*.json)")

Then = Callable[[Path], object]
"""What is done with the file or folder that was chosen."""


def ask_for_files(widget: QWidget, then: Callable[[list[Path]], object]) -> None:
    """Which files to add."""
    patterns = " ".join(f"*{extension}" for extension in sorted(READABLE_EXTENSIONS))
    filters = (tr("Pictures ({patterns})", patterns=patterns), tr("All files (*)"))
    question = Question(title=tr("Add files"), purpose=Purpose.ADD, filters=filters)
    dialogs_of(widget).ask_files(question, lambda paths: then([Path(path) for path in paths]))


def ask_for_folder(widget: QWidget, then: Then) -> None:
    """Which folder to add."""
    _ask_folder(widget, Question(title=tr("Add folder"), purpose=Purpose.ADD), then)


def ask_copy(widget: QWidget, then: Then, *, start: str) -> None:
    """Which file to take in place of one that is damaged."""
    question = Question(title=tr("Choose a whole copy"), purpose=Purpose.SOURCES, start=start)
    dialogs_of(widget).ask_file(question, lambda path: then(Path(path)))


def ask_where_sources_are(widget: QWidget, then: Then, *, start: str) -> None:
    """Below which folder files are now that are not where they were."""
    _ask_folder(widget, Question(title=tr("In which folder are they now?"), purpose=Purpose.SOURCES, start=start), then)


def ask_elsewhere(widget: QWidget, then: Then, *, start: str) -> None:
    """In which other folder to save results."""
    _ask_folder(widget, Question(title=tr("Save elsewhere"), purpose=Purpose.RESULTS, start=start), then)


def ask_output_folder(widget: QWidget, then: Then, *, start: str) -> None:
    """In which folder a recipe puts its results."""
    _ask_folder(widget, Question(title=tr("Where the output goes"), purpose=Purpose.RESULTS, start=start), then)


def ask_folder_to_watch(widget: QWidget, then: Then, *, start: str) -> None:
    """Which folder to watch."""
    _ask_folder(widget, Question(title=tr("Watch a folder"), purpose=Purpose.ADD, start=start), then)


def ask_done_folder(widget: QWidget, then: Then, *, start: str) -> None:
    """Where originals go whose results are ready."""
    _ask_folder(widget, Question(title=tr("Where originals go that are done"), purpose=Purpose.ADD, start=start), then)


def ask_folder_for_copies(widget: QWidget, then: Then, *, start: str) -> None:
    """In which folder a hook puts copies of results."""
    _ask_folder(widget, Question(title=tr("Where results are copied to"), purpose=Purpose.RESULTS, start=start), then)


def ask_recipe_to_import(widget: QWidget, then: Then) -> None:
    """Which recipe's file to read."""
    question = Question(title=tr("Import a recipe"), purpose=Purpose.RECIPES, filters=(RECIPE_FILTER,))
    dialogs_of(widget).ask_file(question, lambda path: then(Path(path)))


def ask_where_to_export(widget: QWidget, name: str, then: Then) -> None:
    """Where to write the file of the recipe called `name`."""
    question = Question(title=tr("Export the recipe"), purpose=Purpose.RECIPES, filters=(RECIPE_FILTER,))
    dialogs_of(widget).ask_target(question, f"{name}.toml", lambda path: then(Path(path)))


def ask_where_to_report(widget: QWidget, name: str, then: Then) -> None:
    """Where to write a report that may be called `name`; what it is called decides how it is written."""
    documents = str(platformdirs.user_documents_path())
    question = Question(title=tr("Save a report"), purpose=Purpose.REPORT, filters=REPORT_FILTERS, otherwise=documents)
    dialogs_of(widget).ask_new(question, f"{name}.html", lambda path: then(Path(path)))


def ask_where_to_save_facts(widget: QWidget, then: Then) -> None:
    """Where to write what the makers want to know of a fault."""
    question = Question(title=tr("Save facts for a bug report"), purpose=Purpose.REPORT)
    dialogs_of(widget).ask_target(question, SUGGESTED_FACTS, lambda path: then(Path(path)))


def _ask_folder(widget: QWidget, question: Question, then: Then) -> None:
    dialogs_of(widget).ask_folder(question, lambda path: then(Path(path)))
