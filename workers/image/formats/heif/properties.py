"""Give the pictures of an AVIF or HEIC that was just written further properties (ISO/IEC 23008-12, 9.3)."""

from collections.abc import Sequence
from struct import pack

from workers.binary import bmff
from workers.binary.bmff import Fields, IsoBox
from workers.binary.source import ByteSource, unsupported
from workers.image.color.colorimetry import CodePoints

# What an encoder means that writes no nclx: BT.601, full range.
_MATRIX_AND_RANGE = b"\0\x06\x80"
_MOST_NARROW = 127
_LARGEST = 2**32 - 1


def described(data: bytes, codes: CodePoints, more: Sequence[tuple[bytes, bytes]]) -> bytes:
    """The file with these code points, and the primary picture with `more` properties, by name and body.

    The matrix stays what it was coded with. Raises Failure for a file whose tables have no room for them.
    """
    numbers = pack(">HH", codes.primaries, codes.transfer)
    made = bytearray(data)
    source = ByteSource.of(made)
    known = [box for box in _properties(source) if box.name == b"colr" and source.at(box.data_at, 4) == b"nclx"]
    for box in known:
        made[box.data_at + 4 : box.data_at + 8] = numbers
    colr = [] if known else [(b"colr", b"nclx" + numbers + _MATRIX_AND_RANGE)]
    return _with_properties(bytes(made), [*colr, *more])


def _meta(source: ByteSource) -> tuple[IsoBox, dict[bytes, IsoBox]]:
    meta = next((box for box in bmff.boxes(source) if box.name == b"meta"), None)
    if meta is None:
        raise unsupported("no meta box")
    return meta, bmff.inside(source, meta, skip=4)


def _properties(source: ByteSource) -> list[IsoBox]:
    _, inner = _meta(source)
    ipco = bmff.inside(source, inner[b"iprp"])[b"ipco"]
    return list(bmff.boxes(source, ipco.data_at, ipco.end))


def _with_properties(data: bytes, more: list[tuple[bytes, bytes]]) -> bytes:
    if not more:
        return data
    source = ByteSource.of(data)
    meta, inner = _meta(source)
    iprp = inner[b"iprp"]
    tables = bmff.inside(source, iprp)
    ipco, ipma = tables[b"ipco"], tables[b"ipma"]
    first = len(_properties(source)) + 1
    spelled = b"".join(pack(">I", 8 + len(body)) + name + body for name, body in more)
    count_at, end, indices = _association(source, ipma, range(first, first + len(more)))
    made = bytearray(data)
    grown = len(spelled) + len(indices)
    _move(made, source, inner[b"iloc"], meta.end, grown)
    made[count_at] += len(more)
    for box, by in ((meta, grown), (iprp, grown), (ipco, len(spelled)), (ipma, len(indices))):
        made[box.at : box.at + 4] = pack(">I", box.end - box.at + by)
    for at, piece in sorted(((ipco.end, spelled), (end, indices)), reverse=True):
        made[at:at] = piece
    return bytes(made)


def _association(source: ByteSource, ipma: IsoBox, numbers: range) -> tuple[int, int, bytes]:
    """Where the primary item's count of properties stands, where its list of them ends, and what is to be put there."""
    found = bmff.meta(source)
    fields = Fields.of(source, ipma)
    flags = fields.number(4)
    wide = 2 if flags & 1 else 1
    if numbers[-1] > _MOST_NARROW and wide == 1:
        raise unsupported("too many properties")
    for _ in range(fields.number(4)):
        item, count_at = fields.number(4 if flags >> 24 else 2), ipma.data_at + fields.at
        count = fields.number(1)
        fields.take(wide * count)
        if found is not None and item == found.primary and count + len(numbers) < 256:
            return count_at, ipma.data_at + fields.at, b"".join(number.to_bytes(wide, "big") for number in numbers)
    raise unsupported("a primary picture without properties")


def _move(made: bytearray, source: ByteSource, iloc: IsoBox, behind: int, by: int) -> None:
    """Let the places of the items' bytes, which stand behind an offset, be so much further back."""
    fields = Fields.of(source, iloc)
    version = fields.number(4) >> 24
    sizes = fields.number(2)
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version else 0
    for _ in range(fields.number(4 if version == 2 else 2)):
        fields.take(4 if version == 2 else 2)
        is_of_file = not (fields.number(2) & 15 if version else 0)
        fields.take(2)
        base_at = iloc.data_at + fields.at
        base = fields.number(base_size)
        if is_of_file and base >= behind:
            _add(made, base_at, base_size, by)
        for _ in range(fields.number(2)):
            fields.take(index_size)
            at = iloc.data_at + fields.at
            offset = fields.number(offset_size)
            fields.take(length_size)
            if is_of_file and base < behind <= base + offset:
                _add(made, at, offset_size, by)


def _add(made: bytearray, at: int, size: int, by: int) -> None:
    value = int.from_bytes(made[at : at + size], "big") + by
    if value > _LARGEST:
        raise unsupported("an offset beyond 4 GB")
    made[at : at + size] = value.to_bytes(size, "big")
