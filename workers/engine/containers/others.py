"""Kinds of files that are not ours, so that they are called by their name."""

from workers.engine.containers.source import Source
from workers.formats import SNIFF_BYTES

CAMERA_RAW = "Camera raw"

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"8BPS", "Photoshop"),
    (b"%!PS", "PostScript"),
    (b"\xc5\xd0\xd3\xc6", "EPS"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"II\xbc\x01", "JPEG XR"),
    (b"<svg", "SVG"),
    (b"\x76\x2f\x31\x01", "OpenEXR"),
    (b"#?RADIANCE", "Radiance HDR"),
    (b"#?RGBE", "Radiance HDR"),
    (b"qoif", "QOI"),
    (b"DDS ", "DDS"),
    (b"gimp xcf", "GIMP"),
    (b"icns", "Apple icon"),
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
    (b"\x1aE\xdf\xa3", "Video"),
    *((b"P%d\n" % kind, "Netpbm") for kind in range(1, 8)),
    (b"PF\n", "Netpbm"),
    (b"Pf\n", "Netpbm"),
)
_BRANDS = {
    b"crx ": CAMERA_RAW,
    b"avci": "HEIF with H.264",
    b"j2ki": "HEIF with JPEG 2000",
    **dict.fromkeys((b"qt  ", b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"avc1", b"mp41", b"mp42"), "Video"),
    **dict.fromkeys((b"M4V ", b"M4VH", b"3gp4", b"3gp5", b"3gp6", b"MSNV", b"XAVC", b"dash"), "Video"),
}
# Targa has no signature at its start. This one at its end came with its second version.
_TARGA_END = b"TRUEVISION-XFILE.\0"
_TARGA_KINDS = {0: frozenset({2, 3, 10, 11}), 1: frozenset({1, 2, 9, 10})}
_TARGA_BITS = frozenset({8, 15, 16, 24, 32})
_DIB_SIZES, _DIB_BITS = frozenset({40, 52, 56, 108, 124}), frozenset({1, 4, 8, 16, 24, 32})


def name_of(source: Source) -> str | None:
    """What a file is called that is none of ours, None where it is nothing that we know."""
    head = source.up_to(0, SNIFF_BYTES)
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12])
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return "Video"
    if head.lstrip().startswith(b"<?xml") and b"<svg" in head:
        return "SVG"
    named = next((name for signature, name in _SIGNATURES if head.startswith(signature)), None)
    return named or _by_fields(source, head)


def _by_fields(source: Source, head: bytes) -> str | None:
    """The kinds that only the values of their headers give away."""
    if source.up_to(max(0, source.size - len(_TARGA_END)), len(_TARGA_END)) == _TARGA_END or _is_targa(head):
        return "Targa"
    if head[:4] == b"\0\0\2\0" and int.from_bytes(head[4:6], "little"):
        return "Windows cursor"
    if int.from_bytes(head[:4], "little") in _DIB_SIZES and head[12:14] == b"\1\0":
        return "Windows clipboard bitmap" if int.from_bytes(head[14:16], "little") in _DIB_BITS else None
    return None


def _is_targa(head: bytes) -> bool:
    """Whether the 18 bytes of a Targa header are ones that its writers use (Truevision TGA 2.0, section C.3)."""
    if len(head) < 18 or head[2] not in _TARGA_KINDS.get(head[1], ()):
        return False
    colors = int.from_bytes(head[5:7], "little")
    mapped = (head[3:8] == bytes(5)) if head[1] == 0 else (0 < colors <= 256 and head[7] in _TARGA_BITS)
    sized = head[12:14] != b"\0\0" and head[14:16] != b"\0\0"
    return mapped and sized and head[16] in _TARGA_BITS and not head[17] & 0xC0
