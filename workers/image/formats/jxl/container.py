"""JPEG XL (ISO/IEC 18181): the boxes of its container and the fields at the start of its codestream."""

from collections.abc import Iterator

from msgspec import Struct

from workers.binary import bmff
from workers.binary.source import ByteSource, damaged

_CONTAINER = b"\x00\x00\x00\x0cJXL "
CONTAINER_START = _CONTAINER + b"\r\n\x87\n" + b"\0\0\0\x14ftypjxl \0\0\0\0jxl "
"""The signature box and `ftyp`."""

JPEG = b"jbrd"
"""The name of the box with what makes the JPEG again that the codestream was made from."""

_RATIOS = ((1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))
_HEAD_BYTES = 512


class JxlHeader(Struct, frozen=True, kw_only=True):
    """The image metadata: stored pixels, orientation 1 to 8, bits a channel, and what kinds of channel there are."""

    width: int
    height: int
    orientation: int = 1
    bits: int = 8
    floating: bool = False
    alpha: bool = False
    grey: bool = False
    animated: bool = False
    plays: int = 1
    icc: bool = False
    transfer: int = 13


class _Bits:
    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data, "little")
        self._left = 8 * len(data)

    def take(self, count: int) -> int:
        if count > self._left:
            raise damaged("a JPEG XL header too short")
        found = self._value & ((1 << count) - 1)
        self._value >>= count
        self._left -= count
        return found

    def pick(self, *choices: tuple[int, int]) -> int:
        """The format's U32: two bits choose one of four (constant, further bits)."""
        constant, more = choices[self.take(2)]
        return constant + self.take(more)


def boxes(source: ByteSource) -> Iterator[bmff.IsoBox]:
    """The boxes of a container; none for a bare codestream. Raises Failure."""
    if source.up_to(0, 8) == _CONTAINER:
        yield from bmff.boxes(source)


def box_head(name: bytes, size: int) -> bytes:
    """The start of a box with `size` bytes in it."""
    if size + 8 > 0xFFFFFFFF:
        return b"\0\0\0\1" + name + (size + 16).to_bytes(8, "big")
    return (size + 8).to_bytes(4, "big") + name


def spell(name: bytes, data: bytes) -> bytes:
    """One box as bytes."""
    return box_head(name, len(data)) + data


def header(source: ByteSource) -> JxlHeader:
    """Read the start of the codestream. Raises Failure."""
    data = _head(source)
    if data[:2] != b"\xff\x0a":
        raise damaged("no JPEG XL codestream")
    bits = _Bits(data[2:])
    width, height = _size(bits)
    return _metadata(bits, width, height)


def _head(source: ByteSource) -> bytes:
    """The first bytes of the codestream, which may be in pieces (`jxlp`, each with a number before it)."""
    if source.up_to(0, 8) != _CONTAINER:
        return source.up_to(0, _HEAD_BYTES)
    data = b""
    for box in bmff.boxes(source):
        if box.name in (b"jxlc", b"jxlp"):
            start = box.data_at + (4 if box.name == b"jxlp" else 0)
            data += source.up_to(start, min(_HEAD_BYTES - len(data), box.end - start))
        if len(data) == _HEAD_BYTES or box.name == b"jxlc":
            break
    if not data:
        raise damaged("a JPEG XL without codestream")
    return data


def holds_jpeg(source: ByteSource) -> bool:
    """Whether the JPEG that it was made from can be made of it again. Raises Failure."""
    return any(box.name == JPEG for box in boxes(source))


def _size(bits: _Bits) -> tuple[int, int]:
    long = ((1, 9), (1, 13), (1, 18), (1, 30))
    small = bits.take(1)
    height = 8 * (1 + bits.take(5)) if small else bits.pick(*long)
    ratio = bits.take(3)
    if ratio:
        across, down = _RATIOS[ratio - 1]
        return height * across // down, height
    return (8 * (1 + bits.take(5)) if small else bits.pick(*long)), height


def _preview(bits: _Bits) -> None:
    by_eight = bits.take(1)
    sizes = ((16, 0), (32, 0), (1, 5), (33, 9)) if by_eight else ((1, 6), (65, 8), (321, 10), (1345, 12))
    bits.pick(*sizes)
    if bits.take(3) == 0:
        bits.pick(*sizes)


def _depth(bits: _Bits) -> tuple[int, bool]:
    if bits.take(1):
        depth = bits.pick((32, 0), (16, 0), (24, 0), (1, 6))
        bits.take(4)
        return depth, True
    return bits.pick((8, 0), (10, 0), (12, 0), (1, 6)), False


def _enum(bits: _Bits) -> int:
    return bits.pick((0, 0), (1, 0), (2, 4), (18, 6))


def _metadata(bits: _Bits, width: int, height: int) -> JxlHeader:
    if bits.take(1):  # all default: 8 bits, sRGB, no more channels
        return JxlHeader(width=width, height=height)
    orientation, animated, plays = 1, False, 1
    if bits.take(1):
        orientation = 1 + bits.take(3)
        if bits.take(1):
            _size(bits)
        if bits.take(1):
            _preview(bits)
        animated = bool(bits.take(1))
        if animated:
            bits.pick((100, 0), (1000, 0), (1, 10), (1, 30))
            bits.pick((1, 0), (1001, 0), (1, 8), (1, 10))
            plays = bits.pick((0, 0), (0, 3), (0, 16), (0, 32))
            bits.take(1)
    depth, floating = _depth(bits)
    bits.take(1)
    alpha = _extra_channels(bits)
    bits.take(1)  # XYB
    grey, icc, transfer = _color(bits)
    return JxlHeader(
        width=width,
        height=height,
        orientation=orientation,
        bits=depth,
        floating=floating,
        alpha=alpha,
        grey=grey,
        animated=animated,
        plays=plays,
        icc=icc,
        transfer=transfer,
    )


def _extra_channels(bits: _Bits) -> bool:
    alpha = False
    for _ in range(bits.pick((0, 0), (1, 0), (2, 4), (1, 12))):
        if bits.take(1):
            alpha = True
            continue
        kind = _enum(bits)
        _depth(bits)
        bits.pick((0, 0), (3, 0), (4, 0), (1, 3))
        bits.take(8 * bits.pick((0, 0), (0, 4), (16, 5), (48, 10)))
        if kind == 0:
            alpha = True
            bits.take(1)
        elif kind == 2:
            bits.take(64)
        elif kind == 5:
            bits.pick((1, 0), (0, 2), (3, 4), (19, 8))
    return alpha


def _color(bits: _Bits) -> tuple[bool, bool, int]:
    """Whether it is grey, whether a profile follows, and the number of the transfer function (16 PQ, 18 HLG)."""
    if bits.take(1):
        return False, False, 13
    icc = bool(bits.take(1))
    space = _enum(bits)
    if icc or space == 2:
        return space == 1, icc, 13
    if _enum(bits) == 2:  # a white point of its own
        _points(bits, 1)
    if space == 0 and _enum(bits) == 2:
        _points(bits, 3)
    if bits.take(1):
        bits.take(24)
        return space == 1, False, 0
    return space == 1, False, _enum(bits)


def _points(bits: _Bits, count: int) -> None:
    for _ in range(2 * count):
        bits.pick((0, 19), (524_288, 19), (1_048_576, 20), (2_097_152, 21))
