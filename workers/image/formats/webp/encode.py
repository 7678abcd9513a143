"""Write WebP."""

from io import BytesIO

from workers.formats import WEBP_CLOCK
from workers.image.formats.encoder import EncoderSettings
from workers.image.formats.reel import Reel
from workers.image.frames import FrameSequence
from workers.image.pixels.modes import in_mode

_MODES = ("RGB", "RGBA")
_FLAGS_AT, _ALPHA = 20, 0x10


def encode_webp(frames: FrameSequence, settings: EncoderSettings) -> bytes:
    """The pictures as WebP; without a quality every pixel as it is, the colours under full transparency too."""
    first = frames.first()
    sink = BytesIO()
    image = in_mode(first.image, _MODES)
    lossless = settings.quality is None
    arguments = {
        "lossless": lossless,
        "exact": lossless,
        "quality": 75 if settings.quality is None else settings.quality,
        "method": 5 if settings.small else 4,
        "icc_profile": first.profile or b"",
        **settings.extra,
    }
    if frames.animated and frames.count > 1:
        image = reel = Reel(frames, WEBP_CLOCK, _MODES)
        arguments |= {
            "save_all": True,
            "duration": reel.durations,
            "loop": min(frames.plays, WEBP_CLOCK.most_plays),
            "background": (0, 0, 0, 0),
            "allow_mixed": not lossless,
        }
    image.save(sink, "WEBP", **arguments)
    return _with_alpha(sink.getvalue()) if "save_all" in arguments and image.mode == "RGBA" else sink.getvalue()


def _with_alpha(data: bytes) -> bytes:
    """The file with its flag of transparency set (WebP container, VP8X).

    libwebp leaves it out where each frame is cut to an opaque part, and readers then fill what is clear around it.
    """
    if data[12:16] != b"VP8X":
        return data
    return data[:_FLAGS_AT] + bytes((data[_FLAGS_AT] | _ALPHA,)) + data[_FLAGS_AT + 1 :]
