"""Write HEIC, with the extra `heic`."""

from io import BytesIO
from typing import Any

from PIL import Image

from workers.formats import Format
from workers.image.formats.encoder import EncoderSettings
from workers.image.formats.extras import load_extra
from workers.image.frames import Frame, FrameSequence
from workers.image.pixels.modes import in_mode

_MODES = ("L", "LA", "RGB", "RGBA", "I;16")


def encode_heic(frames: FrameSequence, settings: EncoderSettings) -> bytes:
    """Every picture as a page; without a quality the pixels are as they were. Raises Failure without the extra."""
    codec = load_extra("pillow_heif", "heic", Format.HEIC)
    file = codec.HeifFile()
    for frame in frames:
        file.add_from_pillow(_bare(frame))
    return save_heic(file, settings)


def save_heic(file: Any, settings: EncoderSettings) -> bytes:  # noqa: ANN401 - a file of pillow_heif, which may not be installed
    """The bytes of a file with its pictures; without a quality they are as they were."""
    arguments: dict[str, Any] = {"quality": settings.quality, "chroma": int(settings.chroma)}
    if settings.quality is None:
        arguments = {"quality": -1, "chroma": 444, "matrix_coefficients": 0}
    sink = BytesIO()
    file.save(sink, **{"exif": None, "xmp": None, **arguments, **settings.extra})
    return sink.getvalue()


def _bare(frame: Frame) -> Image.Image:
    image = in_mode(frame.image, _MODES).copy()
    image.info = {"icc_profile": frame.profile} if frame.profile else {}
    return image
