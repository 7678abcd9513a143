"""Between rows of the table of watched folders and the values that cross the store's border."""

import os
from datetime import date

import msgspec

from workers.jobs.ids import RootId, WatchId
from workers.jobs.watch import Watch, WatchRules, WatchTrouble
from workers.recipe import decode_recipe, encode_recipe
from workers.store import rows

WATCH = (
    "select w.id, w.folder, w.recipe, w.done_folder, w.include, w.exclude, w.subfolders, w.name, w.created, w.paused,"
    " w.paused_at, w.trouble, w.trouble_since, w.seen, w.taken, iif(w.taken_on = :today, w.taken_that_day, 0),"
    " r.id, r.name, r.path, r.volume, r.coarse_time from watch w join root r on r.id = w.root where w.removed = 0"
)
RULES = ("folder", "root", "recipe", "done_folder", "include", "exclude", "subfolders", "name")
"""The columns that `rules_columns` has values for."""


def rules_columns(rules: WatchRules, root: RootId) -> tuple[object, ...]:
    """What somebody asked for, and the root that the folder lies on."""
    return (
        os.fsencode(rules.folder),
        root,
        encode_recipe(rules.recipe).decode(),
        None if rules.done_folder is None else os.fsencode(rules.done_folder),
        msgspec.json.encode(rules.include).decode(),
        msgspec.json.encode(rules.exclude).decode(),
        rules.subfolders,
        rules.name,
    )


def watch(row: rows.Row) -> Watch:
    """A row of `WATCH`."""
    return Watch(
        id=WatchId(row[0]),
        rules=WatchRules(
            folder=os.fsdecode(row[1]),
            recipe=decode_recipe(row[2]),
            done_folder=rows.path(row[3]),
            include=msgspec.json.decode(row[4], type=tuple[str, ...]),
            exclude=msgspec.json.decode(row[5], type=tuple[str, ...]),
            subfolders=bool(row[6]),
            name=row[7],
        ),
        created=row[8],
        paused=bool(row[9]),
        paused_at=row[10],
        trouble=None if row[11] is None else WatchTrouble(row[11]),
        trouble_since=row[12],
        seen=row[13],
        taken=row[14],
        taken_today=row[15],
        root=rows.root(row[16:]),
    )


def local_day(at: float) -> str:
    """The local day of a moment in seconds since 1970, as `watch.taken_on` has it: '2026-12-01'."""
    return date.fromtimestamp(at).isoformat()
