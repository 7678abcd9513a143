"""PNG files of every colour type and depth (W3C PNG, third edition), written from the numbers of their pixels."""

import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

GREY, RGB, PALETTE, GREY_ALPHA, RGB_ALPHA = 0, 2, 3, 4, 6
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def chunk(name: bytes, data: bytes) -> bytes:
    """One chunk with its length and CRC."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(pixels: NDArray[Any], bits: int, color: int, *before: bytes, interlaced: bool = False) -> bytes:
    """A file of `pixels` (rows, columns, samples), `bits` a sample; the chunks `before` stand before the pixels."""
    height, width, _ = pixels.shape
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, color, 0, 0, int(interlaced)))
    passes = [pixels[top::down, left::across] for left, top, across, down in _PASSES] if interlaced else [pixels]
    data = b"".join(_rows(part, bits) for part in passes if part.size)
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(before) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def _rows(pixels: NDArray[Any], bits: int) -> bytes:
    rows = pixels.reshape(pixels.shape[0], -1)
    if bits >= 8:
        return b"".join(b"\0" + row.astype(f">u{bits // 8}").tobytes() for row in rows)
    split = (rows[..., None].astype(np.uint8) >> np.arange(bits - 1, -1, -1, dtype=np.uint8)) & 1
    return b"".join(b"\0" + row.tobytes() for row in np.packbits(split.reshape(rows.shape[0], -1), axis=1))
