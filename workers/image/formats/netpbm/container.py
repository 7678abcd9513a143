"""The header of a PBM, PGM, PPM or PFM (Netpbm, pbm(5), pgm(5), ppm(5); PFM by its writers' use)."""

import re
from math import isfinite

from msgspec import Struct

from workers.binary.source import ByteSource, damaged, unsupported

_HEAD_BYTES = 4096
_TOKEN = re.compile(rb"(?:\s|#[^\r\n]*[\r\n])*([^\s#]{1,10})(?=\s)")
_REMARK = re.compile(rb"#([^\r\n]*)")
_BILEVEL, _GREY, _PLAIN, _FLOAT = frozenset((b"P1", b"P4")), frozenset((b"P2", b"P5")), b"123", b"Pf"


class NetpbmHeader(Struct, frozen=True, kw_only=True):
    """Pixels, the kind by its two letters, the number that is white (1 of a bilevel one), and where the pixels begin."""

    kind: bytes
    width: int
    height: int
    white: int
    pixels_at: int
    remarks: tuple[bytes, ...]

    @property
    def is_float(self) -> bool:
        """Whether the shades are numbers in floating point."""
        return self.kind == _FLOAT

    @property
    def is_bilevel(self) -> bool:
        """Whether a pixel is black or white."""
        return self.kind in _BILEVEL

    @property
    def is_grey(self) -> bool:
        """Whether there is but one shade a pixel."""
        return self.kind in _GREY or self.is_float or self.is_bilevel

    @property
    def row(self) -> int | None:
        """Bytes a row; None where the numbers are written in digits."""
        if self.kind[1:] in (b"1", b"2", b"3"):
            return None
        if self.is_bilevel:
            return (self.width + 7) // 8
        return self.width * (4 if self.is_float else (1 if self.is_grey else 3) * (2 if self.white > 255 else 1))


def header(source: ByteSource) -> NetpbmHeader:
    """Read the words up to the pixels. Raises Failure, also for a variant that is not read here."""
    head = source.up_to(0, _HEAD_BYTES)
    kind, at, words = head[:2], 2, list[bytes]()
    if kind == b"PF":
        raise unsupported("PFM in colours")
    for _ in range(2 if kind in _BILEVEL else 3):
        found = _TOKEN.match(head, at)
        if found is None:
            raise damaged("a header without numbers")
        words.append(found[1])
        at = found.end()
    try:
        width, height = int(words[0]), int(words[1])
        white = 1 if kind in _BILEVEL else 0 if kind == _FLOAT else int(words[2])
        scale = float(words[2]) if kind == _FLOAT else 1.0
    except ValueError as error:
        raise damaged(f"a header with {words!r}") from error
    if not 0 <= white <= 65_535 or (white == 0 and kind != _FLOAT) or not (scale and isfinite(scale)):
        raise damaged(f"{white} as white, {scale} as scale")
    return NetpbmHeader(
        kind=kind,
        width=width,
        height=height,
        white=white,
        pixels_at=at + 1,
        remarks=tuple(found.strip() for found in _REMARK.findall(head[:at])),
    )
