"""Encode pictures so that the goal is met."""

from collections.abc import Callable, Mapping
from pathlib import Path

from workers.engine.encode.avif import encode_avif
from workers.engine.encode.bmp import encode_bmp
from workers.engine.encode.content import is_graphic
from workers.engine.encode.gif import encode_gif
from workers.engine.encode.heic import encode_heic
from workers.engine.encode.ico import encode_ico
from workers.engine.encode.jpeg import encode_jpeg
from workers.engine.encode.jxl import encode_jxl
from workers.engine.encode.pdf import encode_pdf
from workers.engine.encode.png import encode_png
from workers.engine.encode.settings import Encoded, Encoder, Settings
from workers.engine.encode.tiff import encode_tiff
from workers.engine.encode.webp import encode_webp
from workers.engine.frames import Frames
from workers.engine.metadata.bundle import Bundle
from workers.formats import Format
from workers.outcome import Stage
from workers.plan import Plan
from workers.recipe import Quality

ENCODERS: Mapping[Format, Encoder] = {
    Format.JPEG: encode_jpeg,
    Format.PNG: encode_png,
    Format.WEBP: encode_webp,
    Format.AVIF: encode_avif,
    Format.TIFF: encode_tiff,
    Format.GIF: encode_gif,
    Format.BMP: encode_bmp,
    Format.ICO: encode_ico,
    Format.PDF: encode_pdf,
    Format.HEIC: encode_heic,
    Format.JXL: encode_jxl,
}


def encode(frames: Frames, plan: Plan, bundle: Bundle, part: Path, progress: Callable[[Stage, float], None]) -> Encoded:
    """Write `frames` to `part` as `plan` says. `progress` gets 0 to 1 within the encoding. Raises Failure."""
    progress(Stage.COMPRESSING, 0.0)
    quality = plan.goal.quality if isinstance(plan.goal, Quality) else 82
    graphic = is_graphic(frames.first().image)
    chroma = "444" if graphic else plan.facts.chroma or "420"
    part.write_bytes(ENCODERS[plan.format](frames, Settings(quality=quality, chroma=chroma)))
    progress(Stage.COMPRESSING, 1.0)
    return Encoded(quality=quality)
