"""Kinds of files that are not ours, so that they are called by their name."""

import zlib

from workers.binary.source import ByteSource
from workers.formats import CAMERA_RAW, NoPicture

_HEAD_BYTES = 4096
"""Enough for the prologue of a drawing, the first names in an archive and three packets of a film."""

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"8BPS", "Photoshop"),
    (b"%!PS", "PostScript"),
    (b"\xc5\xd0\xd3\xc6", "EPS"),
    (b"II\xbc\x01", "JPEG XR"),
    (b"\x76\x2f\x31\x01", "OpenEXR"),
    (b"#?RADIANCE", "Radiance HDR"),
    (b"#?RGBE", "Radiance HDR"),
    (b"gimp xcf", "GIMP"),
    (b"BPG\xfb", "BPG"),
    (b"FLIF", "FLIF"),
    (b"SIMPLE  =", "FITS"),
    (b"AT&TFORM", "DjVu"),
    (b"\x01\xda\x00", "SGI"),
    (b"\x01\xda\x01", "SGI"),
    (b"\x59\xa6\x6a\x95", "Sun raster"),
    (b"\xd7\xcd\xc6\x9a", "Windows metafile"),
    (b"FUJIFILMCCD-RAW", CAMERA_RAW),
    (b"IIU\x00", CAMERA_RAW),
    (b"IIRO", CAMERA_RAW),
    (b"IIRS", CAMERA_RAW),
    (b"MMOR", CAMERA_RAW),
    (b"FOVb", CAMERA_RAW),
    (b"\x00MRM", CAMERA_RAW),
    (b"II\x1a\x00\x00\x00HEAPCCDR", CAMERA_RAW),
    (b"P7\n", "Netpbm"),
    *((sign, NoPicture.FILM) for sign in (b"\x1aE\xdf\xa3", b"FLV\1", b"\0\0\1\xba", b"\0\0\1\xb3", b".RMF")),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", NoPicture.FILM),
    *((sign, NoPicture.SOUND) for sign in (b"ID3", b"fLaC", b"MThd", b"#!AMR", b".snd", b"caff", b"ADIF")),
    *((sign, NoPicture.ARCHIVE) for sign in (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\7", b"\xfd7zXZ\0", b"BZh", b"\x1f\x8b")),
    *(
        (sign, NoPicture.ARCHIVE)
        for sign in (b"PK\3\4", b"PK\5\6", b"\x28\xb5\x2f\xfd", b"MSCF", b"!<arch>\n", b"LZIP")
    ),
    *((sign, NoPicture.DOCUMENT) for sign in (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")),
    (b"SQLite format 3\0", NoPicture.DATABASE),
    *(
        (sign, NoPicture.PROGRAM)
        for sign in (b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
    ),
    *((sign, NoPicture.FONT) for sign in (b"\0\1\0\0\0", b"OTTO\0", b"wOFF", b"wOF2", b"ttcf")),
)
_BRANDS = {
    b"crx ": CAMERA_RAW,
    b"avci": "HEIF with H.264",
    b"j2ki": "HEIF with JPEG 2000",
    **dict.fromkeys((b"M4A ", b"M4B ", b"M4P ", b"F4A ", b"F4B "), NoPicture.SOUND),
}
"""Major brands of ISO media files; all others are films."""

_ATOMS = frozenset((b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"))
"""What QuickTime films begin with that are older than brands (QuickTime File Format, "Overview of the file format")."""

_RIFF = {b"AVI ": NoPicture.FILM, b"WAVE": NoPicture.SOUND, b"ACON": "Windows cursor"}
_IFF = {b"AIFF": NoPicture.SOUND, b"AIFC": NoPicture.SOUND, b"ILBM": "Amiga picture", b"PBM ": "Amiga picture"}
_PACKETS = ((0, 188), (4, 192), (0, 204))
"""Where the packets of an MPEG transport stream begin, and their lengths (ISO/IEC 13818-1, 2.4.3.2; Blu-ray; DVB)."""

_STEERING = "\t\n\r\f\v\x1b\b"
_IN_OFFICE = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/", b"xl/", b"ppt/")
_MIMETYPES = (
    (b"image/openraster", "OpenRaster"),
    (b"application/x-krita", "Krita"),
    (b"application/", NoPicture.DOCUMENT),
)
"""What the first file in an archive says that it is, where it is called `mimetype` (OpenDocument 1.3, part 2, 3.3)."""

_DIB_SIZES, _DIB_BITS = frozenset({40, 52, 56, 108, 124}), frozenset({1, 4, 8, 16, 24, 32})


def name_of(source: ByteSource) -> str | None:
    """What a file is that is none of ours: a format by its name, a NoPicture, None where it is nothing that we know."""
    head = source.up_to(0, _HEAD_BYTES)
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], NoPicture.FILM)
    if head[4:8] in _ATOMS:
        return NoPicture.FILM
    named = next((name for signature, name in _SIGNATURES if head.startswith(signature)), None)
    if named is NoPicture.ARCHIVE:
        return _in_archive(head)
    return named or _by_fields(head) or _by_rows(source, head) or _by_words(head)


def _in_archive(head: bytes) -> str:
    """What an archive is that holds the parts of one thing."""
    if head.startswith(b"\x1f\x8b"):
        return _in_gzip(head)
    if not head.startswith(b"PK\3\4"):
        return NoPicture.ARCHIVE
    # PKWARE APPNOTE 6.3.10, 4.3.7: a local file header of 30 bytes, the name, the extra field, the data.
    name_bytes, extra_bytes = int.from_bytes(head[26:28], "little"), int.from_bytes(head[28:30], "little")
    name = head[30 : 30 + name_bytes]
    if name == b"mimetype":
        told = head[30 + name_bytes + extra_bytes :]
        return next((kind for begins, kind in _MIMETYPES if told.startswith(begins)), NoPicture.ARCHIVE)
    return NoPicture.DOCUMENT if name.startswith(_IN_OFFICE) else NoPicture.ARCHIVE


def _in_gzip(head: bytes) -> str:
    try:
        begins = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, _HEAD_BYTES)
    except zlib.error:
        return NoPicture.ARCHIVE
    return "SVG" if _by_words(begins) == "SVG" else NoPicture.ARCHIVE


def _by_rows(source: ByteSource, head: bytes) -> str | None:
    """The kinds whose signs come again, or stand further inside."""
    if any(
        len(head) > at + 2 * step and {head[at], head[at + step], head[at + 2 * step]} == {0x47}
        for at, step in _PACKETS
    ):
        return NoPicture.FILM
    if head[257:262] == b"ustar" or source.up_to(32769, 5) == b"CD001":
        return NoPicture.ARCHIVE
    is_program = head[:2] == b"MZ" and source.up_to(int.from_bytes(head[60:64], "little"), 4) == b"PE\0\0"
    if is_program:
        return NoPicture.PROGRAM
    if head and not head.strip(b"\0") and not source.up_to(max(0, source.size - _HEAD_BYTES), _HEAD_BYTES).strip(b"\0"):
        return NoPicture.BLANK
    return None


_LAYERS = (1, 2)
"""III and II. What reads like layer I, which no file on a disk has, is the mark of text in UTF-16."""


def _is_mpeg_audio(head: bytes) -> bool:
    """Whether a frame of MPEG audio begins here, or of AAC in ADTS (ISO/IEC 11172-3, 2.4.1.3; 13818-7, 6.2)."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    if head[1] & 0xF6 == 0xF0:
        return head[2] >> 2 & 0xF < 13
    version, layer, bit_rate, sampling = head[1] >> 3 & 3, head[1] >> 1 & 3, head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and layer in _LAYERS and bit_rate not in (0, 15) and sampling != 3


def _by_words(head: bytes) -> str | None:
    """Drawings, web pages and plain text."""
    words = _words_in(head.rstrip(b"\0"))
    start = words.lstrip("\ufeff \t\r\n").lower()
    if start.startswith("<svg") or (start.startswith(("<?xml", "<!--", "<!doctype svg")) and "<svg" in start):
        return "SVG"
    if start.startswith(("<!doctype html", "<html")) or (start.startswith("<") and "<html" in start):
        return NoPicture.WEB_PAGE
    # Characters that steer a machine are in no text. One that is cut off at the end is no fault, and some that are none are
    # of an encoding which has most of them in common with this one.
    steering = any(sign < " " and sign not in _STEERING for sign in words)
    strange = words.count("\ufffd") > max(1, len(words) // 5)
    return NoPicture.TEXT if words and not steering and not strange else None


def _words_in(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="ignore")
    return head.decode("utf-8", errors="replace")


def _by_fields(head: bytes) -> str | None:
    """The kinds that only the values of their headers give away."""
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12])
    if head[:4] == b"FORM":
        return _IFF.get(head[8:12])
    if head[:4] == b"OggS":
        return NoPicture.FILM if b"theora" in head else NoPicture.SOUND
    return NoPicture.SOUND if _is_mpeg_audio(head) else _by_size_fields(head)


def _by_size_fields(head: bytes) -> str | None:
    if head[:4] == b"\0\0\2\0" and int.from_bytes(head[4:6], "little"):
        return "Windows cursor"
    is_dib = int.from_bytes(head[:4], "little") in _DIB_SIZES and head[12:14] == b"\1\0"
    return "Windows clipboard bitmap" if is_dib and int.from_bytes(head[14:16], "little") in _DIB_BITS else None
