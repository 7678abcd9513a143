"""Whether, when and by which recipe jobs are worked on."""

from msgspec import structs

from mediaapp import text
from mediaapp.gui.actions.action import Action, WithRecipe
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.target import RETRYABLE, Target
from mediaapp.text import N_, tr_n
from workers.jobs.queries import Selection
from workers.jobs.state import WAITING, JobState
from workers.recipe import Recipe
from workers.service.commands import MoveFirst, MoveLast, PauseJobs, ResumeJobs, Retry, SetPaused, StartWithRecipe


def retry(context: ActionContext, target: Target) -> None:
    """Try again what failed or was cancelled, and now what is delayed; of several, only what can end otherwise.

    A whole batch in which such a thing failed leaves what was cancelled.
    """
    failed = any(text.can_retry(code) for batch in target.batches for code, _ in batch.failures)
    for selection in target.selections:
        alone = selection.ids is not None and len(selection.ids) == 1
        wanted = selection.within((JobState.FAILED,)) if failed and not target.jobs else selection
        context.bridge.do(Retry(selection if alone or selection.cause else worth_retrying(wanted)))


def worth_retrying(selection: Selection) -> Selection:
    """Those of several jobs that can end otherwise when they are tried again."""
    return structs.replace(selection, but_failed=text.NO_RETRY)


def retry_with(context: ActionContext, target: Target, recipe: Recipe) -> None:
    """Try them again with another recipe."""
    for selection in target.selections:
        context.bridge.do(Retry(selection, recipe))


def change_recipe(context: ActionContext, target: Target, recipe: Recipe) -> None:
    """Give a batch that waits to be started another recipe; it begins if originals are safe with that one."""
    for batch in target.batches:
        context.bridge.do(StartWithRecipe(batch.id, recipe))


def pause(context: ActionContext, target: Target) -> None:
    """Hold back what waits."""
    for selection in target.selections:
        context.bridge.do(PauseJobs(selection))


def resume(context: ActionContext, target: Target) -> None:
    """Let what is paused wait for its turn."""
    for selection in target.selections:
        context.bridge.do(ResumeJobs(selection))


def do_first(context: ActionContext, target: Target) -> None:
    """Do them before all others."""
    for selection in target.selections:
        context.bridge.do(MoveFirst(selection))


def do_last(context: ActionContext, target: Target) -> None:
    """Do them after all others."""
    for selection in target.selections:
        context.bridge.do(MoveLast(selection))


def pause_all(context: ActionContext, _target: Target) -> None:
    """Begin nothing new; what runs is finished."""
    context.bridge.do(SetPaused(paused=True))


def resume_all(context: ActionContext, _target: Target) -> None:
    """Go on with what waits."""
    context.bridge.do(SetPaused(paused=False))


def _may_go_on(target: Target) -> bool:
    return bool(target.states_there() & RETRYABLE)


def _can_retry(target: Target) -> bool:
    several = len(target.jobs) > 1 or target.batches
    if several and not target.causes and target.states_there() & RETRYABLE == {JobState.FAILED}:
        codes = {code for batch in target.batches for code, _ in batch.failures} | {
            job.error_code for job in target.jobs
        }
        return not codes <= text.NO_RETRY | {None}
    return _may_go_on(target)


def _waits(target: Target) -> bool:
    return bool(target.states_there() & WAITING)


def _is_paused(target: Target) -> bool:
    return JobState.PAUSED in target.states_there()


RETRY = Action(
    label=N_("Retry"),
    counted=lambda n: tr_n("Retry 1", "Retry {n}", n),
    icon="retry",
    shortcut="Ctrl+R",
    enabled=_can_retry,
    do=retry,
)
RETRY_ALL = Action(
    label=N_("Retry all"),
    counted=lambda n: tr_n("Retry all 1", "Retry all {n}", n),
    icon="retry",
    enabled=_can_retry,
    do=retry,
)
RETRY_WITH = Action(
    label=N_("Retry with another recipe…"),
    short=N_("Retry with…"),
    counted=lambda n: tr_n("Retry 1 with…", "Retry {n} with…", n),
    enabled=_may_go_on,
    do=WithRecipe(retry_with),
)
CHANGE_RECIPE = Action(label=N_("Change recipe…"), do=WithRecipe(change_recipe))
DO_FIRST = Action(label=N_("Do first"), icon="move-top", enabled=_waits, do=do_first)
DO_LAST = Action(label=N_("Do last"), icon="move-bottom", enabled=_waits, do=do_last)
PAUSE = Action(
    label=N_("Pause"),
    icon="pause",
    enabled=lambda target: JobState.QUEUED in target.states_there(),
    do=pause,
)
RESUME = Action(label=N_("Resume"), icon="play", enabled=_is_paused, do=resume)
START = Action(label=N_("Start"), icon="play", enabled=_is_paused, do=resume)
START_ANYWAY = Action(label=N_("Start anyway"), icon="play", enabled=_is_paused, do=resume)
PAUSE_ALL = Action(label=N_("Pause"), icon="pause", do=pause_all)
RESUME_ALL = Action(label=N_("Resume"), icon="play", do=resume_all)
