"""A file seen without some of its parts, or with others, nothing of it copied."""

from collections.abc import Sequence
from io import SEEK_CUR, SEEK_END, SEEK_SET, RawIOBase
from typing import BinaryIO

Part = tuple[int, int] | bytes
"""A span of a file (offset, size), or bytes that are not in it."""


class Spliced(RawIOBase):
    """The parts of a file one behind the other, readable and seekable; closing leaves the file open."""

    def __init__(self, file: BinaryIO, parts: Sequence[Part]) -> None:
        self._file = file
        self._parts = [(part, len(part) if isinstance(part, bytes) else part[1]) for part in parts]
        self._size = sum(size for _, size in self._parts)
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
        pieces, start = [], 0
        for part, length in self._parts:
            inside = self._at - start
            if left > 0 and 0 <= inside < length:
                piece = self._piece(part, inside, min(left, length - inside))
                pieces.append(piece)
                self._at += len(piece)
                left -= len(piece)
                if len(piece) == 0:
                    break
            start += length
        return b"".join(pieces)

    def _piece(self, part: Part, inside: int, size: int) -> bytes:
        if isinstance(part, bytes):
            return part[inside : inside + size]
        self._file.seek(part[0] + inside)
        return self._file.read(size)
