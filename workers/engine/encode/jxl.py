"""Write JPEG XL, with the extra `jxl`."""

from io import BytesIO

from workers.engine.encode.extras import load_extra
from workers.engine.encode.modes import in_mode
from workers.engine.encode.settings import Settings
from workers.engine.frames import Frames
from workers.formats import Format

_MODES = ("L", "LA", "RGB", "RGBA")


def encode_jxl(frames: Frames, settings: Settings) -> bytes:
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
