"""Photoshop's 8BIM blocks and the IPTC-IIM datasets in one of them."""

from collections.abc import Iterator

IIM, COPYRIGHTED, URL = 0x0404, 0x040A, 0x040B
"""The datasets; whether the picture is copyrighted, one byte; the address of its owner."""

_RESOLUTION = 0x03ED
_DIGEST = 0x0425
"""Of the datasets: wrong once one of them is another."""

_COPIES = frozenset({0x0422, 0x0423, 0x0424})
"""EXIF and XMP a second time."""

_OF_PIXELS = frozenset({0x0409, 0x040C}) | _COPIES
"""Thumbnails, and copies that say how large and which way up: wrong once the pixels are others."""

LOCATION = frozenset({(2, number) for number in (26, 27, 90, 92, 95, 100, 101)})
"""Content location code and name, city, sublocation, province, country code, country (IIM 4.2, record 2)."""

RIGHTS = frozenset({(2, number) for number in (0, 80, 85, 110, 115, 116)}) | {(1, 90)}
"""Record version, by-line and its title, credit, source, copyright notice; 1:90 says how the text is encoded."""

_BOOKKEEPING = frozenset({(1, 0), (1, 90), (2, 0)})
"""Versions, and the encoding of the texts."""

Block = tuple[int, bytes, bytes]
"""One 8BIM block: number, its Pascal name padded to even, data."""

Dataset = tuple[int, int, bytes]
"""One dataset: record, number, the bytes as they stand (header and value)."""


def blocks(data: bytes) -> Iterator[Block]:
    """The 8BIM blocks in order; ends at the first thing that is none."""
    at = 0
    while data[at : at + 4] in (b"8BIM", b"MeSa", b"PHUT", b"AgHg", b"DCSR") and at + 12 <= len(data):
        number = int.from_bytes(data[at + 4 : at + 6], "big")
        name_end = at + 6 + (data[at + 6] + 2) // 2 * 2
        size = int.from_bytes(data[name_end : name_end + 4], "big")
        body = data[name_end + 4 : name_end + 4 + size]
        if len(body) < size or name_end + 4 > len(data):
            return
        yield number, data[at + 6 : name_end], body
        at = name_end + 4 + size + size % 2


def spell_block(block: Block) -> bytes:
    """One 8BIM block as bytes."""
    number, name, body = block
    return b"8BIM" + number.to_bytes(2, "big") + name + len(body).to_bytes(4, "big") + body + b"\0" * (len(body) % 2)


def of_iim(iim: bytes) -> bytes:
    """A run of blocks that holds only these datasets."""
    return spell_block((IIM, b"\0\0", iim))


def iim(photoshop: bytes | None) -> bytes:
    """The datasets of all blocks that hold some, without what stands behind them; empty where there are none."""
    bodies = (body for number, _, body in blocks(photoshop or b"") if number == IIM)
    return b"".join(data for body in bodies for _, _, data in datasets(body))


def _behind(body: bytes) -> bytes:
    """What stands behind the datasets of a block, but for padding."""
    return body[sum(len(data) for _, _, data in datasets(body)) :].strip(b"\0")


def datasets(data: bytes) -> Iterator[Dataset]:
    """The datasets in order; ends at the first thing that is none."""
    at = 0
    while at + 5 <= len(data) and data[at] == 0x1C:
        size, start = int.from_bytes(data[at + 3 : at + 5], "big"), at + 5
        if size & 0x8000:  # an extended dataset: the low bits count the bytes of its real length
            start += size & 0x7FFF
            size = int.from_bytes(data[at + 5 : min(start, at + 13)], "big")
        end = start + size
        if end > len(data):
            return
        yield data[at + 1], data[at + 2], data[at:end]
        at = end


def value(dataset: bytes) -> bytes:
    """What a dataset says, without its header."""
    size = int.from_bytes(dataset[3:5], "big")
    return dataset[5 + (size & 0x7FFF if size & 0x8000 else 0) :]


def written(photoshop: bytes | None) -> list[bytes]:
    """What somebody wrote into the datasets: not their versions, nor empty ones; at its end what is no dataset any more."""
    found = datasets(iim(photoshop))
    said = [
        data for record, number, data in found if (record, number) not in _BOOKKEEPING and value(data).strip(b"\0 ")
    ]
    behind = (_behind(body) for number, _, body in blocks(photoshop or b"") if number == IIM)
    return [*said, *(rest for rest in behind if rest)]


def says_more(photoshop: bytes | None) -> bool:
    """Whether blocks stand there beside the datasets and the resolution: paths, and Photoshop's own settings."""
    return any(number not in {IIM, _RESOLUTION, _DIGEST, *_OF_PIXELS} for number, *_ in blocks(photoshop or b""))


def has_location(photoshop: bytes | None) -> bool:
    """Whether a place is named."""
    return any((record, number) in LOCATION for record, number, _ in datasets(iim(photoshop)))


def without_location(photoshop: bytes) -> bytes:
    """The same blocks without the datasets that name places, what may hide behind them, and copies of EXIF and XMP.

    The digest goes where a dataset did.
    """
    found = list(blocks(photoshop))
    changed = has_location(photoshop) or any(_behind(body) for number, _, body in found if number == IIM)
    kept: list[Block] = []
    for number, name, body in found:
        if number == IIM and changed:
            plain = b"".join(data for record, dataset, data in datasets(body) if (record, dataset) not in LOCATION)
            kept.append((number, name, plain))
        elif number not in _COPIES and not (number == _DIGEST and changed):
            kept.append((number, name, body))
    return b"".join(spell_block(block) for block in kept)


def of_other_pixels(photoshop: bytes) -> bytes:
    """The same blocks without thumbnails and second copies of other metadata."""
    return b"".join(spell_block(block) for block in blocks(photoshop) if block[0] not in _OF_PIXELS)


def only_rights(photoshop: bytes) -> bytes:
    """The blocks of the author and the copyright notice; empty where there are none."""
    kept = [(number, data) for record, number, data in datasets(iim(photoshop)) if (record, number) in RIGHTS]
    named = any(80 <= number != 90 for number, _ in kept)
    beside = [spell_block(block) for block in blocks(photoshop) if block[0] in (COPYRIGHTED, URL)]
    return b"".join((of_iim(b"".join(data for _, data in kept)) if named else b"", *beside))
