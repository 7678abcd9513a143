"""The number that a row of the list is known by: a job's is its id, headings have negative ones."""

from workers.errors import ErrorCode
from workers.jobs.ids import BatchId

_CAUSES = tuple(ErrorCode)
_CAUSE_KEY = -(1 << 40)


def batch_key(batch: BatchId) -> int:
    """The list's key for a batch's heading; a job's key is its id."""
    return -int(batch)


def cause_key(code: ErrorCode) -> int:
    """The list's key for the heading of one cause."""
    return _CAUSE_KEY - _CAUSES.index(code)


def batch_of(key: int) -> BatchId | None:
    """The batch that a heading is for."""
    return BatchId(-key) if _CAUSE_KEY < key < 0 else None


def cause_of(key: int) -> ErrorCode | None:
    """The cause that a heading is for."""
    return _CAUSES[_CAUSE_KEY - key] if key <= _CAUSE_KEY else None
