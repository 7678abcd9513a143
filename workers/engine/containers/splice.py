"""A file seen without some of its parts, nothing copied."""

from io import SEEK_CUR, SEEK_END, SEEK_SET, RawIOBase
from typing import BinaryIO


class Spliced(RawIOBase):
    """The spans (offset, size) of a file one behind the other, readable and seekable; closing leaves the file open."""

    def __init__(self, file: BinaryIO, spans: list[tuple[int, int]]) -> None:
        self._file = file
        self._spans = spans
        self._size = sum(size for _, size in spans)
        self._at = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """The offset in the spans joined."""
        return self._at

    def seek(self, offset: int, whence: int = SEEK_SET) -> int:
        """Move to an offset in the spans joined."""
        start = {SEEK_SET: 0, SEEK_CUR: self._at, SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        """As many bytes as there are, at most `size`; all for -1."""
        left = self._size - self._at if size is None or size < 0 else min(size, self._size - self._at)
        parts, start = [], 0
        for offset, length in self._spans:
            inside = self._at - start
            if left > 0 and 0 <= inside < length:
                self._file.seek(offset + inside)
                part = self._file.read(min(left, length - inside))
                parts.append(part)
                self._at += len(part)
                left -= len(part)
                if len(part) == 0:
                    break
            start += length
        return b"".join(parts)
