"""Stay within a number of bytes: by quality or colours first, then, where that is allowed, by fewer pixels.

What is tried stands in one order, from best to worst, whatever the limit; the first that fits is taken. So a larger limit
never gives a worse picture.
"""

from collections.abc import Callable, Sequence
from math import ceil, log

from msgspec import Struct
from msgspec.structs import replace

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.image.goals.encoded import Encoded
from workers.image.goals.sample import mosaic, samples
from workers.image.goals.search import largest_within
from workers.image.goals.task import Finished, Task
from workers.image.pixels.palette import MOST_COLORS, Palette

_LOWEST, _LOWEST_BEFORE_SHRINKING, _HIGHEST = 1, 30, 95
_COUNTS_BEFORE_SHRINKING = (MOST_COLORS, 128, 64, 32, 16)
_COUNTS = (*_COUNTS_BEFORE_SHRINKING, 8)
_STEP = 0.9
"""Of the width and height that are left, the fewer pixels."""

_SMALLEST_SIDE = 16
"""Pixels of the longer side: with fewer nobody knows the picture again."""

_GUESSES = 3
_PACKING_SAVES = 0.3
"""More than packing alone takes away of a lossy file."""


class _Fit(Struct, frozen=True, kw_only=True):
    """The best file that was found, or where `fits` is false the smallest one."""

    data: bytes
    fits: bool
    quality: int | None = None
    colors: int | None = None
    packed: bool = False


def within(limit: int, task: Task, original_bytes: int, *, shrink: bool) -> tuple[bytes, Encoded]:
    """The best file of at most `limit` bytes. Raises Failure GOAL_OUT_OF_REACH, with the smallest that could be made."""
    counted = _Counted(task)
    found = _best(limit, counted.task, original_bytes, shrink=shrink)
    steps = 0
    if not found.fits and shrink:
        steps = _fewest_steps(limit, counted, len(found.data))
        found = _best(limit, counted.at(steps), original_bytes, shrink=True)
    if not found.fits:
        raise Failure(ErrorCode.GOAL_OUT_OF_REACH, FailureFacts(limit=limit, bytes_needed=counted.smallest))
    return found.data, Encoded(
        quality=found.quality,
        colors=found.colors,
        packed=found.packed,
        encodes=counted.encodes,
        size=counted.at(steps).size,
    )


class _Counted:
    """A task at full size and after so many steps to fewer pixels, all of whose whole files are counted."""

    def __init__(self, task: Task) -> None:
        self.encodes = 0
        self.smallest: int | None = None
        self.task = replace(task, finished=self._finished(task.finished), packed=self._packed(task.packed))
        self.most_steps = max(0, ceil(log(max(task.size) / _SMALLEST_SIDE) / -log(_STEP)))

    def at(self, steps: int) -> Task:
        """The task after some steps."""
        return self.task.scaled(_STEP**steps) if steps else self.task

    def _note(self, data: bytes) -> bytes:
        self.encodes += 1
        self.smallest = min(len(data), self.smallest or len(data))
        return data

    def _finished(self, finished: Finished) -> Finished:
        return lambda data, size: self._note(finished(data, size))

    def _packed(self, packed: Callable[[], bytes] | None) -> Callable[[], bytes] | None:
        return None if packed is None else lambda: self._note(packed())


def _best(limit: int, task: Task, original_bytes: int, *, shrink: bool) -> _Fit:
    if not task.is_lossy:
        return _of_most_colors(limit, task, _COUNTS_BEFORE_SHRINKING if shrink else _COUNTS)
    may_pack = task.packed is not None and limit >= original_bytes * (1 - _PACKING_SAVES)
    if may_pack or task.may_be_exact:
        data = task.exact()
        if len(data) <= limit:
            return _Fit(data=data, fits=True, packed=task.packed is not None)
    first = task.frames.first().image
    part = mosaic(samples(first))
    found = largest_within(
        limit,
        task.whole,
        lambda quality: len(task.part(part, quality)),
        scale=first.width * first.height / (part.width * part.height) if task.frames.count == 1 else None,
        lowest=_LOWEST_BEFORE_SHRINKING if shrink else _LOWEST,
        highest=_HIGHEST,
        to_the_last=shrink,
    )
    return _Fit(data=found.data, fits=found.fits, quality=found.quality)


def _of_most_colors(limit: int, task: Task, counts: Sequence[int]) -> _Fit:
    data = smallest = task.exact()
    if len(data) <= limit:
        return _Fit(data=data, fits=True, packed=task.packed is not None)
    if not task.may_have_fewer_colors:
        return _Fit(data=smallest, fits=False)
    coarsest = task.whole(None, _palette(task, counts[-1]))
    if len(coarsest) > limit:
        return _Fit(data=min(smallest, coarsest, key=len), fits=False)
    for count in counts[:-1]:
        data = task.whole(None, _palette(task, count))
        if len(data) <= limit:
            return _Fit(data=data, fits=True, colors=count)
    return _Fit(data=coarsest, fits=True, colors=counts[-1])


def _palette(task: Task, colors: int) -> Palette:
    # Flat areas and hard edges stay clean; smooth shades become stripes without dithering.
    return Palette(colors=colors, dithered=not task.is_graphic)


def _least(limit: int, task: Task) -> int:
    """The bytes of the least that is made of a picture before it gets fewer pixels; a tiny one is least without palette."""
    if task.is_lossy:
        return len(task.whole(_LOWEST_BEFORE_SHRINKING))
    if not task.may_have_fewer_colors:
        return len(task.whole(None))
    size = len(task.whole(None, _palette(task, _COUNTS_BEFORE_SHRINKING[-1])))
    return size if size <= limit else min(size, len(task.whole(None)))


def _fewest_steps(limit: int, counted: _Counted, size: int) -> int:
    """After how many steps the least file fits, of `size` bytes before the first; the last one where none does."""
    low, high, last = 0, None, counted.most_steps
    at = _expected(limit, size, 0, last)
    tries = 0
    while at > low and (high is None or high - low > 1):
        size = _least(limit, counted.at(at))
        tries += 1
        if size <= limit:
            high = at
        else:
            low = at
        between = high - 1 if high and tries < _GUESSES else (low + (high or last)) // 2
        at = _expected(limit, size, low, last) if high is None else between
    return last if high is None else high


def _expected(limit: int, size: int, steps: int, last: int) -> int:
    """After how many steps a file will fit that has `size` bytes after some; bytes go with the pixels."""
    return min(last, steps + max(1, ceil(log(limit / size) / log(_STEP**2))))
