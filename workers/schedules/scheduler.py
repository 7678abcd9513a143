"""Does what is due, beside the pool."""

import logging
import time
from collections.abc import Callable
from datetime import tzinfo
from threading import Event, Thread
from typing import assert_never

from workers.due import Due, due, is_ahead, latest
from workers.jobs.schedule import Schedule, ScheduledForgetting, ScheduledReport
from workers.requests import ReportRequest, Span
from workers.service import JobService, StoreError
from workers.service.reports import new_report

_log = logging.getLogger(__name__)

_LOOK_AGAIN_S = 5.0
"""The clock is asked this often: a computer that slept, or whose clock was put, is told of it by nobody."""
_BETWEEN_STEPS_S = 0.05
_END_WITHIN_S = 0.5


class Scheduler:
    """Only one may run for a job table: whoever has its pool. `accepted` is called when there are new jobs."""

    def __init__(
        self,
        open_service: Callable[[], JobService],
        *,
        accepted: Callable[[], None],
        clock: Callable[[], float] = time.time,
        zone: tzinfo | None = None,
    ) -> None:
        self._open_service = open_service
        self._accepted = accepted
        self._clock = clock
        self._zone = zone
        self._closing = Event()
        self._thread = Thread(target=self._run, name="schedules", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End after the step at hand; what a dead drive holds ends with the process."""
        self._closing.set()
        self._thread.join(_END_WITHIN_S)

    def look(self, service: JobService) -> None:
        """Do what is due now."""
        if not service.store.watches.is_on():
            return
        now = self._clock()
        for schedule in service.store.schedules.all():
            if is_ahead(schedule, now, self._zone):
                service.store.schedules.set_back(schedule, latest(schedule.rules, now, self._zone))
            elif (found := due(schedule, now, self._zone)) is not None:
                self._serve(service, schedule, found)

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                with self._open_service() as service:
                    while not self._closing.is_set():
                        self.look(service)
                        self._closing.wait(_LOOK_AGAIN_S)
            except StoreError:
                _log.warning("the schedules cannot be served now", exc_info=True)
                self._closing.wait(_LOOK_AGAIN_S)

    def _serve(self, service: JobService, schedule: Schedule, found: Due) -> None:
        match schedule.rules.work:
            case ScheduledReport() as work:
                name = f"{schedule.rules.name} {found.day.isoformat()}"
                request = ReportRequest(
                    about=work.about,
                    format=work.format,
                    name=name,
                    span=Span(since=found.since, until=found.until),
                )
                asked = new_report(service, request, folder=work.folder, row=name)
                if service.store.schedules.serve(schedule, found.day, asked):
                    self._accepted()
            case ScheduledForgetting(days=days):
                while service.store.retention.forget_finished(days):
                    if self._closing.wait(_BETWEEN_STEPS_S):
                        return
                service.store.schedules.serve(schedule, found.day)
            case _:
                assert_never(schedule.rules.work)
