"""Write AVIF."""

from io import BytesIO
from typing import Any

from workers.formats import AVIF_CLOCK
from workers.image.formats.avif.plays import playing
from workers.image.formats.encoder import EncoderSettings
from workers.image.formats.reel import Reel
from workers.image.frames import FrameSequence
from workers.image.pixels.modes import in_mode

_MODES = ("L", "RGB", "RGBA")
_SUBSAMPLING = {"444": "4:4:4", "422": "4:2:2", "420": "4:2:0"}


def encode_avif(frames: FrameSequence, settings: EncoderSettings) -> bytes:
    """The pictures as AVIF. No colour survives exactly at any quality, but transparency does."""
    first = frames.first()
    image = in_mode(first.image, _MODES)
    arguments: dict[str, Any] = {
        "quality": settings.quality or 100,
        "subsampling": "4:0:0" if image.mode == "L" else _SUBSAMPLING[settings.chroma],
        "advanced": {"alpha:lossless": "1"},
        "speed": 6,
        "max_threads": settings.threads,
        "icc_profile": first.profile or b"",
        **settings.extra,
    }
    if frames.animated and frames.count > 1:
        image = reel = Reel(frames, AVIF_CLOCK, _MODES)
        arguments |= {"save_all": True, "duration": reel.durations}
    sink = BytesIO()
    image.save(sink, "AVIF", **arguments)
    if "save_all" in arguments and frames.plays:
        return playing(sink.getvalue(), min(frames.plays, AVIF_CLOCK.most_plays))
    return sink.getvalue()
