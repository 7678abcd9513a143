"""A bundle put into an encoded file, and what of it the file's format cannot hold."""

from collections.abc import Callable, Mapping
from typing import BinaryIO

from msgspec.structs import replace

from workers.binary.source import ByteSource
from workers.errors import Failure
from workers.formats import SPECS, Format
from workers.image.metadata import exif, iptc, iptc_xmp, layout, rights, xmp
from workers.image.metadata.bundle import Bundle
from workers.image.metadata.carriers import bmp, gif, heif, jpeg, jxl, png, tiff, webp
from workers.plan import Loss


def embed(encoded: BinaryIO, out: BinaryIO, target: Format, bundle: Bundle) -> None:
    """Copy an encoded file to `out` with exactly the bundle as its metadata; what metadata it came with is left out.

    So an encoder need not be told about metadata, and a source's own bytes can go through it. Only AVIF and HEIC need
    `save_arguments` too, since no item is added to them; ICO and PDF are copied as they are. Both files are binary, `encoded`
    seekable, `out` written at offsets from where it stands. Raises Failure.
    """
    source = ByteSource(encoded)
    writer = _WRITERS.get(target)
    if writer is None:
        source.copy_to(out, 0, source.size)
    else:
        writer(source, out, fit(bundle, target))


_UNTOLD_DPI = ((72, 72), (96, 96))
"""What programs write who know no resolution."""

_SAME_DPI = 0.5
"""A PNG counts pixels a metre, a JPEG whole ones an inch."""

_SETTINGS = b"Ducky"
"""Of no use to anybody: the quality that was once asked for."""

_WRITERS: Mapping[Format, Callable[[ByteSource, BinaryIO, Bundle], None]] = {
    Format.JPEG: jpeg.write,
    Format.PNG: png.write,
    Format.WEBP: webp.write,
    Format.TIFF: tiff.write,
    Format.GIF: gif.write,
    Format.AVIF: heif.write,
    Format.HEIC: heif.write,
    Format.JXL: jxl.write,
    Format.BMP: bmp.write,
}


def fit(bundle: Bundle, target: Format) -> Bundle:
    """The bundle in the very shape that the target holds it, so that reading the output gives these bytes again.

    JPEG: EXIF small enough for a segment, XMP in two packets where one is too small. Elsewhere XMP in one packet, in UTF-8
    for PNG, without spaces at its end for AVIF and HEIC, which pad with them, and with the IPTC in it where it has no place
    of its own. What does not fit is named in `losses`, or left in `photoshop`.
    Where the format has no other place for it, the EXIF says the resolution.
    """
    bundle = _with_resolution(bundle, target)
    if target is Format.JPEG:
        return _for_segments(_small_enough(bundle))
    if target in (Format.AVIF, Format.HEIC) and bundle.exif is not None and exif.opened(bundle.exif) is None:
        # Their encoders read it, and stumble.
        bundle = replace(bundle, exif=None, losses=(*bundle.losses, Loss.EXIF))
    return _with_iptc_as_xmp(_in_one_packet(bundle, target), target)


def _in_one_packet(bundle: Bundle, target: Format) -> Bundle:
    if bundle.xmp is None:
        return bundle
    try:
        packet = xmp.joined(bundle.xmp, bundle.xmp_extended) if bundle.xmp_extended else bundle.xmp
        if target in (Format.PNG, Format.GIF):
            packet = xmp.plain(packet)  # a GIF's ends with the first zero
            packet.decode()  # a PNG's text must be UTF-8
    except (Failure, UnicodeError):
        return replace(bundle, xmp=None, xmp_extended=None, losses=(*bundle.losses, Loss.XMP))
    if target in (Format.AVIF, Format.HEIC):
        packet = packet.rstrip(b" ")
    return replace(bundle, xmp=packet, xmp_extended=None)


def _with_iptc_as_xmp(bundle: Bundle, target: Format) -> Bundle:
    """Where the target holds XMP but no IPTC: what has a property there goes into the packet, and the rest is left."""
    spec = SPECS[target]
    if bundle.photoshop is None or spec.iptc or not spec.xmp:
        return bundle
    try:
        packet, left = iptc_xmp.merged(bundle.xmp, bundle.photoshop)
    except Failure:
        return bundle
    # The JPEG in a JPEG XL has to hold its packet too.
    if target is Format.JXL and packet and bundle.xmp and len(packet) > max(jpeg.MOST_XMP, len(bundle.xmp)):
        return bundle
    return replace(bundle, xmp=packet, photoshop=left)


def puts_iptc_into_xmp(bundle: Bundle, target: Format) -> bool:
    """Whether any of a bundle's IPTC goes into the output as XMP."""
    return len(iptc.written(fit(bundle, target).photoshop)) < len(iptc.written(bundle.photoshop))


def _with_resolution(bundle: Bundle, target: Format) -> Bundle:
    """Where the EXIF is the only place for a resolution, or the very place (TIFF), it says that of the source's container."""
    block = exif.opened(bundle.exif)
    elsewhere = SPECS[target].dpi and target is not Format.TIFF
    if bundle.dpi is None or _is_untold(bundle.dpi) or elsewhere or not SPECS[target].exif:
        return bundle
    said = block.dpi if block else None
    if said is None:
        is_needed = target is not Format.TIFF and (bundle.exif is None or block is not None)
        return replace(bundle, exif=exif.with_dpi(bundle.exif, bundle.dpi)) if is_needed else bundle
    if block is None or all(abs(one - other) <= _SAME_DPI for one, other in zip(said, bundle.dpi, strict=True)):
        return bundle
    block.set_dpi(bundle.dpi)
    return replace(bundle, exif=bytes(block))


def _is_untold(dpi: tuple[float, float]) -> bool:
    return tuple(map(round, dpi)) in _UNTOLD_DPI


def _for_segments(bundle: Bundle) -> Bundle:
    if bundle.xmp is None or len(bundle.xmp) <= jpeg.MOST_XMP:
        return bundle
    try:
        main, extended = xmp.split(xmp.joined(bundle.xmp, bundle.xmp_extended) if bundle.xmp_extended else bundle.xmp)
    except Failure:
        return replace(bundle, xmp=None, xmp_extended=None, losses=(*bundle.losses, Loss.XMP))
    return replace(bundle, xmp=main, xmp_extended=extended)


def _small_enough(bundle: Bundle) -> Bundle:
    """The bundle with EXIF that fits into a segment: without the thumbnail, then without MakerNote, then the tag that turns."""
    block = exif.opened(bundle.exif) if bundle.exif and len(bundle.exif) > jpeg.MOST_EXIF else None
    if block is None:
        too_large = bundle.exif is not None and len(bundle.exif) > jpeg.MOST_EXIF
        return replace(bundle, exif=None, losses=(*bundle.losses, Loss.EXIF)) if too_large else bundle
    block.drop_thumbnail()
    raw = bytes(block)
    if len(raw) <= jpeg.MOST_EXIF:
        return replace(bundle, exif=raw)
    raw = layout.without_maker_note(raw)
    kept = raw if len(raw) <= jpeg.MOST_EXIF else rights.spell({}, block.orientation)
    return replace(bundle, exif=kept, losses=(*bundle.losses, Loss.EXIF))


def lost(bundle: Bundle, target: Format) -> tuple[Loss, ...]:
    """What of a bundle the output will not have: what the target cannot hold, and what was dropped before."""
    fitted, spec = fit(bundle, target), SPECS[target]
    found = list(fitted.losses)
    if target is Format.JPEG:
        found += jpeg.losses(fitted)
    if target is Format.TIFF and fitted.comments and exif.has_description(fitted.exif):
        found.append(Loss.COMMENT)
    if target is not Format.PNG and fitted.icc is None and png.says_unknown_colors(fitted.color_chunks):
        found.append(Loss.PROFILE)
    # Those of a JPEG: the chunks of a PNG are about its pixels.
    segments = (other for other in fitted.others if len(other.name) == 1)
    if target is not Format.JPEG and any(not segment.data.startswith(_SETTINGS) for segment in segments):
        found.append(Loss.OTHER)
    parts = (
        (Loss.EXIF, spec.exif, fitted.exif),
        (Loss.XMP, spec.xmp, fitted.xmp),
        (Loss.IPTC, spec.iptc, iptc.written(fitted.photoshop)),
        (Loss.OTHER, spec.iptc, iptc.says_more(fitted.photoshop)),
        (Loss.PROFILE, spec.icc, fitted.icc),
        (Loss.COMMENT, spec.comment, fitted.comments),
        (Loss.TEXT, spec.text or target is Format.JPEG, fitted.texts),
        (Loss.GAIN_MAP, spec.gain_map, fitted.gain_map),
    )
    found += [loss for loss, holds, part in parts if part and not holds]
    if fitted.dpi and not _is_untold(fitted.dpi) and not spec.dpi and not (spec.exif and _exif_dpi(fitted)):
        found.append(Loss.DPI)
    return tuple(dict.fromkeys(found))


def _exif_dpi(bundle: Bundle) -> tuple[float, float] | None:
    block = exif.opened(bundle.exif)
    return block.dpi if block else None


def save_arguments(target: Format, bundle: Bundle) -> dict[str, object]:
    """The arguments of `Image.save` with which AVIF and HEIC get what `embed` needs; empty for every other format."""
    fitted = fit(bundle, target)
    if target not in (Format.AVIF, Format.HEIC):
        return {}
    block = exif.opened(fitted.exif)
    if block is not None:
        # Pillow lays a block with this tag out anew when it writes AVIF, and breaks the MakerNote.
        block.drop_orientation()
    raw = bytes(block) if block else fitted.exif
    if target is Format.HEIC:  # None strips; left out, the plugin takes what the image was opened with
        return {"exif": raw, "xmp": fitted.xmp, "icc_profile": fitted.icc}
    return {"exif": raw or b"", "xmp": fitted.xmp or b"", "icc_profile": fitted.icc or b""}
