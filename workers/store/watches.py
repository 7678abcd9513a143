"""Watched folders: what was asked for, and how each stands."""

import os

from workers.errors import ErrorCode
from workers.jobs.batch import Counts
from workers.jobs.event import EventKind, FolderFacts
from workers.jobs.ids import RootId, WatchId
from workers.jobs.watch import Watch, WatchRules, WatchTrouble
from workers.store import batch_rows, rows
from workers.store.connected import Writing
from workers.store.retention import REMOVED_DAYS
from workers.store.watch_rows import RULES, WATCH, local_day, rules_columns
from workers.store.watch_rows import watch as watch_of


class Watches(Writing):
    """Reads and writes all that people ask of them; what is found in them is with `WatchedFiles`."""

    def add(self, rules: WatchRules, root: RootId) -> WatchId:
        """Watch a folder, which lies on this root."""
        with self._change() as change:
            return WatchId(
                self._value(
                    f"insert into watch({', '.join(RULES)}, created, ended)"
                    f" values({', '.join('?' * len(RULES))}, ?, ?) returning id",
                    (*rules_columns(rules, root), self._clock(), change),
                )
            )

    def change(self, watch: WatchId, rules: WatchRules, root: RootId) -> bool:
        """Go on with other rules, which apply to what is found from now on; False when there is no such watch."""
        with self._change():
            return bool(
                self._run(
                    f"update watch set {', '.join(f'{column} = ?' for column in RULES)},"
                    " trouble = null, trouble_since = null where id = ? and removed = 0",
                    (*rules_columns(rules, root), watch),
                )
            )

    def all(self) -> list[Watch]:
        """In the order they were added."""
        return [watch_of(row) for row in self._rows(f"{WATCH} order by w.id", {"today": local_day(self._clock())})]

    def counts(self) -> dict[WatchId, Counts]:
        """How many jobs of each watch are in each state; those that have none are left out."""
        tallies: dict[WatchId, list[rows.Row]] = {}
        for row in self._rows(
            "select b.watch_id, t.state, t.why, sum(t.n), sum(t.bytes_in), sum(t.bytes_out)"
            " from batch b indexed by batch_watch join tally t on t.batch_id = b.id"
            " where b.watch_id is not null group by b.watch_id, t.state, t.why"
        ):
            tallies.setdefault(WatchId(row[0]), []).append(row)
        return {watch: batch_rows.counted(tally) for watch, tally in tallies.items()}

    def failures(self) -> dict[WatchId, dict[ErrorCode, int]]:
        """How many jobs of each watch failed for what; those without a failure are left out."""
        found: dict[WatchId, dict[ErrorCode, int]] = {}
        for watch, code, jobs in self._rows(
            "select b.watch_id, j.error_code, count(*) from job j indexed by job_failed join batch b on b.id = j.batch_id"
            " where j.state = 'failed' and j.removed = 0 and b.watch_id is not null group by b.watch_id, j.error_code"
        ):
            found.setdefault(WatchId(watch), {})[ErrorCode(code)] = jobs
        return found

    def remove(self, watch: WatchId) -> bool:
        """Watch it no more; jobs stay. What was taken is forgotten after a while. False when there is no such watch."""
        with self._change():
            return bool(self._run("update watch set removed = ? where id = ? and removed = 0", (self._clock(), watch)))

    def restore(self, watch: WatchId) -> bool:
        """Watch it again as before it was removed; False when it is forgotten, or its folder is watched anew."""
        with self._change():
            return bool(
                self._run(
                    "update watch set removed = 0 where id = ? and removed > 0"
                    " and not exists(select 1 from watch other where other.folder = watch.folder and other.removed = 0)",
                    (watch,),
                )
            )

    def forget_removed(self) -> int:
        """Forget watches removed 7 days ago and all that was taken by them; returns how many they were."""
        with self._change() as change:
            gone = self._rows(
                "select id from watch where removed > 0 and removed < ?", (self._clock() - REMOVED_DAYS * 24 * 3600,)
            )
            for (watch,) in gone:
                self._run("update batch set watch_id = null, changed = ? where watch_id = ?", (change, watch))
                for table in ("watched_file", "watched_content", "put_away"):
                    self._run(f"delete from {table} where watch_id = ?", (watch,))
                self._run("delete from watch where id = ?", (watch,))
        return len(gone)

    def pause(self, watch: WatchId, *, paused: bool) -> bool:
        """Take nothing more, or go on; False when there is no such watch."""
        with self._change():
            return bool(
                self._run(
                    "update watch set paused = :paused,"
                    " paused_at = iif(:paused, iif(paused, paused_at, :now), null) where id = :watch and removed = 0",
                    {"paused": paused, "now": self._clock(), "watch": watch},
                )
            )

    def switch_all(self, *, on: bool) -> None:
        """Take nothing from any folder, or from those that are not paused themselves."""
        with self._change():
            self._run("update pool set automatic = ?", (on,))

    def is_on(self) -> bool:
        """Whether anything is taken from any folder."""
        return bool(self._value("select automatic from pool"))

    def note_seen(self, watch: WatchId, at: float) -> None:
        """The folder was there then, in seconds since 1970."""
        with self._change():
            self._run("update watch set seen = ? where id = ?", (at, watch))

    def note_trouble(self, watch: WatchId, trouble: WatchTrouble | None) -> None:
        """Why nothing can be taken, or None once it can again."""
        with self._change():
            changed = self._run(
                "update watch set trouble = ?, trouble_since = ? where id = ? and trouble is not ?",
                (trouble, None if trouble is None else self._clock(), watch, trouble),
            )
            if changed:
                folder = os.fsdecode(self._value("select folder from watch where id = ?", (watch,)))
                kind = EventKind.FOLDER_BACK if trouble is None else EventKind.FOLDER_AWAY
                self._happened(kind, FolderFacts(path=folder, trouble=trouble), watch=watch)
