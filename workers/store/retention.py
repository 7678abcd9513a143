"""Forgetting what nobody will ask for any more."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from workers.jobs.ids import JobId
from workers.store import rows
from workers.store.connected import STEP, Writing
from workers.store.stream import Stream

_DAY_S = 24 * 3600
REMOVED_DAYS = 7
FINISHED_DAYS = 90
MADE_DAYS = 365
KEPT_ROWS = 200_000
EVENT_DAYS = 30
KEPT_EVENTS = 200_000
MOST_EVENT_DAYS = 90
MOST_EVENTS = 1_000_000

# Rows end in the order of `ended`, so the first of them are the oldest and no others need to be looked at.
_OLD = f"""
select id from job where removed > 0 and removed < :removed and state <> 'running' and original is null
union
select id from (select id, finished, original from job indexed by job_ended where ended is not null order by ended limit {STEP})
where (finished < :finished or finished < :yesterday and id <= :oldest) and original is null
limit {STEP}
"""

_ENDED = f"""
select id, batch_id from job indexed by job_ended
where ended is not null and finished < :finished and original is null order by ended limit {STEP}
"""


class Retention(Writing):
    """Deletes old rows in steps, and knows the originals and half-written outputs that lie on disks."""

    def prune(self) -> int:
        """One step: rows removed 7 days ago, ended 90 days ago, or ended yesterday and not among the newest 200,000.

        Returns how many jobs went; call again until it is 0. Rows whose original is kept aside stay until it is gone.
        """
        now = self._clock()
        with self._change():
            gone = self._rows(
                _OLD,
                {
                    "removed": now - REMOVED_DAYS * _DAY_S,
                    "finished": now - FINISHED_DAYS * _DAY_S,
                    "yesterday": now - _DAY_S,
                    "oldest": self._value("select ifnull(max(id), 0) from job") - KEPT_ROWS,
                },
            )
            self._delete(gone)
            self._run(
                "delete from batch where accepting is null and created < ? and id not in (select batch_id from job)",
                (now - _DAY_S,),
            )
            self._run("delete from dropped where batch_id not in (select id from batch)")
            self._run("delete from tally where n = 0")
            self._run("delete from alert where ended < ?", (now - FINISHED_DAYS * _DAY_S,))
            self._run("delete from made where at < ?", (now - MADE_DAYS * _DAY_S,))
        return len(gone)

    def forget_finished(self, days: int) -> int:
        """One step: rows that ended so many days ago go, as `prune` does it after 90; the list is told. Files stay."""
        with self._change() as change:
            gone = self._rows(_ENDED, {"finished": self._clock() - days * _DAY_S})
            batches = {batch for _, batch in gone}
            self._delete([(job,) for job, _ in gone])
            self._run_each("update batch set changed = ? where id = ?", ((change, batch) for batch in batches))
        return len(gone)

    def _delete(self, jobs: Sequence[rows.Row]) -> None:
        for statement in (
            "delete from job where id = ?",
            "delete from attempt where job_id = ?",
            "delete from history where job_id = ?",
            "delete from put_away where job_id = ?",
        ):
            self._run_each(statement, jobs)

    def prune_events(self) -> int:
        """One step: events of 30 days ago, or of yesterday and not among the newest 200,000, that all subscribers have passed.

        Those of 90 days ago, or not among the newest 1,000,000, go in any case; a subscriber that has not passed them is
        told how many it has lost. Returns how many events went; call again until it is 0.
        """
        stream = Stream(self._connection)
        now, newest = self._clock(), stream.newest()
        old = max(
            stream.before(now - EVENT_DAYS * _DAY_S),
            min(stream.before(now - _DAY_S), newest - KEPT_EVENTS),
        )
        too_old = max(stream.before(now - MOST_EVENT_DAYS * _DAY_S), newest - MOST_EVENTS)
        # The newest stays, since numbers go on from it.
        end = min(max(old, too_old), newest - 1)
        with self._transaction():
            slowest = self._value("select ifnull(min(position), :end) from subscriber", {"end": end})
            upto = min(max(min(end, slowest), min(end, too_old)), stream.oldest() - 1 + STEP)
            self._run(
                "update subscriber set position = :upto, lost = lost + (select count(*) from event"
                "   where id > position and id <= :upto and kind in (select value from json_each(kinds)))"
                " where position < :upto",
                {"upto": upto},
            )
            return self._run("delete from event where id <= ?", (upto,))

    def originals(self) -> list[tuple[JobId, Path]]:
        """The originals that are kept aside, oldest first."""
        return [
            (JobId(job), Path(rows.path(kept) or ""))
            for job, kept in self._rows("select id, original from job where original is not null order by id")
        ]

    def forget_originals(self, jobs: Iterable[JobId]) -> None:
        """These are no longer kept."""
        with self._change() as change:
            self._run_each("update job set original = null, changed = ? where id = ?", ((change, job) for job in jobs))

    def note_leftover(self, part: str) -> None:
        """A half-written output that could not be removed, or not yet: told before its job forgets it."""
        with self._change():
            self._run("insert or ignore into leftover values(?)", (os.fsencode(part),))

    def leftovers(self) -> list[str]:
        """Half-written outputs that nobody writes any more and that are still to be removed, absolute."""
        return [rows.path(path) or "" for (path,) in self._rows("select path from leftover")]

    def forget_leftover(self, part: str) -> None:
        """It is gone from the disk."""
        with self._change():
            self._run("delete from leftover where path = ?", (os.fsencode(part),))
