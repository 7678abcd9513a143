"""Write ICO."""

from io import BytesIO

from workers.engine.encode.modes import in_mode
from workers.engine.encode.settings import Settings
from workers.engine.frames import Frames


def encode_ico(frames: Frames, settings: Settings) -> bytes:
    """One icon of all the pictures, each in its own size of at most 256 pixels a side, the largest first."""
    images = sorted(
        (in_mode(frame.image, ("RGB", "RGBA")) for frame in frames), key=lambda image: image.size, reverse=True
    )
    sink = BytesIO()
    images[0].save(sink, "ICO", sizes=[image.size for image in images], append_images=images[1:], **settings.extra)
    return sink.getvalue()
