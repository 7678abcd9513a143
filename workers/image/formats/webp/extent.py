"""How far a WebP's chunks reach in its file, and the file with a RIFF that is as long as they are."""

from typing import BinaryIO, cast

from workers.binary.source import ByteSource
from workers.binary.splice import Part, Spliced
from workers.facts import Flaw
from workers.image.formats.webp import container as riff

_HEAD = 12
_PICTURES = frozenset({b"VP8 ", b"VP8L"})
_KNOWN = _PICTURES | {b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP", b"EXIF", b"XMP "}


def tidied(file: BinaryIO) -> tuple[BinaryIO, tuple[Flaw, ...]]:
    """The WebP with the right length and the last chunk filled up; itself where it is so, or where pixels may be missing."""
    source = ByteSource(file)
    said, found, end = 8 + source.number(4, 4, little=True), list[riff.RiffChunk](), _HEAD
    while len(found) < riff.MOST_CHUNKS and end + 8 <= source.size:
        chunk = riff.RiffChunk(name=source.at(end, 4), at=end, size=source.number(end + 4, 4, little=True))
        if chunk.name not in _KNOWN or chunk.data_at + chunk.size > source.size:
            break
        found.append(chunk)
        end = chunk.end
    names = {chunk.name for chunk in found}
    # Frames of a film may stand behind the last one that is there.
    is_still = bool(names & _PICTURES) and b"ANMF" not in names
    is_right = end <= source.size and (said == end or said in {chunk.at for chunk in found if chunk is not found[0]})
    if is_right or not is_still:
        return file, ()
    flaws = (
        *((Flaw.NO_FILLING,) if end > source.size else ()),
        *((Flaw.WRONG_LENGTH,) if said != end else ()),
    )
    size = (end - 8).to_bytes(4, "little")
    parts: list[Part] = [b"RIFF" + size, (8, min(end, source.size) - 8), bytes(max(0, end - source.size))]
    return cast("BinaryIO", Spliced(file, parts)), flaws
