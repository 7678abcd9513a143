"""Statistics as a program reads them: docs/alerts-and-metrics.md has the shape."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import to_builtins

from mediaapp import text
from workers.errors import ErrorCode
from workers.figures.durations import Quantiles
from workers.figures.statistics import ByteSums, JobsIn, PartStatistics, Statistics, Typical, Worked, byte_sums
from workers.jobs.alert import Alert, kind_of
from workers.jobs.state import JobState


def statistics_object(whole: Statistics) -> Mapping[str, object]:
    """Of all jobs. Times are seconds, moments seconds since 1970, sizes bytes."""
    standing = whole.standing
    return {
        "at": standing.at,
        "paused": standing.paused,
        "jobs": _by_kind(standing.jobs),
        "oldest_waiting_s": standing.oldest_s,
        **_sampled(whole.sample),
        "rate_per_s": whole.rate,
        "today": {
            "done": whole.today.files,
            "bytes": _bytes(ByteSums(bytes_in=whole.today.bytes_in, bytes_out=whole.today.bytes_out)),
        },
        "in_all": _ended(whole.counters.worked),
        "failed_now": _by_cause(whole.failed_now),
        "workers": {"alive": standing.workers, "restarted": whole.counters.deaths},
        "alerts": [_alert(alert, standing.at) for alert in standing.alerts],
    }


def part_object(part: PartStatistics) -> Mapping[str, object]:
    """Of one batch or one watched folder."""
    return {
        "jobs": {state.value: part.counts.in_state(state) for state in JobState},
        **_sampled(part.sample),
        "bytes": _bytes(ByteSums(bytes_in=part.counts.bytes_in, bytes_out=part.counts.bytes_out)),
        "failed_now": _by_cause(part.failed_now),
    }


def _by_kind(jobs: Iterable[JobsIn]) -> Mapping[str, Mapping[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for one in jobs:
        found.setdefault(one.kind.value, dict.fromkeys(JobState, 0))[one.state] = one.jobs
    return found


def _sampled(sample: Typical) -> Mapping[str, object]:
    return {"waiting_s": _times(sample.waiting), "running_s": _times(sample.running)}


def _times(times: Quantiles | None) -> object:
    return None if times is None else to_builtins(times)


def _ended(worked: Sequence[Worked]) -> Mapping[str, object]:
    ended = {state.value: 0 for state in (JobState.DONE, JobState.SKIPPED, JobState.FAILED, JobState.CANCELLED)}
    causes: dict[str, int] = {}
    for one in worked:
        ended[one.state.value] += one.jobs
        if one.cause is not None:
            causes[one.cause.value] = causes.get(one.cause.value, 0) + one.jobs
    return {"ended": ended, "failures": causes, "bytes": _bytes(byte_sums(worked))}


def _bytes(sums: ByteSums) -> Mapping[str, int]:
    return {"in": sums.bytes_in, "out": sums.bytes_out, "saved": sums.saved}


def _by_cause(failed: Iterable[tuple[ErrorCode, int]]) -> Mapping[str, int]:
    return {code.value: jobs for code, jobs in failed}


def _alert(alert: Alert, now: float) -> Mapping[str, object]:
    facts = {name: value for name, value in to_builtins(alert.facts).items() if name != "type"}
    told = text.alert(alert.facts, now)
    return {
        "kind": kind_of(alert.facts).value,
        "began": alert.began,
        "facts": facts,
        "text": f"{told.title}. {told.body}",
    }
