"""A JPEG XL that holds the coefficients of a JPEG (ISO/IEC 18181-2, annex A): the same JPEG can be made of it again."""

from workers.binary.source import ByteSource
from workers.errors import Failure
from workers.formats import Format
from workers.image.formats.codec import JpegHolder
from workers.image.formats.extras import load_extra
from workers.image.formats.jpeg import container as jpeg
from workers.image.formats.jxl import container as jxl
from workers.image.formats.jxl.metadata import with_exif, with_plain_boxes, with_xmp


def jxl_of(data: bytes) -> bytes | None:
    """A JPEG as JPEG XL, None where the library does not take it. Raises Failure without the extra `jxl`."""
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


HOLDER = JpegHolder(take=jxl_of, give=jpeg_of, with_exif=with_exif, with_xmp=with_xmp)
