"""Write a TIFF of 16 bits a channel."""

from workers.image.formats.encoder import EncoderSettings
from workers.image.frames import FrameSequence, deep_first


def encode_deep(frames: FrameSequence, settings: EncoderSettings) -> bytes:
    """A TIFF of 16 bits a channel; profile and metadata are put in afterwards."""
    image = deep_first(frames)
    if image.mode == "LA":  # deep, that is more than Pillow and many viewers read
        image = image.in_colors()
    data: bytes = image.vips.tiffsave_buffer(
        compression="deflate" if settings.small else "lzw", predictor="horizontal", keep="none"
    )
    return data
