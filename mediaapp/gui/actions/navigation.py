"""Going to what is to be seen elsewhere in the window, to the log, and away."""

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from mediaapp.gui.actions.action import Action
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.target import Target
from mediaapp.gui.window_state import ListTab, Page
from mediaapp.text import N_, tr_n
from workers.jobs.state import JobState


def show(context: ActionContext, target: Target) -> None:
    """Show a job with its details, or the tab in which the jobs of a cause are."""
    context.bring_window()
    for selection in target.selections:
        for job in selection.ids or ():
            context.window.reveal(job)
    for cause in target.causes:
        context.window.show_tab(ListTab.FAILED if cause.state is JobState.FAILED else ListTab.WAITING)


def show_done(context: ActionContext, _target: Target) -> None:
    """Show what is ready."""
    context.bring_window()
    context.window.show_tab(ListTab.DONE)


def show_failed(context: ActionContext, _target: Target) -> None:
    """Show what failed."""
    context.bring_window()
    context.window.show_tab(ListTab.FAILED)


def show_waiting(context: ActionContext, _target: Target) -> None:
    """Show what waits."""
    context.bring_window()
    context.window.show_tab(ListTab.WAITING)


def show_activity(context: ActionContext, _target: Target) -> None:
    """Show how the work goes."""
    context.bring_window()
    context.window.show_page(Page.ACTIVITY)


def edit_recipe(context: ActionContext, _target: Target) -> None:
    """Show the recipe for new files, where it can be changed."""
    context.window.show_page(Page.RECIPE)


def show_memory_settings(context: ActionContext, _target: Target) -> None:
    """Let a person choose how much memory may be used."""
    context.window.show_memory_settings()


def open_log(context: ActionContext, _target: Target) -> None:
    """Open the folder of the logs."""
    context.open(context.logs)


def show_details(context: ActionContext, _target: Target) -> None:
    """Show all that is known of what is selected."""
    context.window.show_page(Page.DETAILS)


def find(context: ActionContext, _target: Target) -> None:
    """Let a person type what to look for."""
    context.window.focus_search()


def clear_search(context: ActionContext, _target: Target) -> None:
    """Show all files again."""
    context.window.clear_search()


def show_all_rows(context: ActionContext, _target: Target) -> None:
    """Show the rows of all folders and drops again."""
    context.window.show_rows_of(None)


def select_all(context: ActionContext, _target: Target) -> None:
    """Select every row of the list."""
    context.window.select_all()


def go_back(context: ActionContext, _target: Target) -> None:
    """Leave the page in place of the list, else the search, else the rows of one folder, else what is over the list."""
    context.window.go_back()


def show_window(context: ActionContext, _target: Target) -> None:
    """Bring the window back from the background."""
    context.window.raise_window()


def leave(context: ActionContext, _target: Target) -> None:
    """End the application, also from the background; the queue stays as it is."""
    context.window.close()
    QApplication.quit()


SHOW = Action(label=N_("Show"), counted=lambda n: tr_n("Show 1", "Show {n}", n), do=show)
SHOW_DONE = Action(label=N_("Show"), do=show_done)
SHOW_FAILED = Action(label=N_("Show failed"), do=show_failed)
SHOW_WAITING = Action(label=N_("Show them"), do=show_waiting)
SHOW_ACTIVITY = Action(label=N_("Show activity"), do=show_activity)
EDIT_RECIPE = Action(label=N_("Change recipe…"), do=edit_recipe)
MEMORY_SETTINGS = Action(label=N_("Memory settings…"), icon="settings", do=show_memory_settings)
OPEN_LOG = Action(
    label=N_("Open the log"),
    short=N_("Show log"),
    icon="list",
    do=open_log,
)
SHOW_DETAILS = Action(label=N_("Show details"), shortcut="Space", in_list=True, do=show_details)
FIND = Action(label=N_("Find a file"), icon="search", shortcut=QKeySequence.StandardKey.Find, do=find)
CLEAR_SEARCH = Action(label=N_("Clear search"), do=clear_search)
SHOW_ALL_ROWS = Action(label=N_("Show all"), do=show_all_rows)
SELECT_ALL = Action(label=N_("Select all"), shortcut="Ctrl+A", do=select_all)
GO_BACK = Action(label=N_("Back"), shortcut="Escape", do=go_back)
SHOW_WINDOW = Action(label=N_("Show"), do=show_window)
QUIT = Action(label=N_("Quit"), shortcut=QKeySequence.StandardKey.Quit, do=leave)
