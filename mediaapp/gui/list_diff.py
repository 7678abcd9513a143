"""The smallest changes that turn one list of rows into another."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ListChange:
    """At row `start`, `removed` rows go and the keys `inserted` come."""

    start: int
    removed: int
    inserted: "array[int]"

    def pieces(self, most: int) -> "Iterator[ListChange]":
        """The same in steps that each bring at most so many rows."""
        yield ListChange(self.start, self.removed, self.inserted[:most])
        for at in range(most, len(self.inserted), most):
            yield ListChange(self.start + at, 0, self.inserted[at : at + most])


@dataclass(slots=True)
class Section:
    """A heading, where there is one, and the jobs below it."""

    key: int | None
    ids: "array[int]"

    def __len__(self) -> int:
        return len(self.ids) + (self.key is not None)

    def keys(self) -> "array[int]":
        """All rows of the section."""
        return self.ids if self.key is None else array("q", [self.key]) + self.ids


def replace_all(before: list[Section], after: list[Section]) -> tuple[ListChange, ...]:
    """The splice that throws the old rows away."""
    keys = array("q")
    for section in after:
        keys.extend(section.keys())
    return (ListChange(0, sum(map(len, before)), keys),)


def differences(before: list[Section], after: list[Section]) -> Iterator[ListChange]:
    """The splices, in order, that turn one list of sections into another in which common ones keep their order."""
    coming = {section.key for section in after}
    old = iter([*before, None])
    left = next(old)
    row = 0
    for section in after:
        while left is not None and left.key not in coming:
            yield ListChange(row, len(left), array("q"))
            left = next(old)
        if left is not None and left.key == section.key:
            yield from _moved(changed(left.ids, section.ids), row + (section.key is not None))
            left = next(old)
        else:
            yield ListChange(row, 0, section.keys())
        row += len(section)
    while left is not None:
        yield ListChange(row, len(left), array("q"))
        left = next(old)


def _moved(splices: Iterator[ListChange], by: int) -> Iterator[ListChange]:
    return (ListChange(splice.start + by, splice.removed, splice.inserted) for splice in splices)


def changed(old: "array[int]", new: "array[int]") -> Iterator[ListChange]:
    """The splices, in order, that turn one run of distinct ids into another; few where the order stayed."""
    if old is new:
        return
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    gone, come = old[start : len(old) - end], new[start : len(new) - end]
    if not gone and not come:
        return
    stays = set(gone).intersection(come)
    if [one for one in gone if one in stays] != [one for one in come if one in stays]:
        yield ListChange(start, len(gone), come)
        return
    yield from _runs(gone, come, stays, start)


def _runs(gone: "array[int]", come: "array[int]", stays: set[int], row: int) -> Iterator[ListChange]:
    here, there = 0, 0
    while here < len(gone) or there < len(come):
        removed, inserted = here, there
        while here < len(gone) and gone[here] not in stays:
            here += 1
        while there < len(come) and come[there] not in stays:
            there += 1
        if here > removed or there > inserted:
            yield ListChange(row, here - removed, come[inserted:there])
            row += there - inserted
        while here < len(gone) and there < len(come) and gone[here] in stays:
            here, there, row = here + 1, there + 1, row + 1
            if there < len(come) and come[there] not in stays:
                break


def _common(one: "array[int]", other: "array[int]") -> int:
    """How many ids both begin with."""
    length = min(len(one), len(other))
    left, right = memoryview(one).cast("B"), memoryview(other).cast("B")
    if left[: length * 8] == right[: length * 8]:
        return length
    low, high = 0, length
    while high - low > 1:
        middle = (low + high) // 2
        if left[low * 8 : middle * 8] == right[low * 8 : middle * 8]:
            low = middle
        else:
            high = middle
    return low
