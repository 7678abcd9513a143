"""Write PNG, and APNG for animations."""

from io import BytesIO

from workers.image.formats.encoder import EncoderSettings
from workers.image.formats.png.assemble import assemble
from workers.image.formats.png.repack import pack_png
from workers.image.frames import Frame, FrameSequence
from workers.image.pixels.modes import in_mode

_MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")


def encode_png(frames: FrameSequence, settings: EncoderSettings) -> bytes:
    """The pictures as PNG, every pixel as it is; an animation as APNG, each frame a whole canvas with its own time."""
    animated = frames.animated and frames.count > 1
    data = assemble(frames) if animated else _still(frames.first(), settings)
    return pack_png(data) if settings.small else data


def _still(frame: Frame, settings: EncoderSettings) -> bytes:
    image = in_mode(frame.image, _MODES)
    sink = BytesIO()
    image.save(
        sink,
        "PNG",
        compress_level=1 if settings.small else 4,
        icc_profile=frame.profile,
        **({"dpi": frame.dpi} if frame.dpi else {}),
        **settings.extra,
    )
    return sink.getvalue()
