"""Where AVIF and HEIC keep their metadata: items of type Exif and mime, and the property `colr` of the primary item."""

from collections.abc import Iterator
from typing import BinaryIO

from msgspec.structs import replace

from workers.binary import bmff
from workers.binary.source import ByteSource
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.formats import FormatSpec
from workers.image.color import colorimetry
from workers.image.color.matrix_profile import profile_of
from workers.image.formats.heif import container as heif
from workers.image.formats.heif import properties
from workers.image.metadata import exif as exif_block
from workers.image.metadata import fitting
from workers.image.metadata.bundle import Bundle, TextChunk
from workers.plan import Loss

_XMP = b"application/rdf+xml"
_PARTS = frozenset(
    (
        b"ftyp",
        b"styp",
        b"meta",
        b"mini",
        b"mdat",
        b"idat",
        b"free",
        b"skip",
        b"wide",
        b"pdin",
        b"moof",
        b"mfra",
        b"sidx",
    )
)
"""The boxes of which a file of pictures is made, beside `moov`."""

_CREDENTIALS = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
# PNG counts ten-thousandths of a candela a square metre.
_CANDELA = 10_000
_EMPTY_EXIF = b"II*\0\x08\0\0\0\0\0\0\0\0\0"
_EMPTY_XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'


def read(source: ByteSource) -> Bundle:
    """The metadata of an AVIF or HEIC. Raises Failure where its boxes cannot be walked."""
    exif = xmp = None
    for item in _items(source):
        if item.kind == b"Exif" and exif is None:
            exif = _tiff(bmff.content(source, item))
        elif item.kind == b"mime" and item.content == _XMP and xmp is None:
            xmp = bmff.content(source, item)
    if exif is not None and exif.rstrip(b"\0") in (_EMPTY_EXIF.rstrip(b"\0"), b""):
        exif = None
    xmp = xmp.rstrip(b" ") if xmp else None
    if xmp in (_EMPTY_XMP, b""):
        xmp = None
    shown = heif.pictures(source)
    losses = [loss for _, loss in _left_behind(source)]
    profile = shown.profile
    if profile is None and shown.codes is not None and not shown.codes.hdr:
        space = colorimetry.of_codes(shown.codes)
        if space is None:
            losses.append(Loss.PROFILE)
        elif not space.is_srgb(grey=shown.coding.grey):
            profile = profile_of(space, grey=shown.coding.grey)
    return Bundle(
        exif=exif or None,
        xmp=xmp or None,
        icc=profile,
        color_chunks=_hdr(shown),
        losses=tuple(dict.fromkeys(losses)),
    )


def _hdr(shown: heif.Pictures) -> tuple[TextChunk, ...]:
    """What is said of HDR, as PNG says it (PNG 3rd edition, 11.3.2.6 to 8)."""
    codes = shown.codes
    if codes is None or not codes.hdr or codes.primaries > 255:
        return ()
    chunks = [TextChunk(name=b"cICP", data=bytes((codes.primaries, codes.transfer, 0, 1)))]
    for name, body in shown.light:
        if name == b"mdcv":  # green, blue, red (ISO/IEC 23008-2, D.3.28), not red, green, blue
            chunks.append(TextChunk(name=b"mDCV", data=body[8:12] + body[:8] + body[12:]))
        else:
            levels = (int.from_bytes(body[at : at + 2], "big") * _CANDELA for at in (0, 2))
            chunks.append(TextChunk(name=b"cLLI", data=b"".join(level.to_bytes(4, "big") for level in levels)))
    return tuple(chunks)


def _with_hdr(data: bytes, bundle: Bundle) -> bytes:
    """The file with the code points of the bundle, and what it says of light."""
    codes = bundle.codes
    if codes is None or not codes.hdr or _hdr(heif.pictures(ByteSource.of(data))) == bundle.color_chunks:
        return data
    found = {chunk.name.upper(): chunk.data for chunk in bundle.color_chunks}
    light = []
    if len(volume := found.get(b"MDCV", b"")) == 24:
        light.append((b"mdcv", volume[4:12] + volume[:4] + volume[12:]))
    if len(levels := found.get(b"CLLI", b"")) == 8:
        values = (min(0xFFFF, round(int.from_bytes(levels[at : at + 4], "big") / _CANDELA)) for at in (0, 4))
        light.append((b"clli", b"".join(value.to_bytes(2, "big") for value in values)))
    return properties.described(data, codes, light)


def _items(source: ByteSource) -> Iterator[bmff.Item]:
    """The items of the file and those of its tracks, which may be the same bytes again."""
    for meta in bmff.metas(source):
        yield from meta.items.values()


def _left_behind(source: ByteSource) -> Iterator[tuple[bmff.IsoBox, Loss]]:
    """The boxes of a file that are no part of its pictures: a film, credentials, and what makers and programs add."""
    for box in bmff.boxes(source):
        if box.name == b"mpvd":
            yield box, Loss.MOTION
        elif box.name == b"uuid" and source.up_to(box.data_at, 16) == _CREDENTIALS:
            yield box, Loss.CREDENTIALS
        elif box.name == b"moov":
            yield from ((one, Loss.OTHER) for one in _beside_tracks(source, box))
        elif box.name not in _PARTS:
            yield box, Loss.OTHER


def _beside_tracks(source: ByteSource, film: bmff.IsoBox) -> Iterator[bmff.IsoBox]:
    """What a film and its tracks say to programs for films, such as where it was taken."""
    for box in bmff.boxes(source, film.data_at, film.end):
        if box.name in (b"udta", b"meta"):
            yield box
        elif box.name == b"trak":
            yield from (one for one in bmff.boxes(source, box.data_at, box.end) if one.name == b"udta")


def write(encoded: ByteSource, out: BinaryIO, bundle: Bundle) -> None:
    """Copy an AVIF or HEIC with the bundle's EXIF and XMP in the room of the items that it has; the rest of them is blanked.

    No item is added: the encoder has to make them. Raises Failure TOO_LARGE_FOR_FORMAT where an item's room is too small.
    """
    encoded = ByteSource.of(_with_hdr(encoded.at(0, encoded.size), bundle)) if bundle.codes else encoded
    start = out.tell()
    encoded.copy_to(out, 0, encoded.size)
    for box, _ in _left_behind(encoded):
        _blank(out, start, box)
    exif: bytes | None = bundle.exif
    xmp: bytes | None = bundle.xmp
    filled = set[tuple[tuple[int, int], ...]]()
    for item in _items(encoded):
        places = bmff.places(encoded, item)
        if (item.kind != b"Exif" and item.content != _XMP) or places in filled:
            continue
        filled.add(places)
        room = sum(size for _, size in places)
        if item.kind == b"Exif" and room >= 4 + len(_EMPTY_EXIF):
            _fill(out, start, places, bytes(4) + (exif or _EMPTY_EXIF), b"\0")
            exif = None
        elif item.kind == b"mime":
            _fill(out, start, places, xmp or (_EMPTY_XMP if room >= len(_EMPTY_XMP) else b""), b" ")
            xmp = None
    out.seek(start + encoded.size)


def _blank(out: BinaryIO, start: int, box: bmff.IsoBox) -> None:
    """Make a box of free space of it: nothing moves."""
    out.seek(start + box.at + 4)
    out.write(b"free")
    out.seek(start + box.data_at)
    for at in range(box.data_at, box.end, 2**20):
        out.write(bytes(min(2**20, box.end - at)))


def _fill(out: BinaryIO, start: int, places: tuple[tuple[int, int], ...], data: bytes, padding: bytes) -> None:
    room = sum(size for _, size in places)
    if len(data) > room:
        raise Failure(ErrorCode.TOO_LARGE_FOR_FORMAT, FailureFacts(bytes_needed=len(data), limit=room))
    data = data.ljust(room, padding)
    for at, size in places:
        out.seek(start + at)
        out.write(data[:size])
        data = data[size:]


def _tiff(body: bytes | None) -> bytes | None:
    """The TIFF block of an Exif item: its first four bytes say how many more come before it (ISO/IEC 23008-12, A.2.1)."""
    if body is None or len(body) < 12:
        return None
    start = 4 + int.from_bytes(body[:4], "big")
    for at in (start, 4):
        block = body[at:].removeprefix(b"Exif\0\0")
        if block[:2] in (b"II", b"MM"):
            return block
    return None


def fit(bundle: Bundle, spec: FormatSpec) -> Bundle:
    """Without EXIF that cannot be read, over which the encoders stumble; XMP without the spaces that fill its item up."""
    fitted = fitting.in_shape(bundle, spec, packet=lambda packet: packet.rstrip(b" "))
    if fitted.exif is None or exif_block.opened(fitted.exif) is not None:
        return fitted
    return replace(fitted, exif=None, losses=(*fitted.losses, Loss.EXIF))


def exif_to_save(bundle: Bundle) -> bytes | None:
    """The EXIF block that an encoder makes room with: with a turn in it Pillow lays it out anew, and breaks the MakerNote."""
    block = exif_block.opened(bundle.exif)
    if block is None:
        return bundle.exif
    block.drop_orientation()
    return bytes(block)
