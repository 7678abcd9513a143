"""When what waits begins: tonight, now, or in spite of what holds it back."""

import time
from functools import partial

from mediaapp import text
from mediaapp.gui.actions.action import Action, offer
from mediaapp.gui.actions.buttons import toast_button
from mediaapp.gui.actions.context import ActionContext
from mediaapp.gui.actions.target import Target
from mediaapp.gui.actions.undo import tell_done
from mediaapp.text import N_
from workers.jobs.state import WAITING, JobState
from workers.local_time import next_moment
from workers.service.commands import GoOnNow, PutOff, ResumeJobs


def later(context: ActionContext, target: Target) -> None:
    """Let what waits begin the next time the clock shows the hour of the settings."""
    until = next_moment(time.time(), context.later)
    context.bridge.do(PutOff(target.selections, until), partial(_tell_later, context, target, until))


def begin_now(context: ActionContext, target: Target) -> None:
    """Let what was to begin later, or after another batch, wait for its turn now."""
    for selection in target.selections:
        context.bridge.do(ResumeJobs(selection))


def go_on_now(context: ActionContext, _target: Target) -> None:
    """Let begin what quiet hours, a battery or somebody at the computer hold back, each until that has ended."""
    context.bridge.do(GoOnNow(context.bridge.snapshot.holds))


def _tell_later(context: ActionContext, target: Target, until: float, jobs: int) -> None:
    if jobs:
        now = toast_button(context, offer(BEGIN_NOW, target))
        tell_done(context, text.put_off(jobs, until, time.time()), now, tag="later")


def _may_wait(target: Target) -> bool:
    for_a_person = any(batch.on_hold and not batch.begins_by_itself for batch in target.batches)
    return bool(target.states_there() & WAITING) and not for_a_person


def _begins_later(target: Target) -> bool:
    told = any(job.state is JobState.PAUSED and job.not_before is not None for job in target.jobs)
    return told or any(batch.begins_by_itself for batch in target.batches)


LATER = Action(label=N_("Later tonight"), icon="clock", enabled=_may_wait, do=later)
BEGIN_NOW = Action(label=N_("Begin now"), icon="play", enabled=_begins_later, do=begin_now)
GO_ON_NOW = Action(label=N_("Go on now"), icon="play", do=go_on_now)
