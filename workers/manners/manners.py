"""What was asked for, what is known of the computer, and what follows from both."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from workers.kinds import KINDS, JobKind
from workers.local_time import EVERY_DAY, Weekday, moment, weekday

IDLE_MINUTES = 5
"""So long nobody has touched the computer before it counts as idle, where nothing else was asked for."""

_LOOKED_AT = range(-1, 9)


class QuietHours(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Hours in which nothing begins, by the clock on the wall, on each of the `days` on which they begin.

    `until` is on the next day where it is not later than `begins`: 20:00 to 07:00 is a night, 00:00 to 00:00 a whole day.
    """

    begins: time
    until: time
    days: frozenset[Weekday] = EVERY_DAY


class Manners(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """When jobs may begin: those of one kind, or for None of all kinds that are made of files.

    `idle_minutes` is how long nobody has touched the computer when it counts as idle.
    """

    kind: JobKind | None = None
    quiet: tuple[QuietHours, ...] = ()
    on_mains: bool = False
    when_idle: bool = False
    idle_minutes: Annotated[int, Meta(ge=1, le=240)] = IDLE_MINUTES


class Surroundings(Struct, frozen=True, kw_only=True):
    """What is known of the computer. `idle_s` is for how long nobody has touched it, in seconds, None where nobody can tell."""

    on_mains: bool = True
    idle_s: float | None = None


class HoldReason(StrEnum):
    """Why nothing begins."""

    QUIET_HOURS = "quiet_hours"
    ON_BATTERY = "on_battery"
    IN_USE = "in_use"


class Yes(Struct, frozen=True):
    """Jobs may begin."""


class No(Struct, frozen=True, kw_only=True):
    """Jobs may not begin, for all of these reasons, in the order of `HoldReason`.

    `until` is when the quiet hours end, in seconds since 1970, None where they are not among the reasons.
    """

    reasons: tuple[HoldReason, ...]
    until: float | None = None


class Hold(Struct, frozen=True, kw_only=True):
    """Jobs that may not begin now: those of one kind, or for None of all that are made of files; otherwise as in `No`."""

    kind: JobKind | None = None
    reasons: tuple[HoldReason, ...]
    until: float | None = None


def kinds_of(hold: Hold) -> frozenset[JobKind]:
    """The kinds that it holds back: calls and reports only where they are named."""
    return frozenset(KINDS.files if hold.kind is None else (hold.kind,))


class LetThrough(Struct, frozen=True, kw_only=True):
    """That jobs of a kind, or of all for None, go on in spite of this reason, until it has ended."""

    kind: JobKind | None = None
    reason: HoldReason


class StartDecision(Struct, frozen=True, kw_only=True):
    """What is held back now, and what is let through all the same, as far as its reason still stands."""

    holds: tuple[Hold, ...] = ()
    let_through: tuple[LetThrough, ...] = ()


def decide(
    now: float,
    around: Surroundings,
    manners: Sequence[Manners],
    let_through: Sequence[LetThrough] = (),
    zone: tzinfo | None = None,
) -> StartDecision:
    """What to hold back at this moment, in seconds since 1970, where somebody may have said to go on in spite of reasons.

    That somebody said so holds for each reason until it has ended: the next time it stands it holds jobs back again.
    """
    holds, kept = list[Hold](), list[LetThrough]()
    for one in manners:
        told = may_begin(now, around, one, zone)
        if isinstance(told, No):
            through = [each for each in let_through if each.kind == one.kind and each.reason in told.reasons]
            kept += through
            left = tuple(why for why in told.reasons if why not in {each.reason for each in through})
            if left:
                until = told.until if HoldReason.QUIET_HOURS in left else None
                holds.append(Hold(kind=one.kind, reasons=left, until=until))
    return StartDecision(holds=tuple(holds), let_through=tuple(dict.fromkeys(kept)))


def may_begin(now: float, around: Surroundings, manners: Manners, zone: tzinfo | None = None) -> Yes | No:
    """Whether jobs may begin at this moment, in seconds since 1970; `zone` None is the computer's own.

    Where nobody can tell whether the computer is idle, nothing waits for that.
    """
    until = quiet_until(now, manners.quiet, zone)
    in_use = around.idle_s is not None and around.idle_s < manners.idle_minutes * 60
    found = {
        HoldReason.QUIET_HOURS: until is not None,
        HoldReason.ON_BATTERY: manners.on_mains and not around.on_mains,
        HoldReason.IN_USE: manners.when_idle and in_use,
    }
    reasons = tuple(reason for reason in HoldReason if found[reason])
    return No(reasons=reasons, until=until) if reasons else Yes()


def quiet_until(now: float, quiet: Sequence[QuietHours], zone: tzinfo | None = None) -> float | None:
    """When the quiet hours end that `now` is in, those that follow at once included; None when it is in none.

    Hours that never end are looked through for a week and a day.
    """
    today = datetime.fromtimestamp(now, zone).date()
    days = [today + timedelta(days=n) for n in _LOOKED_AT]
    spans = sorted(_span(day, hours, zone) for hours in quiet for day in days if weekday(day) in hours.days)
    until = now
    for begins, ends in spans:
        if begins <= until < ends:
            until = ends
    return until if until > now else None


def _span(day: date, hours: QuietHours, zone: tzinfo | None) -> tuple[float, float]:
    last = day if hours.until > hours.begins else day + timedelta(days=1)
    return moment(day, hours.begins, zone), moment(last, hours.until, zone)
