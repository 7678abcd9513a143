"""A bundle brought into the shape in which a format holds it, and what is lost of it then."""

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from workers.errors import Failure
from workers.formats import FormatSpec
from workers.image.metadata import color, exif, iptc_xmp, xmp
from workers.image.metadata.bundle import Bundle
from workers.plan import Loss

_UNTOLD_DPI = ((72, 72), (96, 96))
"""What programs write who know no resolution."""

_SAME_DPI = 0.5
"""A PNG counts pixels a metre, a JPEG whole ones an inch."""

_SETTINGS = b"Ducky"
"""Of no use to anybody: the quality that was once asked for."""


def in_shape(
    bundle: Bundle,
    spec: FormatSpec,
    *,
    packet: Callable[[bytes], bytes] | None = None,
    most_xmp: int | None = None,
) -> Bundle:
    """The bundle with XMP in one packet, and the IPTC in that where the format has no place of its own for it.

    Where the format has no other place for it, the EXIF says the resolution. `packet` spells the packet as the format needs
    it, and raises Failure or UnicodeError for one that cannot be. `most_xmp` is how many bytes a packet may grow to when it
    takes the IPTC in, None for any number. What does not fit is named in `losses`, or left in `photoshop`.
    """
    return _with_iptc_as_xmp(_in_one_packet(with_resolution(bundle, spec), packet), spec, most_xmp)


def with_resolution(bundle: Bundle, spec: FormatSpec) -> Bundle:
    """Where the EXIF is the only place for a resolution, it says that of the source's container."""
    if bundle.dpi is None or is_untold(bundle.dpi) or spec.dpi or not spec.exif:
        return bundle
    block = exif.opened(bundle.exif)
    if block is not None and block.dpi is not None:
        return with_own_resolution(bundle)
    is_needed = bundle.exif is None or block is not None
    return replace(bundle, exif=exif.with_dpi(bundle.exif, bundle.dpi)) if is_needed else bundle


def with_own_resolution(bundle: Bundle) -> Bundle:
    """The bundle whose EXIF, if it says a resolution, says that of the source's container."""
    block = exif.opened(bundle.exif)
    said = block.dpi if block else None
    if block is None or said is None or bundle.dpi is None or is_untold(bundle.dpi):
        return bundle
    if all(abs(one - other) <= _SAME_DPI for one, other in zip(said, bundle.dpi, strict=True)):
        return bundle
    block.set_dpi(bundle.dpi)
    return replace(bundle, exif=bytes(block))


def is_untold(dpi: tuple[float, float]) -> bool:
    """Whether a resolution is what programs write who know none."""
    return tuple(map(round, dpi)) in _UNTOLD_DPI


def foreign_losses(bundle: Bundle) -> Iterator[Loss]:
    """What is lost of the segments of a JPEG and of the colours of a PNG in any other format."""
    yield from color_losses(bundle)
    yield from segment_losses(bundle)


def color_losses(bundle: Bundle) -> Iterator[Loss]:
    """The colours that only a PNG says by numbers of which nobody here knows a profile."""
    if bundle.icc is None and color.says_unknown_colors(bundle.color_chunks):
        yield Loss.PROFILE


def segment_losses(bundle: Bundle) -> Iterator[Loss]:
    """The application segments of a JPEG; the chunks of a PNG are about its pixels."""
    segments = (other for other in bundle.others if len(other.name) == 1)
    if any(not segment.data.startswith(_SETTINGS) for segment in segments):
        yield Loss.OTHER


def _in_one_packet(bundle: Bundle, spell: Callable[[bytes], bytes] | None) -> Bundle:
    if bundle.xmp is None:
        return bundle
    try:
        packet = xmp.joined(bundle.xmp, bundle.xmp_extended) if bundle.xmp_extended else bundle.xmp
        packet = spell(packet) if spell is not None else packet
    except (Failure, UnicodeError):
        return replace(bundle, xmp=None, xmp_extended=None, losses=(*bundle.losses, Loss.XMP))
    return replace(bundle, xmp=packet, xmp_extended=None)


def _with_iptc_as_xmp(bundle: Bundle, spec: FormatSpec, most_xmp: int | None) -> Bundle:
    """Where the target holds XMP but no IPTC: what has a property there goes into the packet, and the rest is left."""
    if bundle.photoshop is None or spec.iptc or not spec.xmp:
        return bundle
    try:
        packet, left = iptc_xmp.merged(bundle.xmp, bundle.photoshop)
    except Failure:
        return bundle
    if most_xmp is not None and packet and bundle.xmp and len(packet) > max(most_xmp, len(bundle.xmp)):
        return bundle
    return replace(bundle, xmp=packet, photoshop=left)
