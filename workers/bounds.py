"""Numbers as disks tell them, kept within what the job table and the calendar hold.

A file's time may be any 64-bit count of seconds (ext4 ends in 2446, XFS, tmpfs and network drives do not), while a column of
SQLite holds a signed 64-bit number: in nanoseconds since 1970 the years 1677 to 2262. A sparse file may claim 2^63 bytes.
"""

from datetime import UTC, datetime, timedelta

MOST = 2**63 - 1
"""The largest number of a column, and the last nanosecond since 1970 that is told apart."""

MOST_BYTES = 2**46
"""The size told of a larger file: no picture has it, and the sizes of 100,000 such files can still be added up."""

_FIRST = datetime(1970, 1, 1, tzinfo=UTC)


def file_time(ns: int) -> int:
    """A file's time in nanoseconds since 1970, the nearest one that can be kept."""
    return max(-MOST, min(ns, MOST))


def file_size(count: int) -> int:
    """A file's size in bytes, the largest one that can be kept if it has more."""
    return min(count, MOST_BYTES)


def local_time(ns: int) -> datetime:
    """When that was on the clocks of this computer's place: nanoseconds since 1970, of any size and sign."""
    moment = _FIRST + timedelta(microseconds=file_time(ns) // 1000)
    try:
        return moment.astimezone()
    except (OSError, OverflowError, ValueError):  # Windows knows no zone before 1970
        return moment
