"""Where a JPEG keeps its metadata: APP1 (EXIF, XMP), APP2 (profile, pictures behind it), APP13 (IPTC), COM."""

from collections.abc import Iterator
from typing import BinaryIO

from msgspec.structs import replace

from workers.binary.source import Budget, ByteSource
from workers.errors import Failure
from workers.formats import SPECS, Format
from workers.image.color.colorimetry import ADOBE_RGB
from workers.image.color.matrix_profile import profile_of
from workers.image.formats.jpeg import container as jpeg
from workers.image.formats.jpeg import mpf
from workers.image.metadata import exif, fitting, layout, rights, xmp
from workers.image.metadata.bundle import Bundle, GainMap, TextChunk
from workers.plan import Loss

_EXIF = b"Exif\0\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_PACKET, _FARTHEST_PACKET = b"<?xpacket begin", 100
_EXTENDED = b"http://ns.adobe.com/xmp/extension/\0"
_ICC = b"ICC_PROFILE\0"
_PHOTOSHOP = b"Photoshop 3.0\0"
_ISO_GAIN_MAP = b"urn:iso:std:iso:ts:21496:-1\0"
_JFIF = b"JFIF\0"
_OURS = (_EXIF, b"Exif\0\xff", _XMP, _EXTENDED, _ICC, _PHOTOSHOP, _ISO_GAIN_MAP, _JFIF, b"JFXX\0", b"MPF\0", b"Adobe")
_APP1, _APP2, _APP11, _APP13, _APP14 = 0xE1, 0xE2, 0xEB, 0xED, 0xEE

MOST_EXIF = jpeg.MOST_DATA - len(_EXIF)
MOST_XMP = jpeg.MOST_DATA - len(_XMP)
_MOST_TRAILER = 2**16
_PADDING = 256
_EXTENDED_PART = 65_400
_ICC_PART = jpeg.MOST_DATA - len(_ICC) - 2
_PHOTOSHOP_PART = jpeg.MOST_DATA - len(_PHOTOSHOP)


class _JpegSegments:
    def __init__(self) -> None:
        self.exif: list[bytes] = []
        self.xmp: bytes | None = None
        self.extended: dict[bytes, dict[int, bytes]] = {}
        self.icc: dict[int, bytes] = {}
        self.icc_parts = 0
        self.photoshop: list[bytes] = []
        self.comments: list[bytes] = []
        self.others: list[TextChunk] = []
        self.losses: list[Loss] = []
        self.iso: bytes | None = None
        self.dpi: tuple[float, float] | None = None

    def take(self, marker: int, data: bytes) -> None:
        if marker == jpeg.COM:
            self.comments.append(data)
        elif marker == _APP1:
            self._take_app1(data)
        elif marker == _APP2 and data.startswith(_ICC) and len(data) > 14:
            self.icc.setdefault(data[12], data[14:])
            self.icc_parts = data[13]
        elif marker == _APP2 and data.startswith(_ISO_GAIN_MAP):
            self.iso = data
        elif marker == _APP13 and data.startswith(_PHOTOSHOP):
            self.photoshop.append(data.removeprefix(_PHOTOSHOP))
        elif marker == jpeg.APP0 and data.startswith(_JFIF):
            self.dpi = _density(data)
        elif marker == _APP11 and data.startswith(b"JP"):
            self.losses.append(Loss.CREDENTIALS)
        elif 0xE0 <= marker <= 0xEF and not data.startswith(_OURS):
            self.others.append(TextChunk(name=bytes((marker,)), data=data))

    def _take_app1(self, data: bytes) -> None:
        if data.startswith((_EXIF, b"Exif\0\xff")):
            # A block may go on in the next segment; a second block is a copy that some editor left behind.
            if not self.exif or data[6:10] not in (b"II*\0", b"MM\0*"):
                self.exif.append(data[6:])
        elif data.startswith(_XMP):
            self._take_packet(data.removeprefix(_XMP))
        elif data.startswith(_EXTENDED) and len(data) >= 75:
            at = int.from_bytes(data[71:75], "big")
            self.extended.setdefault(data[35:67], {})[at] = data[75:]
        elif self.xmp is None and (at := data.find(_PACKET, 0, _FARTHEST_PACKET)) >= 0:
            self.xmp = data[at:]  # behind a header that some program spoiled
        else:
            self.others.append(TextChunk(name=bytes((_APP1,)), data=data))

    def _take_packet(self, packet: bytes) -> None:
        if self.xmp is not None and packet != self.xmp:  # a file holds one (XMP specification part 3, 1.1.3)
            self.losses.append(Loss.OTHER)
        self.xmp = self.xmp or packet

    def extended_packet(self) -> bytes | None:
        """The parts of the packet that the main one names, joined; None where one is missing."""
        for name, parts in self.extended.items():
            if self.xmp is None or name not in self.xmp:
                continue
            whole = b""
            for at in sorted(parts):
                if at != len(whole):
                    return None
                whole += parts[at]
            return whole
        return None

    def profile(self) -> bytes | None:
        """The profile put together (ICC.1:2022, B.4); None and a loss where a part of it is missing."""
        if self.icc and (len(self.icc) != self.icc_parts or max(self.icc) - min(self.icc) >= self.icc_parts):
            self.losses.append(Loss.PROFILE)
            return None
        return b"".join(self.icc[number] for number in sorted(self.icc)) or None


def _density(data: bytes) -> tuple[float, float] | None:
    unit, across, down = data[7:8], int.from_bytes(data[8:10], "big"), int.from_bytes(data[10:12], "big")
    if unit not in (b"\1", b"\2") or not across or not down:
        return None
    scale = 2.54 if unit == b"\2" else 1.0
    return across * scale, down * scale


def read(source: ByteSource) -> Bundle:
    """The metadata of a JPEG. Raises Failure where its segments cannot be walked."""
    found = _JpegSegments()
    budget = Budget()
    for segment in jpeg.segments(source):
        is_ours = segment.marker == jpeg.COM or 0xE0 <= segment.marker <= 0xEF
        if is_ours and budget.allows(segment.size):
            found.take(segment.marker, source.at(segment.data_at, segment.size))
    block, icc = b"".join(found.exif) or None, found.profile()
    extended = found.extended_packet()
    if found.extended and extended is None and found.xmp:
        found.losses.append(Loss.XMP)
    if xmp.promises_motion(found.xmp) or _has_film(source):
        found.losses.append(Loss.MOTION)
    elif _goes_on(source):
        found.losses.append(Loss.OTHER)
    more = [one for one in mpf.pictures(source) if not one.is_preview]
    gain_map = _gain_map(source, more, found.iso)
    if len(more) > (gain_map is not None):
        found.losses.append(Loss.PICTURES)
    return Bundle(
        exif=block,
        xmp=found.xmp,
        xmp_extended=extended,
        photoshop=b"".join(found.photoshop) or None,
        icc=icc or _profile_of_a_camera(source, block),
        comments=tuple(found.comments),
        dpi=found.dpi,
        gain_map=gain_map,
        others=tuple(found.others),
        losses=tuple(dict.fromkeys(found.losses)),
    )


def _has_film(source: ByteSource) -> bool:
    """Whether Samsung's trailer lists a film: its directory stands before its size and `SEFT`, the last 8 bytes."""
    end = source.up_to(source.size - 8, 8) if source.size > 8 else b""
    size = int.from_bytes(end[:4], "little")
    if end[4:] != b"SEFT" or not 12 <= size <= min(source.size - 8, _MOST_TRAILER):
        return False
    directory = source.at(source.size - 8 - size, size)
    kinds = (directory[at + 2 : at + 4] for at in range(12, len(directory) - 11, 12))
    return directory[:4] == b"SEFH" and b"\x30\x0a" in kinds


def _goes_on(source: ByteSource) -> bool:
    """Whether some program put something of its own behind the picture, which only that one finds again."""
    end = source.up_to(max(0, source.size - _PADDING), _PADDING).rstrip(b"\0\xff\r\n ")
    return bool(end) and not end.endswith(b"\xff\xd9")


def _gain_map(source: ByteSource, pictures: list[mpf.Picture], iso: bytes | None) -> GainMap | None:
    for image in pictures:
        try:
            if mpf.is_gain_map(source, image):
                return GainMap(image=source.at(image.at, image.size), iso=iso)
        except Failure:
            continue
    return None


def _profile_of_a_camera(source: ByteSource, block: bytes | None) -> bytes | None:
    """That of Adobe RGB where EXIF says so, as elsewhere it may be older than the pixels."""
    said = exif.opened(block)
    is_adobe_rgb = said is not None and said.is_adobe_rgb and jpeg.has_three_components(source)
    return profile_of(ADOBE_RGB, grey=False) if is_adobe_rgb else None


def losses(bundle: Bundle) -> Iterator[Loss]:
    """What of a bundle a JPEG cannot hold."""
    if any(len(comment) > jpeg.MOST_DATA for comment in bundle.comments):
        yield Loss.COMMENT
    if any(text.keyword != "Comment" for text in bundle.texts):
        yield Loss.TEXT
    yield from fitting.color_losses(bundle)


def write(encoded: ByteSource, out: BinaryIO, bundle: Bundle) -> None:
    """Copy a JPEG with the bundle in place of whatever metadata it has; what stands behind its EOI goes. Raises Failure."""
    front, keep, scan_at = b"\xff\xd8", [], 0
    for segment in jpeg.segments(encoded):
        scan_at = segment.at
        if segment.marker in (jpeg.SOS, jpeg.EOI):
            break
        data = encoded.at(segment.data_at, segment.size)
        if segment.marker == jpeg.APP0 and data.startswith(_JFIF):
            # Only where there was one: a JFIF header makes decoders take RGB for YCbCr.
            front = b"\xff\xd8" + _app0(bundle.dpi)
        elif segment.marker == _APP14 or not (0xE0 <= segment.marker <= 0xEF or segment.marker == jpeg.COM):
            keep.append(jpeg.spell(segment.marker, data))
    end = jpeg.end_of_image(encoded)
    middle, back = b"".join(_segments(bundle)), b"".join(keep)
    body = len(middle) + len(back) + end - scan_at
    directory = b""
    if bundle.gain_map is not None:
        directory = mpf.spell(len(front), body, len(bundle.gain_map.image))
    out.write(front + directory + middle + back)
    encoded.copy_to(out, scan_at, end - scan_at)
    if bundle.gain_map is not None:
        out.write(bundle.gain_map.image)


def _app0(dpi: tuple[float, float] | None) -> bytes:
    across, down = (min(max(round(value), 1), 0xFFFF) for value in dpi or (1, 1))
    unit = b"\0" if dpi is None else b"\1"
    density = across.to_bytes(2, "big") + down.to_bytes(2, "big")
    return jpeg.spell(jpeg.APP0, _JFIF + b"\1\1" + unit + density + b"\0\0")


def _segments(bundle: Bundle) -> list[bytes]:
    made: list[bytes] = []
    if bundle.exif is not None:
        made.append(jpeg.spell(_APP1, _EXIF + bundle.exif))
    main, extended = bundle.xmp, bundle.xmp_extended
    if main is not None:
        made.append(jpeg.spell(_APP1, _XMP + main))
    if main is not None and extended is not None:
        size = len(extended).to_bytes(4, "big")
        head = _EXTENDED + xmp.guid(extended).encode() + size
        for at, part in _parts(extended, _EXTENDED_PART):
            made.append(jpeg.spell(_APP1, head + at.to_bytes(4, "big") + part))
    profile = _parts(bundle.icc or b"", _ICC_PART)
    for number, (_, part) in enumerate(profile[:255], 1):
        made.append(jpeg.spell(_APP2, _ICC + bytes((number, min(len(profile), 255))) + part))
    if bundle.gain_map is not None and bundle.gain_map.iso is not None:
        made.append(jpeg.spell(_APP2, bundle.gain_map.iso))
    made += [jpeg.spell(_APP13, _PHOTOSHOP + part) for _, part in _parts(bundle.photoshop or b"", _PHOTOSHOP_PART)]
    made += [jpeg.spell(other.name[0], other.data) for other in bundle.others if len(other.name) == 1]
    texts = [text.text.encode() for text in bundle.texts if text.keyword == "Comment"]
    made += [jpeg.spell(jpeg.COM, comment[: jpeg.MOST_DATA]) for comment in (*bundle.comments, *texts)]
    return made


def _parts(data: bytes, size: int) -> list[tuple[int, bytes]]:
    return [(at, data[at : at + size]) for at in range(0, len(data), size)]


def fit(bundle: Bundle) -> Bundle:
    """With EXIF small enough for a segment, and XMP in two packets where one is too small."""
    return _for_segments(_small_enough(fitting.with_resolution(bundle, SPECS[Format.JPEG])))


def _for_segments(bundle: Bundle) -> Bundle:
    if bundle.xmp is None or len(bundle.xmp) <= MOST_XMP:
        return bundle
    try:
        main, extended = xmp.split(xmp.joined(bundle.xmp, bundle.xmp_extended) if bundle.xmp_extended else bundle.xmp)
    except Failure:
        return replace(bundle, xmp=None, xmp_extended=None, losses=(*bundle.losses, Loss.XMP))
    return replace(bundle, xmp=main, xmp_extended=extended)


def _small_enough(bundle: Bundle) -> Bundle:
    """The bundle with EXIF that fits into a segment: without the thumbnail, then without MakerNote, then the tag that turns."""
    block = exif.opened(bundle.exif) if bundle.exif and len(bundle.exif) > MOST_EXIF else None
    if block is None:
        too_large = bundle.exif is not None and len(bundle.exif) > MOST_EXIF
        return replace(bundle, exif=None, losses=(*bundle.losses, Loss.EXIF)) if too_large else bundle
    block.drop_thumbnail()
    raw = bytes(block)
    if len(raw) <= MOST_EXIF:
        return replace(bundle, exif=raw)
    raw = layout.without_maker_note(raw)
    kept = raw if len(raw) <= MOST_EXIF else rights.spell({}, block.orientation)
    return replace(bundle, exif=kept, losses=(*bundle.losses, Loss.EXIF))
