"""Write pictures of more than 8 bits a channel."""

import struct
from collections.abc import Mapping

from workers.formats import Format
from workers.image.encode.extras import load_extra
from workers.image.encode.heic import save_heic
from workers.image.formats.encoder import Encoder, EncoderSettings
from workers.image.frames import FrameSequence
from workers.image.pixels.deep import DeepImage
from workers.image.pixels.libvips import vips

_EXACT = 100
_DESCRIPTION, _ASCII = 270, 2


def encode_png(frames: FrameSequence, settings: EncoderSettings) -> bytes:
    """A PNG of 16 bits a channel; profile and metadata are put in afterwards."""
    data: bytes = _picture(frames).vips.pngsave_buffer(
        bitdepth=16, compression=9 if settings.small else 6, filter="all", keep="none"
    )
    return data


def encode_tiff(frames: FrameSequence, settings: EncoderSettings) -> bytes:
    """A TIFF of 16 bits a channel; profile and metadata are put in afterwards."""
    image = _picture(frames)
    if image.mode == "LA":  # deep, that is more than Pillow and many viewers read
        image = image.in_colors()
    data: bytes = image.vips.tiffsave_buffer(
        compression="deflate" if settings.small else "lzw", predictor="horizontal", keep="none"
    )
    return data


def encode_avif(frames: FrameSequence, settings: EncoderSettings) -> bytes:
    """An AVIF of `settings.bits` bits a channel, with the items and the profile that `settings.extra` asks for."""
    image = _picture(frames).vips.copy()
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


def encode_heic(frames: FrameSequence, settings: EncoderSettings) -> bytes:
    """A HEIC of 10 bits a channel, with the items that `settings.extra` asks for. Raises Failure without the extra `heic`."""
    codec = load_extra("pillow_heif", "heic", Format.HEIC)
    image = _picture(frames)
    return save_heic(codec.from_bytes(f"{image.mode};16", image.size, image.vips.write_to_memory()), settings)


ENCODERS: Mapping[Format, Encoder] = {
    Format.PNG: encode_png,
    Format.TIFF: encode_tiff,
    Format.AVIF: encode_avif,
    Format.HEIC: encode_heic,
}


def _room(count: int) -> bytes | None:
    """An EXIF block that holds but a description, of at least `count` bytes however it is laid out; None for 0."""
    if count == 0:
        return None
    entry = struct.pack("<HHHII", 1, _DESCRIPTION, _ASCII, count + 1, 26)
    return b"Exif\0\0II*\0\x08\0\0\0" + entry + bytes(4) + b"x" * count + b"\0"


def _picture(frames: FrameSequence) -> DeepImage:
    pixels = frames.first().pixels
    return pixels if isinstance(pixels, DeepImage) else DeepImage.lifted(pixels)
