"""Write BMP."""

from io import BytesIO

from workers.image.formats.encoder import EncoderSettings
from workers.image.frames import FrameSequence
from workers.image.pixels.modes import in_mode

_PILLOWS_DPI = (96.0, 96.0)


def encode_bmp(frames: FrameSequence, settings: EncoderSettings) -> bytes:
    """The first picture as an uncompressed BMP, 1, 8 or 24 bits a pixel."""
    frame = frames.first()
    image = in_mode(frame.image, ("1", "L", "RGB") if frame.image.has_transparency_data else ("1", "L", "P", "RGB"))
    sink = BytesIO()
    image.save(sink, "BMP", dpi=frame.dpi or _PILLOWS_DPI, **settings.extra)
    return sink.getvalue()
