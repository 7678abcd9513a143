"""Metadata as cameras and editors write it: MakerNotes with offsets, GPS, thumbnails, IPTC, plain and extended XMP."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import md5
from io import BytesIO

from PIL import Image, ImageCms

from workers.image.metadata.bundle import Bundle, Text

THUMBNAIL_SIZE = (16, 12)
OWNER = "Anna Muster, Zürich"
CITY = "Sankt Gallen"

Value = tuple[int, int, int, bytes]
"""Tag, type, count, bytes in the block's order."""


@dataclass
class Block:
    """An EXIF block under construction, laid out front to back."""

    order: str = "<"
    data: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        self.data += (b"II" if self.order == "<" else b"MM") + self.pack("HI", 42, 0)

    def pack(self, layout: str, *values: object) -> bytes:
        return struct.pack(self.order + layout, *values)

    def put(self, value: bytes) -> int:
        """Append bytes at an even offset."""
        self.data += b"\0" * (len(self.data) % 2)
        self.data += value
        return len(self.data) - len(value)

    def directory(self, values: Sequence[Value]) -> int:
        """Append values, then their directory; its offset. The pointer to a next one is 0."""
        entries = b""
        for tag, kind, count, value in sorted(values):
            stored = value.ljust(4, b"\0") if len(value) <= 4 else self.pack("I", self.put(value))
            entries += self.pack("HHI", tag, kind, count) + stored
        return self.put(self.pack("H", len(values)) + entries + bytes(4))

    def short(self, tag: int, value: int) -> Value:
        return tag, 3, 1, self.pack("H", value)

    def long(self, tag: int, value: int) -> Value:
        return tag, 4, 1, self.pack("I", value)

    def text(self, tag: int, value: str) -> Value:
        data = value.encode() + b"\0"
        return tag, 2, len(data), data

    def rationals(self, tag: int, *values: tuple[int, int]) -> Value:
        return tag, 5, len(values), b"".join(self.pack("II", *value) for value in values)


def thumbnail() -> bytes:
    made = BytesIO()
    Image.new("RGB", THUMBNAIL_SIZE, "teal").save(made, "JPEG")
    return made.getvalue()


def exif(
    *,
    order: str = "<",
    orientation: int = 1,
    size: tuple[int, int] = (64, 48),
    gps: bool = True,
    small: bool = True,
    note: bytes | None = None,
    picture: bytes | None = None,
) -> bytes:
    """A block as a camera writes it, with a MakerNote whose offsets count from the start of the block.

    `note` and `picture` take the place of the MakerNote and of the thumbnail.
    """
    block = Block(order)
    note_at, note_size = _maker_note(block) if note is None else (block.put(note), len(note))
    interop = block.directory([block.text(1, "R98"), block.short(0x1001, size[0]), block.short(0x1002, size[1])])
    camera = block.directory(
        [
            block.rationals(0x829A, (1, 125)),
            block.text(0x9003, "2024:05:01 10:11:12"),
            (0x9000, 7, 4, b"0232"),
            (0x927C, 7, 0, b""),
            block.long(0xA002, size[0]),
            block.long(0xA003, size[1]),
            block.long(0xA005, interop),
        ]
    )
    _point_at(block, camera, 0x927C, note_size, note_at)
    values = [
        block.text(0x010F, "Canon"),
        block.text(0x0110, "Canon EOS 5D Mark III"),
        block.short(0x0112, orientation),
        block.rationals(0x011A, (300, 1)),
        block.rationals(0x011B, (300, 1)),
        block.short(0x0128, 2),
        block.text(0x013B, OWNER),
        block.text(0x8298, "© 2024 Anna Muster"),
        block.long(0x8769, camera),
    ]
    if gps:
        degrees = ((47, 1), (25, 1), (3000, 100))
        where = [
            (0, 1, 4, b"\2\3\0\0"),
            block.text(1, "N"),
            block.rationals(2, *degrees),
            block.text(3, "E"),
            block.rationals(4, *degrees),
        ]
        values.append(block.long(0x8825, block.directory(where)))
    first = block.directory(values)
    block.data[4:8] = block.pack("I", first)
    if small:
        picture = thumbnail() if picture is None else picture
        at = block.put(picture)
        second = block.directory([block.short(0x0103, 6), block.long(0x0201, at), block.long(0x0202, len(picture))])
        next_at = first + 2 + 12 * len(values)
        block.data[next_at : next_at + 4] = block.pack("I", second)
    return bytes(block.data)


def _maker_note(block: Block) -> tuple[int, int]:
    """Canon's: a directory and its values, with offsets from the start of the block. Where it stands and its size."""
    start = len(block.data) + len(block.data) % 2
    entries, values = b"", b""
    after = start + 2 + 12 * 3 + 4
    for tag, kind, count, value in [
        block.text(0x0006, "Canon EOS 5D Mark III"),
        block.long(0x0008, 1234567),
        block.text(0x0009, "Anna M. of the Alps"),
    ]:
        inline = len(value) <= 4
        entries += block.pack("HHI", tag, kind, count)
        entries += value.ljust(4, b"\0") if inline else block.pack("I", after + len(values))
        values += b"" if inline else value + b"\0" * (len(value) % 2)
    note = block.pack("H", 3) + entries + bytes(4) + values
    return block.put(note), len(note)


def _point_at(block: Block, directory: int, tag: int, count: int, offset: int) -> None:
    number = struct.unpack_from(block.order + "H", block.data, directory)[0]
    for at in range(directory + 2, directory + 2 + 12 * number, 12):
        if struct.unpack_from(block.order + "H", block.data, at)[0] == tag:
            block.data[at + 4 : at + 12] = block.pack("II", count, offset)


def xmp(
    *, orientation: int = 1, extended: bytes | None = None, gps: bool = True, title: str = "A title & more"
) -> bytes:
    """A packet with attributes and elements, places among them."""
    note = ""
    if extended is not None:
        name = md5(extended, usedforsecurity=False).hexdigest().upper()
        note = f' xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmpNote:HasExtendedXMP="{name}"'
    places = (
        """
   <exif:GPSLongitude>9,22.5E</exif:GPSLongitude>
   <photoshop:City>Sankt Gallen</photoshop:City>
   <Iptc4xmpExt:LocationShown><rdf:Bag><rdf:li rdf:parseType="Resource">
     <Iptc4xmpExt:City>Sankt Gallen</Iptc4xmpExt:City></rdf:li></rdf:Bag></Iptc4xmpExt:LocationShown>"""
        if gps
        else ""
    )
    latitude = ' exif:GPSLatitude="47,25.5N" drone-dji:AbsoluteAltitude="+690.1"' if gps else ""
    escaped = title.replace("&", "&amp;").replace("<", "&lt;")
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
   xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
   xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:drone-dji="http://www.dji.com/drone-dji/1.0/"
   xmlns:xmp="http://ns.adobe.com/xap/1.0/"
   tiff:Orientation="{orientation}" exif:PixelXDimension="64" xmp:Rating="4"{latitude}{note}>
   <exif:PixelYDimension>48</exif:PixelYDimension>{places}
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escaped}</rdf:li></rdf:Alt></dc:title>
   <dc:creator><rdf:Seq><rdf:li>{OWNER}</rdf:li></rdf:Seq></dc:creator>
   <dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© 2024 Anna Muster</rdf:li></rdf:Alt></dc:rights>
  </rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>""".encode()


def extended_xmp(size: int = 150_000) -> bytes:
    """A second packet too large for one JPEG segment, with a place in it."""
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:GDepth="http://ns.google.com/photos/1.0/depthmap/" '
        'xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSAltitude="690/1" '
        f'GDepth:Format="RangeInverse" GDepth:Data="{"QUJD" * (size // 4)}"/></rdf:RDF></x:xmpmeta>'
    ).encode()


def photoshop() -> bytes:
    """8BIM blocks: a resolution, the IPTC datasets, a digest."""

    def block(number: int, body: bytes) -> bytes:
        return (
            b"8BIM"
            + number.to_bytes(2, "big")
            + b"\0\0"
            + len(body).to_bytes(4, "big")
            + body
            + b"\0" * (len(body) % 2)
        )

    def dataset(record: int, number: int, value: bytes) -> bytes:
        return bytes((0x1C, record, number)) + len(value).to_bytes(2, "big") + value

    iim = b"".join(
        (
            dataset(1, 90, b"\x1b%G"),
            dataset(2, 0, b"\0\4"),
            dataset(2, 25, b"mountain"),
            dataset(2, 80, OWNER.encode()),
            dataset(2, 90, CITY.encode()),
            dataset(2, 101, b"Schweiz"),
            dataset(2, 116, "© 2024 Anna Muster".encode()),
            dataset(2, 120, b"A caption"),
        )
    )
    return block(0x03ED, bytes(16)) + block(0x0404, iim) + block(0x0425, bytes(16))


def icc() -> bytes:
    """A real profile."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def bundle(*, order: str = "<", orientation: int = 1, extended: bool = False) -> Bundle:
    """Everything at once."""
    second = extended_xmp() if extended else None
    return Bundle(
        exif=exif(order=order, orientation=orientation),
        xmp=xmp(orientation=orientation, extended=second),
        xmp_extended=second,
        photoshop=photoshop(),
        icc=icc(),
        comments=(b"first comment", "zweiter Kommentar: Zürich".encode()),
        texts=(Text(keyword="Title", text="A title"), Text(keyword="Description", text="Größe 漢字", language="de")),
        dpi=(300.0, 300.0),
    )
