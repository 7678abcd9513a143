"""Schedules, and that each of their days is served once."""

from datetime import date

import msgspec

from workers.jobs.ids import JobId, ScheduleId
from workers.jobs.job import NewRequest
from workers.jobs.schedule import Schedule, ScheduleRules
from workers.store import rows
from workers.store.requests import Requests

_SUBMITTER = "schedule"


class Schedules(Requests):
    """Reads and writes all about them."""

    def add_schedule(self, rules: ScheduleRules, served: date) -> ScheduleId:
        """Do this by itself from now on; `served` is the last day that nothing is to be done for."""
        with self._change():
            return ScheduleId(
                self._value(
                    "insert into schedule(rules, served, created) values(?, ?, ?) returning id",
                    (msgspec.json.encode(rules).decode(), served.isoformat(), self._clock()),
                )
            )

    def all(self) -> list[Schedule]:
        """In the order they were added."""
        return [
            _schedule(row)
            for row in self._rows("select id, rules, created, enabled, served, done_at, job from schedule order by id")
        ]

    def change_schedule(self, schedule: ScheduleId, rules: ScheduleRules, served: date) -> bool:
        """Do this from now on, on or off as it is; `served` as for a new one. False when there is no such schedule."""
        with self._change():
            return bool(
                self._run(
                    "update schedule set rules = ?, served = ? where id = ?",
                    (msgspec.json.encode(rules).decode(), served.isoformat(), schedule),
                )
            )

    def switch(self, schedule: ScheduleId, *, on: bool, served: date) -> bool:
        """Do it no more, or again from the day after `served`; False when there is no such schedule."""
        with self._change():
            return bool(
                self._run(
                    "update schedule set served = iif(enabled is :on, served, :served), enabled = :on where id = :schedule",
                    {"on": on, "served": served.isoformat(), "schedule": schedule},
                )
            )

    def remove_schedule(self, schedule: ScheduleId) -> bool:
        """Forget it; what it asked for stays. False when there is no such schedule."""
        with self._change():
            return bool(self._run("delete from schedule where id = ?", (schedule,)))

    def set_back(self, schedule: Schedule, served: date) -> None:
        """Take another day for the last that was served, where it still is the one known."""
        with self._change():
            self._run(
                "update schedule set served = ? where id = ? and served = ?",
                (served.isoformat(), schedule.id, schedule.served.isoformat()),
            )

    def serve(self, schedule: Schedule, day: date, request: NewRequest | None = None) -> bool:
        """Note in one transaction that this day is served, and ask for what is to be made.

        Returns False, with nothing done, when another has served a day since, or the schedule is off or no more.
        """
        with self._change() as change:
            if not self._run(
                "update schedule set served = ?, done_at = ? where id = ? and served = ? and enabled",
                (day.isoformat(), self._clock(), schedule.id, schedule.served.isoformat()),
            ):
                return False
            if request is not None:
                batch = self._request_batch(change, request, name=request.name, submitter=_SUBMITTER)
                (job,) = self._add_requests(change, batch, [request])
                self._run("update schedule set job = ? where id = ?", (job, schedule.id))
            return True


def _schedule(row: rows.Row) -> Schedule:
    return Schedule(
        id=ScheduleId(row[0]),
        rules=msgspec.json.decode(row[1], type=ScheduleRules),
        created=row[2],
        on=bool(row[3]),
        served=date.fromisoformat(row[4]),
        done_at=row[5],
        job=None if row[6] is None else JobId(row[6]),
    )
