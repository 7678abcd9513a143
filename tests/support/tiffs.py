"""TIFF 6.0 files of every layout, written from the numbers of their pixels."""

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

NONE, LZW, DEFLATE, PACKBITS = 1, 5, 8, 32773
_CODES = {1: "B", 3: "H", 4: "I", 5: "II", 6: "b", 7: "B", 8: "h", 9: "i", 10: "ii", 11: "f", 12: "d", 16: "Q"}

Tags = Mapping[int, tuple[int, list[Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the pixels stand in the file: the names are those of TIFF's tags.

    `rows` a strip and `tile` (a side, 0 for strips) are in pixels; `predictor` 1 is none. `more` are further tags, or others in
    place of those that are written, as field type and values; those of `without` are left out.
    """

    bits: int = 8
    photometric: int = 1
    sample_format: int = 1
    compression: int = NONE
    predictor: int = 1
    planar: int = 1
    rows: int = 7
    tile: int = 0
    fill_order: int = 1
    big_endian: bool = False
    big_tiff: bool = False
    extra: tuple[int, ...] = ()
    more: Tags = field(default_factory=dict)
    without: tuple[int, ...] = ()


def tiff(pixels: NDArray[Any], layout: Layout) -> bytes:
    """A file of one page: `pixels` are rows, columns and samples."""
    height, width, samples = pixels.shape
    blocks = [_packed(block, layout) for block in _blocks(pixels, layout)]
    where, count = (324, 325) if layout.tile else (273, 279)
    tags: dict[int, tuple[int, list[Any]]] = {
        256: (4, [width]), 257: (4, [height]), 258: (3, [layout.bits] * samples), 259: (3, [layout.compression]),
        262: (3, [layout.photometric]), 277: (3, [samples]), 284: (3, [layout.planar]),
        339: (3, [layout.sample_format] * samples), count: (4, [len(block) for block in blocks]),
    }  # fmt: skip
    tags |= {322: (4, [layout.tile]), 323: (4, [layout.tile])} if layout.tile else {278: (4, [layout.rows])}
    tags |= {266: (3, [layout.fill_order])} if layout.fill_order != 1 else {}
    tags |= {317: (3, [layout.predictor])} if layout.predictor != 1 else {}
    tags |= {338: (3, list(layout.extra))} if layout.extra else {}
    tags |= layout.more
    start, offsets = 16, []
    for block in blocks:
        offsets.append(start)
        start += len(block) + len(block) % 2
    body = b"".join(block + b"\0" * (len(block) % 2) for block in blocks)
    tags[where] = (4, offsets)
    return _file({tag: said for tag, said in tags.items() if tag not in layout.without}, body, layout)


def _file(tags: Tags, body: bytes, layout: Layout) -> bytes:
    mark = ">" if layout.big_endian else "<"
    first = 16 + len(body)
    room, wide, field_size = ("Q", "Q", 8) if layout.big_tiff else ("H", "I", 4)
    size = struct.calcsize(mark + room)
    behind = first + size + len(tags) * (4 + 2 * field_size) + field_size
    table, values = b"", b""
    for tag, (kind, numbers) in sorted(tags.items()):
        code = _CODES[kind]
        flat = [part for number in numbers for part in (number if isinstance(number, tuple) else (number,))]
        raw = struct.pack(f"{mark}{code * len(numbers)}", *flat)
        if len(raw) <= field_size:
            value = raw.ljust(field_size, b"\0")
        else:
            value = struct.pack(mark + wide, behind + len(values))
            values += raw + b"\0" * (len(raw) % 2)
        table += struct.pack(f"{mark}HH{wide}", tag, kind, len(numbers)) + value
    order = b"MM" if layout.big_endian else b"II"
    head = struct.pack(mark + "HHHQ", 43, 8, 0, first) if layout.big_tiff else struct.pack(mark + "HI", 42, first)
    directory = struct.pack(mark + room, len(tags)) + table + bytes(field_size) + values
    return (order + head).ljust(16, b"\0") + body + directory


def _blocks(pixels: NDArray[Any], layout: Layout) -> Iterator[NDArray[Any]]:
    """The strips or tiles in the order in which they are stored."""
    planes = [pixels] if layout.planar == 1 else [pixels[..., one : one + 1] for one in range(pixels.shape[2])]
    for plane in planes:
        for top in range(0, plane.shape[0], layout.tile or layout.rows):
            if not layout.tile:
                yield plane[top : top + layout.rows]
                continue
            for left in range(0, plane.shape[1], layout.tile):
                part = plane[top : top + layout.tile, left : left + layout.tile]
                yield np.pad(part, ((0, layout.tile - part.shape[0]), (0, layout.tile - part.shape[1]), (0, 0)), "edge")


def _packed(block: NDArray[Any], layout: Layout) -> bytes:
    raw = _bytes(block, layout)
    match layout.compression:
        case 5:
            raw = _lzw(raw)
        case 8 | 32946:
            raw = zlib.compress(raw)
        case 32773:
            raw = _packbits(raw, len(raw) // block.shape[0])
        case _:
            pass
    return bytes(int(f"{byte:08b}"[::-1], 2) for byte in raw) if layout.fill_order == 2 else raw


def _bytes(block: NDArray[Any], layout: Layout) -> bytes:
    rows = block.reshape(block.shape[0], -1)
    if layout.bits in (8, 16, 32, 64):
        kind = np.dtype({1: "u", 2: "i", 3: "f"}[layout.sample_format] + str(layout.bits // 8))
        numbers = rows.astype(kind)
        if layout.predictor == 2:
            step = block.shape[2]
            before = numbers.view(f"u{layout.bits // 8}").copy()
            numbers = before.copy()
            numbers[:, step:] = before[:, step:] - before[:, :-step]
        if layout.predictor == 3:
            return _float_predicted(numbers, block.shape[2])
        return numbers.astype(numbers.dtype.newbyteorder(">" if layout.big_endian else "<")).tobytes()
    bits = (rows[..., None].astype(np.uint32) >> np.arange(layout.bits - 1, -1, -1, dtype=np.uint32)) & 1
    return np.packbits(bits.reshape(rows.shape[0], -1).astype(np.uint8), axis=1).tobytes()


def _float_predicted(numbers: NDArray[Any], step: int) -> bytes:
    """Adobe Photoshop TIFF Technical Note 3: the bytes of a row by their weight, each the difference to the one before."""
    size = numbers.dtype.itemsize
    big = numbers.astype(numbers.dtype.newbyteorder(">")).view(np.uint8).reshape(numbers.shape[0], -1, size)
    planes = big.transpose(0, 2, 1).reshape(numbers.shape[0], -1)
    made = planes.copy()
    made[:, step:] = planes[:, step:] - planes[:, :-step]
    return made.tobytes()


def _packbits(raw: bytes, row: int) -> bytes:
    """Each row of so many bytes alone (TIFF 6.0, section 9); without a run, which readers need not know of."""
    rows = [raw[at : at + row] for at in range(0, len(raw), row)]
    pieces = [line[at : at + 128] for line in rows for at in range(0, len(line), 128)]
    return b"".join(bytes((len(piece) - 1,)) + piece for piece in pieces)


def _lzw(raw: bytes) -> bytes:
    """TIFF 6.0, section 13: codes of 9 to 12 bits, 256 to begin anew, 257 at the end."""
    bits: list[str] = []
    table = {bytes((value,)): value for value in range(256)}
    bits.append(f"{256:09b}")
    width, next_code, held = 9, 258, b""
    for byte in raw:
        longer = held + bytes((byte,))
        if longer in table:
            held = longer
            continue
        bits.append(f"{table[held]:0{width}b}")
        table[longer] = next_code
        next_code += 1
        held = bytes((byte,))
        if next_code == 4095:
            bits.append(f"{256:012b}")
            table = {bytes((value,)): value for value in range(256)}
            width, next_code = 9, 258
        elif next_code in (512, 1024, 2048):
            width += 1
    if held:
        bits.append(f"{table[held]:0{width}b}")
        next_code += 1
        width += next_code in (512, 1024, 2048)
    bits.append(f"{257:0{width}b}")
    joined = "".join(bits)
    joined += "0" * (-len(joined) % 8)
    return int(joined, 2).to_bytes(len(joined) // 8, "big")
