"""Bounded reading of a hostile file at absolute offsets."""

from io import SEEK_END
from typing import BinaryIO

from workers.errors import ErrorCode, Failure, FailureFacts

MOST_BYTES = 64 * 2**20
"""The most bytes one read may ask for: the largest metadata block that is taken seriously."""


def damaged(detail: str) -> Failure:
    """The failure of a container whose structure contradicts itself."""
    return Failure(ErrorCode.DAMAGED, FailureFacts(detail=detail))


def ends_early(detail: str) -> Failure:
    """The failure of a container that announces more bytes than the file has."""
    return Failure(ErrorCode.ENDS_EARLY, FailureFacts(detail=detail))


def unsupported(detail: str, *, variant: str | None = None) -> Failure:
    """The failure of a file of a known format in a variant that we cannot read, by the name that people know it by."""
    return Failure(ErrorCode.UNSUPPORTED_VARIANT, FailureFacts(variant=variant, detail=detail))


class ByteSource:
    """A file of `size` bytes, read at absolute offsets; every walker sees its file through one of these."""

    __slots__ = ("_file", "size")

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = file.seek(0, SEEK_END)

    @staticmethod
    def of(data: bytes | bytearray) -> "ByteSource":
        """A source over bytes in memory, which are not copied; a change in them is seen."""
        return _Memory(data)

    def at(self, offset: int, count: int) -> bytes:
        """Exactly `count` bytes from `offset`. Raises Failure ENDS_EARLY past the end, DAMAGED over `MOST_BYTES`."""
        if count < 0 or offset < 0:
            raise damaged(f"a block of {count} bytes at {offset}")
        if offset + count > self.size:
            raise ends_early(f"{count} bytes wanted at {offset} of {self.size}")
        if count > MOST_BYTES:
            raise damaged(f"a block of {count} bytes at {offset}")
        data = self.up_to(offset, count)
        if len(data) < count:
            raise ends_early(f"{count} bytes wanted at {offset}, {len(data)} came")
        return data

    def up_to(self, offset: int, count: int) -> bytes:
        """As many of `count` bytes from `offset` as there are. Raises Failure DAMAGED below 0."""
        if offset < 0:
            raise damaged(f"a block of {count} bytes at {offset}")
        self._file.seek(offset)
        return self._file.read(max(0, count))

    def number(self, offset: int, count: int, *, little: bool = False) -> int:
        """The unsigned integer of `count` bytes at `offset`, big-endian unless `little`."""
        return int.from_bytes(self.at(offset, count), "little" if little else "big")

    def copy_to(self, out: BinaryIO, offset: int, count: int) -> None:
        """Write `count` bytes from `offset` to `out`, a mebibyte at a time. Raises Failure ENDS_EARLY, DAMAGED below 0."""
        if count < 0:
            raise damaged(f"a block of {count} bytes at {offset}")
        while count > 0:
            piece = self.up_to(offset, min(count, 2**20))
            if not piece:
                raise ends_early(f"{count} bytes wanted at {offset} of {self.size}")
            out.write(piece)
            offset += len(piece)
            count -= len(piece)


class _Memory(ByteSource):
    __slots__ = ("_data",)

    def __init__(self, data: bytes | bytearray) -> None:
        self._data = data
        self.size = len(data)

    def up_to(self, offset: int, count: int) -> bytes:
        if offset < 0:
            raise damaged(f"a block of {count} bytes at {offset}")
        return bytes(self._data[offset : offset + max(0, count)])


class Budget:
    """How many bytes of metadata may still be taken from one file."""

    __slots__ = ("_left",)

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._left = most

    @property
    def left(self) -> int:
        """Bytes."""
        return self._left

    def allows(self, count: int) -> bool:
        """Take that many, if there are."""
        if count > self._left:
            return False
        self._left -= count
        return True
