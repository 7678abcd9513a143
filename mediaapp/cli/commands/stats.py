"""`mediaapp stats`: how the work goes, in figures."""

from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Iterator, Mapping

from mediaapp import text
from mediaapp.cli.opening import opened_service
from mediaapp.cli.selecting import batch_number, watch_number
from mediaapp.cli.statistics_object import part_object, statistics_object
from mediaapp.cli.streams import emit, say
from mediaapp.cli.subcommand import CommandRefused, Subcommand, UsageError
from mediaapp.version import VERSION
from workers.errors import ErrorCode, FailureFacts
from workers.figures.durations import Quantiles
from workers.figures.exposition import Dialect
from workers.figures.statistics import ByteSums, PartStatistics, Statistics, Typical, byte_sums
from workers.jobs.state import JobState
from workers.service.figures import metrics_text, part_statistics, statistics


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("operands", nargs="*", help=SUPPRESS)
    part = parser.add_mutually_exclusive_group()
    part.add_argument("--batch", metavar="B", help="only of this batch")
    part.add_argument("--openmetrics", action="store_true", help="print the metrics as OpenMetrics has them")
    part.add_argument("--watch", metavar="W", help="only of this watched folder")


def _run(arguments: Namespace) -> int:
    if arguments.operands:
        raise UsageError("stats takes no operands")
    batch = batch_number(arguments.batch) if arguments.batch is not None else None
    watch = watch_number(arguments.watch) if arguments.watch is not None else None
    with opened_service() as service:
        if arguments.openmetrics:
            print(metrics_text(service, version=VERSION, dialect=Dialect.OPENMETRICS), end="")
            return 0
        if batch is None and watch is None:
            _tell(statistics(service), as_json=arguments.json)
            return 0
        if batch is not None and service.reader.batch(batch) is None:
            raise CommandRefused(f"There is no batch {batch}.")
        if watch is not None and all(each.id != watch for each in service.store.watches.all()):
            raise CommandRefused(f"There is no watched folder {watch}.")
        part = part_statistics(service, batch=batch, watch=watch)
    if arguments.json:
        emit({"batch": batch, "watch": watch, **part_object(part)})
    else:
        _say(_part_lines(part))
    return 0


def _tell(whole: Statistics, *, as_json: bool) -> None:
    if as_json:
        emit(statistics_object(whole))
    else:
        _say(_lines(whole))


def _say(lines: Iterator[tuple[str, str]]) -> None:
    for name, value in lines:
        say(f"{name:9} {value}")


def _lines(whole: Statistics) -> Iterator[tuple[str, str]]:
    standing = whole.standing
    jobs = {state: sum(one.jobs for one in standing.jobs if one.state is state) for state in JobState}
    yield "jobs", _counted(jobs) + (", paused" if standing.paused else "")
    if standing.oldest_s is not None:
        yield "oldest", f"has waited for {text.duration(standing.oldest_s)}"
    yield from _sample_lines(whole.sample)
    yield "rate", _pace(whole.rate)
    yield "today", _became(ByteSums(bytes_in=whole.today.bytes_in, bytes_out=whole.today.bytes_out))
    yield "in all", _became(byte_sums(whole.counters.worked))
    yield from _failures(whole.failed_now)
    yield "workers", f"{standing.workers} at work, {text.count(whole.counters.deaths)} restarted in all"
    for alert in standing.alerts:
        told = text.alert(alert.facts, standing.at)
        yield "alert", f"{told.title}. {told.body}"


def _pace(per_second: float) -> str:
    if not per_second:
        return "no file has ended in the last minutes"
    return f"{text.pace(60 * per_second)} files a minute ended, over the last minutes"


def _part_lines(part: PartStatistics) -> Iterator[tuple[str, str]]:
    yield "jobs", _counted({state: part.counts.in_state(state) for state in JobState})
    yield from _sample_lines(part.sample)
    yield "in all", _became(ByteSums(bytes_in=part.counts.bytes_in, bytes_out=part.counts.bytes_out))
    yield from _failures(part.failed_now)


def _counted(jobs: Mapping[JobState, int]) -> str:
    return ", ".join(f"{text.count(n)} {state.value}" for state, n in jobs.items() if n) or "none"


def _sample_lines(sample: Typical) -> Iterator[tuple[str, str]]:
    for name, times in (("waiting", sample.waiting), ("running", sample.running)):
        if times is not None:
            yield name, _spread(times)


def _spread(times: Quantiles) -> str:
    newest = f"of the last {text.count(times.jobs)} done"
    return f"typically {text.duration(times.p50)}, rarely over {text.duration(times.p95)} ({newest})"


def _became(sums: ByteSums) -> str:
    if not sums.bytes_in:
        return "nothing done"
    became = text.became(sums.bytes_in, sums.bytes_out)
    return f"{became}, {text.smaller(sums.bytes_in, sums.bytes_out)}"


def _failures(failed: tuple[tuple[ErrorCode, int], ...]) -> Iterator[tuple[str, str]]:
    for code, jobs in failed:
        yield "failed", f"{text.count(jobs)}: {text.failure(code, FailureFacts()).title}"


COMMAND = Subcommand(name="stats", summary="tell how the work goes, in figures", add_arguments=_add_arguments, run=_run)
