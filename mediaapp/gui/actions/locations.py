"""Where sources are and where results go, when that is not what it was."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QWidget

from mediaapp import text
from mediaapp.gui.actions.action import Action
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.target import RETRYABLE, Target
from mediaapp.gui.dialogs import questions
from mediaapp.text import N_
from workers.jobs.state import WAITING
from workers.service.commands import ChooseCopy, Locate, SaveElsewhere


def choose_copy(context: ActionContext, target: Target) -> None:
    """Take another file as the source of a failed job."""
    job = target.one_job()
    if job is not None:
        questions.ask_copy(
            _asking(context), lambda path: context.bridge.do(ChooseCopy(job.id, path)), start=_folder_of_sources(target)
        )


def locate(context: ActionContext, target: Target) -> None:
    """Look below a folder for sources that are not where they were."""
    questions.ask_where_sources_are(
        _asking(context), partial(_look_below, context, target), start=_folder_of_sources(target)
    )


def save_elsewhere(context: ActionContext, target: Target) -> None:
    """Let results go to another folder."""

    def save(folder: Path) -> None:
        for selection in target.selections:
            context.bridge.do(SaveElsewhere(selection, folder))

    questions.ask_elsewhere(_asking(context), save, start=_folder_of_sources(target))


def _can_go_elsewhere(target: Target) -> bool:
    return bool(target.states_there() & (WAITING | RETRYABLE)) and not target.only_replaces()


CHOOSE_COPY = Action(
    label=N_("Choose a copy…"), icon="file-search", enabled=lambda target: target.one_job() is not None, do=choose_copy
)
LOCATE = Action(label=N_("Locate…"), icon="search", do=locate)
SAVE_ELSEWHERE = Action(
    label=N_("Save elsewhere…"),
    icon="folder",
    enabled=_can_go_elsewhere,
    do=save_elsewhere,
)


def _asking(context: ActionContext) -> QWidget:
    """The window, where its dialog is seen."""
    context.bring_window()
    return context.window.window()


def _look_below(context: ActionContext, target: Target, folder: Path) -> None:
    def tell(found: int) -> None:
        if not found:
            context.complain(text.not_found_in(folder.name or str(folder)))

    for selection in target.selections:
        context.bridge.do(Locate(selection, folder), tell)


def _folder_of_sources(target: Target) -> str:
    return str(Path(target.jobs[0].source).parent) if target.jobs else ""
