"""Write WebP."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from PIL import Image

from workers.formats import WEBP_CLOCK
from workers.image.formats.encoder import EncoderSettings
from workers.image.formats.reel import Reel
from workers.image.frames import FrameSequence
from workers.image.pixels.modes import in_mode

_MODES = ("RGB", "RGBA")
_FLAGS_AT, _ALPHA = 20, 0x10
_HOPELESS = 3
"""Where a frame takes so many times the bytes with every pixel kept, none of a film's does better: six times in photos."""


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
            "allow_mixed": not lossless and _gains_by_exact_frames(in_mode(first.image, _MODES), arguments),
        }
    image.save(sink, "WEBP", **arguments)
    return _with_alpha(sink.getvalue()) if "save_all" in arguments and image.mode == "RGBA" else sink.getvalue()


def _gains_by_exact_frames(image: Image.Image, arguments: Mapping[str, Any]) -> bool:
    """Whether frames like the first may be smaller with every pixel kept, so that it pays to have each encoded both ways."""
    lossy, exact = BytesIO(), BytesIO()
    image.save(lossy, "WEBP", quality=arguments["quality"], method=arguments["method"])
    image.save(exact, "WEBP", quality=arguments["quality"], method=arguments["method"], lossless=True)
    return exact.tell() < _HOPELESS * lossy.tell()


def _with_alpha(data: bytes) -> bytes:
    """The file with its flag of transparency set (WebP container, VP8X).

    libwebp leaves it out where each frame is cut to an opaque part, and readers then fill what is clear around it.
    """
    if data[12:16] != b"VP8X":
        return data
    return data[:_FLAGS_AT] + bytes((data[_FLAGS_AT] | _ALPHA,)) + data[_FLAGS_AT + 1 :]
