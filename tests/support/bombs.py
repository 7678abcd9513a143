"""Small files that ask for gigabytes or hours: each decoder's worst, made byte by byte."""

import io
import struct
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

from PIL import Image

_SCANS = 4_000


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _zeros(count: int) -> bytes:
    """So many zeros, deflated, without ever holding them."""
    packer = zlib.compressobj(9)
    block = bytes(2**20)
    packed = [packer.compress(block) for _ in range(count // len(block))]
    return b"".join((*packed, packer.compress(bytes(count % len(block))), packer.flush()))


def _png(width: int, height: int, *, bits: int, color: int, before: bytes = b"", data: bytes | None = None) -> bytes:
    channels = {0: 1, 2: 3, 3: 1, 6: 4}[color]
    row = 1 + (width * bits * channels + 7) // 8
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, color, 0, 0, 0))
    pixels = _zeros(row * height) if data is None else data
    return b"\x89PNG\r\n\x1a\n" + header + before + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def png_bits() -> bytes:
    """30,000 × 30,000 pixels of one bit."""
    return _png(30_000, 30_000, bits=1, color=0)


def png_rgba() -> bytes:
    """20,000 × 20,000 clear pixels."""
    return _png(20_000, 20_000, bits=8, color=6)


def png_larger_than_any_machine() -> bytes:
    """Two thousand million pixels a side, and no data."""
    return _png(2**31 - 1, 2**31 - 1, bits=8, color=6, data=zlib.compress(b""))


def png_profile() -> bytes:
    """A profile that inflates to 1 GB."""
    return _png(64, 64, bits=8, color=2, before=_chunk(b"iCCP", b"x\0\0" + _zeros(2**30)))


def png_text() -> bytes:
    """A text that inflates to 1 GB."""
    return _png(64, 64, bits=8, color=2, before=_chunk(b"zTXt", b"Comment\0\0" + _zeros(2**30)))


def png_xmp() -> bytes:
    """XMP that inflates to 1 GB."""
    head = b"XML:com.adobe.xmp\0\1\0\0\0"
    return _png(64, 64, bits=8, color=2, before=_chunk(b"iTXt", head + _zeros(2**30)))


def png_many_chunks() -> bytes:
    """Half a million empty chunks."""
    return _png(64, 64, bits=8, color=2, before=_chunk(b"tEXt", b"a\0b") * 500_000)


def apng_frames() -> bytes:
    """2,000 frames of 8,000 × 8,000 pixels."""
    width = height = 8_000
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    frames, at = [], 0
    small = _zeros(1 + 4)
    first = _zeros((1 + 4 * width) * height)
    for n in range(2_000):
        size = (width, height) if n == 0 else (1, 1)
        frames.append(_chunk(b"fcTL", struct.pack(">IIIIIHHBB", at, *size, 0, 0, 1, 100, 0, 1)))
        at += 1
        if n == 0:
            frames.append(_chunk(b"IDAT", first))
        else:
            frames.append(_chunk(b"fdAT", struct.pack(">I", at) + small))
            at += 1
    head = _chunk(b"acTL", struct.pack(">II", 2_000, 0))
    return b"\x89PNG\r\n\x1a\n" + header + head + b"".join(frames) + _chunk(b"IEND", b"")


def _gif_frame(width: int, height: int) -> bytes:
    place = b"," + struct.pack("<HHHHB", 0, 0, width, height, 0)
    return b"!\xf9\x04\0\1\0\0\0" + place + b"\x02\x02\x4c\x01\0"


def gif_largest() -> bytes:
    """One frame of 65,535 × 65,535 pixels."""
    head = b"GIF89a" + struct.pack("<HHBBB", 65_535, 65_535, 0x80, 0, 0) + bytes(6)
    return head + _gif_frame(65_535, 65_535) + b";"


def gif_frames() -> bytes:
    """1,000 frames on a canvas of 10,000 × 10,000 pixels."""
    head = b"GIF89a" + struct.pack("<HHBBB", 10_000, 10_000, 0x80, 0, 0) + bytes(6)
    return head + _gif_frame(1, 1) * 1_000 + b";"


def gif_many_frames() -> bytes:
    """200,000 frames of one pixel."""
    head = b"GIF89a" + struct.pack("<HHBBB", 16, 16, 0x80, 0, 0) + bytes(6)
    return head + _gif_frame(1, 1) * 200_000 + b";"


def webp_largest() -> bytes:
    """16,383 × 16,383 pixels of one colour."""
    small = io.BytesIO()
    Image.new("RGBA", (1, 1)).save(small, "WEBP", lossless=True)
    data = bytearray(small.getvalue())
    at = data.index(b"VP8L") + 9
    bits = struct.unpack_from("<I", data, at)[0] & ~((1 << 28) - 1)
    struct.pack_into("<I", data, at, bits | 16_382 | 16_382 << 14)
    return bytes(data)


def webp_frames() -> bytes:
    """300 frames on a canvas of 16,000 × 16,000 pixels."""
    whole = io.BytesIO()
    frames = [Image.new("RGBA", (2, 2), (n, 0, 0, 255)) for n in range(3)]
    frames[0].save(whole, "WEBP", save_all=True, append_images=frames[1:], duration=10, lossless=True)
    data = whole.getvalue()
    first = data.index(b"ANMF")
    size = struct.unpack_from("<I", data, first + 4)[0] + 8
    frame = data[first : first + size + size % 2]
    head = bytearray(data[:first])
    at = head.index(b"VP8X") + 12
    head[at : at + 6] = struct.pack("<I", 15_999)[:3] * 2
    body = bytes(head) + frame * 300
    return body[:4] + struct.pack("<I", len(body) - 8) + body[8:]


def jpeg_scans() -> bytes:
    """A progressive picture that is refined 4,000 times."""
    made = io.BytesIO()
    Image.new("L", (4_000, 4_000), 90).save(made, "JPEG", progressive=True, quality=90)
    data = made.getvalue()
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * _SCANS + b"\xff\xd9"


def jpeg_largest() -> bytes:
    """65,000 × 15,000 progressive pixels, of which hardly any are there."""
    made = io.BytesIO()
    Image.new("RGB", (64, 64)).save(made, "JPEG", progressive=True)
    data = bytearray(made.getvalue())
    at = data.index(b"\xff\xc2")
    struct.pack_into(">HH", data, at + 5, 15_000, 65_000)
    return bytes(data)


def _tiff(*tags: tuple[int, int, int, int], after: bytes = b"", following: int = 0) -> bytes:
    entries = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + entries + struct.pack("<I", following) + after


def _tiff_of(
    width: int, height: int, *more: tuple[int, int, int, int], after: bytes = b"", following: int = 0
) -> bytes:
    kinds = ((256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 8), (262, 3, 1, 1), (277, 3, 1, 1))
    return _tiff(*sorted((*kinds, *more)), after=after, following=following)


def tiff_strip() -> bytes:
    """One strip that inflates to 900 MB."""
    packed = _zeros(900_000_000)
    start = 8 + 2 + 9 * 12 + 4
    return _tiff_of(30_000, 30_000, (273, 4, 1, start), (278, 4, 1, 30_000), (279, 4, 1, len(packed)), after=packed)


def tiff_tags() -> bytes:
    """Tags that claim four thousand million values each."""
    most = 2**32 - 1
    return _tiff_of(100, 100, *((tag, 12, most, 8) for tag in (273, 279, 320, 700, 33_723, 34_377, 34_675)))


def tiff_loop() -> bytes:
    """Pages that lead to each other for ever."""
    return _tiff_of(10, 10, (273, 4, 1, 8), (279, 4, 1, 4), following=8)


def bmp_largest() -> bytes:
    """Two thousand million pixels a side, and no data."""
    head = struct.pack("<IiiHHIIiiII", 40, 2**31 - 1, 2**31 - 1, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54, 0, 0, 54) + head


def ico_png() -> bytes:
    """An icon of one picture that is much larger than it says."""
    inside = png_bits()
    return b"\0\0\1\0\1\0" + struct.pack("<BBBBHHII", 16, 16, 0, 0, 1, 32, len(inside), 22) + inside


def xmp_laughs() -> bytes:
    """XMP whose entities grow to 10^9 words."""
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    doctype = f'<!DOCTYPE x [<!ENTITY l0 "ha">{lines}]>'
    xmp = f'<?xpacket begin=""?>{doctype}<x:xmpmeta xmlns:x="adobe:ns:meta/">&l9;</x:xmpmeta><?xpacket end="w"?>'
    made = io.BytesIO()
    Image.new("RGB", (64, 64)).save(made, "JPEG", xmp=xmp.encode())
    return made.getvalue()


BOMBS: Mapping[str, Callable[[], bytes]] = {
    f"{make.__name__}.{make.__name__.partition('_')[0]}": make
    for make in (
        png_bits,
        png_rgba,
        png_larger_than_any_machine,
        png_profile,
        png_text,
        png_xmp,
        png_many_chunks,
        gif_largest,
        gif_frames,
        gif_many_frames,
        webp_largest,
        webp_frames,
        jpeg_scans,
        jpeg_largest,
        tiff_strip,
        tiff_tags,
        tiff_loop,
        bmp_largest,
        ico_png,
    )
} | {"apng_frames.png": apng_frames, "xmp_laughs.jpg": xmp_laughs}
"""Each by a file name that says what is in it."""


def write_bombs(folder: Path) -> list[Path]:
    """All of them as files."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, make in BOMBS.items():
        path = folder / name
        path.write_bytes(make())
        made.append(path)
    return made
