"""What an ICC profile says about itself (ICC.1:2022, 7.2 and 9.2)."""

from functools import lru_cache

from msgspec import Struct

from workers.binary.source import ByteSource

_MOST_TAGS = 200
_HEADER = 128
# Those of scanners, screens, printers and spaces say what numbers look like; links, abstract and named ones do not.
_CLASSES = frozenset({b"scnr", b"mntr", b"prtr", b"spac"})
_TABLES = frozenset({b"A2B0", b"A2B1", b"A2B2", b"D2B0", b"D2B1", b"D2B2"})
# 9.3 to 9.7: what else says it.
_NEEDED = {
    "RGB": frozenset({b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC"}),
    "GRAY": frozenset({b"kTRC"}),
}


class Profile(Struct, frozen=True, kw_only=True):
    """A profile's colour space and its name, which is that of the space where it has none.

    The space is 'RGB', 'GRAY', 'CMYK', 'Lab' or another one, or '' where the profile cannot say what numbers look like.
    """

    space: str
    name: str


@lru_cache(maxsize=16)
def describe(icc: bytes) -> Profile | None:
    """Read a profile's header and description, or None for what is no profile."""
    if len(icc) < _HEADER + 4 or icc[36:40] != b"acsp":
        return None
    source, tags = ByteSource.of(icc), _tags(icc)
    space = icc[16:20].decode("latin-1").strip()
    is_whole = not _TABLES.isdisjoint(tags) or (space in _NEEDED and _NEEDED[space] <= tags.keys())
    name = _text(source.at(*tags[b"desc"])) if b"desc" in tags else ""
    # Numbers of Lab are colours by themselves, and the profile of Lab that is in use is an abstract one.
    says = space == "Lab" or (is_whole and icc[12:16] in _CLASSES)
    return Profile(space=space if says else "", name=name or space)


def _tags(icc: bytes) -> dict[bytes, tuple[int, int]]:
    """Where each tag's data stand, and their bytes; tags beyond the end are left out."""
    found: dict[bytes, tuple[int, int]] = {}
    count = min(int.from_bytes(icc[_HEADER : _HEADER + 4], "big"), _MOST_TAGS)
    for start in range(_HEADER + 4, min(_HEADER + 4 + 12 * count, len(icc) - 11), 12):
        at, size = int.from_bytes(icc[start + 4 : start + 8], "big"), int.from_bytes(icc[start + 8 : start + 12], "big")
        if at + size <= len(icc):
            found.setdefault(icc[start : start + 4], (at, size))
    return found


def _text(data: bytes) -> str:
    if data[:4] == b"desc":
        size = int.from_bytes(data[8:12], "big")
        return data[12 : 12 + size].split(b"\0")[0].decode("latin-1").strip()
    if data[:4] == b"mluc" and len(data) >= 28:
        size, at = int.from_bytes(data[20:24], "big"), int.from_bytes(data[24:28], "big")
        return data[at : at + size].decode("utf-16-be", "replace").strip("\0 ")
    return ""
