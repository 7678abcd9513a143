"""Jobs, batches, watched folders, schedules and hooks named on the command line."""

from collections.abc import Sequence
from datetime import datetime, time

from mediaapp.cli.streams import complain
from mediaapp.cli.subcommand import CommandRefused, UsageError
from workers.errors import ErrorCode
from workers.jobs.ids import BatchId, HookId, JobId, ScheduleId, WatchId
from workers.jobs.watch import Watch
from workers.local_time import next_moment
from workers.service import JobService, Reader
from workers.service.watch_commands import FindWatches


def job_numbers(words: Sequence[str]) -> list[JobId]:
    """The numbers that these words are. Raises UsageError."""
    return [JobId(_number(word, "job")) for word in words]


def batch_number(word: str) -> BatchId:
    """The batch's number that this word is. Raises UsageError."""
    return BatchId(_number(word, "batch"))


def watch_number(word: str) -> WatchId:
    """The number of a watched folder that this word is. Raises UsageError."""
    return WatchId(_number(word, "watched folder"))


def watch_called(service: JobService, word: str) -> Watch:
    """The watched folder of this number or name. Raises UsageError and CommandRefused."""
    watches = FindWatches().run(service)
    found = [watch for watch in watches if word in (str(watch.id), watch.rules.title)]
    if len(found) != 1:
        raise CommandRefused(
            f"There is no watched folder {word}." if not found else f"{word} is the name of several watched folders."
        )
    return found[0]


def schedule_number(word: str) -> ScheduleId:
    """The number of a schedule that this word is. Raises UsageError."""
    return ScheduleId(_number(word, "schedule"))


def hook_number(word: str) -> HookId:
    """The number of a hook that this word is. Raises UsageError."""
    return HookId(_number(word, "hook"))


def moment_named(word: str, now: float) -> float:
    """The moment to come, in seconds since 1970, that this word is: '22:00', or a day with it. Raises UsageError."""
    try:
        if ":" in word[:3]:
            return next_moment(now, time.fromisoformat(word.zfill(5)))
        at = datetime.fromisoformat(word).timestamp()
    except ValueError as error:
        raise UsageError(f"{word} is no time as 22:00 or 2026-06-10T22:00") from error
    if at <= now:
        raise UsageError(f"{word} is over")
    return at


def cause(word: str) -> ErrorCode:
    """The cause of this name. Raises UsageError."""
    if word not in tuple(ErrorCode):
        raise UsageError(f"there is no cause called {word}; there are {', '.join(sorted(ErrorCode))}")
    return ErrorCode(word)


def known(reader: Reader, numbers: Sequence[JobId]) -> list[JobId]:
    """Those of the numbers that are jobs; the others are complained about."""
    there = {job.id for job in reader.jobs(numbers)}
    for number in numbers:
        if number not in there:
            complain(f"There is no job {number}.")
    return [number for number in numbers if number in there]


def _number(word: str, kind: str) -> int:
    if not word.isdecimal() or len(word) > 18:
        raise UsageError(f"{word} is not the number of a {kind}")
    return int(word)
