"""The numbers of a TIFF's pixels, whatever their depth and however they are packed (TIFF 6.0; the predictor 3: Adobe, 2005)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from workers.engine.containers import tiff
from workers.engine.containers.source import MOST_BYTES, Source, damaged
from workers.engine.containers.tiff_page import FLOATING, SIGNED, Page

_PLAIN = 1
_ROWS = 256
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
        width = min(page.width - block.left, shape.width)
        for first, lines in _lines(source, page, shape, block):
            numbers = _numbers(lines, page, shape)[:, :width]
            top = block.top + first
            for place, sample in enumerate(wanted):
                if block.first <= sample < block.first + shape.samples:
                    part = numbers[..., sample - block.first]
                    into[top : top + len(lines), block.left : block.left + width, place] = part


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


def _lines(source: Source, page: Page, shape: Shape, block: _Block) -> Iterator[tuple[int, Samples]]:
    """The plain bytes of a block's rows that are in the picture, some rows at a time, and the number of the first."""
    at, count = block.data
    packed = None
    if page.compression != _PLAIN:
        data = source.up_to(at, count)
        data = data.translate(_REVERSED) if page.reversed_bits else data
        packed = _by_libtiff(data, page.compression, shape.row, block.rows)
    many = max(1, min(_ROWS, MOST_BYTES // shape.row))
    rows = min(block.rows, page.height - block.top)
    for first in range(0, rows, many):
        last = min(first + many, rows)
        if packed is not None:
            lines = packed.crop((0, first, shape.row, last)).tobytes()
        else:
            lines = source.at(at + first * shape.row, (last - first) * shape.row)
            lines = lines.translate(_REVERSED) if page.reversed_bits else lines
        yield first, np.frombuffer(lines, np.uint8).reshape(last - first, shape.row)


def _by_libtiff(data: bytes, compression: int, row: int, rows: int) -> Image.Image:
    """The plain bytes of a block as a picture, told to libtiff as grey of 8 bits, which it only unpacks."""
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
    return image


def _numbers(lines: Samples, page: Page, shape: Shape) -> Samples:
    """Rows, columns and samples, without the predictor."""
    if page.predictor == 3:
        return _from_bytes_by_weight(lines, page, shape)
    if shape.kind is None:
        return _of_bits(lines, page.bits, shape)
    numbers = lines.view(shape.kind).reshape(len(lines), shape.width, shape.samples)
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
