"""How the work stands, read from the job table."""

import time

from workers.figures.exposition import Dialect
from workers.figures.metrics import metrics
from workers.figures.statistics import PartStatistics, Standing, Statistics
from workers.jobs.ids import BatchId, WatchId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.processes import is_alive
from workers.service.service import JobService


def standing(service: JobService) -> Standing:
    """What is so now. Raises StoreError."""
    figures = service.store.figures
    return Standing(
        at=time.time(),
        paused=service.reader.paused(),
        jobs=tuple(figures.jobs_in()),
        waiting_since=figures.waiting_since(),
        workers=sum(map(is_alive, figures.workers())),
        alerts=tuple(service.reader.alerts()),
    )


def statistics(service: JobService) -> Statistics:
    """All that is known of all jobs. Raises StoreError."""
    figures, now = service.store.figures, standing(service)
    return Statistics(
        standing=now,
        counters=figures.counters(),
        today=figures.today(now.at),
        sample=figures.sample(),
        failed_now=tuple(
            (cause.code, cause.jobs) for cause in service.reader.causes() if cause.state is JobState.FAILED
        ),
        rate=figures.rate(now.at),
    )


def part_statistics(
    service: JobService, *, batch: BatchId | None = None, watch: WatchId | None = None
) -> PartStatistics:
    """What is known of one batch, or of all that came from one watched folder. Raises StoreError."""
    figures = service.store.figures
    return PartStatistics(
        counts=service.reader.counts(Selection(batch=batch, watch=watch)),
        sample=figures.sample_of(batch, watch),
        failed_now=tuple(figures.failed_of(batch, watch)),
    )


def metrics_text(service: JobService, *, version: str, dialect: Dialect) -> str:
    """All metrics as they are now. Raises StoreError."""
    return metrics(standing(service), service.store.figures.counters(), version=version, dialect=dialect)
