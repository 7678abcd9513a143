"""Boxes put into an AVIF or HEIC that its encoder does not write: turns, and other meanings of its second picture."""

import struct

from workers.binary import bmff
from workers.binary.source import ByteSource

_DEPTH_OF = {
    b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha": b"urn:mpeg:mpegB:cicp:systems:auxiliary:depth",
    b"urn:mpeg:hevc:2015:auxid:1": b"urn:mpeg:hevc:2015:auxid:2",
}


def turned(data: bytes, turns: int, axis: int | None) -> bytes:
    """The file with `irot` (quarters anticlockwise) and `imir` (axis) for its primary item, whose pixels stay."""
    properties = [_box(b"irot", bytes((turns,)))] if turns else []
    properties += [_box(b"imir", bytes((axis,)))] if axis is not None else []
    if not properties:
        return data
    source = ByteSource.of(data)
    meta = next(box for box in bmff.boxes(source) if box.name == b"meta")
    iprp = bmff.inside(source, meta, skip=4)[b"iprp"]
    inner = bmff.inside(source, iprp)
    ipco, ipma = inner[b"ipco"], inner[b"ipma"]
    known = len(list(bmff.boxes(source, ipco.data_at, ipco.end)))
    found = bmff.meta(source)
    assert found is not None
    added = b"".join(properties)
    table = _associated(data[ipma.data_at : ipma.end], found.primary, range(known + 1, known + 1 + len(properties)))
    delta = len(added) + len(table) - (ipma.end - ipma.data_at)
    parts = _box(b"ipco", data[ipco.data_at : ipco.end] + added) + _box(b"ipma", table)
    body = data[meta.data_at : iprp.at] + _box(b"iprp", parts) + data[iprp.end : meta.end]
    made = bytearray(data[: meta.at] + _box(b"meta", body) + data[meta.end :])
    _move(made, meta.end, delta)
    return bytes(made)


def _box(name: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + name + body


def _associated(table: bytes, primary: int, indices: range) -> bytes:
    """An `ipma` (version 0, short indices) with more properties, all essential, for one item."""
    assert table[:4] == bytes(4), "only the plain kind"
    at, entries = 8, b""
    for _ in range(int.from_bytes(table[4:8], "big")):
        number, count = struct.unpack_from(">HB", table, at)
        listed = table[at + 3 : at + 3 + count]
        at += 3 + count
        if number == primary:
            listed += bytes(0x80 | index for index in indices)
        entries += struct.pack(">HB", number, len(listed)) + listed
    return table[:8] + entries


def _move(data: bytearray, behind: int, delta: int) -> None:
    """Count `delta` to every offset in `iloc` (32 bits wide) that lies behind what has grown."""
    at = data.index(b"iloc") + 4
    version, sizes = data[at], int.from_bytes(data[at + 4 : at + 6], "big")
    assert version < 2, "only the plain kind"
    assert sizes >> 8 == 0x44, "only offsets of 32 bits"
    base_size, index_size = sizes >> 4 & 15, sizes & 15 if version else 0
    count = int.from_bytes(data[at + 6 : at + 8], "big")
    at += 8
    for _ in range(count):
        at += 4 + (2 if version else 0)
        base = int.from_bytes(data[at : at + base_size], "big")
        if base >= behind:
            data[at : at + base_size] = (base + delta).to_bytes(base_size, "big")
        at += base_size
        extents = int.from_bytes(data[at : at + 2], "big")
        at += 2
        for _ in range(extents):
            at += index_size
            offset = int.from_bytes(data[at : at + 4], "big")
            if offset >= behind:
                data[at : at + 4] = (offset + delta).to_bytes(4, "big")
            at += 8


def with_depth(data: bytes) -> bytes:
    """The file with its transparency called a map of depth."""
    alpha, depth = next((alpha, depth) for alpha, depth in _DEPTH_OF.items() if alpha in data)
    return data.replace(alpha, depth)


def with_moving_pictures(still: bytes, moving: bytes) -> bytes:
    """A still file that says that it is a sequence, with the tracks of another one."""
    source = ByteSource.of(moving)
    moov = next(box for box in bmff.boxes(source) if box.name == b"moov")
    return still[:8] + b"msf1" + still[12:] + moving[moov.at : moov.end]
