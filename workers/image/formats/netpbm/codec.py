"""PBM, PGM, PPM and PFM as one codec."""

from PIL import Image

from workers.binary.source import ByteSource
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.facts import ColorModel, Facts
from workers.formats import Format
from workers.image.formats import pillow
from workers.image.formats.codec import Probed
from workers.image.formats.netpbm import container as netpbm
from workers.image.formats.read_only import read_only
from workers.image.metadata.bundle import Bundle
from workers.plan import Loss


def _probe(source: ByteSource, _: Bundle) -> Probed:
    head = netpbm.header(source)
    model = ColorModel.GREY if head.is_grey else ColorModel.RGB
    model = ColorModel.BILEVEL if head.is_bilevel else ColorModel.FLOAT if head.is_float else model
    bits = 1 if head.is_bilevel else 32 if head.is_float else 16 if head.white > 255 else 8
    return Probed(width=head.width, height=head.height, model=model, bits=bits, lossless=True)


def _check(source: ByteSource) -> None:
    head = netpbm.header(source)
    if head.row is not None and head.pixels_at + head.row * head.height > source.size:
        line = max(0, source.size - head.pixels_at) // head.row if head.row else 0
        raise Failure(ErrorCode.ENDS_EARLY, FailureFacts(line=line or None, lines=head.height))


def _read(source: ByteSource) -> Bundle:
    """The remarks in the header, and whether something stands behind the pixels, as further pictures do."""
    head = netpbm.header(source)
    end = source.size if head.row is None else head.pixels_at + head.row * head.height
    goes_on = bool(source.up_to(min(end, source.size), 16).strip())
    return Bundle(comments=tuple(filter(None, head.remarks)), losses=(Loss.PICTURES,) if goes_on else ())


def _in_16_bits(picture: Image.Image, _: Facts) -> Image.Image:
    """Deep grey, which comes from 0 to 65,535 in a mode that says nothing of its white."""
    return picture.convert("I;16") if picture.mode == "I" else picture


NETPBM = read_only(
    Format.NETPBM,
    probe=_probe,
    check=_check,
    open=lambda source: pillow.opened(source, "PPM"),
    mend=_in_16_bits,
    read_metadata=_read,
    deep_grey=True,
    seconds=1.0,  # numbers in digits are read in Python
    copies=3,
)
