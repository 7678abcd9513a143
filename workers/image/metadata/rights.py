"""The policy "copyright only": author and copyright notice, in small blocks of their own."""

import struct

from workers.errors import Failure
from workers.image.metadata import exif, iptc, xmp
from workers.image.metadata.bundle import Bundle
from workers.plan import Loss

OF_PIXELS = frozenset({Loss.GAIN_MAP, Loss.MOTION, Loss.PICTURES, Loss.AUXILIARY})
"""Losses that are announced even where no metadata were wanted."""

_SHORT = 3


def only(bundle: Bundle, tag: int | None = 1) -> Bundle:
    """A bundle with nothing but author, copyright notice, profile and resolution; and an orientation `tag` that is needed."""
    block = exif.opened(bundle.exif)
    tags = block.texts((exif.ARTIST, exif.COPYRIGHT)) if block else {}
    try:
        packet = xmp.only_rights(bundle.xmp) if bundle.xmp else None
    except Failure:
        packet = None
    return Bundle(
        exif=spell(tags, tag),
        xmp=packet,
        photoshop=iptc.only_rights(bundle.photoshop) or None if bundle.photoshop else None,
        icc=bundle.icc,
        dpi=bundle.dpi,
        color_chunks=bundle.color_chunks,
        gain_map=bundle.gain_map,
        losses=tuple(loss for loss in bundle.losses if loss in OF_PIXELS),
        texts=tuple(text for text in bundle.texts if text.keyword in ("Author", "Copyright")),
    )


def spell(tags: dict[int, bytes], orientation: int | None = 1) -> bytes | None:
    """An EXIF block of ASCII tags, none of them empty, and of an orientation other than 1; None where there is neither."""
    turn = b""
    if orientation not in (None, 1):
        turn = struct.pack("<HHIHH", exif.ORIENTATION, _SHORT, 1, orientation, 0)
    count = len(tags) + (1 if turn else 0)
    if not count:
        return None
    at = 8 + 2 + 12 * count + 4
    entries, values = b"", b""
    for tag in sorted(tags):
        if tag > exif.ORIENTATION:
            entries, turn = entries + turn, b""
        text = tags[tag] + b"\0"
        inline = len(text) <= 4
        entries += struct.pack("<HHI", tag, 2, len(text))
        entries += text.ljust(4, b"\0") if inline else struct.pack("<I", at + len(values))
        values += b"" if inline else text + b"\0" * (len(text) % 2)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", count) + entries + turn + bytes(4) + values
