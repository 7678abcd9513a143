"""The numbers of a TIFF's pixels, whatever their depth and however they are packed (TIFF 6.0; the predictor 3: Adobe, 2005)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL.TiffImagePlugin import TiffImageFile

from workers.engine.containers import tiff
from workers.engine.containers.source import MOST_BYTES, Source, damaged
from workers.engine.containers.tiff_page import FLOATING, SIGNED, Page

_PLAIN, _DEFLATE = 1, frozenset({8, 32946})
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_OFFSETS, _COUNTS = {False: 273, True: 324}, {False: 279, True: 325}

Samples = NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """A strip or tile: its place in the picture, the samples that it holds, and its bytes as they are stored."""

    top: int
    left: int
    rows: int
    first: int
    data: tuple[int, int]


class Shape:
    """How the samples of a page lie in its blocks, in bytes."""

    __slots__ = ("kind", "row", "samples", "width")

    def __init__(self, page: Page, order: tiff.Order) -> None:
        """`order` is the byte order of the file."""
        self.samples = 1 if page.separate else page.samples
        self.width = page.block[0]
        self.row = (self.width * self.samples * page.bits + 7) // 8
        kinds = {FLOATING: "f", SIGNED: "i"}
        mark = "<" if order == "little" else ">"
        self.kind = (
            np.dtype(f"{mark}{kinds.get(page.sample_format, 'u')}{max(8, page.bits) // 8}")
            if (page.bits in (8, 16, 32, 64))
            else None
        )


def samples(source: Source, page: Page, wanted: tuple[int, ...], into: Samples) -> None:
    """Fill `into` (rows, columns, one for each sample of the numbers `wanted`) from the top down. Raises Failure."""
    head = tiff.header(source)
    shape = Shape(page, head.order)
    for block in _blocks(source, head, page):
        numbers = _numbers(_unpacked(source, page, shape, block), page, shape, block.rows)
        bottom, right = min(page.height, block.top + block.rows), min(page.width, block.left + shape.width)
        part = numbers[: bottom - block.top, : right - block.left]
        for place, sample in enumerate(wanted):
            if block.first <= sample < block.first + shape.samples:
                into[block.top : bottom, block.left : right, place] = part[..., sample - block.first]


def kind_of(page: Page) -> np.dtype[Any]:
    """The type that holds a page's numbers."""
    letter = {FLOATING: "f", SIGNED: "i"}.get(page.sample_format, "u")
    return np.dtype(f"{letter}{next(size for size in (1, 2, 4, 8) if size * 8 >= page.bits)}")


def _blocks(source: Source, head: tiff.Header, page: Page) -> Iterator[_Block]:
    found = tiff.directory(source, head, page.at)
    offsets = tiff.numbers(source, head, found.find(_OFFSETS[page.tiled]))
    counts = tiff.numbers(source, head, found.find(_COUNTS[page.tiled]))
    width, height = page.block
    across, down = -(-page.width // width), -(-page.height // height)
    planes = page.samples if page.separate else 1
    if len(offsets) < across * down * planes:
        raise damaged(f"{len(offsets)} blocks where there are {across * down * planes}")
    if len(counts) < len(offsets):
        counts = (source.size,) if len(offsets) == 1 else ()
    for number in range(across * down * planes):
        plane, inside = divmod(number, across * down)
        row, column = divmod(inside, across)
        rows = height if page.tiled else min(height, page.height - row * height)
        size = counts[number] if counts else source.size
        yield _Block(
            top=row * height,
            left=column * width,
            rows=rows,
            first=plane if page.separate else 0,
            data=(offsets[number], size),
        )


def _unpacked(source: Source, page: Page, shape: Shape, block: _Block) -> bytes:
    at, count = block.data
    size = shape.row * block.rows
    if page.compression == _PLAIN:
        data = source.at(at, size) if size <= MOST_BYTES else b"".join(_pieces(source, at, size))
    else:
        data = source.up_to(at, count)
    if page.reversed_bits:
        data = data.translate(_REVERSED)
    return data if page.compression == _PLAIN else _by_libtiff(data, page.compression, shape.row, block.rows)


def _pieces(source: Source, at: int, size: int) -> Iterator[bytes]:
    for start in range(at, at + size, MOST_BYTES):
        yield source.at(start, min(MOST_BYTES, at + size - start))


def _by_libtiff(data: bytes, compression: int, row: int, rows: int) -> bytes:
    """The plain bytes of a block, told to libtiff as grey of 8 bits, which it only unpacks."""
    tags = (
        (256, row),
        (257, rows),
        (258, 8),
        (259, compression),
        (262, 1),
        (273, 122),
        (277, 1),
        (278, rows),
        (279, len(data)),
    )
    table = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    file = b"II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + table + bytes(4)
    image = TiffImageFile(BytesIO(file + data))
    image.load()
    return image.tobytes()


def _numbers(data: bytes, page: Page, shape: Shape, rows: int) -> Samples:
    lines = np.frombuffer(data, np.uint8, shape.row * rows).reshape(rows, shape.row)
    if page.predictor == 3:
        return _from_bytes_by_weight(lines, page, shape)
    if shape.kind is None:
        return _of_bits(lines, page.bits, shape)
    numbers = lines.view(shape.kind).reshape(rows, shape.width, shape.samples)
    if page.predictor != 2:
        return numbers
    differences = numbers.astype(shape.kind.newbyteorder("=")).view(f"u{shape.kind.itemsize}")
    return np.add.accumulate(differences, axis=1, dtype=differences.dtype).view(shape.kind.newbyteorder("="))


def _of_bits(lines: Samples, bits: int, shape: Shape) -> Samples:
    """Samples of other than whole bytes, which follow each other from the highest bit on; a row begins with a byte."""
    count = shape.width * shape.samples
    if bits in (1, 2, 4):
        shifts = np.arange(8 - bits, -1, -bits, dtype=np.uint8)
        numbers = (lines[..., None] >> shifts & (1 << bits) - 1).reshape(lines.shape[0], -1)[:, :count]
    else:
        single = np.unpackbits(lines, axis=1)[:, : count * bits].reshape(lines.shape[0], count, bits)
        numbers = np.zeros((lines.shape[0], count), np.uint16)
        for bit in range(bits):
            numbers |= single[..., bit].astype(np.uint16) << np.uint16(bits - 1 - bit)
    return numbers.reshape(lines.shape[0], shape.width, shape.samples)


def _from_bytes_by_weight(lines: Samples, page: Page, shape: Shape) -> Samples:
    """Predictor 3: each row holds the highest bytes of all its numbers, then the next ones, as differences."""
    size = page.bits // 8
    step = shape.samples
    summed = np.add.accumulate(lines.reshape(lines.shape[0], -1, step), axis=1, dtype=np.uint8)
    weights = summed.reshape(lines.shape[0], size, shape.width * step)
    numbers = np.ascontiguousarray(weights.transpose(0, 2, 1)).view(f">f{size}")
    return numbers.reshape(lines.shape[0], shape.width, step)
