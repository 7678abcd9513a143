"""What a file's header says, read by our own walkers: no pixel is decoded."""

from collections.abc import Callable, Mapping
from typing import BinaryIO

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from workers.binary.source import ByteSource, damaged, unsupported
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.facts import ColorModel, Crop, Facts, Hdr, Kind, Times
from workers.formats import SNIFF_BYTES, SPECS, Format, NoPicture, sniff
from workers.image.color import icc
from workers.image.containers import bmp, heif, ico, jpeg, jxl, others, png, quality, riff, tiff_page, tiff_pages
from workers.image.containers.damage import with_line
from workers.image.film import gif_film, png_film, webp_film
from workers.image.limits import check_bytes
from workers.image.metadata import exif, iptc, policy
from workers.image.metadata.bundle import Bundle
from workers.image.metadata.read import read
from workers.image.metadata.taken import taken
from workers.image.timing import TimesSeen

_GREY_OR_COLOR = {0: ColorModel.GREY, 2: ColorModel.RGB, 3: ColorModel.PALETTE, 4: ColorModel.GREY, 6: ColorModel.RGB}
_TRANSFERS = {16: Hdr.PQ, 18: Hdr.HLG}
_JPEG_MODELS = {1: ColorModel.GREY, 3: ColorModel.RGB, 4: ColorModel.CMYK}
_JPEG_PROCESSES = frozenset({0, 1, 2, 9, 10})
_CHROMAS = {(1, 1): "444", (2, 1): "422", (2, 2): "420"}
_TIFF_MODELS = {
    0: ColorModel.GREY,
    1: ColorModel.GREY,
    2: ColorModel.RGB,
    3: ColorModel.PALETTE,
    5: ColorModel.CMYK,
    6: ColorModel.RGB,
    8: ColorModel.LAB,
    9: ColorModel.LAB,
}


class _Probed(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a container says of its pixels; the fields are those of `Facts`, sizes as stored."""

    width: int
    height: int
    orientation: int = 1
    aperture: Crop | None = None
    model: ColorModel = ColorModel.RGB
    bits: int = 8
    alpha: bool = False
    hard_edges: bool = False
    frames: int = 1
    pages: int = 1
    plays: int = 1
    times: Times | None = None
    still_only: bool = False
    immovable: bool = False
    auxiliary: bool = False
    hdr: Hdr = Hdr.NONE
    quality: int | None = None
    chroma: str | None = None
    progressive: bool = False
    arithmetic: bool = False
    lossless: bool = False
    others: tuple[Kind, ...] = ()
    unread: str | None = None


def probe(file: BinaryIO) -> Facts:
    """The facts of a picture. Raises Failure where it is none, of no kind we read, or broken before its pixels."""
    source = ByteSource(file)
    found = _recognised(source)
    check_bytes(source.size)
    try:
        return facts_of(file, found, read(file, found))
    except Failure as failure:
        if failure.code is ErrorCode.UNSUPPORTED_VARIANT and failure.facts.format is None:
            raise Failure(failure.code, replace(failure.facts, format=found)) from failure
        told = with_line(failure, file, found)
        if told is failure:
            raise
        raise told from failure


def _recognised(source: ByteSource) -> Format:
    if source.size == 0:
        raise Failure(ErrorCode.SOURCE_EMPTY)
    head = source.up_to(0, SNIFF_BYTES)
    found = sniff(head)
    if found is not None and SPECS[found].reads:
        return found
    name = SPECS[found].label if found else others.name_of(source)
    if name is None or isinstance(name, NoPicture):
        raise Failure(ErrorCode.NOT_A_PICTURE, FailureFacts(format=name))
    raise Failure(ErrorCode.UNSUPPORTED_FORMAT, FailureFacts(format=name))


def facts_of(file: BinaryIO, found: Format, bundle: Bundle) -> Facts:
    """The facts of a file of a known format whose metadata were read. Raises Failure."""
    source = ByteSource(file)
    look = _LOOKS[found](source, bundle)
    if look.width <= 0 or look.height <= 0:
        raise damaged(f"{look.width} x {look.height} pixels")
    turned = look.orientation >= 5
    known = msgspec.structs.asdict(look)
    known["width"], known["height"] = (look.height, look.width) if turned else (look.width, look.height)
    profile = icc.describe(bundle.icc) if bundle.icc else None
    return Facts(
        format=found,
        bytes=source.size,
        **known,
        profile=(profile.name or profile.space) if profile else None,
        profile_space=profile.space if profile else None,
        exif=bundle.exif is not None,
        xmp=bundle.xmp is not None,
        iptc=bool(iptc.written(bundle.photoshop)),
        comment=bool(bundle.comments),
        text=bool(bundle.texts),
        location=policy.has_location(bundle),
        taken=taken(bundle),
    )


def _exif_orientation(bundle: Bundle) -> int:
    block = exif.opened(bundle.exif)
    return block.orientation if block else 1


def _jpeg(source: ByteSource, bundle: Bundle) -> _Probed:
    found: dict[int, tuple[int, ...]] = {}
    frame = None
    for segment in jpeg.segments(source):
        if segment.marker == jpeg.DQT:
            found.update(jpeg.tables(source.at(segment.data_at, segment.size)))
        elif segment.marker in jpeg.FRAMES:
            frame = frame or jpeg.frame(source, segment)
    if frame is None:
        raise damaged("a JPEG without frame header")
    model = _JPEG_MODELS.get(len(frame.sampling))
    if model is None or frame.bits != 8 or frame.process not in _JPEG_PROCESSES or frame.height == 0:
        raise unsupported(f"JPEG process {frame.process}, {frame.bits} bits, {len(frame.sampling)} components")
    return _Probed(
        width=frame.width,
        height=frame.height,
        orientation=_exif_orientation(bundle),
        model=model,
        hdr=Hdr.GAIN_MAP if bundle.gain_map else Hdr.NONE,
        quality=quality.of_tables(found),
        chroma=_chroma(frame.sampling),
        progressive=frame.process in (2, 10),
        arithmetic=frame.process in (9, 10),
    )


def _chroma(sampling: tuple[tuple[int, int], ...]) -> str | None:
    if len(sampling) != 3 or sampling[1] != sampling[2] or 0 in sampling[1]:
        return None
    (across, down), (across_chroma, down_chroma) = sampling[:2]
    return _CHROMAS.get((across // across_chroma, down // down_chroma))


def _png(source: ByteSource, bundle: Bundle) -> _Probed:
    head = png.header(source)
    film = png_film(source)
    alpha, hard_edges = head.color in (4, 6), False
    for chunk in png.chunks(source):
        if chunk.name == b"tRNS" and png.is_clear_color(head, chunk):
            alpha = True
            # One colour that is clear, or how opaque each colour of the palette is (PNG 3rd edition, 11.3.1.1).
            hard_edges = head.color != 3 or not source.up_to(chunk.data_at, min(chunk.size, 256)).strip(b"\0\xff")
        elif chunk.name == b"IDAT":
            break
    model = _GREY_OR_COLOR.get(head.color)
    if model is None:
        raise damaged(f"PNG colour type {head.color}")
    return _Probed(
        width=head.width,
        height=head.height,
        orientation=_exif_orientation(bundle),
        model=ColorModel.BILEVEL if (head.color, head.bits) == (0, 1) else model,
        bits=8 if head.color == 3 else head.bits,
        alpha=alpha or film.shows_through,
        hard_edges=hard_edges or (film.shows_through and not alpha),
        frames=film.frames,
        plays=film.plays,
        times=film.times,
        hdr=_hdr(bundle),
        lossless=True,
    )


def _webp(source: ByteSource, bundle: Bundle) -> _Probed:
    film, kind = webp_film(source), None
    for chunk in riff.chunks(source):
        if chunk.name == b"ANMF":
            kind = kind or source.at(chunk.data_at + 16, 4)
        elif chunk.name in (b"VP8 ", b"VP8L"):
            kind = kind or chunk.name
    if kind is None:
        raise damaged("a WebP without picture")
    return _Probed(
        width=film.width,
        height=film.height,
        orientation=_exif_orientation(bundle),
        alpha=film.shows_through,
        frames=film.frames,
        plays=film.plays,
        times=film.times,
        chroma=None if kind == b"VP8L" else "420",
        lossless=kind == b"VP8L",
    )


def _gif(source: ByteSource, _: Bundle) -> _Probed:
    film = gif_film(source)
    return _Probed(
        width=film.width,
        height=film.height,
        model=ColorModel.PALETTE,
        alpha=film.shows_through,
        hard_edges=True,
        frames=film.frames,
        plays=film.plays,
        times=film.times,
        lossless=True,
    )


def _tiff(source: ByteSource, _: Bundle) -> _Probed:
    found = tiff_pages.pages(source)
    page = found.first
    model = _tiff_model(page)
    return _Probed(
        width=page.width,
        height=page.height,
        orientation=page.orientation,
        model=model,
        bits=8 if model is ColorModel.PALETTE else page.bits,
        alpha=page.alpha,
        others=tuple(_tiff_kind(page) for page in found.kinds),
        unread=found.unread,
        pages=found.count,
        immovable=found.immovable,
        auxiliary=found.auxiliary,
        chroma=page.chroma,
        lossless=not page.lossy,
    )


def _tiff_model(page: tiff_page.TiffPage) -> ColorModel:
    model = _TIFF_MODELS[page.photometric]
    if model is ColorModel.GREY and (page.sample_format != tiff_page.UNSIGNED or page.bits > 16):
        return ColorModel.FLOAT
    return ColorModel.BILEVEL if model is ColorModel.GREY and page.bits == 1 else model


def _tiff_kind(page: tiff_page.TiffPage) -> Kind:
    model = _tiff_model(page)
    bits = 8 if model is ColorModel.PALETTE else page.bits
    return Kind(model=model, bits=bits, alpha=page.alpha, profile_space=page.profile_space)


def _hdr(bundle: Bundle) -> Hdr:
    codes = bundle.codes
    return _TRANSFERS.get(codes.transfer, Hdr.NONE) if codes else Hdr.NONE


def _heif(source: ByteSource, bundle: Bundle) -> _Probed:
    shown = heif.pictures(source)
    is_avif = sniff(source.up_to(0, SNIFF_BYTES)) is Format.AVIF
    part = shown.aperture
    return _Probed(
        width=shown.width,
        height=shown.height,
        orientation=shown.orientation,
        aperture=Crop(left=part[0], top=part[1], width=part[2], height=part[3]) if part else None,
        model=ColorModel.GREY if shown.coding.grey else ColorModel.RGB,
        bits=shown.coding.bits,
        alpha=shown.alpha,
        frames=shown.frames,
        pages=shown.pages if shown.frames == 1 else 1,
        plays=shown.plays if shown.frames > 1 else 1,
        times=_film_times(shown),
        # libheif's pictures are the still ones; libavif shows what the first brand says.
        still_only=shown.frames > 1 and not (shown.leads and is_avif),
        auxiliary=shown.auxiliary,
        hdr=Hdr.GAIN_MAP if shown.gain_map and _hdr(bundle) is Hdr.NONE else _hdr(bundle),
        chroma=shown.coding.chroma,
    )


def _film_times(shown: heif.Pictures) -> Times | None:
    seen = TimesSeen()
    for count, time_ms in shown.times if shown.frames > 1 else ():
        seen.add(time_ms, count)
    return seen.times()


def _jxl(source: ByteSource, _: Bundle) -> _Probed:
    head = jxl.header(source)
    if head.grey and head.alpha and head.bits > 8:  # whose decoder here mixes the two up
        raise unsupported(f"JPEG XL of {head.bits}-bit grey with alpha")
    model = ColorModel.GREY if head.grey else ColorModel.RGB
    return _Probed(
        width=head.width,
        height=head.height,
        orientation=head.orientation,
        model=ColorModel.FLOAT if head.floating else model,
        bits=head.bits,
        alpha=head.alpha,
        frames=2 if head.animated else 1,  # how many there are stands nowhere in the header
        plays=head.plays,
        still_only=head.animated,
        hdr=_TRANSFERS.get(head.transfer, Hdr.NONE),
    )


def _bmp(source: ByteSource, _: Bundle) -> _Probed:
    head = bmp.shown(source, bmp.header(source))
    palette = head.bits <= 8
    return _Probed(
        width=head.width,
        height=head.height,
        model=ColorModel.PALETTE if palette else ColorModel.RGB,
        alpha=head.masks[3] != 0,
        lossless=True,
    )


def _ico(source: ByteSource, _: Bundle) -> _Probed:
    icon = ico.largest(source)
    return _Probed(width=icon.width, height=icon.height, alpha=True, lossless=True)


_LOOKS: Mapping[Format, Callable[[ByteSource, Bundle], _Probed]] = {
    Format.JPEG: _jpeg,
    Format.PNG: _png,
    Format.WEBP: _webp,
    Format.GIF: _gif,
    Format.TIFF: _tiff,
    Format.AVIF: _heif,
    Format.HEIC: _heif,
    Format.JXL: _jxl,
    Format.BMP: _bmp,
    Format.ICO: _ico,
}
