"""Write JPEG XL, with the extra `jxl`."""

from io import BytesIO

from workers.formats import Format
from workers.image.formats.encoder import EncoderSettings
from workers.image.formats.extras import load_extra
from workers.image.frames import FrameSequence
from workers.image.pixels.modes import in_mode

_MODES = ("L", "LA", "RGB", "RGBA")
_LEAST_EXACT_ALPHA = 20
"""Below a quality of 19 libjxl (0.11) halves a picture before coding it, and its transparency too: up to 186 of 255 off."""


def encode_jxl(frames: FrameSequence, settings: EncoderSettings) -> bytes:
    """The first picture, without a quality its pixels as they are. The file always says sRGB.

    Raises Failure without the extra.
    """
    load_extra("pillow_jxl", "jxl", Format.JXL)
    image = in_mode(frames.first().image, _MODES)
    least = _LEAST_EXACT_ALPHA if image.mode in {"LA", "RGBA"} else 1
    sink = BytesIO()
    image.save(
        sink,
        "JXL",
        **{
            "exif": b"",
            "lossless": settings.quality is None,
            "quality": max(least, settings.quality or 100),
            "num_threads": settings.threads,
            **settings.extra,
        },
    )
    return sink.getvalue()
