"""Write WebP."""

from collections.abc import Iterator
from io import BytesIO

from PIL import Image

from workers.engine.encode.modes import in_mode
from workers.engine.encode.settings import Settings
from workers.engine.frames import Frames
from workers.engine.timing import timed
from workers.formats import WEBP_CLOCK

_MODES = ("RGB", "RGBA")
_FLAGS_AT, _ALPHA = 20, 0x10


def encode_webp(frames: Frames, settings: Settings) -> bytes:
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
        durations: list[int] = []
        pictures = _pictures(frames, durations)
        arguments |= {
            "save_all": True,
            "append_images": pictures,
            "duration": durations,
            "loop": min(frames.plays, WEBP_CLOCK.most_plays),
            "background": (0, 0, 0, 0),
            "allow_mixed": not lossless,
        }
        image = next(pictures)
    image.save(sink, "WEBP", **arguments)
    return _with_alpha(sink.getvalue()) if "save_all" in arguments and image.mode == "RGBA" else sink.getvalue()


def _with_alpha(data: bytes) -> bytes:
    """The file with its flag of transparency set (WebP container, VP8X).

    libwebp leaves it out where each frame is cut to an opaque part, and readers then fill what is clear around it.
    """
    if data[12:16] != b"VP8X":
        return data
    return data[:_FLAGS_AT] + bytes((data[_FLAGS_AT] | _ALPHA,)) + data[_FLAGS_AT + 1 :]


def _pictures(frames: Frames, durations: list[int]) -> Iterator[Image.Image]:
    # Pillow looks a frame's time up after it has taken the frame, so the list may grow meanwhile.
    for frame, time_ms in timed(frames, WEBP_CLOCK):
        durations.append(int(time_ms))
        yield in_mode(frame.image, _MODES)
