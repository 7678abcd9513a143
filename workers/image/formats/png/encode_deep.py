"""Write a PNG of 16 bits a channel."""

from workers.image.formats.encoder import EncoderSettings
from workers.image.frames import FrameSequence, deep_first


def encode_deep(frames: FrameSequence, settings: EncoderSettings) -> bytes:
    """A PNG of 16 bits a channel; profile and metadata are put in afterwards."""
    data: bytes = deep_first(frames).vips.pngsave_buffer(
        bitdepth=16, compression=9 if settings.small else 6, filter="all", keep="none"
    )
    return data
