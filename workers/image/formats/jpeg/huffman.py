"""Whether some bytes read as a baseline JPEG's coded data: a slow reading of a few, where the decoder has stopped."""

import re

from workers.binary.source import ByteSource
from workers.image.formats.jpeg import container as jpeg
from workers.image.formats.jpeg.coding import JpegCoding

_DHT = 0xC4
_RESTART = re.compile(rb"\xff[\xd0-\xd7]")
_MOST_BITS, _MOST_SYMBOLS = 4_096, 200_000
_LEAST_VALUES = 8
_COEFFICIENTS, _LARGEST_DC, _LARGEST_AC, _SIXTEEN_ZEROS = 64, 11, 10, 0xF0

Table = list[tuple[int, int]]
"""For each 16 bits that may come, the length of the code they begin with and its symbol; a length of 0 for no code."""


class _Broken(Exception):  # noqa: N818 - not read as coded data
    pass


class _Reader:
    def __init__(self, data: bytes) -> None:
        self._data = data + b"\xff\xff\xff"
        self.bits = 8 * len(data)
        self.at = 0
        self.symbols = 0

    def symbol(self, table: Table, largest: int) -> int:
        """The next symbol, behind whose bits the reader stands then."""
        byte = self.at >> 3
        window = int.from_bytes(self._data[byte : byte + 3], "big") >> (8 - (self.at & 7)) & 0xFFFF
        length, found = table[window]
        self.at += length + (found & 15)
        self.symbols += 1
        if length == 0 or found & 15 > largest or self.at > self.bits:
            raise _Broken
        return found

    def block(self, dc: Table, ac: Table) -> None:
        """ITU-T T.81, F.2.2."""
        if self.symbol(dc, _LARGEST_DC) > _LARGEST_DC:
            raise _Broken
        index = 1
        while index < _COEFFICIENTS:
            found = self.symbol(ac, _LARGEST_AC)
            if found == 0:
                return
            if not found & 15 and found != _SIXTEEN_ZEROS:
                raise _Broken
            index += 1 + (found >> 4)
        if index > _COEFFICIENTS:
            raise _Broken

    def is_filled_up(self) -> bool:
        """Whether nothing is left but ones in the last byte."""
        left = self.bits - self.at
        return left < 8 and self._data[self.bits // 8 - 1] & ((1 << left) - 1) == (1 << left) - 1


def reads_as_picture(source: ByteSource, kind: JpegCoding, data: bytes) -> bool:
    """Whether whole MCUs of a baseline scan can be read from somewhere in the first half KiB of `data` to its end.

    What is there by chance breaks a rule within a few blocks.
    """
    if len(set(data)) < _LEAST_VALUES:
        return False  # a filling
    blocks, reader = _blocks_of_mcu(source, kind), _Reader(data[_behind_restart(data) :].replace(b"\xff\x00", b"\xff"))
    broken: set[tuple[int, int]] = set()
    for start in range(min(_MOST_BITS, reader.bits // 2)):
        reader.at = start
        if _reads_to_its_end(reader, blocks, broken):
            return True
        if reader.symbols > _MOST_SYMBOLS:
            return False
    return False


def _reads_to_its_end(reader: _Reader, blocks: list[tuple[Table, Table]], broken: set[tuple[int, int]]) -> bool:
    """Whether whole MCUs stand from here on.

    `broken` are the places, and the blocks of an MCU, from where none do: ways that begin at different bits soon run into one
    another.
    """
    passed: list[tuple[int, int]] = []
    try:
        while not reader.is_filled_up():
            for number, (dc, ac) in enumerate(blocks):
                passed.append((reader.at, number))
                if passed[-1] in broken:
                    broken.update(passed)
                    return False
                reader.block(dc, ac)
    except _Broken:
        broken.update(passed)
        return False
    return True


def _behind_restart(data: bytes) -> int:
    """Where the last restart interval in some coded data begins, 0 without one."""
    return max((found.end() for found in _RESTART.finditer(data)), default=0)


def _blocks_of_mcu(source: ByteSource, kind: JpegCoding) -> list[tuple[Table, Table]]:
    """The tables of each block of an MCU, in their order (ITU-T T.81, A.2 and B.2.3)."""
    tables: dict[int, Table] = {}
    for segment in jpeg.segments(source):
        data = source.at(segment.data_at, segment.size)
        if segment.marker == _DHT:
            tables.update(_tables(data))
        elif segment.marker == jpeg.SOS:
            sampling = kind.frame.sampling if len(kind.frame.sampling) > 1 else ((1, 1),)
            chosen = data[2 : 2 + 2 * data[0] : 2]
            return [
                (tables.get(number >> 4, _EMPTY), tables.get(16 | number & 15, _EMPTY))
                for number, (across, down) in zip(chosen, sampling, strict=False)
                for _ in range(across * down)
            ]
    return []


_EMPTY: Table = [(0, 0)] * 2**16


def _tables(data: bytes) -> dict[int, Table]:
    """Those of a DHT segment by class and number; a cut one is left out (ITU-T T.81, B.2.4.2 and annex C)."""
    found, at = dict[int, Table](), 0
    while at + 17 <= len(data):
        counts, symbols = data[at + 1 : at + 17], iter(data[at + 17 :])
        table: Table = []
        for length, count in enumerate(counts, 1):
            for _, symbol in zip(range(count), symbols, strict=False):
                table += [(length, symbol)] * (1 << (16 - length))
        found[data[at]] = (table + _EMPTY)[: 2**16]
        at += 17 + sum(counts)
    return found
