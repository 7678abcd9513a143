"""Opening and showing results, and putting back the originals that they replaced."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from mediaapp import text
from mediaapp.gui.actions.action import Action
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.target import Target
from mediaapp.gui.theme import Role
from mediaapp.gui.toast import ToastMessage
from mediaapp.text import N_, tr_n
from workers.jobs.job import Job
from workers.jobs.state import JobState
from workers.service.commands import BringBack, BroughtBack


def open_result(context: ActionContext, target: Target) -> None:
    """Open the result, or tell that it is gone."""
    output = _output(target)
    if output is not None:
        _if_there(context, output, context.open)


def show_in_folder(context: ActionContext, target: Target) -> None:
    """Show results in the file manager, or sources where there are none; of a whole batch its folder."""
    output = _output(target)
    if output is not None:
        _if_there(context, output, lambda path: context.reveal((path,)))
    elif target.jobs:
        context.reveal(_of_one_folder(target.jobs))
    elif _folder(target):
        _if_there(context, Path(_folder(target)), context.open)
    for path in (cause.failure.path for cause in target.causes):
        if path is not None:
            context.reveal((Path(path),))


def bring_back(context: ActionContext, target: Target) -> None:
    """Put originals that were replaced back in their places."""
    context.bridge.do(BringBack(target.selections), partial(_tell_brought_back, context))


def _can_show(target: Target) -> bool:
    has_path = any(cause.failure.path for cause in target.causes)
    return bool(target.jobs or target.file or _folder(target)) or has_path


def _has_originals(target: Target) -> bool:
    return any(batch.counts.replaced for batch in target.batches) or any(
        job.original is not None and job.state is JobState.DONE for job in target.jobs
    )


OPEN = Action(
    label=N_("Open"),
    icon="external-link",
    shortcut="Return",
    in_list=True,
    enabled=lambda target: _output(target) is not None,
    do=open_result,
)
SHOW_IN_FOLDER = Action(
    label=N_("Show in folder"),
    icon="folder-open",
    shortcut="Ctrl+Return",
    in_list=True,
    enabled=_can_show,
    do=show_in_folder,
)
OPEN_FOLDER = Action(label=N_("Open folder"), icon="folder-open", enabled=_can_show, do=show_in_folder)
BRING_BACK = Action(
    label=N_("Bring originals back"),
    counted=lambda n: tr_n("Bring back 1", "Bring back {n}", n),
    icon="undo",
    enabled=_has_originals,
    do=bring_back,
)


def _output(target: Target) -> Path | None:
    job = target.one_job()
    file = target.file if job is None else job.output
    return Path(file) if file else None


def _folder(target: Target) -> str:
    """The folder of a batch's results, '' while there are none."""
    batch = target.one_batch()
    if batch is None:
        return target.folder
    return batch.folder if batch.counts.ready else ""


def _of_one_folder(jobs: Sequence[Job]) -> list[Path]:
    paths = [Path(job.output or job.source) for job in jobs]
    return [path for path in paths if path.parent == paths[0].parent]


def _if_there(context: ActionContext, path: Path, do: Callable[[Path], None]) -> None:
    """The disk is looked at off this thread."""

    def answer(there: bool) -> None:  # noqa: FBT001 - the answer to a question
        if there:
            do(path)
        else:
            context.complain(text.result_gone(path.name))

    context.bridge.in_background(path.exists, answer)


def _tell_brought_back(context: ActionContext, back: BroughtBack) -> None:
    told = text.brought_back(back.originals, back.left)
    icon, role = ("failed", Role.BAD) if back.left else ("done", Role.OK)
    context.window.say(ToastMessage(title=told.title, body=told.body, tag="back", icon=icon, role=role))
