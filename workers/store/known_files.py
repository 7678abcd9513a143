"""What the job table knows about files: which are outputs, of what, and which are or may become sources."""

import os

from workers.jobs.ids import RootId
from workers.jobs.job import Job
from workers.jobs.queries import EarlierOutput, Owner
from workers.jobs.state import JobState
from workers.outcome import SkipReason
from workers.store import names, rows
from workers.store.connected import Connected


class KnownFiles(Connected):
    """Asked before a file is accepted, written or replaced."""

    def made(self, job: Job, *, content: str, recipe_hash: str, engine: str) -> EarlierOutput | None:
        """What was made of a source of the same name and content, by the same recipe and engine, in the same folder."""
        for folder, out_rel, size, digest in self._rows(
            "select o.path, m.rel, m.size, m.digest from made m join root o on o.id = m.root"
            " where m.content = ? and m.recipe_hash = ? and m.engine = ? and m.root = ? and m.name = ? order by m.at desc",
            (content, recipe_hash, engine, job.out_root, job.rel.rpartition("/")[2]),
        ):
            if out_rel.rpartition("/")[0] == job.out_dir:
                return EarlierOutput(output=rows.joined(folder, out_rel), size=size, digest=digest)
        return None

    def outputs_in(self, root: RootId, folder: str) -> list[tuple[str, RootId, str]]:
        """Outputs in one folder that took no original's place: name, and root and relative path of what each was made of."""
        return [
            (out_rel.rpartition("/")[2], RootId(source_root), rel)
            for out_rel, source_root, rel in self._rows(
                "select out_rel, root, rel from job indexed by job_output"
                " where out_root = ? and out_dir = ? and out_rel is not null and original is null",
                (root, folder),
            )
        ]

    def sources_at(self, root: RootId, rel: str) -> list[str]:
        """The sources, absolute, of all jobs there are at this place, or at one that differs in the case of letters."""
        return [
            rows.joined(path, rel if raw is None else raw)
            for path, rel, raw in self._rows(
                "select distinct r.path, j.rel, j.rel_raw from job j indexed by job_source join root r on r.id = j.root"
                " where j.root = ? and j.rel = ? collate nocase",
                (root, names.shown(rel)),
            )
        ]

    def owners(self, job: Job, out_rel: str) -> list[Owner]:
        """The other jobs that have, or are about to have, such an output in the job's output folder."""
        return [
            Owner(
                name=name.rpartition("/")[2],
                state=JobState(state),
                skipped=None if skipped is None else SkipReason(skipped),
                same_drop=bool(same_drop),
            )
            for name, state, skipped, same_drop in self._rows(
                "select j.out_rel, j.state, j.skipped, "
                " ifnull(b.origin, b.id) = (select ifnull(origin, id) from batch where id = ?)"
                " from job j indexed by job_output join batch b on b.id = j.batch_id"
                " where j.out_root = ? and j.out_dir = ? and j.out_fold = ? and j.out_rel is not null and j.id <> ?",
                (job.batch, job.out_root, job.out_dir, names.folded(out_rel), job.id),
            )
        ]

    def being_found(self) -> list[str]:
        """The paths, absolute, of all batches whose files are still being found."""
        return [
            os.fsdecode(path)
            for (dropped,) in self._rows(
                "select paths from dropped where batch_id in (select id from batch where accepting is not null)"
            )
            for path in dropped.split(b"\0")
        ]
