"""Having a report written: of a batch, of a watched folder, of all that failed, of everything."""

from functools import partial
from pathlib import Path

from mediaapp import text
from mediaapp.gui.actions.action import Action
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.target import Target
from mediaapp.gui.dialogs import questions
from mediaapp.gui.theme import Role
from mediaapp.gui.toast import ToastMessage
from mediaapp.text import N_
from workers.jobs.batch import BatchPurpose
from workers.jobs.ids import JobId
from workers.jobs.state import JobState
from workers.requests import About, OfAll, OfBatch, OfFailures, OfWatch, ReportFormat, ReportRefused, ReportRequest
from workers.service.schedule_commands import MakeReport

_SUBMITTER = "window"


def save_report(context: ActionContext, target: Target) -> None:
    """Have a report written of a batch, of a watched folder, or of all that failed."""
    found = _about(target)
    if found is not None:
        _ask(context, *found)


def report_all(context: ActionContext, _target: Target) -> None:
    """Have a report written of everything in the list."""
    _ask(context, OfAll())


def _about(target: Target) -> tuple[About, str] | None:
    """What a report of this target is about, and what that is called; None where there is none of just this."""
    batch = target.one_batch()
    if batch is not None:
        return (OfBatch(batch.id), batch.name) if batch.purpose is BatchPurpose.FILES else None
    if len(target.watches) == 1:
        watch = target.watches[0]
        return OfWatch(watch.id), watch.rules.title
    only_causes = target.causes and not (target.jobs or target.batches)
    return (OfFailures(), "") if only_causes and all(c.state is JobState.FAILED for c in target.causes) else None


SAVE_REPORT = Action(
    label=N_("Save a report…"),
    icon="file-text",
    enabled=lambda target: _about(target) is not None,
    do=save_report,
)
REPORT_ALL = Action(label=N_("Save a report…"), icon="file-text", do=report_all)


def _ask(context: ActionContext, about: About, named: str = "") -> None:
    """Ask where to, and have it written in the background; a notice tells when it is ready."""
    window = context.window.window()
    questions.ask_where_to_report(window, text.report_name(about, named), partial(_make, context, about))


def _make(context: ActionContext, about: About, path: Path) -> None:
    ending = path.suffix.lower().lstrip(".")
    written_as = ReportFormat(ending) if ending in tuple(ReportFormat) else ReportFormat.HTML
    request = ReportRequest(about=about, format=written_as, name=path.stem)
    command = MakeReport(request=request, folder=str(path.parent), row=path.stem, submitter=_SUBMITTER)
    context.bridge.do(command, partial(_tell, context))


def _tell(context: ActionContext, asked: JobId | ReportRefused) -> None:
    if isinstance(asked, ReportRefused):
        context.complain(text.report_refused(asked))
        return
    told = text.report_begun()
    message = ToastMessage(title=told.title, body=told.body, tag=f"job {asked}", icon="file-text", role=Role.MUTED)
    context.window.say(message)
