"""A small file of each kind of the formats that are read and not written."""

from collections.abc import Callable, Mapping
from io import BytesIO

from PIL import Image

from tests.support import pictures
from workers.facts import ColorModel
from workers.formats import Format

SIZE = (61, 47)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    made = BytesIO()
    image.save(made, kind, **options)
    return made.getvalue()


def photo() -> Image.Image:
    return pictures.photo(SIZE)


def grey() -> Image.Image:
    return photo().convert("L")


def clear() -> Image.Image:
    return pictures.with_alpha(SIZE)


FILES: Mapping[str, tuple[Format, ColorModel, int, bool, Callable[[], bytes]]] = {
    "jp2": (Format.JPEG2000, ColorModel.RGB, 8, False, lambda: saved(photo(), "JPEG2000")),
    "jp2 alpha": (Format.JPEG2000, ColorModel.RGB, 8, True, lambda: saved(clear(), "JPEG2000")),
    "jp2 grey": (Format.JPEG2000, ColorModel.GREY, 8, False, lambda: saved(grey(), "JPEG2000")),
    "jp2 deep": (Format.JPEG2000, ColorModel.GREY, 16, False, lambda: saved(pictures.grey_16(SIZE), "JPEG2000")),
    "codestream": (Format.JPEG2000, ColorModel.RGB, 8, False, lambda: saved(photo(), "JPEG2000", no_jp2=True)),
    "targa": (Format.TARGA, ColorModel.RGB, 8, False, lambda: saved(photo(), "TGA")),
    "targa alpha": (Format.TARGA, ColorModel.RGB, 8, True, lambda: saved(clear(), "TGA")),
    "targa packed": (Format.TARGA, ColorModel.RGB, 8, True, lambda: saved(clear(), "TGA", compression="tga_rle")),
    "targa grey": (Format.TARGA, ColorModel.GREY, 8, False, lambda: saved(grey(), "TGA")),
    "targa palette": (Format.TARGA, ColorModel.PALETTE, 8, False, lambda: saved(pictures.palette(SIZE), "TGA")),
    "targa from the top": (Format.TARGA, ColorModel.RGB, 8, False, lambda: saved(photo(), "TGA", orientation=1)),
    "ppm": (Format.NETPBM, ColorModel.RGB, 8, False, lambda: saved(photo(), "PPM")),
    "pgm": (Format.NETPBM, ColorModel.GREY, 8, False, lambda: saved(grey(), "PPM")),
    "pgm deep": (Format.NETPBM, ColorModel.GREY, 16, False, lambda: saved(pictures.grey_16(SIZE), "PPM")),
    "pbm": (Format.NETPBM, ColorModel.BILEVEL, 1, False, lambda: saved(pictures.bilevel(SIZE), "PPM")),
    "qoi": (Format.QOI, ColorModel.RGB, 8, False, lambda: saved(photo(), "QOI")),
    "qoi alpha": (Format.QOI, ColorModel.RGB, 8, True, lambda: saved(clear(), "QOI")),
    "dds": (Format.DDS, ColorModel.RGB, 8, False, lambda: saved(photo(), "DDS")),
    "dds alpha": (Format.DDS, ColorModel.RGB, 8, True, lambda: saved(clear(), "DDS")),
    "dds grey": (Format.DDS, ColorModel.GREY, 8, False, lambda: saved(grey(), "DDS")),
    "dds packed": (Format.DDS, ColorModel.RGB, 8, True, lambda: saved(clear(), "DDS", pixel_format="DXT5")),
    "icns": (Format.ICNS, ColorModel.RGB, 8, True, lambda: saved(clear().resize((64, 64)), "ICNS")),
}
"""Each by a name: its format, what its header says of colours, bits and transparency, and how it is made."""
