"""What is asked about the work as a whole. What is asked again and again costs the same at any number of jobs."""

from functools import cache

import msgspec

from workers.errors import ErrorCode
from workers.figures.durations import Phase, quantiles
from workers.figures.observed import AtWork, EndedLately, MissingDrive
from workers.figures.statistics import Counters, DurationClass, JobsIn, Typical, Worked
from workers.jobs.ids import BatchId, JobId, WatchId, WorkerId
from workers.jobs.job import Root
from workers.jobs.queries import DaySum
from workers.jobs.state import JobState
from workers.jobs.watch import WatchTrouble
from workers.kinds import KINDS, JobKind, Lane
from workers.manners.manners import kinds_of
from workers.outcome import Stage
from workers.store import rows
from workers.store.connected import Connected

SAMPLE = 1_000
"""From how many of the newest jobs it is told what is typical."""
LATELY_S = 3600.0
RATE_S = 300.0

_CANDIDATES = 100
_CHOSEN_S = 24 * 3600.0

_DELAYED = "state in ('delayed', 'failed') and state = 'delayed'"
"""As the index of causes wants it."""
_SPANS = "select j.started - ifnull(j.asked, j.created), j.finished - j.started from job j"


class FiguresReader(Connected):
    """Answers questions about all jobs, cheaply."""

    def waiting_since(self) -> float | None:
        """Since when the job has waited that has waited longest and may begin; None where none may.

        Calls to others do not count.
        """
        paused, stored = self._rows("select paused, held from pool")[0]
        held = {kind for hold in rows.holds(stored) for kind in kinds_of(hold)}
        found = [
            self._value(_waiting_since(kind))
            for kind in JobKind
            if not paused and kind not in held and KINDS.lane(kind) is Lane.MEDIA
        ]
        return min((since for since in found if since is not None), default=None)

    def at_work(self) -> list[AtWork]:
        """The jobs that run."""
        return [
            AtWork(
                job=JobId(job),
                attempt=attempt,
                kind=JobKind(kind),
                stage=None if stage is None else Stage(stage),
                progress=progress,
                size_in=size_in,
            )
            for job, attempt, kind, stage, progress, size_in in self._rows(
                "select id, attempt, kind, stage, progress, size_in from job indexed by job_running where state = 'running'"
            )
        ]

    def ended_lately(self, now: float, most: int) -> EndedLately:
        """What became of the last so many files, of those done with within `LATELY_S`; cancelled ones do not count."""
        found = self._rows(
            f"select state = 'failed', error_code, count(*) n from ({_newest_ended(most)})"
            " where finished > ? and state <> 'cancelled' group by 1, 2 order by 1 desc, n desc",
            (now - LATELY_S,),
        )
        failed = [(code, n) for is_failed, code, n in found if is_failed]
        return EndedLately(
            ended=sum(row[2] for row in found),
            failed=sum(n for _, n in failed),
            cause=ErrorCode(failed[0][0]) if failed else None,
        )

    def output_roots(self, now: float) -> list[Root]:
        """The roots that outputs are written to now, or were sent to within a day."""
        found = self._rows(
            f"{rows.ROOT} where path <> '' and (chosen > ?"
            " or id in (select out_root from job indexed by job_running where state = 'running'))",
            (now - _CHOSEN_S,),
        )
        return [rows.root(row) for row in found]

    def missing_drives(self) -> list[MissingDrive]:
        """The drives that delayed jobs or watched folders wait for."""
        found = self._rows(
            "select r.name, r.path from root r where exists("
            f"  select 1 from job indexed by job_cause where {_DELAYED} and error_code = :source and root = r.id"
            "  and removed = 0)"
            " or exists(select 1 from root s where exists("
            f"  select 1 from job indexed by job_cause where {_DELAYED} and error_code = :output and root = s.id"
            "  and out_root = r.id and removed = 0))"
            " or exists(select 1 from watch w where w.root = r.id and w.trouble = :away and not w.paused)",
            {"source": ErrorCode.SOURCE_AWAY, "output": ErrorCode.OUTPUT_AWAY, "away": WatchTrouble.AWAY},
        )
        return [MissingDrive(path=path, drive=name) for name, path in found]

    def deaths(self) -> int:
        """How many workers ever ended by themselves."""
        return int(self._value("select deaths from pool"))

    def workers(self) -> list[WorkerId]:
        """The worker processes that the pool last told of; they may have gone since."""
        told = self._value("select workers from pool")
        return [] if told is None else msgspec.json.decode(told, type=list[WorkerId])

    def jobs_in(self) -> list[JobsIn]:
        """How many jobs of which kind are in which state."""
        return [
            JobsIn(kind=JobKind(kind), state=JobState(state), jobs=jobs)
            for kind, state, jobs in self._rows("select kind, state, n from census where n > 0 order by kind, state")
        ]

    def counters(self) -> Counters:
        """What only ever grows."""
        return Counters(
            worked=tuple(self.worked()),
            durations=tuple(
                DurationClass(kind=JobKind(kind), span=Phase(span), within_s=within, jobs=n, seconds=seconds)
                for kind, span, within, n, seconds in self._rows("select * from spent order by kind, span, within")
            ),
            deaths=self.deaths(),
        )

    def worked(self) -> list[Worked]:
        """What runs came to."""
        return [
            Worked(
                kind=JobKind(kind),
                state=JobState(state),
                cause=ErrorCode(cause) if cause else None,
                jobs=jobs,
                bytes_in=bytes_in,
                bytes_out=bytes_out,
            )
            for kind, state, cause, jobs, bytes_in, bytes_out in self._rows("select * from worked")
        ]

    def today(self, now: float) -> DaySum:
        """What was made on the local day in which this moment lies."""
        day, files, bytes_in, bytes_out = self._rows(
            "select date(:now, 'unixepoch', 'localtime') today, ifnull(sum(files), 0), ifnull(sum(bytes_in), 0),"
            " ifnull(sum(bytes_out), 0) from day_sum where day = date(:now, 'unixepoch', 'localtime')",
            {"now": now},
        )[0]
        return DaySum(day=day, files=files, bytes_in=bytes_in, bytes_out=bytes_out)

    def sample(self) -> Typical:
        """How long the `SAMPLE` files took that were done last."""
        newest = f"select id from job indexed by job_ended where ended is not null order by ended desc limit {SAMPLE}"
        return self._sampled(
            f"{_SPANS} where j.id in ({newest}) and j.state = 'done' and j.started is not null and j.request is null"
        )

    def sample_of(self, batch: BatchId | None = None, watch: WatchId | None = None) -> Typical:
        """The same of the newest jobs of a part."""
        which, bindings = _part(batch, watch)
        return self._sampled(
            f"{_SPANS} where {which.replace('batch_id', 'j.batch_id')} and j.state = 'done' and j.started is not null"
            f" order by j.id desc limit {SAMPLE}",
            **bindings,
        )

    def failed_of(self, batch: BatchId | None = None, watch: WatchId | None = None) -> list[tuple[ErrorCode, int]]:
        """How many of a part failed for what, the commonest first."""
        which, bindings = _part(batch, watch)
        return [
            (ErrorCode(code), jobs)
            for code, jobs in self._rows(
                "select error_code, count(*) n from job indexed by job_failed"
                f" where state = 'failed' and removed = 0 and {which} group by error_code order by n desc",
                bindings,
            )
        ]

    def rate(self, now: float) -> float:
        """Files that were done with in a second, over the last `RATE_S` seconds or the last `SAMPLE` of them."""
        jobs, first = self._rows(
            f"select count(*), min(finished) from ({_newest_ended(SAMPLE)}) where finished > ?", (now - RATE_S,)
        )[0]
        return float(jobs / max(now - first if jobs == SAMPLE else RATE_S, 1.0))

    def _sampled(self, sql: str, **bindings: object) -> Typical:
        found = self._rows(sql, bindings)
        return Typical(waiting=quantiles([row[0] for row in found]), running=quantiles([row[1] for row in found]))


@cache
def _waiting_since(kind: JobKind) -> str:
    """Selects since when the job of this kind has waited that has waited longest.

    Each priority has its own line, and in each the first have waited longest, apart from those that were asked for again. An
    index by priority cannot be asked for its different values, so they are looked up one after the other. Lane and kind are
    spelled out, as in `queued`.
    """
    queued = f"lane = '{KINDS.lane(kind)}' and kind = '{kind}' and state = 'queued' and removed = 0"
    return f"""
        with recursive line(prio) as (
            select max(prio) from job indexed by job_queued where {queued}
            union all
            select (select max(prio) from job indexed by job_queued where {queued} and prio < line.prio)
            from line where line.prio is not null
            limit {_CANDIDATES}
        )
        select min((select min(since) from (
            select ifnull(asked, created) since from job indexed by job_queued
            where {queued} and prio = line.prio order by id limit {_CANDIDATES})))
        from line where prio is not null
    """


def _newest_ended(most: int) -> str:
    """Of the last files that ended; however many requests and removed rows are among them, no more rows are looked at."""
    return (
        "select state, error_code, finished from (select * from job indexed by job_ended where ended is not null"
        f" order by ended desc limit {4 * most}) where removed = 0 and request is null limit {most}"
    )


def _part(batch: BatchId | None, watch: WatchId | None) -> tuple[str, dict[str, object]]:
    """The condition that a row is of this batch or this watched folder."""
    if batch is not None:
        return "batch_id = :batch", {"batch": batch}
    return "batch_id in (select id from batch where watch_id = :watch)", {"watch": watch}
