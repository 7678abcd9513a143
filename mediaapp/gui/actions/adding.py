"""Adding files, by a dialog, from the clipboard, or those that come with the application."""

from importlib.resources import files
from pathlib import Path

from PySide6.QtGui import QKeySequence

from mediaapp.gui.actions.action import Action
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.target import Target
from mediaapp.text import N_

SAMPLES = Path(str(files("resources"))) / "samples"


def add_files(context: ActionContext, _target: Target) -> None:
    """Ask for files and add them."""
    context.window.intake.ask_for_files()


def add_folder(context: ActionContext, _target: Target) -> None:
    """Ask for a folder and add what is in it."""
    context.window.intake.ask_for_folder()


def paste(context: ActionContext, _target: Target) -> None:
    """Add what is on the clipboard."""
    context.window.intake.paste()


def add_samples(context: ActionContext, _target: Target) -> None:
    """Add the pictures that come with the application."""
    context.window.intake.add_samples(SAMPLES)


ADD_FILES = Action(label=N_("Add files"), icon="plus", shortcut="Ctrl+O", do=add_files)
ADD_FOLDER = Action(label=N_("Add folder"), icon="folder-plus", shortcut="Ctrl+Shift+O", do=add_folder)
PASTE = Action(label=N_("Paste"), icon="clipboard", shortcut=QKeySequence.StandardKey.Paste, do=paste)
ADD_SAMPLES = Action(label=N_("Try it with 6 samples"), icon="sparkles", do=add_samples)
