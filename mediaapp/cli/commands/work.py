"""`mediaapp work`: a pool without a window."""

import time
from argparse import SUPPRESS, ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Mapping
from contextlib import closing
from threading import Event

from mediaapp.cli.following import LOOK_AGAIN_S, Following, exit_code
from mediaapp.cli.hook_calls import await_calls
from mediaapp.cli.opening import opened_session
from mediaapp.cli.reports import Summary, report
from mediaapp.cli.subcommand import Subcommand, UsageError
from mediaapp.cli.working import finish_accepting, interruptible, logged
from mediaapp.session import MOST_WORKERS
from workers.errors import ErrorKind
from workers.jobs.batch import BatchPurpose, Counts
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.service import JobService
from workers.service.commands import Retry


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("operands", nargs="*", help=SUPPRESS)
    parser.add_argument("--workers", type=_workers, metavar="N", help="how many files at once (one for each core)")
    parser.add_argument(
        "--until-empty", action="store_true", help="try all that waits, and end when nothing is left to do"
    )


def _run(arguments: Namespace) -> int:
    if arguments.operands:
        raise UsageError("work takes no paths; `mediaapp run` does")
    started = time.monotonic()
    with (
        opened_session(workers=arguments.workers) as session,
        session.service() as service,
        logged(session, "work"),
        interruptible(),
        closing(report(as_json=arguments.json)) as told,
    ):
        if arguments.until_empty:
            _try_now(service)
        before = _counts(service)
        watch = Following(service.reader, None, told, service.reader.mark())
        session.start_pool()
        finish_accepting(service)
        if arguments.until_empty:
            watch.until_over()
            await_calls(service)
            watch.until_over()
            ended = {purpose: _since(before[purpose], counts) for purpose, counts in _counts(service).items()}
            files = ended[BatchPurpose.FILES]
            told.summary(
                Summary(
                    counts=files,
                    took_s=time.monotonic() - started,
                    calls=ended[BatchPurpose.HOOKS],
                    reports=ended[BatchPurpose.REPORTS],
                )
            )
            return exit_code(files)
        while True:
            watch.look()
            Event().wait(LOOK_AGAIN_S)


def _try_now(service: JobService) -> None:
    """Try what waits for a disk, a drive or another program: this command ends before it would be its turn by itself."""
    delayed = frozenset((JobState.DELAYED,))
    for cause in service.reader.causes():
        if cause.state is JobState.DELAYED and cause.code.kind is ErrorKind.WAITS:
            Retry(Selection(states=delayed, cause=cause.code)).run(service)


def _counts(service: JobService) -> Mapping[BatchPurpose, Counts]:
    return {purpose: service.reader.counts(Selection(purpose=purpose)) for purpose in BatchPurpose}


def _since(before: Counts, after: Counts) -> Counts:
    """What ended in between; what waits stands as it is."""
    ended = {
        state.value: max(after.in_state(state) - before.in_state(state), 0)
        for state in (JobState.DONE, JobState.SKIPPED, JobState.FAILED, JobState.CANCELLED)
    }
    return Counts(
        queued=after.queued,
        running=after.running,
        delayed=after.delayed,
        paused=after.paused,
        bytes_in=max(after.bytes_in - before.bytes_in, 0),
        bytes_out=max(after.bytes_out - before.bytes_out, 0),
        **ended,
    )


def _workers(word: str) -> int:
    if not word.isdecimal() or not 1 <= int(word) <= MOST_WORKERS:
        raise ArgumentTypeError(f"{word} is not a number from 1 to {MOST_WORKERS}")
    return int(word)


COMMAND = Subcommand(
    name="work",
    summary="work on what waits, without a window, until Ctrl+C",
    add_arguments=_add_arguments,
    run=_run,
)
