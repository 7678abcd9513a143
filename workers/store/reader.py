"""The job table as it is looked at; nothing here writes."""

from collections.abc import Iterator, Sequence

import msgspec

from workers.errors import NoWorker
from workers.jobs.alert import Alert
from workers.jobs.history import History
from workers.jobs.ids import JobId
from workers.jobs.job import Job
from workers.jobs.queries import Selection
from workers.kinds import Lane
from workers.manners.manners import Hold, kinds_of
from workers.recipe import decode_recipe
from workers.store import rows
from workers.store.alerts import LASTING, alert
from workers.store.change_reader import ChangeReader
from workers.store.connected import STEP
from workers.store.queued import first_queued
from workers.store.selecting import where
from workers.store.tally_reader import TallyReader


class Reader(TallyReader, ChangeReader):
    """Answers questions about jobs, and about all of them together."""

    def paused(self) -> bool:
        """Whether everything is paused."""
        return bool(self._value("select paused from pool"))

    def no_worker(self) -> NoWorker | None:
        """Why no worker process starts, as the pool tells it; None when they do."""
        return rows.decoded(self._value("select no_worker from pool"), NoWorker)

    def holds(self) -> tuple[Hold, ...]:
        """What the pool holds back now, and why; nothing where it works, or where there is none."""
        return rows.holds(self._value("select held from pool"))

    def alerts(self) -> list[Alert]:
        """The alerts that last, oldest first."""
        return [alert(row) for row in self._rows(LASTING)]

    def job(self, job: JobId) -> Job | None:
        """One job, None when there is none of this number."""
        found = self.jobs((job,))
        return found[0] if found else None

    def jobs(self, ids: Sequence[JobId]) -> list[Job]:
        """The jobs of these numbers in this order; those that do not exist are left out."""
        wanted = msgspec.json.encode(ids).decode()
        found = {
            row[0]: row for row in self._rows(f"{rows.JOB} where j.id in (select value from json_each(?))", (wanted,))
        }
        return [rows.job(found[job]) for job in ids if job in found]

    def each(self, ids: Sequence[JobId]) -> Iterator[Job]:
        """The same one after the other, read in steps, for any number of them."""
        for start in range(0, len(ids), STEP):
            yield from self.jobs(ids[start : start + STEP])

    def ids(self, selection: Selection, *, newest_first: bool = False, limit: int | None = None) -> list[JobId]:
        """The numbers of the jobs selected, in the order they were accepted or the other way round."""
        condition, bindings = where(selection)
        direction = "desc" if newest_first else "asc"
        found = self._rows(
            f"select j.id from job j where {condition} order by j.id {direction} limit :limit",
            {**bindings, "limit": -1 if limit is None else limit},
        )
        return [JobId(job) for (job,) in found]

    def following(self) -> JobId | None:
        """The job that is claimed next of those that the computer itself has to do, once nothing holds it back."""
        found = self._rows(first_queued(Lane.MEDIA))
        return JobId(found[0][0]) if found else None

    def is_held_up(self) -> bool:
        """Whether jobs are queued, and all of them are held back now."""
        held = frozenset(kind for hold in self.holds() for kind in kinds_of(hold))
        return bool(held) and not any(self._rows(first_queued(lane, held)) for lane in Lane)

    def history(self, job: JobId) -> History | None:
        """All that is known of one job."""
        with self._transaction():
            found = self.job(job)
            if found is None:
                return None
            plan, recipe = self._rows(
                "select j.plan, b.recipe from job j join batch b on b.id = j.batch_id where j.id = ?", (job,)
            )[0]
            return History(
                job=found,
                plan=rows.plan(plan),
                recipe=decode_recipe(recipe),
                attempts=tuple(
                    rows.attempt(row) for row in self._rows("select * from attempt where job_id = ? order by n", (job,))
                ),
                entries=tuple(
                    rows.history_entry(row)
                    for row in self._rows(
                        "select job_id, at, what, facts from history where job_id = ? order by id", (job,)
                    )
                ),
            )
