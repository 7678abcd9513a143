"""`mediaapp show`: one job with everything known of it."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from mediaapp import text
from mediaapp.cli.job_object import job_object, message
from mediaapp.cli.opening import opened_service
from mediaapp.cli.plan_words import plan_lines
from mediaapp.cli.selecting import job_numbers
from mediaapp.cli.streams import emit, say
from mediaapp.cli.subcommand import CommandRefused, Subcommand, UsageError
from workers.jobs.history import Attempt, History
from workers.jobs.job import Job


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("operands", nargs="*", metavar="ID", help="the job's number")


def _run(arguments: Namespace) -> int:
    if len(arguments.operands) != 1:
        raise UsageError("name one job by its number")
    (number,) = job_numbers(arguments.operands)
    with opened_service() as service:
        history = service.reader.history(number)
    if history is None:
        raise CommandRefused(f"There is no job {number}.")
    if arguments.json:
        emit(_object(history))
    else:
        for line in _lines(history):
            say(line)
    return 0


def _object(history: History) -> Mapping[str, object]:
    """The job's object, and with it its recipe, its plan, the attempts that did not succeed and its timeline."""
    return {
        **job_object(history.job),
        "recipe": msgspec.to_builtins(history.recipe) if history.job.request is None else None,
        "plan": msgspec.to_builtins(history.plan),
        "runs": [{**_fields(attempt), "message": _attempt_words(attempt)} for attempt in history.attempts],
        "timeline": [{"at": at, "what": what} for at, what in _timeline(history)],
    }


def _fields(attempt: Attempt) -> Mapping[str, object]:
    fields: Mapping[str, object] = msgspec.to_builtins(attempt)
    return fields


def _lines(history: History) -> Iterator[str]:
    job = history.job
    yield f"Job {job.id} of batch {job.batch}: {text.state(job)}"
    if job.request is None:
        yield f"  Original  {job.source}, {text.size(job.size_in)}"
    else:
        yield f"  {text.request_kind(job.request)}  {job.source}"
    if job.output is not None:
        yield f"  Result    {job.output}" + (f", {text.size(job.size_out)}" if job.size_out is not None else "")
    if job.request is None:
        yield f"  Recipe    {history.recipe.name}"
    elif job.outcome is not None:
        yield f"  {text.outcome(job.outcome)}"
    why = message(job)
    if why is not None:
        yield f"  {why}"
    told = text.written(job.outcome, job.failure)
    if told:
        yield "Wrote"
        yield from (f"  {line}" for line in told.splitlines())
    if history.plan is not None:
        yield "Plan"
        yield from (f"  {line}" for line in plan_lines(history.plan))
    if job.picture is not None and job.picture.promises:
        yield "Checked after writing"
        yield from (f"  {text.checked(found)}" for found in job.picture.promises)
        yield from (f"  {text.flaw(found)}" for found in job.picture.flaws)
    yield "History"
    yield from (f"  {datetime.fromtimestamp(at):%Y-%m-%d %H:%M:%S}  {what}" for at, what in _timeline(history))


def _timeline(history: History) -> list[tuple[float, str]]:
    """What happened when, in seconds since 1970, oldest first."""
    job = history.job
    entries = [(job.created, "Added")]
    entries += [(entry.at, text.history_entry(entry)) for entry in history.entries]
    entries += [(attempt.finished, _attempt_words(attempt)) for attempt in history.attempts]
    if job.finished is not None and not any(attempt.n == job.attempt for attempt in history.attempts):
        entries.append((job.finished, _end(job)))
    return sorted(entries, key=lambda entry: entry[0])


def _attempt_words(attempt: Attempt) -> str:
    took = text.duration(max(attempt.finished - attempt.started, 0.0))
    if attempt.error_code is None or attempt.failure is None:
        return f"Attempt {attempt.n}: {text.state_name(attempt.outcome)}, {took}"
    return f"Attempt {attempt.n}: {text.failure(attempt.error_code, attempt.failure).title}, {took}"


def _end(job: Job) -> str:
    if job.started is None or job.finished is None:
        return text.state(job)
    took = text.duration(max(job.finished - job.started, 0.0))
    waited = text.duration(max(job.started - job.created, 0.0))
    return f"{text.state(job)} after {took} (waited {waited})"


COMMAND = Subcommand(
    name="show", summary="show one job: its plan, its attempts, its history", add_arguments=_add_arguments, run=_run
)
