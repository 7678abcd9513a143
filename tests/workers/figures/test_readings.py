"""How near everything is to its limit."""

import pytest
from msgspec import structs

from workers.errors import ErrorCode
from workers.figures.limits import AlertLimits
from workers.figures.observed import AtWork, Disk, EndedLately, MissingDrive, Observed
from workers.figures.readings import Readings
from workers.jobs.alert import AlertKind, kind_of
from workers.jobs.ids import JobId
from workers.kinds import KINDS, JobKind, TimeLimits, done_by
from workers.outcome import Stage

NOW = 1_800_000_000.0
LIMITS = AlertLimits(
    waiting_s=100, failing=0.5, ended=20, ended_least=10, disk_bytes=1_000_000_000, deaths=4, deaths_s=60
)
STILL = done_by("engine", TimeLimits(still_floor_s=30.0, slowest_drive=1000.0))
AT_WORK = AtWork(job=JobId(7), attempt=1, kind=JobKind.IMAGE, stage=Stage.COMPRESSING, progress=0.5, size_in=10_000)


def levels(seen: Observed, limits: AlertLimits = LIMITS) -> dict[AlertKind, float | None]:
    read = Readings(KINDS).read(seen, limits, now=NOW, ticks=0.0)
    return {kind_of(reading.facts): reading.level for reading in read if reading.level != 0.0}


def disk(free: int | None, total: int = 100_000_000_000) -> Disk:
    return Disk(path="/", drive="/", free=free, total=total)


@pytest.mark.parametrize(
    ("seen", "level"),
    [
        (Observed(waiting_since=NOW - 100), {AlertKind.LONG_WAIT: 1.0}),
        (Observed(waiting_since=NOW - 50), {AlertKind.LONG_WAIT: 0.5}),
        (Observed(lately=EndedLately(ended=10, failed=5, cause=ErrorCode.BUG)), {AlertKind.FAILING: 1.0}),
        (Observed(lately=EndedLately(ended=9, failed=9, cause=ErrorCode.BUG)), {}),
        (Observed(lately=EndedLately(ended=20)), {}),
        (Observed(disks=(disk(1_000_000_000),)), {AlertKind.DISK_NEARLY_FULL: 1.0}),
        (Observed(disks=(disk(4_000_000_000),)), {AlertKind.DISK_NEARLY_FULL: 0.25}),
        (Observed(disks=(disk(50_000_000, 1_000_000_000),)), {AlertKind.DISK_NEARLY_FULL: 1.0}),
        (Observed(disks=(disk(None),)), {AlertKind.DISK_NEARLY_FULL: None}),
        (Observed(away=(MissingDrive(path="/m/x", drive="x"),)), {AlertKind.DRIVE_AWAY: 1.0}),
    ],
)
def test_how_near_to_its_limit_it_is(seen: Observed, level: dict[AlertKind, float]) -> None:
    assert levels(seen) == level


@pytest.mark.parametrize("limit", ["waiting_s", "failing", "disk_bytes", "deaths"])
def test_a_limit_of_0_is_never_reached(limit: str) -> None:
    seen = Observed(
        waiting_since=0.0,
        lately=EndedLately(ended=20, failed=20, cause=ErrorCode.BUG),
        disks=(disk(1),),
    )
    limits = structs.replace(LIMITS, **{limit: 0})
    readings = Readings(KINDS)
    readings.read(seen, limits, now=NOW, ticks=0.0)
    read = readings.read(structs.replace(seen, deaths=9), limits, now=NOW, ticks=1.0)
    assert len([reading for reading in read if reading.level and reading.level >= 1]) == 3


def test_a_job_stands_still_when_it_comes_no_further_for_longer_than_its_kind_and_size_explain() -> None:
    readings = Readings(STILL)

    def level(one: AtWork, ticks: float) -> float | None:
        (reading,) = readings.read(Observed(at_work=(one,)), LIMITS, now=NOW, ticks=ticks)
        return reading.level

    assert level(AT_WORK, 0.0) == 0.0
    assert level(AT_WORK, 20.0) == 0.5
    assert level(AT_WORK, 40.0) == 1.0
    assert level(structs.replace(AT_WORK, progress=0.6), 41.0) == 0.0
    assert level(structs.replace(AT_WORK, progress=0.6), 61.0) == 0.5
    assert level(structs.replace(AT_WORK, progress=0.6, attempt=2), 62.0) == 0.0
    waiting = structs.replace(AT_WORK, stage=Stage.WAITING_FOR_MEMORY)
    assert level(waiting, 63.0) == 0.0
    assert level(waiting, 999.0) == 0.0


def test_workers_that_end_are_counted_for_a_while_and_not_those_of_an_earlier_run() -> None:
    readings = Readings(KINDS)

    def level(deaths: int, ticks: float) -> float:
        return sum(
            reading.level or 0.0 for reading in readings.read(Observed(deaths=deaths), LIMITS, now=NOW, ticks=ticks)
        )

    assert level(100, 0.0) == 0.0
    assert level(101, 10.0) == 0.25
    assert level(104, 30.0) == 1.0
    assert level(104, 71.0) == 0.75
    assert level(104, 91.0) == 0.0
