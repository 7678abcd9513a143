"""Schedules are served by whoever has the pool, also after it was away."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from time import time as time_now
from zoneinfo import ZoneInfo

import pytest

from tests.support.store import Table
from workers.due import latest
from workers.jobs.ids import WorkerId
from workers.jobs.queries import Selection
from workers.jobs.schedule import ScheduledForgetting, ScheduledReport, ScheduleRules
from workers.requests import OfAll, ReportFormat, ReportRequest, Span
from workers.schedules.scheduler import Scheduler
from workers.service import JobService

BERLIN = ZoneInfo("Europe/Berlin")
ME = WorkerId("100@1.00")


class Wall:
    """The clock on the wall."""

    def __init__(self, moment: str) -> None:
        self.put(moment)

    def put(self, moment: str) -> None:
        self.now = datetime.fromisoformat(moment).replace(tzinfo=BERLIN).timestamp()

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def wall() -> Wall:
    return Wall("2026-12-01 07:00")


@pytest.fixture
def service(tmp_path: Path) -> Iterator[JobService]:
    with JobService(tmp_path / "jobs.sqlite", fallback=tmp_path) as service:
        yield service


@pytest.fixture
def scheduler(service: JobService, wall: Wall) -> Scheduler:
    return Scheduler(lambda: service, accepted=lambda: None, clock=wall, zone=BERLIN)


def every_day(service: JobService, wall: Wall, folder: Path) -> None:
    rules = ScheduleRules(name="Every day", work=ScheduledReport(OfAll(), ReportFormat.CSV, str(folder)), at=time(8, 0))
    service.store.schedules.add_schedule(rules, latest(rules, wall.now, BERLIN))


def asked(service: JobService) -> list[ReportRequest]:
    jobs = service.reader.jobs(service.reader.ids(Selection()))
    return [job.request for job in jobs if isinstance(job.request, ReportRequest)]


def test_a_report_is_asked_for_once_a_day(
    service: JobService, scheduler: Scheduler, wall: Wall, tmp_path: Path
) -> None:
    every_day(service, wall, tmp_path / "reports")
    scheduler.look(service)
    assert asked(service) == []
    wall.put("2026-12-01 08:00")
    scheduler.look(service)
    scheduler.look(service)
    wall.put("2026-12-01 23:59")
    scheduler.look(service)
    (request,) = asked(service)
    assert request.name == "Every day 2026-12-01"
    assert request.span == Span(since=Wall("2026-11-30 08:00")(), until=Wall("2026-12-01 08:00")())


def test_days_on_which_nothing_ran_are_made_up_for_by_one_report(
    service: JobService, scheduler: Scheduler, wall: Wall, tmp_path: Path
) -> None:
    every_day(service, wall, tmp_path)
    wall.put("2026-12-09 19:00")
    scheduler.look(service)
    wall.put("2026-12-10 08:00")
    scheduler.look(service)
    assert [request.name for request in asked(service)] == ["Every day 2026-12-09", "Every day 2026-12-10"]
    first, second = (request.span for request in asked(service))
    assert first is not None
    assert second is not None
    assert first.since == Wall("2026-11-30 08:00")()
    assert first.until == second.since


def test_nothing_is_done_by_itself_while_all_of_that_is_off(
    service: JobService, scheduler: Scheduler, wall: Wall, tmp_path: Path
) -> None:
    every_day(service, wall, tmp_path)
    service.store.watches.switch_all(on=False)
    wall.put("2026-12-01 08:00")
    scheduler.look(service)
    assert asked(service) == []


def test_a_clock_that_was_far_ahead_stops_nothing_for_good(
    service: JobService, scheduler: Scheduler, wall: Wall, tmp_path: Path
) -> None:
    every_day(service, wall, tmp_path)
    wall.put("2031-01-01 12:00")
    scheduler.look(service)
    wall.put("2026-12-01 12:00")
    scheduler.look(service)
    wall.put("2026-12-02 12:00")
    scheduler.look(service)
    assert [request.name for request in asked(service)] == ["Every day 2031-01-01", "Every day 2026-12-02"]


def test_old_rows_are_forgotten_and_files_stay(
    service: JobService, scheduler: Scheduler, wall: Wall, tmp_path: Path
) -> None:
    kept = tmp_path / "a0.jpg"
    kept.touch()
    table = Table(tmp_path / "jobs.sqlite")
    table.clock.now = time_now() - 40 * 24 * 3600
    (old,) = table.add(1)
    table.finish()
    table.clock.now = time_now() - 20 * 24 * 3600
    (young,) = table.add(1)
    table.finish()
    table.close()
    rules = ScheduleRules(name="Forget", work=ScheduledForgetting(30), at=time(3, 0))
    service.store.schedules.add_schedule(rules, latest(rules, wall.now, BERLIN))
    scheduler.look(service)
    assert service.reader.job(old) is not None
    wall.put("2026-12-02 04:00")
    scheduler.look(service)
    assert service.reader.job(old) is None
    assert service.reader.job(young) is not None
    assert service.store.schedules.all()[0].served == date(2026, 12, 2)
    assert kept.exists()
