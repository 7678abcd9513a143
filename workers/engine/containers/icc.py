"""What an ICC profile says about itself (ICC.1:2022, 7.2 and 9.2)."""

from msgspec import Struct

from workers.engine.containers.source import Source
from workers.errors import Failure

_MOST_TAGS = 200


class Profile(Struct, frozen=True, kw_only=True):
    """A profile's colour space ('RGB', 'GRAY', 'CMYK', 'Lab') and its name."""

    space: str
    name: str


def describe(icc: bytes) -> Profile | None:
    """Read a profile's header and description, or None for what is no profile. The name is '' where it has none."""
    if len(icc) < 132 or icc[36:40] != b"acsp":
        return None
    return Profile(
        space=icc[16:20].decode("latin-1").strip(),
        name=_name(icc),
    )


def _name(icc: bytes) -> str:
    source = Source.of(icc)
    try:
        for index in range(min(source.number(128, 4), _MOST_TAGS)):
            entry = source.at(132 + 12 * index, 12)
            if entry[:4] == b"desc":
                at, size = int.from_bytes(entry[4:8], "big"), int.from_bytes(entry[8:], "big")
                return _text(source.at(at, size))
    except Failure:
        pass
    return ""


def _text(data: bytes) -> str:
    if data[:4] == b"desc":
        size = int.from_bytes(data[8:12], "big")
        return data[12 : 12 + size].split(b"\0")[0].decode("latin-1").strip()
    if data[:4] == b"mluc" and len(data) >= 28:
        size, at = int.from_bytes(data[20:24], "big"), int.from_bytes(data[24:28], "big")
        return data[at : at + size].decode("utf-16-be", "replace").strip("\0 ")
    return ""
