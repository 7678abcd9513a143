"""Jobs, batches and watched folders named on the command line."""

from collections.abc import Sequence

from mediaapp.cli.streams import complain
from mediaapp.cli.subcommand import UsageError
from workers.errors import ErrorCode
from workers.jobs.ids import BatchId, JobId, WatchId
from workers.service import Reader


def job_numbers(words: Sequence[str]) -> list[JobId]:
    """The numbers that these words are. Raises UsageError."""
    return [JobId(_number(word, "job")) for word in words]


def batch_number(word: str) -> BatchId:
    """The batch's number that this word is. Raises UsageError."""
    return BatchId(_number(word, "batch"))


def watch_number(word: str) -> WatchId:
    """The number of a watched folder that this word is. Raises UsageError."""
    return WatchId(_number(word, "watched folder"))


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
