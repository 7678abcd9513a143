"""A file seen without some of its parts, or with others, nothing of it copied."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from io import SEEK_CUR, SEEK_END, SEEK_SET, RawIOBase
from itertools import accumulate
from typing import BinaryIO

Part = tuple[int, int] | bytes
"""A span of a file (offset, size), or bytes that are not in it."""


class Spliced(RawIOBase):
    """The parts of a file one behind the other, readable and seekable; closing leaves the file open."""

    def __init__(self, file: BinaryIO, parts: Sequence[Part]) -> None:
        self._file = file
        self._parts = list(_joined(parts))
        self._starts = [0, *accumulate(map(_length, self._parts))]
        self._size = self._starts.pop()
        self._at = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """The offset in the parts joined."""
        return self._at

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        """Move to an offset in the parts joined."""
        start = {SEEK_SET: 0, SEEK_CUR: self._at, SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        """As many bytes as there are, at most `size`; all for -1."""
        left = self._size - self._at if size is None or size < 0 else min(size, self._size - self._at)
        pieces: list[bytes] = []
        while left > 0:
            index = bisect_right(self._starts, self._at) - 1
            piece = self._piece(self._parts[index], self._at - self._starts[index], left)
            if not piece:
                break
            pieces.append(piece)
            self._at += len(piece)
            left -= len(piece)
        return b"".join(pieces)

    def _piece(self, part: Part, inside: int, most: int) -> bytes:
        if isinstance(part, bytes):
            return part[inside : inside + most]
        self._file.seek(part[0] + inside)
        return self._file.read(min(most, part[1] - inside))


def _length(part: Part) -> int:
    return len(part) if isinstance(part, bytes) else part[1]


def _joined(parts: Sequence[Part]) -> Iterator[Part]:
    """The parts without empty ones, neighbours in the file as one."""
    held: tuple[int, int] | None = None
    for part in filter(_length, parts):
        if isinstance(part, bytes):
            if held is not None:
                yield held
            yield part
            held = None
        elif held is not None and sum(held) == part[0]:
            held = (held[0], held[1] + part[1])
        else:
            if held is not None:
                yield held
            held = part
    if held is not None:
        yield held
