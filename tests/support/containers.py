"""One small file of each format and kind, with everything in it that our walkers read."""

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image

from tests.support import metadata_samples
from workers.formats import Format
from workers.image.formats.metadata import embed, save_arguments
from workers.image.formats.registry import CODECS
from workers.image.metadata.bundle import GainMap, TextChunk

SIZE = (24, 16)


def picture(mode: str = "RGB") -> Image.Image:
    across = Image.linear_gradient("L").resize(SIZE)
    made = Image.merge("RGB", (across, across.rotate(180), across)).convert(mode)
    if mode == "RGBA":
        made.putalpha(across)
    return made


def encoded(source: Format, mode: str = "RGB", **options: Any) -> bytes:
    """A plain file of a format."""
    made = BytesIO()
    picture(mode).save(made, source.upper(), **options)
    return made.getvalue()


def with_bundle(data: bytes, source: Format) -> bytes:
    """The file with every kind of metadata that its format holds."""
    made = BytesIO()
    bundle = metadata_samples.bundle(orientation=6)
    if source is Format.JPEG:
        bundle = metadata_samples.bundle(orientation=6, extended=True)
    embed(BytesIO(data), made, CODECS[source], bundle)
    return made.getvalue()


def gain_map_jpeg() -> bytes:
    """A JPEG with a second one behind it that its metadata call a gain map."""
    inner = BytesIO()
    embed(BytesIO(encoded(Format.JPEG, "L")), inner, CODECS[Format.JPEG], metadata_samples.bundle())
    packet = b'<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/"/>'
    made, small = BytesIO(), BytesIO()
    plain = metadata_samples.bundle(orientation=6)
    embed(BytesIO(encoded(Format.JPEG, "L")), small, CODECS[Format.JPEG], type(plain)(xmp=packet))
    gain = GainMap(image=small.getvalue(), iso=b"urn:iso:std:iso:ts:21496:-1\0\0\0\0\0")
    embed(BytesIO(encoded(Format.JPEG)), made, CODECS[Format.JPEG], type(plain)(exif=plain.exif, gain_map=gain))
    return made.getvalue()


def hdr_png() -> bytes:
    """A PNG that says it is coded with PQ."""
    made = BytesIO()
    plain = metadata_samples.bundle()
    chunks = (TextChunk(name=b"cICP", data=b"\x09\x10\0\1"), TextChunk(name=b"gAMA", data=(45455).to_bytes(4, "big")))
    embed(BytesIO(encoded(Format.PNG)), made, CODECS[Format.PNG], type(plain)(color_chunks=chunks, texts=plain.texts))
    return made.getvalue()


@cache
def files() -> Mapping[str, tuple[Format, bytes]]:
    """Each by a name, with its format."""
    frames = [picture().rotate(90 * turn) for turn in range(3)]
    animated: dict[str, Any] = {"save_all": True, "append_images": frames, "loop": 3}
    arguments: dict[str, Any] = save_arguments(CODECS[Format.AVIF], metadata_samples.bundle())
    return {
        "jpeg": (Format.JPEG, with_bundle(encoded(Format.JPEG), Format.JPEG)),
        "jpeg-progressive-cmyk": (Format.JPEG, encoded(Format.JPEG, "CMYK", progressive=True)),
        "jpeg-gain-map": (Format.JPEG, gain_map_jpeg()),
        "png": (Format.PNG, with_bundle(encoded(Format.PNG), Format.PNG)),
        "png-palette": (Format.PNG, encoded(Format.PNG, "P", transparency=0)),
        "png-hdr": (Format.PNG, hdr_png()),
        "apng": (Format.PNG, encoded(Format.PNG, **animated)),
        "webp": (Format.WEBP, with_bundle(encoded(Format.WEBP), Format.WEBP)),
        "webp-lossless": (Format.WEBP, encoded(Format.WEBP, "RGBA", lossless=True)),
        "webp-animated": (Format.WEBP, encoded(Format.WEBP, **animated)),
        "gif": (Format.GIF, with_bundle(encoded(Format.GIF), Format.GIF)),
        "gif-animated": (Format.GIF, encoded(Format.GIF, **animated)),
        "tiff": (Format.TIFF, with_bundle(encoded(Format.TIFF), Format.TIFF)),
        "tiff-pages": (Format.TIFF, encoded(Format.TIFF, save_all=True, append_images=frames, compression="tiff_lzw")),
        "bigtiff": (Format.TIFF, encoded(Format.TIFF, big_tiff=True)),
        "avif": (Format.AVIF, with_bundle(encoded(Format.AVIF, **arguments), Format.AVIF)),
        "avif-animated": (
            Format.AVIF,
            encoded(Format.AVIF, "RGBA", save_all=True, append_images=[picture("RGBA")] * 2, **arguments),
        ),
        "avif-stream-colors": (Format.AVIF, encoded(Format.AVIF).replace(b"colr", b"free")),
        "bmp": (Format.BMP, encoded(Format.BMP, dpi=(300, 300))),
        "ico": (Format.ICO, encoded(Format.ICO)),
        "jxl": (Format.JXL, _jxl()),
    }


def _jxl() -> bytes:
    """The header of a codestream of 24 x 16 pixels with all defaults, in a container with metadata."""
    header = 0b1 | (1 << 1) | (0 << 6) | (2 << 9) | (1 << 14)
    made = BytesIO()
    stream = b"\xff\x0a" + header.to_bytes(4, "little") + bytes(16)
    embed(BytesIO(stream), made, CODECS[Format.JXL], metadata_samples.bundle())
    return made.getvalue()
