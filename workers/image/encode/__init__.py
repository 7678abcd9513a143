"""The encoders of all formats."""

from collections.abc import Mapping

from workers.formats import Format
from workers.image.encode.avif import encode_avif
from workers.image.encode.bmp import encode_bmp
from workers.image.encode.gif import encode_gif
from workers.image.encode.heic import encode_heic
from workers.image.encode.ico import encode_ico
from workers.image.encode.jpeg import encode_jpeg
from workers.image.encode.jxl import encode_jxl
from workers.image.encode.pdf import encode_pdf
from workers.image.encode.png import encode_png
from workers.image.encode.tiff import encode_tiff
from workers.image.encode.webp import encode_webp
from workers.image.formats.encoder import Encoder

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
