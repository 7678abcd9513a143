"""Accepting: the batch row, the roots, and the jobs as their files are found."""

import os
from collections.abc import Sequence

from workers.jobs.batch import Shortage
from workers.jobs.ids import BatchId, RootId, WorkerId
from workers.jobs.job import NewJob, Root
from workers.jobs.state import WAITING, JobState, Transition
from workers.recipe import Recipe, decode_recipe, encode_recipe, recipe_hash
from workers.store import names, rows
from workers.store.batch_writing import BatchWriting
from workers.store.connected import STEP
from workers.store.transitions import can, goes, one_of
from workers.volumes import Volume


class JobIntake(BatchWriting):
    """Writes what was accepted."""

    def batch(
        self,
        dropped: bytes,
        *,
        name: str,
        recipe: Recipe,
        submitter: str,
        prio: int,
        on_hold: bool,
        worker: WorkerId,
        begins_at: float | None = None,
        after: BatchId | None = None,
    ) -> BatchId:
        """The batch row with all that was dropped: from here on it is accepted.

        What is `on_hold` waits to be started: by a person, at `begins_at` in seconds since 1970, or when the batch `after` has
        ended.

        `dropped` holds absolute paths as the system spells them, with a NUL between, which no path holds on any system.
        `worker` is the process that will find its files.
        """
        with self._change() as change:
            return self._add_batch(
                change,
                dropped,
                name=name,
                recipe=recipe,
                submitter=submitter,
                prio=prio,
                on_hold=on_hold,
                worker=worker,
                begins_at=begins_at,
                after=after,
            )

    def take_over(self, batch: BatchId, worker: WorkerId) -> None:
        """Let this process go on finding the batch's files."""
        with self._change():
            self._run("update batch set accepting = ? where id = ? and accepting is not null", (worker, batch))

    def dropped(self, batch: BatchId) -> tuple[list[str], Recipe]:
        """The paths a batch was accepted with, and its recipe. After `complete` only the folders among them."""
        paths = self._value("select paths from dropped where batch_id = ?", (batch,))
        return os.fsdecode(paths).split("\0") if paths else [], self.recipe(batch)

    def base(self, batch: BatchId) -> str | None:
        """The folder, absolute, that files which were named themselves count as found in; None where they count as loose."""
        return rows.path(self._value("select base from dropped where batch_id = ?", (batch,)))

    def recipe(self, batch: BatchId) -> Recipe:
        """What the batch's outputs are to be."""
        return decode_recipe(self._value("select recipe from batch where id = ?", (batch,)))

    def known(self, batch: BatchId) -> set[tuple[RootId, str | bytes]]:
        """The sources the batch and those it was moved from have: root, and path or its bytes where it is not UTF-8."""
        return {
            (RootId(root), rel if raw is None else raw)
            for root, rel, raw in self._connection.execute(
                "with recursive same(id) as (select ? union select b.id from batch b join same on b.moved_to = same.id)"
                " select root, rel, rel_raw from job where batch_id in same",
                (batch,),
            )
        }

    def root(self, volume: Volume) -> Root:
        """The root that stands for a volume, made when it is not there yet."""
        found = self._rows(f"{rows.ROOT} where path = ? and volume = ?", (volume.path, volume.id))
        if not found:
            with self._change():
                self._run(
                    "insert or ignore into root(name, path, volume, coarse_time) values(?, ?, ?, ?)",
                    (volume.name, volume.path, volume.id, volume.coarse_time),
                )
            found = self._rows(f"{rows.ROOT} where path = ? and volume = ?", (volume.path, volume.id))
        return rows.root(found[0])

    def add(self, batch: BatchId, jobs: Sequence[NewJob], *, folder: str, folders: int, places: int = 1) -> bool:
        """Accept these sources in one transaction; `folder`, `folders` and `places` describe the whole batch so far.

        False, and nothing is accepted, when the batch was taken back meanwhile.
        """
        with self._change() as change:
            found = self._rows(
                "select prio, on_hold, n, begins_at from batch where id = ? and accepting is not null", (batch,)
            )
            if not found:
                return False
            prio, on_hold, n, begins_at = found[0]
            state = JobState.PAUSED if on_hold else JobState.QUEUED
            now = self._clock()
            self._run_each(
                "insert into job(batch_id, place, kind, root, rel, rel_raw, out_root, out_dir, out_dir_raw, out_leads_to,"
                " size_in, mtime_in,"
                " state, not_before, prio, created, changed) values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (
                        batch,
                        place,
                        job.kind,
                        job.root,
                        job.rel,
                        job.rel_raw,
                        job.out_root,
                        job.out_dir,
                        job.out_dir_raw,
                        None if job.out_leads_to is None else os.fsencode(job.out_leads_to),
                        job.size_in,
                        job.mtime_in,
                        state,
                        begins_at,
                        prio,
                        now,
                        change,
                    )
                    for place, job in enumerate(jobs, n + 1)
                ),
            )
            self._choose(job.out_root for job in jobs)
            self._run(
                "update batch set n = n + ?, folder = ?, folders = ?, places = ?, changed = ? where id = ?",
                (len(jobs), names.shown(folder), folders, places, change, batch),
            )
        return True

    def lower(self, batch: BatchId) -> None:
        """The batch turned out to be large: small ones go before it."""
        with self._change() as change:
            self._run("update batch set prio = 0 where id = ?", (batch,))
            self._run(
                f"update job set prio = 0, changed = ? where batch_id = ? and {one_of(WAITING)}",
                (change, batch),
            )

    def hold_back(self, batch: BatchId, shortage: Shortage) -> None:
        """Let nothing more of the batch begin until a person starts it, and say why; once started it is not held back again."""
        with self._change() as change:
            is_first = self._run(
                "update batch set on_hold = 1, begins_at = null, after_batch = null where id = ? and space_needed is null",
                (batch,),
            )
            self._run(
                "update batch set space_needed = ?, space_free = ?, changed = ? where id = ?",
                (shortage.bytes_needed, shortage.bytes_free, change, batch),
            )
        while is_first and self._pause_some(batch) == STEP:
            pass

    def _pause_some(self, batch: BatchId) -> int:
        with self._change() as change:
            return self._run(
                f"update job set {goes(Transition.PAUSE)}, not_before = null, changed = ? where id in"
                f" (select id from job where batch_id = ? and ({can(Transition.PAUSE)}"
                f" or state = 'paused' and not_before is not null) limit {STEP})",
                (change, batch),
            )

    def root_path(self, root: RootId) -> str:
        """Where a root begins."""
        return str(self._value("select path from root where id = ?", (root,)))

    def complete(self, batch: BatchId, folders: Sequence[str]) -> None:
        """All files of the batch are found. Of what was dropped only the folders are kept: they say where outputs go."""
        with self._change() as change:
            self._run("update batch set accepting = null, changed = ? where id = ?", (change, batch))
            self._run("update dropped set paths = ? where batch_id = ?", (b"\0".join(map(os.fsencode, folders)), batch))

    def moved_batch(self, batch: BatchId, recipe: Recipe, *, with_rest: bool) -> BatchId:
        """A new empty batch beside this one with another recipe; `with_rest`: files still to be found are its own."""
        with self._change() as change:
            other = BatchId(
                self._value(
                    "insert into batch(created, name, submitter, recipe, recipe_hash, prio, on_hold, folder, folders,"
                    " origin, accepting, space_needed, space_free, begins_at, after_batch, watch_id, changed)"
                    " select :now, name, submitter, :recipe, :hash, prio,"
                    " on_hold and (:rest or ifnull(begins_at, after_batch) is null), folder, folders, ifnull(origin, id),"
                    " iif(:rest, accepting, null), iif(:rest, space_needed, null), iif(:rest, space_free, null),"
                    " iif(:rest, begins_at, null), iif(:rest, after_batch, null), watch_id, :change"
                    " from batch where id = :batch returning id",
                    {
                        "now": self._clock(),
                        "recipe": encode_recipe(recipe).decode(),
                        "hash": recipe_hash(recipe),
                        "rest": with_rest,
                        "change": change,
                        "batch": batch,
                    },
                )
            )
            self._run("insert into dropped select ?, paths, base from dropped where batch_id = ?", (other, batch))
            if with_rest:
                self._run(
                    "update batch set moved_to = ?, accepting = null, changed = ? where id = ? and accepting is not null",
                    (other, change, batch),
                )
        return other

    def moved_to(self, batch: BatchId) -> BatchId | None:
        """The batch that the files of this one belong to which were still to be found when its recipe was changed."""
        return BatchId(found) if (found := self._value("select moved_to from batch where id = ?", (batch,))) else None

    def describe(self, batch: BatchId, *, folder: str) -> None:
        """Say where the outputs of a batch go."""
        with self._change() as change:
            self._run("update batch set folder = ?, changed = ? where id = ?", (names.shown(folder), change, batch))
