"""Transparency, depth, and every pixel."""

# ruff: noqa: E501 - a table: one source a line

import struct

from PIL import Image

from tests.fidelity.sources.making import AVIF_10, PLAIN, SIZE, deep_ramp, photo, saved, see_through, through
from tests.fidelity.sources.source import Source
from tests.support import pictures
from workers.formats import Format
from workers.recipe import Lossless

_HEIC_10 = ("heif-enc", "-q", "95", "-b", "10", "-p", "chroma=444", "IN", "-o", "OUT")


def _float() -> Image.Image:
    width, height = SIZE
    return Image.frombytes("F", SIZE, struct.pack(f"<{width * height}f", *(at / 9000 for at in range(width * height))))


def sources() -> list[Source]:
    soft, few, deep, grey = "Soft transparency", "Palette transparency", "16-bit colour", "16-bit grey"
    exact, hidden = "Every pixel (asked: lossless)", "Every pixel, hidden ones too"

    def clear() -> Image.Image:
        return pictures.palette(SIZE, clear=True)

    return [
        Source(row=soft, name="alpha-png", format=Format.PNG, looks=True, make=saved(see_through, "PNG")),
        Source(row=soft, name="alpha-webp", format=Format.WEBP, looks=True, make=saved(see_through, "WEBP", quality=95)),
        Source(row=soft, name="alpha-avif", format=Format.AVIF, looks=True, make=saved(see_through, "AVIF", quality=90)),
        Source(row=soft, name="alpha-tiff", format=Format.TIFF, looks=True, make=saved(see_through, "TIFF", compression="tiff_lzw")),
        Source(row=soft, name="grey-alpha-png", format=Format.PNG, looks=True, make=saved(lambda: see_through().convert("LA"), "PNG")),
        Source(row=soft, name="alpha-jp2", format=Format.JPEG2000, looks=True, make=saved(see_through, "JPEG2000")),
        Source(row=soft, name="alpha-targa", format=Format.TARGA, looks=True, make=saved(see_through, "TGA", orientation=1)),
        Source(row=soft, name="alpha-dds", format=Format.DDS, looks=True, make=saved(see_through, "DDS")),
        Source(row=few, name="palette-png", format=Format.PNG, looks=True, make=saved(clear, "PNG", transparency=0)),
        Source(row=few, name="palette-gif", format=Format.GIF, looks=True, make=saved(clear, "GIF", transparency=0)),
        Source(row="1-bit", name="bilevel-png", format=Format.PNG, looks=True, make=saved(lambda: pictures.bilevel(SIZE), "PNG")),
        Source(row="1-bit", name="bilevel-tiff", format=Format.TIFF, looks=True, make=saved(lambda: pictures.bilevel(SIZE), "TIFF", compression="group4")),
        Source(row=grey, name="grey16-png", format=Format.PNG, looks=True, make=saved(lambda: pictures.grey_16(SIZE), "PNG")),
        Source(row=grey, name="grey16-tiff", format=Format.TIFF, looks=True, make=saved(lambda: pictures.grey_16(SIZE), "TIFF", compression="tiff_lzw")),
        Source(row=grey, name="grey16-pgm", format=Format.NETPBM, looks=True, make=saved(lambda: pictures.grey_16(SIZE), "PPM")),
        Source(row=deep, name="rgb16-png", format=Format.PNG, looks=True, tools=("convert",), make=deep_ramp("png")),
        Source(row=deep, name="rgba16-png", format=Format.PNG, looks=True, tools=("convert",), make=deep_ramp("png", alpha=True)),
        Source(row=deep, name="rgb16-tiff", format=Format.TIFF, looks=True, tools=("convert",), make=deep_ramp("tiff", "-compress", "zip")),
        Source(row="10-bit colour", name="ten-avif", format=Format.AVIF, looks=True, tools=("convert", "avifenc"), make=through(AVIF_10, deep_ramp("png"))),
        Source(row="10-bit colour", name="ten-heic", format=Format.HEIC, looks=True, tools=("convert", "heif-enc"), make=through(_HEIC_10, deep_ramp("png"))),
        Source(row="Float", name="float-tiff", format=Format.TIFF, tolerance=None, looks=True, make=saved(_float, "TIFF")),
        *(
            Source(row=row, name=f"exact-{name}", format=kind, looks=True, goal=Lossless(), make=make)
            for row, name, kind, make in (
                (exact, "png", Format.PNG, saved(photo, "PNG")),
                (exact, "tiff", Format.TIFF, PLAIN[Format.TIFF]),
                (exact, "bmp", Format.BMP, saved(photo, "BMP")),
                (hidden, "hidden-png", Format.PNG, saved(see_through, "PNG")),
                (hidden, "webp", Format.WEBP, saved(see_through, "WEBP", lossless=True, exact=True)),
            )
        ),
    ]  # fmt: skip
