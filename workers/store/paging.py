"""Any number of jobs, one page after the other, while others write."""

from msgspec import structs

from workers.jobs.job import Job
from workers.jobs.queries import JobRange, Selection
from workers.store import rows
from workers.store.connected import Connected
from workers.store.selecting import where


class Paging(Connected):
    """Reads each page in a transaction of its own: one that lasted would keep the write-ahead log from being emptied."""

    def extent(self, selection: Selection) -> JobRange:
        """Between which numbers the jobs selected are, as the table is now."""
        # The time at which jobs ended has no index, and is left to the pages.
        condition, bindings = where(structs.replace(selection, ended_since=None, ended_until=None))
        with self._transaction():
            mark = int(self._value("select changes from pool"))
            first, last = self._rows(f"select min(j.id), max(j.id) from job j where {condition}", bindings)[0]
        return JobRange(mark=mark) if first is None else JobRange(mark=mark, first=first, last=last)

    def page(self, selection: Selection, first: int, last: int, mark: int) -> list[tuple[Job, bool]]:
        """Those with numbers from `first` to `last`, in their order; with each stands whether it changed after this mark."""
        condition, bindings = where(selection)
        with self._transaction():
            changed = {
                job
                for (job,) in self._rows(
                    "select id from job where id between ? and ? and changed > ?", (first, last, mark)
                )
            }
            found = self._rows(
                f"{rows.JOB} where j.id between :first_id and :last_id and {condition} order by j.id",
                {**bindings, "first_id": first, "last_id": last},
            )
        return [(rows.job(row), row[0] in changed) for row in found]
