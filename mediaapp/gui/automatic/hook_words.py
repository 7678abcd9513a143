"""What the rows of hooks and of schedules say."""

import math
import time

from msgspec import Struct

from mediaapp import text
from mediaapp.gui.language import moment_words
from mediaapp.text import tr, tr_n
from workers.due import upcoming
from workers.jobs.hook import CopyResults, Hook, Program, Webhook
from workers.jobs.schedule import Schedule, ScheduledForgetting
from workers.jobs.state import JobState

_MINUTE_S = 60


class HookLine(Struct, frozen=True, kw_only=True):
    """How the last call of a hook went: the icon and the words; `again` is what is told where it is not delivered."""

    icon: str
    words: str
    failed: bool = False
    again: str = ""


def hook_icon(hook: Hook) -> str:
    """What it does, as an icon."""
    match hook.rules.deed:
        case Webhook():
            return "link"
        case Program():
            return "bolt"
        case CopyResults():
            return "copy"


def hook_line(hook: Hook, now: float) -> HookLine:
    """How its last call went; `now` is in seconds since 1970."""
    if hook.state is None:
        return HookLine(icon="clock", words=text.hook_last(hook))
    if hook.state is JobState.DONE:
        return HookLine(icon="done", words=text.hook_last(hook))
    if hook.state is JobState.FAILED or (hook.state is JobState.DELAYED and hook.code is not None):
        return HookLine(icon="failed", words=text.hook_last(hook), failed=True, again=_again(hook, now))
    return HookLine(icon="hourglass", words=text.hook_last(hook))


def _again(hook: Hook, now: float) -> str:
    """'Tried 3 times, again in 4 min'."""
    tried = tr_n("Tried once", "Tried {n} times", hook.tried)
    if hook.state is JobState.FAILED or hook.due is None:
        return tried
    left = max(0.0, hook.due - now)
    if left < _MINUTE_S:
        return tr("{tried}, again in {n} s", tried=tried, n=text.count(math.ceil(left)))
    return tr("{tried}, again in {n} min", tried=tried, n=text.count(math.ceil(left / _MINUTE_S)))


def schedule_icon(schedule: Schedule) -> str:
    """What it does, as an icon."""
    return "trash" if isinstance(schedule.rules.work, ScheduledForgetting) else "file-text"


def schedule_next(schedule: Schedule, now: float | None = None) -> str:
    """'Next: Monday, 08:00', or 'Off'."""
    if not schedule.on:
        return tr("Off")
    now = time.time() if now is None else now
    return tr("Next: {when}", when=moment_words(upcoming(schedule, now), now))
