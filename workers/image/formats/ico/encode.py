"""Write ICO."""

from io import BytesIO

from workers.image.formats.encoder import EncoderSettings
from workers.image.frames import FrameSequence
from workers.image.pixels.modes import in_mode


def encode_ico(frames: FrameSequence, settings: EncoderSettings) -> bytes:
    """One icon of all the pictures, each in its own size of at most 256 pixels a side, the largest first."""
    images = sorted(
        (in_mode(frame.image, ("RGB", "RGBA")) for frame in frames), key=lambda image: image.size, reverse=True
    )
    sink = BytesIO()
    images[0].save(sink, "ICO", sizes=[image.size for image in images], append_images=images[1:], **settings.extra)
    return sink.getvalue()
