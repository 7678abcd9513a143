"""How near to its limit everything is that an alert could be about."""

from collections import deque
from collections.abc import Iterator, Sequence

from msgspec import Struct

from workers.figures.limits import AlertLimits
from workers.figures.observed import AtWork, Disk, Observed
from workers.jobs.alert import (
    AlertFacts,
    DiskNearlyFull,
    DriveAway,
    Failing,
    LongWait,
    Standstill,
    WorkersRestarting,
)
from workers.jobs.ids import JobId
from workers.kinds import Kinds
from workers.outcome import Stage


class LimitReading(Struct, frozen=True, kw_only=True):
    """What an alert would say, and how near that is to its limit: 1 and more is over it; None where nobody knows now."""

    facts: AlertFacts
    level: float | None


class Readings:
    """Reads what was observed, and remembers what takes time to see. `ticks` are seconds in which the computer was awake."""

    def __init__(self, kinds: Kinds) -> None:
        self._kinds = kinds
        self._moved = dict[tuple[JobId, int], tuple[Stage | None, float, float]]()
        self._deaths = deque[tuple[float, int]]()
        self._deaths_before: int | None = None

    def read(self, seen: Observed, limits: AlertLimits, *, now: float, ticks: float) -> list[LimitReading]:
        """The readings at this moment; `now` is in seconds since 1970."""
        return [
            *_wait(seen, limits, now),
            *self._standstill(seen.at_work, ticks),
            *_failing(seen, limits),
            *(_disk(disk, limits) for disk in seen.disks if limits.disk_bytes),
            *(LimitReading(facts=DriveAway(path=one.path, drive=one.drive), level=1.0) for one in seen.away),
            *self._restarts(seen.deaths, limits, ticks),
        ]

    def _standstill(self, at_work: Sequence[AtWork], ticks: float) -> Iterator[LimitReading]:
        before, self._moved = self._moved, {}
        levels = list[tuple[float, JobId]]()
        for one in at_work:
            stage, progress, since = before.get((one.job, one.attempt), (one.stage, one.progress, ticks))
            if (stage, progress) != (one.stage, one.progress) or one.stage is Stage.WAITING_FOR_MEMORY:
                since = ticks
            self._moved[one.job, one.attempt] = (one.stage, one.progress, since)
            levels.append(((ticks - since) / self._kinds.limits(one.kind).still_s(one.size_in), one.job))
        if levels:
            level, job = max(levels)
            stand = sum(level >= 1 for level, _ in levels)
            yield LimitReading(facts=Standstill(job=job, jobs=max(stand, 1)), level=level)

    def _restarts(self, deaths: int, limits: AlertLimits, ticks: float) -> Iterator[LimitReading]:
        if self._deaths_before is not None and deaths > self._deaths_before:
            self._deaths.append((ticks, deaths - self._deaths_before))
        self._deaths_before = deaths
        while self._deaths and ticks - self._deaths[0][0] > limits.deaths_s:
            self._deaths.popleft()
        lately = sum(n for _, n in self._deaths)
        if limits.deaths and lately:
            facts = WorkersRestarting(deaths=lately, within_s=limits.deaths_s)
            yield LimitReading(facts=facts, level=lately / limits.deaths)


def _wait(seen: Observed, limits: AlertLimits, now: float) -> Iterator[LimitReading]:
    if limits.waiting_s and seen.waiting_since is not None:
        level = (now - seen.waiting_since) / limits.waiting_s
        yield LimitReading(facts=LongWait(since=seen.waiting_since), level=level)


def _failing(seen: Observed, limits: AlertLimits) -> Iterator[LimitReading]:
    lately = seen.lately
    if limits.failing and lately.cause is not None and lately.ended >= limits.ended_least:
        facts = Failing(failed=lately.failed, ended=lately.ended, cause=lately.cause)
        yield LimitReading(facts=facts, level=lately.failed / lately.ended / limits.failing)


def _disk(disk: Disk, limits: AlertLimits) -> LimitReading:
    level = None
    if disk.free is not None and disk.total is not None:
        level = limits.disk_least(disk.total) / max(disk.free, 1)
    return LimitReading(facts=DiskNearlyFull(path=disk.path, drive=disk.drive, bytes_free=disk.free or 0), level=level)
