"""Write an AVIF of more than 8 bits a channel."""

import struct

from workers.image.formats.encoder import EncoderSettings
from workers.image.frames import FrameSequence, deep_first
from workers.image.pixels.libvips import vips

_EXACT = 100
_DESCRIPTION, _ASCII = 270, 2


def encode_deep(frames: FrameSequence, settings: EncoderSettings) -> bytes:
    """An AVIF of `settings.bits` bits a channel, with the items and the profile that `settings.extra` asks for."""
    image = deep_first(frames).vips.copy()
    # Only the room of these is wanted: the EXIF itself, which libvips would lay out anew, is put in afterwards.
    for name, value in (
        ("exif-data", _room(len(settings.extra.get("exif") or b""))),
        ("xmp-data", settings.extra.get("xmp")),
        ("icc-profile-data", settings.extra.get("icc_profile")),
    ):
        if value:
            image.set_type(vips().GValue.blob_type, name, value)
    data: bytes = image.heifsave_buffer(
        compression="av1",
        bitdepth=settings.bits,
        Q=settings.quality or _EXACT,
        effort=4,
        subsample_mode="on" if settings.chroma == "420" else "off",
    )
    return data


def _room(count: int) -> bytes | None:
    """An EXIF block that holds but a description, of at least `count` bytes however it is laid out; None for 0."""
    if count == 0:
        return None
    entry = struct.pack("<HHHII", 1, _DESCRIPTION, _ASCII, count + 1, 26)
    return b"Exif\0\0II*\0\x08\0\0\0" + entry + bytes(4) + b"x" * count + b"\0"
