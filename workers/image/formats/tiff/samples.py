"""The numbers of a TIFF's pixels, whatever their depth and however they are packed (TIFF 6.0; the predictor 3: Adobe, 2005)."""

import struct
from collections.abc import Iterator
from io import BytesIO
from itertools import accumulate
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from workers.binary import tiff
from workers.binary.source import MOST_BYTES, ByteSource, damaged
from workers.image.formats.partial import readable_part
from workers.image.formats.tiff.page import FLOATING, SIGNED, TiffPage

_PLAIN = 1
_ROWS = 256
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_OFFSETS, _COUNTS = {False: 273, True: 324}, {False: 279, True: 325}

Samples = NDArray[Any]


class _Block(Struct, frozen=True, kw_only=True):
    """A tile or some strips on end: their place in the picture, the first sample that they hold, the rows of each and in all.

    `data` is where the bytes of each stand, and how many there are.
    """

    top: int
    left: int
    rows: int
    each: int
    first: int
    data: tuple[tuple[int, int], ...]


class BlockShape:
    """How the samples of a page lie in its blocks, in bytes."""

    __slots__ = ("kind", "row", "samples", "width")

    def __init__(self, page: TiffPage, order: tiff.Order) -> None:
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


def samples(source: ByteSource, page: TiffPage, wanted: tuple[int, ...], into: Samples) -> None:
    """Fill `into` (rows, columns, one for each sample of the numbers `wanted`) from the top down. Raises Failure."""
    head = tiff.header(source)
    shape = BlockShape(page, head.order)
    for block in _blocks(source, head, page):
        width = min(page.width - block.left, shape.width)
        for first, lines in _lines(source, page, shape, block):
            numbers = _numbers(lines, page, shape)[:, :width]
            top = block.top + first
            for place, sample in enumerate(wanted):
                if block.first <= sample < block.first + shape.samples:
                    part = numbers[..., sample - block.first]
                    into[top : top + len(lines), block.left : block.left + width, place] = part


def kind_of(page: TiffPage) -> np.dtype[Any]:
    """The type that holds a page's numbers."""
    letter = {FLOATING: "f", SIGNED: "i"}.get(page.sample_format, "u")
    return np.dtype(f"{letter}{next(size for size in (1, 2, 4, 8) if size * 8 >= page.bits)}")


def _blocks(source: ByteSource, head: tiff.TiffHeader, page: TiffPage) -> Iterator[_Block]:
    found = tiff.directory(source, head, page.at)
    offsets = tiff.numbers(source, head, found.find(_OFFSETS[page.tiled]))
    counts = tiff.numbers(source, head, found.find(_COUNTS[page.tiled]))
    width, height = page.block
    across, down = -(-page.width // width), -(-page.height // height)
    planes = page.samples if page.separate else 1
    if len(offsets) < across * down * planes:
        raise damaged(f"{len(offsets)} blocks where there are {across * down * planes}")
    if len(counts) < len(offsets):
        counts = (source.size,) * len(offsets)
    places = tuple(zip(offsets, counts, strict=False))
    many = 1 if page.tiled else max(1, _ROWS // height)
    for plane in range(planes):
        for row in range(0, down, many):
            for column in range(across):
                start = plane * across * down + row * across + column
                stop = start + 1 if page.tiled else plane * down + min(row + many, down)
                yield _Block(
                    top=row * height,
                    left=column * width,
                    rows=height if page.tiled else min(many * height, page.height - row * height),
                    each=height,
                    first=plane,
                    data=places[start:stop],
                )


def _lines(source: ByteSource, page: TiffPage, shape: BlockShape, block: _Block) -> Iterator[tuple[int, Samples]]:
    """The plain bytes of a block's rows that are in the picture, some rows at a time, and the number of the first."""
    rows = min(block.rows, page.height - block.top)
    many = max(1, min(_ROWS, MOST_BYTES // shape.row))
    packed, broken = None, None
    if page.compression != _PLAIN:
        packed, broken = _by_libtiff(_packed(source, page, block), page, shape.row, block)
    for first in range(0, rows, many):
        last = min(first + many, rows)
        if packed is not None:
            lines = packed.crop((0, first, shape.row, last)).tobytes()
        else:
            lines = b"".join(_plain(source, shape.row, block, first, last))
            lines = lines.translate(_REVERSED) if page.reversed_bits else lines
        yield first, np.frombuffer(lines, np.uint8).reshape(last - first, shape.row)
    if broken is not None:
        raise broken


def _plain(source: ByteSource, row: int, block: _Block, first: int, last: int) -> Iterator[bytes]:
    """The rows `first` to `last` of a block that nothing packs."""
    while first < last:
        strip, inside = divmod(first, block.each)
        count = min(block.each - inside, last - first)
        yield source.at(block.data[strip][0] + inside * row, count * row)
        first += count


def _packed(source: ByteSource, page: TiffPage, block: _Block) -> list[bytes]:
    pieces = (source.up_to(at, count) for at, count in block.data)
    return [piece.translate(_REVERSED) if page.reversed_bits else piece for piece in pieces]


def _by_libtiff(pieces: list[bytes], page: TiffPage, row: int, block: _Block) -> tuple[Image.Image, OSError | None]:
    """The plain bytes of a block as a picture, told to libtiff as grey of 8 bits, which it only unpacks.

    With what broke it off, if anything did and some of it came. Raises OSError where nothing did.
    """
    numbers = {256: row, 257: block.rows, 258: 8, 259: page.compression, 262: 1, 277: 1, 278: block.each}
    start = 8 + 2 + 12 * (len(numbers) + 2) + 4
    body = start + (8 * len(pieces) if len(pieces) > 1 else 0)
    sizes = [len(piece) for piece in pieces]
    offsets = list(accumulate(sizes[:-1], initial=body))
    told = {tag: (1, value) for tag, value in numbers.items()}
    several = len(pieces) > 1
    told |= {
        273: (len(pieces), start if several else body),
        279: (len(pieces), start + 4 * len(pieces) if several else sizes[0]),
    }
    table = b"".join(struct.pack("<HHII", tag, 4, *told[tag]) for tag in sorted(told))
    lists = struct.pack(f"<{2 * len(pieces)}I", *offsets, *sizes) if several else b""
    file = b"II*\0\x08\0\0\0" + struct.pack("<H", len(told)) + table + bytes(4) + lists
    image = TiffImageFile(BytesIO(file + b"".join(pieces)))
    try:
        image.load()
    except OSError as error:
        part = readable_part(image)
        if part is None:
            raise
        return part, error
    return image, None


def _numbers(lines: Samples, page: TiffPage, shape: BlockShape) -> Samples:
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


def _of_bits(lines: Samples, bits: int, shape: BlockShape) -> Samples:
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


def _from_bytes_by_weight(lines: Samples, page: TiffPage, shape: BlockShape) -> Samples:
    """Predictor 3: each row holds the highest bytes of all its numbers, then the next ones, as differences."""
    size = page.bits // 8
    step = shape.samples
    summed = np.add.accumulate(lines.reshape(lines.shape[0], -1, step), axis=1, dtype=np.uint8)
    weights = summed.reshape(lines.shape[0], size, shape.width * step)
    numbers = np.ascontiguousarray(weights.transpose(0, 2, 1)).view(f">f{size}")
    return numbers.reshape(lines.shape[0], shape.width, step)
