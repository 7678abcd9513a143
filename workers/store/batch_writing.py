"""The row of a batch, which drops, watched folders and requests write alike."""

import os

from workers.jobs.batch import BatchPurpose
from workers.jobs.ids import BatchId, WatchId, WorkerId
from workers.recipe import Recipe, encode_recipe, recipe_hash
from workers.store import names
from workers.store.connected import Writing


class BatchWriting(Writing):
    """Writes it within a transaction of somebody else."""

    def _add_batch(
        self,
        change: int,
        dropped: bytes,
        *,
        name: str,
        recipe: Recipe,
        submitter: str,
        prio: int,
        on_hold: bool,
        worker: WorkerId | None,
        purpose: BatchPurpose = BatchPurpose.FILES,
        watch: WatchId | None = None,
        base: str | None = None,
        begins_at: float | None = None,
        after: BatchId | None = None,
    ) -> BatchId:
        batch = BatchId(
            self._value(
                "insert into batch(created, name, submitter, recipe, recipe_hash, prio, on_hold, accepting, purpose,"
                " watch_id, begins_at, after_batch, changed) values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
                (
                    self._clock(),
                    names.shown(name),
                    submitter,
                    encode_recipe(recipe).decode(),
                    recipe_hash(recipe),
                    prio,
                    on_hold,
                    worker,
                    purpose,
                    watch,
                    begins_at,
                    after,
                    change,
                ),
            )
        )
        self._run(
            "insert into dropped(batch_id, paths, base) values(?, ?, ?)",
            (batch, dropped, None if base is None else os.fsencode(base)),
        )
        return batch
