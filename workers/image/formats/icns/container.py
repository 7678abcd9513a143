"""The pictures in an Apple icon, as they follow each other (Apple, Icon Services)."""

from collections.abc import Iterator
from io import BytesIO

from msgspec import Struct
from PIL import ImageFile

from workers.binary.source import ByteSource, damaged, ends_early
from workers.image.formats import pillow
from workers.image.formats.jpeg2000 import container as jpeg2000
from workers.image.formats.png import container as png
from workers.image.formats.png.stored import open_png

_MOST = 1_000
# Pixels a side of the pictures whose bytes Pillow unpacks.
_OLD = {b"it32": 128, b"ih32": 48, b"il32": 32, b"is32": 16}
_JPEG_2000 = (b"\xff\x4f\xff\x51", b"\x00\x00\x00\x0cjP  \x0d\x0a\x87\x0a")


class Part(Struct, frozen=True, kw_only=True):
    """One part of the icon, and where its data stand."""

    name: bytes
    at: int
    size: int


class AppleIcon(Struct, frozen=True, kw_only=True):
    """The largest picture: its pixels, and its own file where it is one, None where it stands in bands."""

    width: int
    height: int
    file: bytes | None


def parts(source: ByteSource) -> Iterator[Part]:
    """Every part. Raises Failure where one does not fit into the file."""
    at, end = 8, min(source.number(4, 4), source.size)
    if source.number(4, 4) > source.size:
        raise ends_early("the icon is longer than the file")
    for _ in range(_MOST):
        if at + 8 > end:
            return
        size = source.number(at + 4, 4)
        if size < 8 or at + size > end:
            raise damaged(f"a part of {size} bytes")
        yield Part(name=source.at(at, 4), at=at + 8, size=size - 8)
        at += size
    raise damaged("too many parts")


def largest(source: ByteSource) -> AppleIcon:
    """The picture of the most pixels. Raises Failure where there is none that is read here."""
    found = [icon for part in parts(source) if (icon := _icon(source, part)) is not None]
    if not found:
        raise damaged("an icon without pictures")
    return max(found, key=lambda icon: icon.width * icon.height)


def open_largest(source: ByteSource) -> ImageFile.ImageFile:
    """The header of the largest picture. Raises Failure, and what Pillow raises."""
    icon = largest(source)
    if icon.file is None:
        return pillow.opened(BytesIO(source.at(0, source.size)), "ICNS")
    file = BytesIO(icon.file)
    return open_png(file) if icon.file.startswith(png.SIGNATURE) else pillow.opened(file, "JPEG2000")


def _icon(source: ByteSource, part: Part) -> AppleIcon | None:
    if part.name in _OLD:
        return AppleIcon(width=_OLD[part.name], height=_OLD[part.name], file=None)
    head = source.up_to(part.at, 12)
    if head[:8] == png.SIGNATURE:
        data = source.at(part.at, part.size)
        inner = png.header(ByteSource.of(data))
        return AppleIcon(width=inner.width, height=inner.height, file=data)
    if head.startswith(_JPEG_2000):
        data = source.at(part.at, part.size)
        shown = jpeg2000.header(ByteSource.of(data))
        return AppleIcon(width=shown.width, height=shown.height, file=data)
    return None
