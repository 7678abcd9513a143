"""What is served as metrics: names after the conventions of Prometheus, every series there from the start."""

from collections.abc import Iterable, Iterator
from itertools import accumulate

from workers.figures.durations import BOUNDS_S, Phase
from workers.figures.exposition import Dialect, Labels, MetricFamily, MetricType, Point, number, written
from workers.figures.statistics import Counters, DurationClass, Standing, Worked
from workers.jobs.alert import AlertKind, kind_of
from workers.jobs.state import ENDED, JobState
from workers.kinds import JobKind

_GAUGE, _COUNTER, _HISTOGRAM = MetricType.GAUGE, MetricType.COUNTER, MetricType.HISTOGRAM


def metrics(standing: Standing, counters: Counters, *, version: str, dialect: Dialect) -> str:
    """All metrics as text."""
    return written(families(standing, counters, version=version), dialect)


def families(standing: Standing, counters: Counters, *, version: str) -> Iterator[MetricFamily]:
    """All metrics."""
    yield _one("mediaapp_build_info", "The version of mediaapp.", 1, (("version", version),))
    yield from _gauges(standing)
    yield from _counted(counters)
    yield _one(
        "mediaapp_worker_restarts",
        "Workers started anew since they ended by themselves.",
        counters.deaths,
        type_=_COUNTER,
    )
    spans = {
        Phase.WAITING: "How long what is done had waited since it was asked for.",
        Phase.RUNNING: "How long the run took that made what is done.",
    }
    for span, told in spans.items():
        yield MetricFamily(
            name=f"mediaapp_job_{span}_seconds",
            type=_HISTOGRAM,
            help=told,
            unit="seconds",
            points=tuple(_histogram([one for one in counters.durations if one.span is span])),
        )


def _gauges(standing: Standing) -> Iterator[MetricFamily]:
    jobs = {(one.kind, one.state): one.jobs for one in standing.jobs}
    yield MetricFamily(
        name="mediaapp_jobs",
        type=_GAUGE,
        help="Jobs in the list.",
        points=tuple(
            Point((("kind", kind), ("state", state)), jobs.get((kind, state), 0))
            for kind in JobKind
            for state in JobState
        ),
    )
    yield _one("mediaapp_paused", "Whether everything is paused.", standing.paused)
    oldest = standing.oldest_s or 0.0
    yield _one(
        "mediaapp_oldest_waiting_seconds",
        "How long the job has waited that has waited longest.",
        oldest,
        unit="seconds",
    )
    yield _one("mediaapp_workers", "Worker processes that live.", standing.workers)
    alerts = [kind_of(alert.facts) for alert in standing.alerts]
    yield MetricFamily(
        name="mediaapp_alerts",
        type=_GAUGE,
        help="Alerts that last.",
        points=tuple(Point((("alert", kind),), alerts.count(kind)) for kind in AlertKind),
    )


def _counted(counters: Counters) -> Iterator[MetricFamily]:
    worked = counters.worked
    yield MetricFamily(
        name="mediaapp_jobs_ended",
        type=_COUNTER,
        help="Runs that ended, by the state they led to.",
        points=tuple(
            Point(
                (("kind", kind), ("state", state)),
                _jobs(one for one in worked if (one.kind, one.state) == (kind, state)),
            )
            for kind in JobKind
            for state in sorted(ENDED)
        ),
    )
    yield MetricFamily(
        name="mediaapp_failures",
        type=_COUNTER,
        help="Runs that failed for good, by cause.",
        points=tuple(
            Point((("kind", one.kind), ("cause", one.cause)), one.jobs) for one in worked if one.cause is not None
        ),
    )
    for name, told, sizes in (
        ("mediaapp_input_bytes", "Bytes of originals of what is done.", [(one.kind, one.bytes_in) for one in worked]),
        ("mediaapp_output_bytes", "Bytes of results.", [(one.kind, one.bytes_out) for one in worked]),
    ):
        yield MetricFamily(
            name=name,
            type=_COUNTER,
            help=told,
            unit="bytes",
            points=tuple(Point((("kind", kind),), sum(size for of, size in sizes if of is kind)) for kind in JobKind),
        )


def _jobs(worked: Iterable[Worked]) -> int:
    return sum(one.jobs for one in worked)


def _histogram(classes: Iterable[DurationClass]) -> Iterator[Point]:
    """Each bucket counts all that took at most so long."""
    of = {(one.kind, one.within_s): one for one in classes}
    for kind in JobKind:
        counts = [of[kind, bound].jobs if (kind, bound) in of else 0 for bound in BOUNDS_S]
        labels: Labels = (("kind", kind),)
        for bound, count in zip(BOUNDS_S, accumulate(counts), strict=True):
            yield Point((*labels, ("le", _bound(bound))), count, "_bucket")
        yield Point(labels, sum(counts), "_count")
        yield Point(labels, sum(one.seconds for one in of.values() if one.kind is kind), "_sum")


def _bound(seconds: float) -> str:
    """As OpenMetrics wants it: always with a point."""
    told = number(seconds)
    return f"{told}.0" if told.isdecimal() else told


def _one(
    name: str, told: str, value: float, labels: Labels = (), *, unit: str = "", type_: MetricType = _GAUGE
) -> MetricFamily:
    return MetricFamily(name=name, type=type_, help=told, points=(Point(labels, value),), unit=unit)
