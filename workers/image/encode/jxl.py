"""Write JPEG XL, with the extra `jxl`."""

from io import BytesIO

from workers.formats import Format
from workers.image.encode.extras import load_extra
from workers.image.encode.modes import in_mode
from workers.image.encode.settings import EncoderSettings
from workers.image.frames import FrameSequence

_MODES = ("L", "LA", "RGB", "RGBA")


def encode_jxl(frames: FrameSequence, settings: EncoderSettings) -> bytes:
    """The first picture, without a quality its pixels as they are. The file always says sRGB.

    Raises Failure without the extra.
    """
    load_extra("pillow_jxl", "jxl", Format.JXL)
    image = in_mode(frames.first().image, _MODES)
    sink = BytesIO()
    image.save(
        sink,
        "JXL",
        **{
            "exif": b"",
            "lossless": settings.quality is None,
            "quality": settings.quality or 100,
            "num_threads": settings.threads,
            **settings.extra,
        },
    )
    return sink.getvalue()
