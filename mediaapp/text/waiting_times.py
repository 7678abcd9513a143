"""When what waits begins, and why nothing begins now."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from mediaapp.text.language import N_, spoken, tr, tr_n
from workers.jobs.batch import StoredBatch
from workers.jobs.job import Job
from workers.jobs.state import JobState
from workers.local_time import Weekday
from workers.manners.manners import Hold, HoldReason

_WEEKDAYS = (N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"))

_SHORT_WEEKDAYS: Mapping[Weekday, str] = {
    Weekday.MONDAY: N_("Mon"),
    Weekday.TUESDAY: N_("Tue"),
    Weekday.WEDNESDAY: N_("Wed"),
    Weekday.THURSDAY: N_("Thu"),
    Weekday.FRIDAY: N_("Fri"),
    Weekday.SATURDAY: N_("Sat"),
    Weekday.SUNDAY: N_("Sun"),
}

_WAITS: Mapping[HoldReason, str] = {
    HoldReason.QUIET_HOURS: N_("Waits until {time}"),
    HoldReason.ON_BATTERY: N_("Waits for mains power"),
    HoldReason.IN_USE: N_("Waits until nobody uses the computer"),
}

_AND: Mapping[HoldReason, str] = {
    HoldReason.QUIET_HOURS: N_("until {time}"),
    HoldReason.ON_BATTERY: N_("for mains power"),
    HoldReason.IN_USE: N_("until nobody uses the computer"),
}


def short_weekday(day: Weekday) -> str:
    """The day's name where there is little room: 'Mon'."""
    return tr(_SHORT_WEEKDAYS[day])


def put_off(jobs: int, until: float, now: float) -> str:
    """So many jobs were told to begin at a moment."""
    time = moment(until, now)
    return tr_n("1 picture begins {time}.", "{n} pictures begin {time}.", jobs, time=time)


def held_pictures(n: int) -> str:
    """What is said beside why nothing begins, of so many jobs."""
    return tr_n(
        "1 picture begins by itself then. What runs is finished.",
        "{n} pictures begin by themselves then. What runs is finished.",
        n,
    )


def moment(at: float, now: float) -> str:
    """A moment to come, both in seconds since 1970: '22:00', 'tomorrow 22:00', 'Sunday 08:00', later with its date."""
    time = spoken().clock(at)
    day, today = datetime.fromtimestamp(at).date(), datetime.fromtimestamp(now).date()
    match (day - today).days:
        case 0:
            return time
        case 1:
            return tr("tomorrow {time}", time=time)
        case n if 1 < n < 7:
            return tr("{day} {time}", day=tr(_WEEKDAYS[day.weekday()]), time=time)
        case _:
            return tr("{day} {time}", day=day.isoformat(), time=time)


def held_back(holds: Sequence[Hold], now: float) -> str:
    """Why nothing begins at this moment: 'Waits until 22:00 and for mains power'; '' where nothing is held back."""
    if not holds:
        return ""
    hold = holds[0]
    time = "" if hold.until is None else moment(hold.until, now)
    first, *more = hold.reasons
    told = tr(_WAITS[first], time=time)
    for reason in more:
        told = tr("{first} and {more}", first=told, more=tr(_AND[reason], time=time))
    return told


def begins(batch: StoredBatch, now: float) -> str:
    """When a batch begins by itself: 'Begins 22:00', 'Begins after “June”'; '' where it waits for no such thing."""
    if not batch.begins_by_itself:
        return ""
    if batch.begins_at is not None:
        return tr("Begins {time}", time=moment(batch.begins_at, now))
    if batch.after_name:
        return tr("Begins after “{batch}”", batch=batch.after_name)
    return tr("Begins after another one")


def job_begins(job: Job, now: float) -> str:
    """When a paused job begins by itself: 'Begins 22:00'; '' where it has no hour."""
    if job.state is JobState.PAUSED and job.not_before is not None:
        return tr("Begins {time}", time=moment(job.not_before, now))
    return ""
