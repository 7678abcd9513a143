"""Every format there is, and the only place that names them all."""

from collections.abc import Mapping

from workers.binary.source import ByteSource
from workers.formats import SNIFF_BYTES, Format, sniff
from workers.image.formats.avif.codec import AVIF
from workers.image.formats.bmp.codec import BMP
from workers.image.formats.codec import Codec
from workers.image.formats.dds.codec import DDS
from workers.image.formats.gif.codec import GIF
from workers.image.formats.heif.codec import HEIC
from workers.image.formats.icns.codec import ICNS
from workers.image.formats.ico.codec import ICO
from workers.image.formats.jpeg.codec import JPEG
from workers.image.formats.jpeg2000.codec import JPEG2000
from workers.image.formats.jxl.codec import JXL
from workers.image.formats.netpbm.codec import NETPBM
from workers.image.formats.pdf.codec import PDF
from workers.image.formats.png.codec import PNG
from workers.image.formats.qoi.codec import QOI
from workers.image.formats.targa.codec import TARGA
from workers.image.formats.tiff.codec import TIFF
from workers.image.formats.webp.codec import WEBP

CODECS: Mapping[Format, Codec] = {
    codec.format: codec
    for codec in (
        JPEG,
        PNG,
        WEBP,
        AVIF,
        TIFF,
        GIF,
        BMP,
        ICO,
        PDF,
        HEIC,
        JXL,
        JPEG2000,
        QOI,
        TARGA,
        NETPBM,
        DDS,
        ICNS,
    )
}


QUALITY_SCALE = JPEG
"""The format whose qualities people know: what they mean where a format has none of its own."""


def recognised(source: ByteSource) -> Codec | None:
    """The codec of the format that a file's first bytes announce; None where that is none of ours."""
    found = sniff(source.up_to(0, SNIFF_BYTES))
    return CODECS[found] if found is not None else None
