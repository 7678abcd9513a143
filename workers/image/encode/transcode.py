"""A JPEG's own coefficients in JPEG XL: about a fifth smaller, and the same JPEG can be made of it again."""

from dataclasses import dataclass
from io import BytesIO

from msgspec.structs import replace

from workers.binary.source import ByteSource
from workers.errors import Failure
from workers.formats import Format
from workers.image.encode.extras import load_extra
from workers.image.formats.jpeg import container as jpeg
from workers.image.formats.jxl import container as jxl
from workers.image.formats.jxl.metadata import with_exif, with_plain_boxes, with_xmp
from workers.image.formats.metadata import embed, fit, read
from workers.image.formats.registry import CODECS
from workers.image.metadata.bundle import Bundle
from workers.image.resolve import carried
from workers.plan import Plan
from workers.recipe import Metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcoded:
    """A JPEG XL, the very JPEG that it gives back, and the metadata in both."""

    data: bytes
    jpeg: bytes
    bundle: Bundle


def transcode(source: bytes, plan: Plan) -> Transcoded | None:
    """A JPEG, or the one that a JPEG XL was made of, as JPEG XL with the metadata that `plan` lets through.

    The JPEG is the source's own, byte for byte, where nothing has to go. None where there is no JPEG, or the library does not
    take it. Raises Failure without the extra `jxl`.
    """
    original = source if plan.facts.format is Format.JPEG else jpeg_of(source)
    if original is None:
        return None
    own = read(BytesIO(original), CODECS[Format.JPEG])
    wanted = carried(own, plan)
    shown = fit(wanted, CODECS[Format.JXL])
    if wanted.exif is not None and shown.exif is not None:
        wanted = replace(wanted, exif=shown.exif)
    if wanted.xmp is not None and shown.xmp is not None:
        wanted = replace(wanted, xmp=shown.xmp)
    sink = BytesIO()
    embed(BytesIO(original), sink, CODECS[Format.JPEG], wanted)
    rewritten = sink.getvalue()
    is_true = wanted == own and not wanted.losses
    # Of another length where something stood in it that nobody asked about, such as a second EXIF block.
    stays = is_true and (plan.metadata is Metadata.ALL or len(rewritten) == len(original))
    made = _showing(original, shown) if stays else None
    if made is None:
        original, made = rewritten, _showing(rewritten, shown)
    return Transcoded(data=made, jpeg=original, bundle=wanted) if made is not None else None


def _showing(original: bytes, shown: Bundle) -> bytes | None:
    """The JPEG as JPEG XL in whose boxes stands what is to be shown; None where the library finds something else in it.

    What the JPEG has in no place that the library knows is added: a resolution, IPTC, a packet behind a spoiled header.
    """
    made = _jxl_of(original)
    if made is None:
        return None
    there = read(BytesIO(made), CODECS[Format.JXL])
    if there.exif not in (None, shown.exif) or there.xmp not in (None, shown.xmp):
        return None
    if there.exif is None and shown.exif is not None:
        made = with_exif(made, shown.exif)
    if there.xmp is None and shown.xmp is not None:
        made = with_xmp(made, shown.xmp)
    return made


def _jxl_of(data: bytes) -> bytes | None:
    codec = load_extra("pillow_jxl", "jxl", Format.JXL)
    source = ByteSource.of(data)
    frame = next(jpeg.frame(source, segment) for segment in jpeg.segments(source) if segment.marker in jpeg.FRAMES)
    encoder = codec.Encoder(mode="RGB", lossless=True)
    try:
        made = bytes(encoder(data, frame.width, frame.height, jpeg_encode=True))
    except RuntimeError:
        return None
    return with_plain_boxes(ByteSource.of(made))


def jpeg_of(data: bytes) -> bytes | None:
    """The JPEG that a JPEG XL was made of, None where there is none. Raises Failure without the extra `jxl`."""
    codec = load_extra("pillow_jxl", "jxl", Format.JXL)
    try:
        if not jxl.holds_jpeg(ByteSource.of(data)):
            return None
        is_jpeg, _, made, *_ = codec.Decoder(num_threads=1)(data)
    except (Failure, RuntimeError, ValueError):
        return None
    return bytes(made) if is_jpeg else None
