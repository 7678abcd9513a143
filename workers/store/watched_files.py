"""What is known of the files in watched folders: which were taken, and which originals are to be moved."""

import os
from collections.abc import Sequence

from workers.jobs.history import HistoryKind
from workers.jobs.ids import BatchId, JobId, RootId, WatchId, WorkerId
from workers.jobs.state import UNFINISHED, JobState
from workers.jobs.watch import FileState, Finished, Watch, WholeFile
from workers.outcome import SkipReason
from workers.store import names, rows
from workers.store.batch_writing import BatchWriting
from workers.store.transitions import one_of
from workers.store.watch_rows import local_day

_IS_WATCHED = "exists(select 1 from watch where id = ? and not paused and removed = 0 and (select automatic from pool))"
_SUBMITTER = "watch"
_MOST_TO_MOVE = 500


class WatchedFiles(BatchWriting):
    """Reads and writes it; each content is taken once."""

    def unknown(self, watch: WatchId, files: Sequence[FileState]) -> list[FileState]:
        """Those of these files that are not known as they are now."""
        with self._transaction():
            return [
                file
                for file in files
                if self._rows(
                    "select size, mtime from watched_file where watch_id = ? and rel = ?",
                    (watch, os.fsencode(file.rel)),
                )
                != [(file.size, file.mtime_ns)]
            ]

    def is_output(self, root: RootId, rel: str) -> bool:
        """Whether a job made a file or folder of this place, or is about to, that took no original's place."""
        return bool(
            self._rows(
                "select 1 from job indexed by job_output where out_root = ? and out_dir = ? and out_fold = ?"
                " and out_rel is not null and original is null and state in ('running', 'done') limit 1",
                (root, rel.rpartition("/")[0], names.folded(rel)),
            )
        )

    def is_made(self, digest: str) -> bool:
        """Whether a job made this content, and not by keeping its original's bytes."""
        return bool(
            self._value(
                "select exists(select 1 from job where digest = :digest and state in ('running', 'done')"
                "   and not ifnull(result ->> '$.kept_original', 0))"
                " or exists(select 1 from made where digest = :digest and content <> digest)",
                {"digest": digest},
            )
        )

    def pass_over(self, watch: WatchId, files: Sequence[FileState]) -> None:
        """These are known, and no job is to be made of them."""
        if files:
            with self._change():
                if self._is_there(watch):
                    self._know(watch, files)

    def take(
        self, watch: Watch, files: Sequence[WholeFile], *, worker: WorkerId, name: str, prio: int
    ) -> BatchId | None:
        """Know these files, and accept those whose content is new as one batch, all at once; `worker` is to fill it.

        Jobs of this watch about what stood in the same place before, and that did not become ready, leave the list.
        None when no content was new. Nothing is done when the watch is paused or no more.
        """
        if not files:
            return None
        with self._change() as change:
            if not self._value(f"select {_IS_WATCHED}", (watch.id,)):
                return None
            self._know(watch.id, [file.state for file in files])
            fresh = [
                file
                for file in files
                if self._run(
                    "insert or ignore into watched_content values(?, ?)", (watch.id, bytes.fromhex(file.digest))
                )
            ]
            if not fresh:
                return None
            self._run(
                "update watch set taken = taken + :n, seen = :now,"
                " taken_that_day = iif(taken_on is :today, taken_that_day, 0) + :n, taken_on = :today where id = :watch",
                {"n": len(fresh), "now": self._clock(), "today": local_day(self._clock()), "watch": watch.id},
            )
            for file in fresh:
                self._supersede(change, watch.id, file)
            paths = [os.path.join(watch.rules.folder, file.state.rel) for file in fresh]  # noqa: PTH118
            return self._add_batch(
                change,
                os.fsencode("\0".join(paths)),
                name=name,
                recipe=watch.rules.recipe,
                submitter=_SUBMITTER,
                prio=prio,
                on_hold=False,
                worker=worker,
                watch=watch.id,
                base=watch.rules.folder,
            )

    def unfilled(self, watch: WatchId) -> list[BatchId]:
        """Batches that were taken and whose jobs are not all accepted yet."""
        return [
            BatchId(batch)
            for (batch,) in self._rows(
                "select id from batch indexed by batch_accepting where watch_id = ? and accepting is not null order by id",
                (watch,),
            )
        ]

    def to_put_away(self, watch: WatchId) -> list[Finished]:
        """Some jobs of this watch whose output is there and whose original has not been moved."""
        if self._value(
            "select exists(select 1 from job indexed by job_ended where ended is not null"
            " and ended > (select ended from watch where id = ?))",
            (watch,),
        ):
            self._note_finished(watch)
        return [
            Finished(job=JobId(job), source=rows.joined(root, rel if raw is None else raw), size=size, mtime_ns=mtime)
            for job, root, rel, raw, size, mtime in self._rows(
                "select j.id, r.path, j.rel, j.rel_raw, j.size_in, j.mtime_in from put_away p join job j on j.id = p.job_id"
                " join root r on r.id = j.root where p.watch_id = ? and j.original is null"
                " and not exists(select 1 from job o indexed by job_source where o.root = j.root"
                f"  and o.rel = j.rel collate nocase and {one_of(UNFINISHED)})"
                f" order by j.id limit {_MOST_TO_MOVE}",
                (watch,),
            )
        ]

    def _note_finished(self, watch: WatchId) -> None:
        with self._change() as change:
            self._run(
                "insert or ignore into put_away select j.id, b.watch_id from job j indexed by job_ended"
                " join batch b on b.id = j.batch_id where j.ended > (select ended from watch where id = :watch)"
                " and j.ended is not null and b.watch_id = :watch and (j.state = 'done' or j.skipped = :made)",
                {"watch": watch, "made": SkipReason.ALREADY_MADE},
            )
            self._run("update watch set ended = ? where id = ?", (change, watch))

    def forget_put_away(self, job: JobId) -> None:
        """The original stays where it is: it is gone, or was changed since."""
        with self._change():
            self._run("delete from put_away where job_id = ?", (job,))

    def put_away(self, job: JobId, *, root: RootId, rel: str, raw: bytes | None) -> None:
        """The original is now at this place."""
        with self._change() as change:
            self._run("delete from put_away where job_id = ?", (job,))
            self._run(
                "update job set root = ?, rel = ?, rel_raw = ?, changed = ? where id = ?", (root, rel, raw, change, job)
            )
            self._run(
                "insert into history(job_id, at, what) values(?, ?, ?)",
                (job, self._clock(), HistoryKind.ORIGINAL_PUT_AWAY),
            )

    def _supersede(self, change: int, watch: WatchId, file: WholeFile) -> None:
        before = self._rows(
            "select j.id from job j indexed by job_source join batch b on b.id = j.batch_id"
            " where j.root = ? and j.rel = ? collate nocase and j.rel = ? and j.rel_raw is ? and b.watch_id = ?"
            f" and j.removed = 0 and {one_of(UNFINISHED | {JobState.FAILED})}",
            (file.root, file.rel, file.rel, file.raw, watch),
        )
        for (job,) in before:
            self._run(
                "update job set removed = ?, cancel = iif(state = 'running', 1, cancel), changed = ? where id = ?",
                (self._clock(), change, job),
            )
            self._run(
                "insert into history(job_id, at, what) values(?, ?, ?)",
                (job, self._clock(), HistoryKind.SOURCE_OVERWRITTEN),
            )

    def _is_there(self, watch: WatchId) -> bool:
        return bool(self._value("select exists(select 1 from watch where id = ?)", (watch,)))

    def _know(self, watch: WatchId, files: Sequence[FileState]) -> None:
        self._run_each(
            "insert or replace into watched_file values(?, ?, ?, ?)",
            [(watch, os.fsencode(file.rel), file.size, file.mtime_ns) for file in files],
        )
