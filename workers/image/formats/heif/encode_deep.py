"""Write a HEIC of 10 bits a channel."""

from workers.formats import Format
from workers.image.formats.encoder import EncoderSettings
from workers.image.formats.extras import load_extra
from workers.image.formats.heif.encode import save_heic
from workers.image.frames import FrameSequence, deep_first


def encode_deep(frames: FrameSequence, settings: EncoderSettings) -> bytes:
    """A HEIC of 10 bits a channel, with the items that `settings.extra` asks for. Raises Failure without the extra `heic`."""
    codec = load_extra("pillow_heif", "heic", Format.HEIC)
    image = deep_first(frames)
    return save_heic(codec.from_bytes(f"{image.mode};16", image.size, image.vips.write_to_memory()), settings)
