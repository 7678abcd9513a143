"""Showing what is to be seen elsewhere in the window, and the log."""

from mediaapp.gui.actions.action import Action
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.target import Target
from mediaapp.gui.desktop.reveal.handler import open_path
from mediaapp.text import N_, tr_n
from workers.jobs.state import JobState


def show(context: ActionContext, target: Target) -> None:
    """Show a job with its details, or the tab in which the jobs of a cause are."""
    context.window.raise_window()
    for selection in target.selections:
        for job in selection.ids or ():
            context.window.reveal(job)
    for cause in target.causes:
        context.window.show_tab("failed" if cause.state is JobState.FAILED else "waiting")


def show_done(context: ActionContext, _target: Target) -> None:
    """Show what is ready."""
    context.window.raise_window()
    context.window.show_tab("done")


def show_failed(context: ActionContext, _target: Target) -> None:
    """Show what failed."""
    context.window.raise_window()
    context.window.show_tab("failed")


def edit_recipe(context: ActionContext, _target: Target) -> None:
    """Show the recipe for new files, where it can be changed."""
    context.window.show_page("recipe")


def show_memory_settings(context: ActionContext, _target: Target) -> None:
    """Let a person choose how much memory may be used."""
    context.window.show_memory_settings()


def open_log(context: ActionContext, _target: Target) -> None:
    """Open the folder of the logs."""
    open_path(context.logs)


SHOW = Action(label=N_("Show"), counted=lambda n: tr_n("Show 1", "Show {n}", n), do=show)
SHOW_DONE = Action(label=N_("Show"), do=show_done)
SHOW_FAILED = Action(label=N_("Show failed"), do=show_failed)
EDIT_RECIPE = Action(label=N_("Change recipe…"), do=edit_recipe)
MEMORY_SETTINGS = Action(label=N_("Memory settings…"), icon="settings", do=show_memory_settings)
OPEN_LOG = Action(
    label=N_("Open the log"),
    short=N_("Show log"),
    icon="list",
    do=open_log,
)
