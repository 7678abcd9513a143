"""The pictures of an AVIF or HEIC: which are shown, and what the properties of the primary one say."""

import struct
from collections.abc import Iterator
from fractions import Fraction
from itertools import repeat
from typing import BinaryIO

from msgspec import Struct

from workers.binary import bmff
from workers.binary.source import ByteSource, damaged
from workers.image.color.colorimetry import CodePoints
from workers.image.formats.heif import av1, hevc

_PICTURES = frozenset(
    {b"hvc1", b"hev1", b"av01", b"grid", b"iovl", b"iden", b"jpeg", b"j2k1", b"avc1", b"vvc1", b"unci"}
)
_ALPHA = (b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha", b"urn:mpeg:hevc:2015:auxid:1", b"urn:mpeg:avc:2015:auxid:1")
_MOVING = frozenset({b"avis", b"msf1", b"hevc", b"hevx"})
_GAIN_MAP = b"urn:com:apple:photo:2020:aux:hdrgainmap"
# Of a stream, as much as holds its sequence header.
_HEAD_BYTES = 512
# EXIF orientation of a picture that was turned anticlockwise by quarters and then mirrored top to bottom, left to right.
_TURNED = (1, 8, 3, 6)
_MIRRORED = {0: (4, 5, 2, 7), 1: (2, 7, 4, 5)}


class HeifCoding(Struct, frozen=True, kw_only=True):
    """How the codec stores a picture: bits a channel, whether it is grey, and '444', '422', '420' or None."""

    bits: int = 8
    grey: bool = False
    chroma: str | None = None


class Pictures(Struct, frozen=True, kw_only=True):
    """What a file shows. `width` and `height` are pixels before `orientation` (EXIF 1 to 8) is applied.

    `aperture` is the part of the stored pixels that is shown (left, top, width, height), where that is not all of them.
    `auxiliary` is whether depth, mattes or the like stand beside it. `leads` is whether the file's first brand says that
    its moving pictures are what it shows, and not its still one.
    `profile` and `codes` are what the properties `colr` hold or, where there is none, what the codec's stream says (MIAF,
    ISO/IEC 23000-22, 7.3.6.4); `light` the bodies of `mdcv` and `clli` by their names. `full_range` is whether black and
    white are the lowest and the highest number. `times` are runs of frames and the milliseconds each is shown.
    """

    width: int
    height: int
    orientation: int = 1
    aperture: tuple[int, int, int, int] | None = None
    coding: HeifCoding = HeifCoding()
    alpha: bool = False
    profile: bytes | None = None
    codes: CodePoints | None = None
    full_range: bool = True
    light: tuple[tuple[bytes, bytes], ...] = ()
    gain_map: bool = False
    auxiliary: bool = False
    leads: bool = True
    pages: int = 1
    frames: int = 1
    plays: int = 1
    times: tuple[tuple[int, Fraction], ...] = ()


def pictures(source: ByteSource) -> Pictures:
    """Read the boxes of a file. Raises Failure."""
    meta = bmff.meta(source)
    sequence = next((one for one in bmff.tracks(source) if one.handler == b"pict" and not one.auxiliary), None)
    primary = _primary(meta) if meta else None
    if meta is None or primary is None:
        if sequence is None:
            raise damaged("no primary picture")
        return _sequence(source, sequence)
    ispe = primary.find(b"ispe")
    if ispe is None or len(ispe) < 12:
        raise damaged("a picture without size")
    coded = _coded(meta, primary)
    properties = primary.properties if coded is primary else primary.properties + coded.properties
    known = dict(reversed(properties))
    described = properties + (sequence.properties if sequence else ())
    colors = _colors(described)
    kinds = [(start, targets) for name, start, targets in meta.references if name == b"auxl"]
    auxiliary = {start: (meta.item(start), targets) for start, targets in kinds}
    shown = [
        (item.find(b"auxC") or b"")[4:] for item, targets in auxiliary.values() if item and primary.number in targets
    ]
    stored = int.from_bytes(ispe[4:8], "big"), int.from_bytes(ispe[8:12], "big")
    aperture = _aperture(primary.find(b"clap"), *stored)
    return Pictures(
        width=aperture[2] if aperture else stored[0],
        height=aperture[3] if aperture else stored[1],
        aperture=aperture,
        orientation=_orientation(primary),
        coding=_coding(known),
        alpha=any(kind.startswith(_ALPHA) for kind in shown),
        profile=_profile(colors),
        codes=_codes(colors) if colors else _codes_of_stream(source, known, coded.extents),
        full_range=_is_full(colors),
        light=_light(described),
        gain_map=any(kind.startswith(_GAIN_MAP) for kind in shown)
        or any(item.kind == b"tmap" for item in meta.items.values()),
        auxiliary=any(_is_beside(item) for item, _ in auxiliary.values()),
        leads=source.up_to(8, 4) in _MOVING,
        pages=_pages(meta, primary.number),
        frames=max(1, sequence.samples) if sequence else 1,
        plays=sequence.plays if sequence else 1,
        times=sequence.times if sequence else (),
    )


def _primary(meta: bmff.Meta) -> bmff.Item | None:
    """The picture to show. Where that is said to be another one's thumbnail, libheif shows the other one."""
    larger = (
        targets[0] for name, start, targets in meta.references if (name, start) == (b"thmb", meta.primary) and targets
    )
    return meta.item(next(larger, meta.primary)) or meta.item(meta.primary)


def _is_beside(item: bmff.Item | None) -> bool:
    kind = (item.find(b"auxC") or b"")[4:] if item else b""
    return bool(kind) and not kind.startswith((*_ALPHA, _GAIN_MAP))


def _sequence(source: ByteSource, track: bmff.Track) -> Pictures:
    colors, known = _colors(track.properties), dict(reversed(track.properties))
    alpha = any(one.handler == b"auxv" or one.auxiliary for one in bmff.tracks(source))
    return Pictures(
        width=track.width,
        height=track.height,
        coding=_coding(known),
        alpha=alpha,
        profile=_profile(colors),
        codes=_codes(colors) if colors else _codes_of_stream(source, known, ((track.starts_at, _HEAD_BYTES),)),
        frames=max(1, track.samples),
        plays=track.plays,
        times=track.times,
    )


def _coded(meta: bmff.Meta, primary: bmff.Item) -> bmff.Item:
    """The item that the codec's data are in: the picture itself, or the first one that it is made of."""
    for name, start, targets in meta.references:
        if name == b"dimg" and start == primary.number and targets:
            return meta.item(targets[0]) or primary
    return primary


def _aperture(clap: bytes | None, width: int, height: int) -> tuple[int, int, int, int] | None:
    """The clean aperture of ISO/IEC 14496-12, 12.1.4: sizes, and offsets of its centre from the picture's, as fractions."""
    if clap is None or len(clap) < 32:
        return None
    numbers = struct.unpack(">IIIIiIiI", clap[:32])
    if 0 in numbers[1::2]:
        return None
    across, down, right, low = (over / under for over, under in zip(numbers[::2], numbers[1::2], strict=True))
    left, top = round(right + (width - across) / 2), round(low + (height - down) / 2)
    across, down = round(across), round(down)
    if left < 0 or top < 0 or across < 1 or down < 1 or left + across > width or top + down > height:
        return None
    return (left, top, across, down) if (across, down) != (width, height) else None


def _orientation(item: bmff.Item) -> int:
    turn, mirror = item.find(b"irot"), item.find(b"imir")
    quarters = turn[0] & 3 if turn else 0
    return _MIRRORED[mirror[0] & 1][quarters] if mirror else _TURNED[quarters]


def _light(properties: tuple[tuple[bytes, bytes], ...]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((name, body) for name, body in properties if (name, len(body)) in ((b"mdcv", 24), (b"clli", 4)))


def _colors(properties: tuple[tuple[bytes, bytes], ...]) -> tuple[bytes, ...]:
    return tuple(body for name, body in properties if name == b"colr")


def _profile(colors: tuple[bytes, ...]) -> bytes | None:
    return next((body[4:] for body in colors if body[:4] in (b"prof", b"rICC") and len(body) > 4), None)


def _codes(colors: tuple[bytes, ...]) -> CodePoints | None:
    """ISO/IEC 14496-12, 12.1.5: primaries, transfer and matrix in two bytes each, then whether the range is full."""
    for body in colors:
        if body[:4] in (b"nclx", b"nclc") and len(body) >= 8:
            return CodePoints(primaries=int.from_bytes(body[4:6], "big"), transfer=int.from_bytes(body[6:8], "big"))
    return None


def _is_full(colors: tuple[bytes, ...]) -> bool:
    """The flag behind the code points; what has none is told by its stream, and its decoder knows."""
    return next((bool(body[10] & 0x80) for body in colors if body[:4] == b"nclx" and len(body) > 10), True)


def _codes_of_stream(
    source: ByteSource, known: dict[bytes, bytes], places: tuple[tuple[int, int], ...]
) -> CodePoints | None:
    """What the codec's configuration says of colours or, for AV1, the start of its data."""
    if b"hvcC" in known:
        return hevc.codes(known[b"hvcC"])
    if b"av1C" not in known:
        return None
    said = av1.codes(known[b"av1C"][4:])
    if said is None and places:
        at, size = places[0]
        said = av1.codes(source.up_to(at, min(size or _HEAD_BYTES, _HEAD_BYTES)))
    return said


def _coding(known: dict[bytes, bytes]) -> HeifCoding:
    """Depth and chroma as the codec's configuration says (AV1-ISOBMFF 2.3.3; ISO/IEC 14496-15, 8.3.3.1)."""
    av1, hevc, pixi = known.get(b"av1C", b""), known.get(b"hvcC", b""), known.get(b"pixi", b"")
    bits = max(pixi[5:], default=8)
    if len(av1) >= 4:
        grey = bool(av1[2] & 0x10)
        chroma = {0: "444", 2: "422", 3: "420"}.get(av1[2] >> 2 & 3)
        bits = (12 if av1[2] & 0x20 else 10) if av1[2] & 0x40 else 8
        return HeifCoding(bits=bits, grey=grey, chroma=None if grey else chroma)
    if len(hevc) >= 18:
        kind = hevc[16] & 3
        return HeifCoding(bits=8 + (hevc[17] & 7), grey=kind == 0, chroma={1: "420", 2: "422", 3: "444"}.get(kind))
    return HeifCoding(bits=bits)


def _pages(meta: bmff.Meta, primary: int) -> int:
    inner = {start for name, start, _ in meta.references if name in (b"thmb", b"auxl")}
    inner |= {target for name, _, targets in meta.references if name == b"dimg" for target in targets}
    shown = [
        item
        for item in meta.items.values()
        if item.kind in _PICTURES and not item.hidden and item.number not in inner - {primary}
    ]
    return max(1, len(shown))


def film_times(source: BinaryIO) -> Iterator[float]:
    """The times of a film's frames in milliseconds, which Pillow rounds one by one."""
    for count, time_ms in pictures(ByteSource(source)).times:
        yield from repeat(float(time_ms), count)
