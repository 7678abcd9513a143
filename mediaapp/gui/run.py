"""Opens the window: hands over to a running one, else makes the application and connects the rest."""

import logging
from importlib.resources import files
from pathlib import Path

from PySide6.QtWidgets import QWidget

from mediaapp.gui.bridge import Bridge
from mediaapp.gui.desktop.reveal.handler import revealer
from mediaapp.gui.jobs.detail import DetailPanel
from mediaapp.gui.recipe.cards import EmptyPage
from mediaapp.gui.recipe.panel import RecipePanel
from mediaapp.gui.remembered import WindowState
from mediaapp.gui.window import MainWindow, Pages
from mediaapp.saved_recipes import SavedRecipes
from mediaapp.session import Session

log = logging.getLogger(__name__)


def build_window(session: Session, bridge: Bridge, state: WindowState) -> MainWindow:
    """The window with all its parts; `bridge` is not started yet."""
    reveal = revealer()
    recipes = SavedRecipes(session.folders.recipes)
    recipe = RecipePanel(bridge, recipes, recipes.all()[0])
    pages = Pages(recipe=recipe, details=DetailPanel(bridge, reveal), activity=QWidget(), empty=EmptyPage())
    samples = Path(str(files("resources"))) / "samples"
    return MainWindow(
        bridge=bridge, pages=pages, inbox=session.folders.inbox, revealer=reveal, state=state, samples=samples
    )
