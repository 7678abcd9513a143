"""The picture formats: how to recognise each, and what each can carry."""

import re
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct


class Format(StrEnum):
    """A container format, named by its content and never by a file's extension."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    AVIF = "avif"
    TIFF = "tiff"
    GIF = "gif"
    BMP = "bmp"
    ICO = "ico"
    PDF = "pdf"
    HEIC = "heic"
    JXL = "jxl"
    JPEG2000 = "jpeg2000"
    NETPBM = "netpbm"
    QOI = "qoi"
    DDS = "dds"
    ICNS = "icns"
    TARGA = "targa"


class Alpha(StrEnum):
    """How finely a format can store transparency."""

    NONE = "none"
    ONE_BIT = "one_bit"
    LIKE_COLORS = "like_colors"
    """As finely as it stores colours: exactly where those are exact."""
    FULL = "full"


class Clock(Struct, frozen=True, kw_only=True):
    """How a format counts the times and the plays of an animation.

    A frame's time is a whole number of `unit_ms` milliseconds (0: a fraction of two 16-bit numbers), from `least_ms` to
    `most_ms`, and all together at most `most_total_ms`. It plays at most `most_plays` times, unless for ever.
    """

    unit_ms: int
    least_ms: int
    most_ms: int
    most_total_ms: int = 2**63
    most_plays: int


class FormatSpec(Struct, frozen=True, kw_only=True):
    """What one format can hold when we write it.

    `signatures` are patterns of which a file's first bytes match one, `brands` those of which an ISO media file names one.
    `extensions` are lower case with the dot, the first is the one we write. `stays` is whether an output is of this format
    where no other is asked for. `pixel_bytes` are those of a photograph as cameras and programs write it,
    `lossless_pixel_bytes` those with every pixel kept where that is another number; None where nobody knows. `max_side` is
    the largest width or height in pixels. `bits_grey` and `bits_colour` are the deepest channels we can write without an
    extra. `animation` is None where only stills are written.
    """

    label: str
    signatures: tuple[bytes, ...] = ()
    brands: frozenset[bytes] = frozenset()
    extensions: tuple[str, ...]
    reads: bool = True
    stays: bool = True
    writes: bool = True
    read_extra: str | None = None
    write_extra: str | None = None
    pixel_bytes: float | None = None
    lossless_pixel_bytes: float | None = None
    max_side: int = 2**31 - 1
    alpha: Alpha = Alpha.NONE
    bits_grey: int = 8
    bits_colour: int = 8
    palette_only: bool = False
    cmyk: bool = False
    lossy: bool = False
    lossless: bool = False
    animation: Clock | None = None
    pages: bool = False
    exif: bool = False
    xmp: bool = False
    iptc: bool = False
    icc: bool = False
    dpi: bool = False
    comment: bool = False
    text: bool = False
    gain_map: bool = False


# Hundredths in 16 bits, and a count of repeats in as many (GIF89a, 23; Netscape's extension). Browsers show frames of up to
# 10 ms for 100: one that is meant to be short gets 20.
GIF_CLOCK = Clock(unit_ms=10, least_ms=20, most_ms=655_350, most_plays=65_536)
# PNG, third edition, 11.3.6: seconds as a fraction of 16-bit numbers, a count of 31 bits.
PNG_CLOCK = Clock(unit_ms=0, least_ms=0, most_ms=65_535_000, most_plays=2**31 - 1)
# WebP container, ANMF and ANIM: 24 and 16 bits. libwebp adds the times up in 31.
WEBP_CLOCK = Clock(unit_ms=1, least_ms=0, most_ms=2**24 - 1, most_total_ms=2**31 - 1, most_plays=65_535)
# libavif takes no frame without a time, and counts plays in 31 bits; ISO/IEC 14496-12, 8.6.1.2 has 32 bits for a time.
AVIF_CLOCK = Clock(unit_ms=1, least_ms=1, most_ms=2**32 - 1, most_plays=2**31 - 1)

# What each target holds: the table of DESIGN section 8, measured with independent readers.
SPECS: Mapping[Format, FormatSpec] = {
    Format.JPEG: FormatSpec(
        label="JPEG",
        signatures=(rb"\xff\xd8\xff", rb"\xff\xd8[^\xff]{1,64}\xff[\xc0-\xfe]"),
        extensions=(".jpg", ".jpeg", ".jpe", ".jfif"),
        pixel_bytes=0.4,
        max_side=65_500,
        cmyk=True,
        lossy=True,
        exif=True,
        xmp=True,
        iptc=True,
        icc=True,
        dpi=True,
        comment=True,
        gain_map=True,
    ),
    Format.PNG: FormatSpec(
        label="PNG",
        signatures=(rb"\x89PNG\r\n\x1a\n",),
        extensions=(".png", ".apng"),
        pixel_bytes=2.0,
        alpha=Alpha.FULL,
        bits_grey=16,
        lossless=True,
        animation=PNG_CLOCK,
        exif=True,
        xmp=True,
        iptc=True,
        icc=True,
        dpi=True,
        comment=True,
        text=True,
    ),
    Format.WEBP: FormatSpec(
        label="WebP",
        signatures=(rb"RIFF.{4}WEBP",),
        extensions=(".webp",),
        pixel_bytes=0.25,
        lossless_pixel_bytes=1.6,
        max_side=16_383,
        alpha=Alpha.FULL,
        lossy=True,
        lossless=True,
        animation=WEBP_CLOCK,
        exif=True,
        xmp=True,
        icc=True,
    ),
    Format.AVIF: FormatSpec(
        label="AVIF",
        brands=frozenset((b"avif", b"avis")),
        extensions=(".avif", ".avifs"),
        pixel_bytes=0.2,
        max_side=16_384,
        alpha=Alpha.FULL,
        lossy=True,
        animation=AVIF_CLOCK,
        exif=True,
        xmp=True,
        icc=True,
    ),
    Format.TIFF: FormatSpec(
        label="TIFF",
        signatures=(rb"II[*+]\x00", rb"MM\x00[*+]"),
        extensions=(".tif", ".tiff"),
        pixel_bytes=3.0,
        alpha=Alpha.FULL,
        bits_grey=16,
        cmyk=True,
        lossless=True,
        pages=True,
        exif=True,
        xmp=True,
        iptc=True,
        icc=True,
        dpi=True,
        comment=True,
    ),
    Format.GIF: FormatSpec(
        label="GIF",
        signatures=(rb"GIF8[79]a",),
        extensions=(".gif",),
        pixel_bytes=0.7,
        max_side=65_535,
        alpha=Alpha.ONE_BIT,
        palette_only=True,
        animation=GIF_CLOCK,
        xmp=True,
        comment=True,
    ),
    Format.BMP: FormatSpec(
        label="BMP", signatures=(rb"BM",), extensions=(".bmp", ".dib"), pixel_bytes=3.0, lossless=True, dpi=True
    ),
    Format.ICO: FormatSpec(
        label="ICO",
        signatures=(rb"\x00\x00\x01\x00",),
        extensions=(".ico",),
        max_side=256,
        alpha=Alpha.FULL,
        lossless=True,
    ),
    Format.PDF: FormatSpec(
        label="PDF",
        signatures=(rb"%PDF-",),
        extensions=(".pdf",),
        pixel_bytes=0.4,
        reads=False,
        cmyk=True,
        lossy=True,
        lossless=True,
        pages=True,
        icc=True,
        dpi=True,
    ),
    Format.HEIC: FormatSpec(
        label="HEIC",
        brands=frozenset((b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1")),
        extensions=(".heic", ".heif", ".hif"),
        pixel_bytes=0.2,
        lossless_pixel_bytes=1.6,
        stays=False,
        write_extra="heic",
        max_side=16_384,
        alpha=Alpha.LIKE_COLORS,
        bits_grey=10,
        lossy=True,
        lossless=True,
        pages=True,
        exif=True,
        xmp=True,
        icc=True,
    ),
    Format.JXL: FormatSpec(
        label="JPEG XL",
        signatures=(rb"\xff\x0a", rb"\x00\x00\x00\x0cJXL \x0d\x0a\x87\x0a"),
        extensions=(".jxl",),
        pixel_bytes=0.3,
        lossless_pixel_bytes=1.3,
        read_extra="jxl",
        write_extra="jxl",
        alpha=Alpha.FULL,
        lossy=True,
        lossless=True,
        exif=True,
        xmp=True,
    ),
    Format.JPEG2000: FormatSpec(
        label="JPEG 2000",
        signatures=(rb"\x00\x00\x00\x0cjP  \x0d\x0a\x87\x0a", rb"\xff\x4f\xff\x51"),
        extensions=(".jp2", ".j2k", ".jpf", ".jpx", ".j2c", ".jpc"),
        pixel_bytes=0.4,
        writes=False,
        lossy=True,
    ),
    Format.NETPBM: FormatSpec(
        label="Netpbm",
        signatures=(rb"P[1-6]\s+(?:#[^\n]*\n\s*)*\d+\s+(?:#[^\n]*\n\s*)*\d+\s", rb"P[Ff]\s+\d+\s+\d+\s"),
        extensions=(".ppm", ".pgm", ".pbm", ".pnm", ".pfm"),
        pixel_bytes=3.0,
        writes=False,
    ),
    Format.QOI: FormatSpec(label="QOI", signatures=(rb"qoif",), extensions=(".qoi",), pixel_bytes=2.5, writes=False),
    Format.DDS: FormatSpec(label="DDS", signatures=(rb"DDS ",), extensions=(".dds",), pixel_bytes=1.0, writes=False),
    Format.ICNS: FormatSpec(label="Apple icon", signatures=(rb"icns",), extensions=(".icns",), writes=False),
    Format.TARGA: FormatSpec(
        label="Targa",
        # Truevision TGA 2.0, section C.3: without a colour map or with one of at most 256 colours, and of a kind and a depth
        # that its writers use. It has no signature at its start, so that it comes last.
        signatures=(
            rb".\x00[\x02\x03\x0a\x0b]\x00{5}.{4}(?!\x00\x00)..(?!\x00\x00)..[\x08\x0f\x10\x18\x20][\x00-\x3f]",
            rb".\x01[\x01\x09]..(?:[\x01-\xff]\x00|\x00\x01)[\x0f\x10\x18\x20].{4}(?!\x00\x00)..(?!\x00\x00)..[\x08\x0f\x10\x18\x20][\x00-\x3f]",
        ),
        extensions=(".tga", ".icb", ".vda", ".vst"),
        pixel_bytes=3.0,
        writes=False,
    ),
}


def usual_target(source: Format) -> Format:
    """The format of an output where none is asked for: the source's own, or what opens everywhere."""
    return source if SPECS[source].writes and SPECS[source].stays else Format.JPEG


CAMERA_RAW = "Camera raw"


class NoPicture(StrEnum):
    """What a file is that is no picture, as far as its contents tell."""

    TEXT = "text"
    WEB_PAGE = "web_page"
    FILM = "film"
    SOUND = "sound"
    ARCHIVE = "archive"
    DOCUMENT = "document"
    DATABASE = "database"
    PROGRAM = "program"
    FONT = "font"
    BLANK = "blank"


READABLE_EXTENSIONS: frozenset[str] = frozenset(
    extension for spec in SPECS.values() if spec.reads for extension in spec.extensions
)

UNSUPPORTED_EXTENSIONS: Mapping[str, str] = {
    **dict.fromkeys((".psd", ".psb"), "Photoshop"),
    **dict.fromkeys((".svg", ".svgz"), "SVG"),
    **dict.fromkeys((".eps", ".epsf"), "EPS"),
    **dict.fromkeys((".jxr", ".wdp", ".hdp"), "JPEG XR"),
    **dict.fromkeys((".fits", ".fit", ".fts"), "FITS"),
    **dict.fromkeys((".djvu", ".djv"), "DjVu"),
    **dict.fromkeys((".sgi", ".rgb"), "SGI"),
    **dict.fromkeys((".wmf", ".emf"), "Windows metafile"),
    **dict.fromkeys((".iff", ".ilbm", ".lbm"), "Amiga picture"),
    ".xcf": "GIMP",
    ".exr": "OpenEXR",
    ".hdr": "Radiance HDR",
    ".bpg": "BPG",
    ".flif": "FLIF",
    ".ras": "Sun raster",
    ".ora": "OpenRaster",
    ".kra": "Krita",
    **dict.fromkeys((".3fr", ".arw", ".cr2", ".cr3", ".crw", ".dcr", ".dng", ".erf", ".fff", ".gpr"), CAMERA_RAW),
    **dict.fromkeys((".iiq", ".k25", ".kdc", ".mef", ".mos", ".mrw", ".nef", ".nrw", ".orf", ".pef"), CAMERA_RAW),
    **dict.fromkeys((".raf", ".raw", ".rw2", ".rwl", ".sr2", ".srf", ".srw", ".x3f"), CAMERA_RAW),
}
"""Pictures that cannot be read, by the extensions their programs give them: lower case with the dot, and the format's name."""

WRITABLE: tuple[Format, ...] = tuple(known for known, spec in SPECS.items() if spec.writes)
"""What may be asked for; some of it needs an extra."""

SNIFF_BYTES = 256
"""How many of a file's first bytes `sniff` wants."""

_SIGNATURES: Mapping[Format, re.Pattern[bytes]] = {
    known: re.compile(b"|".join(spec.signatures), re.DOTALL) for known, spec in SPECS.items() if spec.signatures
}


def sniff(head: bytes) -> Format | None:
    """The format that a file's first `SNIFF_BYTES` bytes announce, or None when it is none of ours."""
    brands = _brands(head) if head[4:8] == b"ftyp" else frozenset()
    for known, spec in SPECS.items():
        if brands & spec.brands or (known in _SIGNATURES and _SIGNATURES[known].match(head)):
            return known
    return None


def _brands(head: bytes) -> frozenset[bytes]:
    # ISO/IEC 14496-12, box 'ftyp': size, type, major brand, minor version, compatible brands.
    end = min(int.from_bytes(head[:4], "big"), len(head))
    return frozenset((head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))))
