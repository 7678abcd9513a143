"""GIF89a as a run of blocks."""

from collections.abc import Iterator

from msgspec import Struct

from workers.binary.source import ByteSource, damaged, ends_early

_MOST_BLOCKS = 1_000_000
PLAIN_TEXT, CONTROL, COMMENT, APPLICATION = 0x01, 0xF9, 0xFE, 0xFF
IMAGE, TRAILER, EXTENSION = 0x2C, 0x3B, 0x21
KNOWN = frozenset({IMAGE, TRAILER, EXTENSION})
"""What a block can begin with."""

TO_BACKGROUND, TO_PREVIOUS = 2, 3
"""How a frame is taken away before the next one (GIF89a, section 23)."""

# As some programs write it, and browsers take it.
_ALSO_TO_PREVIOUS = 4
# Hundredths of a second: what a frame gets from every browser that asks for less than the least, as many old ones do.
_SLOWED_TO, _LEAST = 10, 2
_FAR_LARGER = 2


class GifHeader(Struct, frozen=True, kw_only=True):
    """The logical screen: pixels, and where the blocks begin."""

    width: int
    height: int
    blocks_at: int


class Block(Struct, frozen=True, kw_only=True):
    """An image (`label` IMAGE), an extension (its label) or the trailer, from `at` to `end`; sub-blocks from `data_at`."""

    label: int
    at: int
    data_at: int
    end: int


class GraphicControl(Struct, frozen=True, kw_only=True):
    """An image's delay in hundredths of a second, what becomes of it, and which index of its palette is clear, if any."""

    delay: int = 0
    disposal: int = 0
    clear: int | None = None


class GifBlock(Struct, frozen=True, kw_only=True):
    """The pixels of the logical screen that an image covers; it may reach over the edge."""

    left: int
    top: int
    width: int
    height: int


def header(source: ByteSource) -> GifHeader:
    """Read the logical screen. Raises Failure."""
    head = source.at(0, 13)
    if head[:6] not in (b"GIF87a", b"GIF89a"):
        raise damaged("no GIF header")
    return GifHeader(
        width=int.from_bytes(head[6:8], "little"),
        height=int.from_bytes(head[8:10], "little"),
        blocks_at=13 + _table(head[10]),
    )


def _table(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def sub_blocks_at(source: ByteSource, at: int) -> int:
    """Where the sub-blocks of the image that begins at an offset begin: behind its place and its colours. Raises Failure."""
    return at + 11 + _table(source.number(at + 9, 1))


def blocks(source: ByteSource) -> Iterator[Block]:
    """Every block up to and with the trailer, which may be missing behind an image. Raises Failure."""
    at, label = header(source).blocks_at, 0
    for _ in range(_MOST_BLOCKS):
        if at == source.size and label == IMAGE:
            return
        kind = source.number(at, 1)
        if kind == 0:  # a stray end of blocks: decoders pass over it
            at += 1
            continue
        if kind == TRAILER:
            yield Block(label=TRAILER, at=at, data_at=at + 1, end=at + 1)
            return
        if kind == EXTENSION:
            label, data_at = source.number(at + 1, 1), at + 2
        elif kind == IMAGE:
            label, data_at = IMAGE, sub_blocks_at(source, at)
        else:
            raise damaged(f"no GIF block at {at}")
        block = Block(label=label, at=at, data_at=data_at, end=_end_of_sub_blocks(source, data_at))
        yield block
        at = block.end
    raise damaged("too many blocks")


def control(source: ByteSource, block: Block) -> GraphicControl:
    """What a control extension says of the next image. Raises Failure."""
    data = source.at(block.data_at + 1, 4)
    said = data[0] >> 2 & 7
    return GraphicControl(
        delay=int.from_bytes(data[1:3], "little"),
        disposal=TO_PREVIOUS if said == _ALSO_TO_PREVIOUS else said,
        clear=data[3] if data[0] & 1 else None,
    )


def place(source: ByteSource, image: Block) -> GifBlock:
    """Where an image block lies. Raises Failure."""
    left, top, width, height = (source.number(image.at + 1 + 2 * index, 2, little=True) for index in range(4))
    return GifBlock(left=left, top=top, width=width, height=height)


def canvas(source: ByteSource, image: Block, screen: tuple[int, int], *, is_first: bool) -> tuple[int, int]:
    """What is shown of a file: its logical screen, grown by the first image as browsers do. Raises Failure.

    Of a later image only what lies on it is shown; one that is far larger is damage, for all of it would be decoded.
    """
    found = place(source, image)
    if is_first:
        return max(screen[0], found.left + found.width), max(screen[1], found.top + found.height)
    if found.width > _FAR_LARGER * screen[0] or found.height > _FAR_LARGER * screen[1]:
        raise damaged("a frame larger than its canvas")
    return screen


def is_slowed(delay: int) -> bool:
    """Whether viewers show a frame of that delay, in hundredths of a second, for longer than it asks: up to one is 0.1 s."""
    return delay < _LEAST


def shown_ms(delay: int) -> int:
    """For how many milliseconds viewers show a frame of that delay, in hundredths of a second."""
    return 10 * (_SLOWED_TO if is_slowed(delay) else delay)


def shows_through(place: GifBlock, size: tuple[int, int]) -> bool:
    """Whether something of a canvas of this size stays uncovered by a first image there."""
    across, down = size
    return place.left > 0 or place.top > 0 or place.width < across or place.height < down


def _end_of_sub_blocks(source: ByteSource, at: int) -> int:
    piece, base = source.up_to(at, 2**16), at
    while True:
        if at - base >= len(piece):
            piece, base = source.up_to(at, 2**16), at
            if not piece:
                raise ends_early("sub-blocks without end")
        size = piece[at - base]
        at += 1 + size
        if size == 0:
            return at


def data(source: ByteSource, block: Block, most: int) -> bytes:
    """The sub-blocks of an extension, joined. Raises Failure DAMAGED over `most` bytes."""
    if block.end - block.data_at > most:
        raise damaged("an extension too large")
    body, at, parts = source.at(block.data_at, block.end - block.data_at), 0, []
    while at < len(body) and body[at]:
        parts.append(body[at + 1 : at + 1 + body[at]])
        at += 1 + body[at]
    return b"".join(parts)


def spell(label: int, body: bytes) -> bytes:
    """One extension as bytes, in sub-blocks of 255."""
    parts = (body[at : at + 255] for at in range(0, len(body), 255))
    return bytes((0x21, label)) + b"".join(bytes((len(part),)) + part for part in parts) + b"\0"
