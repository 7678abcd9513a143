"""`mediaapp wait`: until batches have ended."""

import time
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from contextlib import closing
from threading import Event

from mediaapp.cli.following import LOOK_AGAIN_S, Following, exit_code
from mediaapp.cli.opening import opened_session
from mediaapp.cli.reports import Report, Summary, report
from mediaapp.cli.selecting import batch_number
from mediaapp.cli.streams import complain
from mediaapp.cli.subcommand import Subcommand, UsageError
from mediaapp.cli.working import finish_accepting, interruptible, logged
from mediaapp.session import Session, pool_is_owned
from workers.jobs.ids import BatchId
from workers.service import JobService

TIMED_OUT = 124
"""The exit code when the time was over first; that of timeout(1)."""

_ASK_WHO_WORKS_S = 2.0


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("operands", nargs="*", metavar="B", help="a batch's number, as `mediaapp add` tells it")
    parser.add_argument("--timeout", type=_seconds, metavar="S", help="wait so many seconds at most")
    parser.add_argument("--work", action="store_true", help="work on what waits meanwhile, unless somebody does")


def _run(arguments: Namespace) -> int:
    if not arguments.operands:
        raise UsageError("name at least one batch by its number")
    batches = [batch_number(word) for word in dict.fromkeys(arguments.operands)]
    with (
        opened_session() as session,
        session.service() as service,
        logged(session, "wait"),
        interruptible(),
        closing(report(as_json=arguments.json)) as told,
    ):
        for batch in batches:
            if service.reader.batch(batch) is None:
                raise UsageError(f"there is no batch {batch}")
        if arguments.work:
            session.start_pool()
            finish_accepting(service)
        return _wait(session, service, batches, told, works=arguments.work, timeout_s=arguments.timeout)


def _wait(
    session: Session,
    service: JobService,
    batches: Sequence[BatchId],
    told: Report,
    *,
    works: bool,
    timeout_s: float | None,
) -> int:
    started = time.monotonic()
    mark, ask_at, is_worked = service.reader.mark(), started, True
    left = {batch: Following(service.reader, batch, told, mark) for batch in batches}
    code, paused = 0, False
    while True:
        for batch, following in list(left.items()):
            counts, stored = following.look(), service.reader.batch(batch)
            if stored is None or not (counts.waiting or counts.running or stored.accepting):
                told.summary(Summary(counts=counts, took_s=time.monotonic() - started, batch=batch))
                code = max(code, exit_code(counts))
                del left[batch]
        if not left:
            return code
        if service.reader.paused() is not paused:
            paused = not paused
            complain("Everything is paused; `mediaapp resume` goes on." if paused else "Goes on.")
        now = time.monotonic()
        if not works and now >= ask_at:
            is_worked = _tell_if_nobody_works(session, told_before=not is_worked)
            ask_at = now + _ASK_WHO_WORKS_S
        if timeout_s is not None and now - started >= timeout_s:
            complain("The time is over; what is not ready stays in the queue.")
            return TIMED_OUT
        Event().wait(LOOK_AGAIN_S)


def _tell_if_nobody_works(session: Session, *, told_before: bool) -> bool:
    if pool_is_owned(session.folders):
        return True
    if not told_before:
        complain("Nobody works on it now: open the window, run `mediaapp work`, or wait with --work.")
    return False


def _seconds(word: str) -> float:
    try:
        seconds = float(word)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < 10**9:
        raise ArgumentTypeError(f"{word} is not a number of seconds")
    return seconds


COMMAND = Subcommand(
    name="wait",
    summary="wait until batches have ended",
    add_arguments=_add_arguments,
    run=_run,
    details="Exit code: 0 all done or left out, 1 some failed or were cancelled, 124 the time was over first.",
)
