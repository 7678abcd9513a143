"""The policy "copyright only": author and copyright notice, in small blocks of their own."""

import struct

from workers.engine.metadata import exif, iptc, xmp
from workers.engine.metadata.bundle import Bundle
from workers.errors import Failure
from workers.plan import Loss

OF_PIXELS = frozenset({Loss.GAIN_MAP, Loss.MOTION, Loss.PICTURES, Loss.AUXILIARY})
"""Losses that are announced even where no metadata were wanted."""


def only(bundle: Bundle) -> Bundle:
    """A bundle with nothing but author, copyright notice, profile and resolution."""
    block = exif.opened(bundle.exif)
    tags = block.texts((exif.ARTIST, exif.COPYRIGHT)) if block else {}
    try:
        packet = xmp.only_rights(bundle.xmp) if bundle.xmp else None
    except Failure:
        packet = None
    return Bundle(
        exif=spell(tags) if tags else None,
        xmp=packet,
        photoshop=iptc.only_rights(bundle.photoshop) or None if bundle.photoshop else None,
        icc=bundle.icc,
        dpi=bundle.dpi,
        color_chunks=bundle.color_chunks,
        gain_map=bundle.gain_map,
        losses=tuple(loss for loss in bundle.losses if loss in OF_PIXELS),
        texts=tuple(text for text in bundle.texts if text.keyword in ("Author", "Copyright")),
    )


def spell(tags: dict[int, bytes]) -> bytes:
    """An EXIF block of ASCII tags, none of them empty."""
    at = 8 + 2 + 12 * len(tags) + 4
    entries, values = b"", b""
    for tag in sorted(tags):
        text = tags[tag] + b"\0"
        inline = len(text) <= 4
        entries += struct.pack("<HHI", tag, 2, len(text))
        entries += text.ljust(4, b"\0") if inline else struct.pack("<I", at + len(values))
        values += b"" if inline else text + b"\0" * (len(text) % 2)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + entries + bytes(4) + values
