"""Write TIFF."""

from io import BytesIO
from typing import Any

from PIL import Image
from PIL.TiffImagePlugin import AppendingTiffWriter

from workers.image.formats.encoder import EncoderSettings
from workers.image.frames import Frame, FrameSequence
from workers.image.pixels.modes import in_mode

_MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F")
_TRANSPARENT_MODES = ("LA", "RGBA")
_PREDICTOR = 317
_HORIZONTAL = 2


def encode_tiff(frames: FrameSequence, settings: EncoderSettings) -> bytes:
    """Every picture as a page of its own, pixels as they are, with its own profile and dpi.

    The metadata in `settings.extra` go to the first page.
    """
    sink = BytesIO()
    if frames.count == 1:
        _save(frames.first(), sink, settings, settings.extra)
        return sink.getvalue()
    with AppendingTiffWriter(sink, new=True) as pages:
        for number, frame in enumerate(frames):
            _save(frame, pages, settings, {} if number else settings.extra)
            pages.newFrame()
    return sink.getvalue()


def _save(frame: Frame, sink: BytesIO, settings: EncoderSettings, extra: Any) -> None:  # noqa: ANN401 - Pillow's own keyword arguments
    image = in_mode(frame.image, _TRANSPARENT_MODES if frame.image.has_transparency_data else _MODES)
    image.save(
        sink,
        "TIFF",
        icc_profile=frame.profile,
        **({"dpi": frame.dpi} if frame.dpi else {}),
        **_compression(image, small=settings.small),
        **extra,
    )


def _compression(image: Image.Image, *, small: bool) -> dict[str, Any]:
    """Deflate saves a fifteenth more than LZW, in five times the time."""
    if image.mode == "1":
        return {"compression": "group4"}
    packing = {"compression": "tiff_adobe_deflate" if small else "tiff_lzw"}
    return packing if image.mode in {"P", "I", "F"} else {**packing, "tiffinfo": {_PREDICTOR: _HORIZONTAL}}
