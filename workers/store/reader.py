"""The job table as it is looked at; nothing here writes."""

import os
from collections.abc import Iterator, Mapping, Sequence

import apsw
import msgspec

from workers.errors import ErrorCode, FailureFacts, NoWorker
from workers.jobs.batch import Batch, Counts, Shortage
from workers.jobs.history import Attempt, Event, EventKind, History
from workers.jobs.ids import BatchId, JobId, RootId, WorkerId
from workers.jobs.job import Job
from workers.jobs.queries import Cause, Changes, EarlierOutput, Ended, Owner, Selection
from workers.jobs.state import JobState
from workers.outcome import SkipReason
from workers.recipe import decode_recipe
from workers.store import names, rows
from workers.store.connected import STEP, Connected
from workers.store.selecting import where

TOO_MANY = 5_000
"""Changed jobs beyond which reading all again is cheaper than one by one."""

_BATCH = (
    "select id, created, name, submitter, recipe, accepting is not null, folder, folders, on_hold, space_needed, space_free,"
    " places from batch"
)
_WHY = "iif(j.original is null, ifnull(j.skipped, ''), 'replaced')"
"""What the tally tells jobs of one state apart by; see `schema`."""
_REASONS: Mapping[tuple[JobState, str], str] = {
    (JobState.SKIPPED, SkipReason.ALREADY_MADE.value): "already_made",
    (JobState.SKIPPED, SkipReason.NAME_TAKEN.value): "names_taken",
    (JobState.CANCELLED, SkipReason.BROUGHT_BACK.value): "brought_back",
    (JobState.DONE, "replaced"): "replaced",
}
_TALLY = "select batch_id, state, why, n, bytes_in, bytes_out from tally"
_FAILURES = (
    "select batch_id, error_code, count(*) from job indexed by job_failed where state = 'failed' and removed = 0"
)


class Reader(Connected):
    """Answers questions about jobs and batches."""

    def __init__(self, connection: apsw.Connection) -> None:
        super().__init__(connection)
        self._connection.create_scalar_function("casefold", _casefold, 1, deterministic=True)

    def paused(self) -> bool:
        """Whether everything is paused."""
        return bool(self._value("select paused from pool"))

    def no_worker(self) -> NoWorker | None:
        """Why no worker process starts, as the pool tells it; None when they do."""
        return rows.decoded(self._value("select no_worker from pool"), NoWorker)

    def counts(self, selection: Selection | None = None) -> Counts:
        """Of all jobs, of one batch, or of any selection; the first two cost the same at any number of jobs."""
        wanted = selection or Selection()
        if wanted == Selection(batch=wanted.batch):
            condition = "" if wanted.batch is None else " where batch_id = ?"
            return _counted(self._rows(_TALLY + condition, () if wanted.batch is None else (wanted.batch,)))
        condition, bindings = where(wanted)
        return _counted(
            self._rows(
                f"select 0, j.state, {_WHY} why, count(*), sum(j.size_in), sum(ifnull(j.size_out, 0)) from job j"
                f" where {condition} group by j.state, why",
                bindings,
            )
        )

    def batches(self) -> list[Batch]:
        """The batches that have jobs to show, or may get some, newest first."""
        with self._transaction():
            tallies: dict[int, list[rows.Row]] = {}
            for row in self._rows(_TALLY):
                tallies.setdefault(row[0], []).append(row)
            failures: dict[int, list[rows.Row]] = {}
            for row in self._rows(f"{_FAILURES} group by batch_id, error_code"):
                failures.setdefault(row[0], []).append(row)
            every = [
                _batch(row, tallies.get(row[0], []), failures.get(row[0], []))
                for row in self._rows(f"{_BATCH} order by id desc")
            ]
        return [batch for batch in every if batch.accepting or batch.counts.total]

    def batch(self, batch: BatchId) -> Batch | None:
        """One batch, None when there is none of this number."""
        with self._transaction():
            found = self._rows(f"{_BATCH} where id = ?", (batch,))
            if not found:
                return None
            failures = self._rows(f"{_FAILURES} and batch_id = ? group by error_code", (batch,))
            return _batch(found[0], self._rows(f"{_TALLY} where batch_id = ?", (batch,)), failures)

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
        """The job that is claimed next."""
        found = self._rows(
            "select id from job indexed by job_queued where state = 'queued' and removed = 0 order by prio desc, id limit 1"
        )
        return JobId(found[0][0]) if found else None

    def causes(self) -> list[Cause]:
        """Failed and delayed jobs by cause, the commonest first."""
        with self._transaction():
            return [
                Cause(
                    code=ErrorCode(code),
                    state=JobState(state),
                    jobs=jobs,
                    failure=self._shared(ErrorCode(code), job, jobs=jobs, places={"root": root, "out_root": out_root}),
                )
                for state, code, jobs, job, root, out_root in self._rows(
                    "select state, error_code, count(*) n, min(id), min(root) = max(root), min(out_root) = max(out_root)"
                    " from job indexed by job_cause"
                    " where state in ('delayed', 'failed') and removed = 0 group by state, error_code order by n desc"
                )
            ]

    def _shared(self, code: ErrorCode, job: JobId, *, jobs: int, places: Mapping[str, int]) -> FailureFacts:
        """What is true of all of these jobs, of which this is one; `places` says which of them are the same for all."""
        told = self._failure(job)
        if jobs == 1:
            return told
        if code in rows.VOLUME_OF and places[rows.VOLUME_OF[code]]:
            return FailureFacts(
                path=told.path, drive=told.drive, bytes_needed=told.bytes_needed, bytes_free=told.bytes_free
            )
        return FailureFacts()

    def _failure(self, job: JobId) -> FailureFacts:
        return rows.decoded(self._value("select failure from job where id = ?", (job,)), FailureFacts) or FailureFacts()

    def mark(self) -> int:
        """The number of the last change: what `changes_since` and `ended_since` are asked with first."""
        return int(self._value("select changes from pool"))

    def changes_since(self, mark: int) -> Changes:
        """What has changed after this mark, each job and batch once."""
        with self._transaction():
            newest = self.mark()
            if newest == mark:
                return Changes(mark=mark)
            jobs = self._rows(
                f"select id, batch_id from job indexed by job_changed where changed > ? limit {TOO_MANY + 1}",
                (mark,),
            )
            batches = {row[0] for row in self._rows("select id from batch where changed > ?", (mark,))}
            if len(jobs) > TOO_MANY:
                return Changes(mark=newest, everything=True)
            return Changes(
                mark=newest,
                jobs=tuple(JobId(job) for job, _ in jobs),
                batches=tuple(BatchId(batch) for batch in sorted(batches | {batch for _, batch in jobs})),
            )

    def ended_since(self, mark: int) -> Ended:
        """The first `TOO_MANY` jobs that ended after this mark, in the order they ended."""
        with self._transaction():
            found = self._rows(
                f"{rows.JOB} where j.ended > ? and j.removed = 0 order by j.ended, j.id limit {TOO_MANY}", (mark,)
            )
            newest = self.mark() if len(found) < TOO_MANY else self._ended(found[-1][0])
        return Ended(mark=newest, jobs=tuple(rows.job(row) for row in found))

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
                    _attempt(row) for row in self._rows("select * from attempt where job_id = ? order by n", (job,))
                ),
                events=tuple(
                    _event(row)
                    for row in self._rows(
                        "select job_id, at, what, facts from event where job_id = ? order by id", (job,)
                    )
                ),
            )

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

    def accepting(self) -> list[tuple[BatchId, WorkerId]]:
        """Batches whose files are still being found, and the process that does it or did."""
        return [
            (BatchId(batch), WorkerId(worker))
            for batch, worker in self._rows("select id, accepting from batch where accepting is not null order by id")
        ]

    def _ended(self, job: int) -> int:
        return int(self._value("select ended from job where id = ?", (job,)))


def _casefold(*values: object) -> str:
    return str(values[0]).casefold()


def _counted(tally: Sequence[rows.Row]) -> Counts:
    found = dict.fromkeys(JobState, 0)
    reasons = dict.fromkeys(_REASONS.values(), 0)
    bytes_in = bytes_out = bytes_all = 0
    for _, name, why, n, size_in, size_out in tally:
        state = JobState(name)
        found[state] += n
        bytes_all += size_in
        reason = _REASONS.get((state, why))
        if reason is not None:
            reasons[reason] += n
        if state is JobState.DONE:
            bytes_in += size_in
            bytes_out += size_out
    return Counts(
        **{state.value: n for state, n in found.items()},
        **reasons,
        bytes_in=bytes_in,
        bytes_out=bytes_out,
        bytes_all=bytes_all,
    )


def _batch(row: rows.Row, tally: Sequence[rows.Row], failures: Sequence[rows.Row]) -> Batch:
    return Batch(
        id=BatchId(row[0]),
        created=row[1],
        name=row[2],
        submitter=row[3],
        recipe=decode_recipe(row[4]),
        accepting=bool(row[5]),
        folder=row[6],
        folders=row[7],
        places=row[11],
        on_hold=bool(row[8]),
        shortage=Shortage(bytes_needed=row[9], bytes_free=row[10]) if row[8] and row[9] is not None else None,
        counts=_counted(tally),
        failures=tuple((ErrorCode(code), n) for _, code, n in failures),
    )


def _attempt(row: rows.Row) -> Attempt:
    return Attempt(
        job=JobId(row[0]),
        n=row[1],
        worker=WorkerId(row[2]),
        started=row[3],
        finished=row[4],
        outcome=JobState(row[5]),
        error_code=None if row[6] is None else ErrorCode(row[6]),
        failure=rows.decoded(row[7], FailureFacts),
    )


def _event(row: rows.Row) -> Event:
    return Event(job=JobId(row[0]), at=row[1], what=EventKind(row[2]), facts=rows.decoded(row[3], FailureFacts))
