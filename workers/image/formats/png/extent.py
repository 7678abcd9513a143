"""How far a PNG's chunks reach in its file, and the file put in order: what decoders pass over is left out."""

import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from workers.binary.source import ByteSource
from workers.binary.splice import Part, Spliced
from workers.facts import Flaw
from workers.image.formats.png import container as png

_END = png.spell(b"IEND", b"")
_PIXELS = frozenset({b"IDAT", b"fdAT"})
_OF_ANIMATIONS = frozenset({b"acTL", b"fcTL", b"fdAT"})
_MOST_CHUNKS = 1_000_000
# A kibibyte can grow to a mebibyte.
_PIECE = 2**10


class _PngWalk:
    def __init__(self, source: ByteSource) -> None:
        self.source = source
        self.parts: list[Part] = [(0, len(png.SIGNATURE))]
        self.flaws: dict[Flaw, None] = {}
        self.chunks: list[png.PngChunk] = []
        self.is_whole = False

    def take(self, at: int) -> int | None:
        """The offset behind the chunk at an offset; None where it was the last one."""
        head = self.source.up_to(at, 8)
        size = int.from_bytes(head[:4], "big")
        chunk = png.PngChunk(name=head[4:], at=at, size=size)
        if len(head) < 8 or not chunk.name.isalpha():
            is_cut = _END.startswith(head)
            self.flaws[Flaw.NO_END if is_cut else Flaw.FOREIGN_END] = None
            return None
        if chunk.name == b"IEND":
            self.is_whole = True
            if chunk.end > self.source.size:
                self.flaws[Flaw.NO_END] = None
            elif not png.sound(self.source, chunk):
                self.flaws[Flaw.WRONG_CHECKSUM] = None
            return None
        if chunk.end > self.source.size:
            self._take_cut(chunk)
            return None
        if self._is_needed(chunk):
            self.parts.append((chunk.at, chunk.end - chunk.at))
            self.chunks.append(chunk)
        else:
            self.flaws[Flaw.WRONG_CHECKSUM] = None
        return chunk.end

    def _take_cut(self, chunk: png.PngChunk) -> None:
        """The last chunk of a file that stops in it; that of pixels counts where no more of it is cut off than its checksum."""
        self.flaws[Flaw.NO_END] = None
        data = self.source.up_to(chunk.data_at, chunk.size) if chunk.name == b"IDAT" else b""
        if data and len(data) == chunk.size:
            self.parts.append(png.spell(chunk.name, data))
            self.chunks.append(chunk)

    def _is_needed(self, chunk: png.PngChunk) -> bool:
        """Whether a chunk's contents count; those of an ancillary one (lower case) do not where its checksum is wrong."""
        is_ancillary = bool(chunk.name[0] & 0x20) and chunk.name not in _OF_ANIMATIONS
        return not is_ancillary or png.sound(self.source, chunk)


def tidied(file: BinaryIO) -> tuple[BinaryIO, tuple[Flaw, ...]]:
    """The file with sound chunks and its IEND; itself where nothing is untidy, or where pixels are missing."""
    source = ByteSource(file)
    walk, at = _PngWalk(source), len(png.SIGNATURE)
    for _ in range(_MOST_CHUNKS):
        behind = walk.take(at)
        if behind is None:
            break
        at = behind
    if not walk.flaws or not (walk.is_whole or _are_there(source, walk.chunks)):
        return file, ()
    return cast("BinaryIO", Spliced(file, [*walk.parts, _END])), tuple(walk.flaws)


def _are_there(source: ByteSource, chunks: list[png.PngChunk]) -> bool:
    """Whether all frames of the file have begun, and the stream of the last one's pixels comes to its own end."""
    promised = next((source.number(one.data_at, 4) for one in chunks if one.name == b"acTL" and one.size == 8), 0)
    if promised and sum(one.name == b"fcTL" for one in chunks) < promised:
        return False
    starts = [number for number, one in enumerate(chunks) if one.name == b"fcTL"]
    last = [one for one in chunks[starts[-1] if starts else 0 :] if one.name in _PIXELS]
    reader = zlib.decompressobj()
    try:
        for piece in _pieces(source, last):
            reader.decompress(piece)
    except zlib.error:
        return False
    return reader.eof


def _pieces(source: ByteSource, chunks: list[png.PngChunk]) -> Iterator[bytes]:
    for chunk in chunks:
        number = 4 if chunk.name == b"fdAT" else 0
        for at in range(chunk.data_at + number, chunk.data_at + chunk.size, _PIECE):
            yield source.up_to(at, min(_PIECE, chunk.data_at + chunk.size - at))
