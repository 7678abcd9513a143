"""A bit stream read from its most significant bit, as video codecs write their headers."""

from workers.binary.source import damaged

_MOST_ZEROS = 32


class Bits:
    """Numbers of a few bits, one after the other. Raises Failure DAMAGED past the end."""

    __slots__ = ("_at", "_data")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, count: int) -> int:
        """The next `count` bits as an unsigned number; 0 of none."""
        start, end = self._at, self._at + count
        if end > 8 * len(self._data):
            raise damaged("a header of a codec too short")
        self._at = end
        whole = int.from_bytes(self._data[start // 8 : (end + 7) // 8], "big")
        return whole >> (-end % 8) & ((1 << count) - 1)

    def flag(self) -> bool:
        """Whether the next bit is set."""
        return self.take(1) == 1

    def golomb(self) -> int:
        """The next number in Exponential-Golomb coding: `ue(v)` of ITU-T H.265, 9.2, and `uvlc()` of AV1, 4.10.3."""
        zeros = 0
        while not self.flag():
            zeros += 1
            if zeros > _MOST_ZEROS:
                raise damaged("a number too long")
        return (1 << zeros) - 1 + self.take(zeros)
