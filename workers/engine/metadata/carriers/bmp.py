"""Where a Windows bitmap keeps its metadata: the resolution and, in its fifth version, a profile."""

from typing import BinaryIO

from workers.engine.containers import bmp
from workers.engine.containers.source import Source
from workers.engine.metadata.bundle import Bundle

_METRE = 0.0254


def read(source: Source) -> Bundle:
    """The metadata of a bitmap. Raises Failure."""
    head = bmp.header(source)
    across, down = head.per_metre
    at, size = head.profile
    return Bundle(
        dpi=(across * _METRE, down * _METRE) if across and down else None,
        icc=source.at(at, size) if size and at + size <= source.size else None,
    )


def write(encoded: Source, out: BinaryIO, bundle: Bundle) -> None:
    """Copy a bitmap with the bundle's resolution in its header, or none. Raises Failure."""
    head = bmp.header(encoded)
    if head.info_size < 40:
        encoded.copy_to(out, 0, encoded.size)
        return
    at = bmp.FILE_HEADER + 24
    across, down = (
        (min(max(round(value / _METRE), 1), 2**31 - 1) for value in bundle.dpi or (0, 0)) if bundle.dpi else (0, 0)
    )
    encoded.copy_to(out, 0, at)
    out.write(across.to_bytes(4, "little") + down.to_bytes(4, "little"))
    encoded.copy_to(out, at + 8, encoded.size - at - 8)
