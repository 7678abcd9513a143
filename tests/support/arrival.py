"""Whether what was promised stands in the output that was reopened."""

from workers.errors import Failure
from workers.formats import SPECS, Format
from workers.image.formats.metadata import fit
from workers.image.formats.registry import CODECS
from workers.image.metadata import exif, iptc, xmp
from workers.image.metadata.bundle import Bundle
from workers.plan import Loss


def missing(promised: Bundle, found: Bundle, target: Format) -> tuple[Loss, ...]:
    """What of a promised bundle, as far as the target can hold it, is not in the bundle that was read from the output."""
    wanted, spec = fit(promised, CODECS[target]), SPECS[target]
    checks = (
        (Loss.EXIF, spec.exif, wanted.exif is None or _same_exif(wanted.exif, found.exif)),
        (Loss.XMP, spec.xmp, wanted.xmp is None or _same_xmp(wanted, found)),
        (Loss.IPTC, spec.iptc, iptc.iim(wanted.photoshop) == iptc.iim(found.photoshop)),
        (Loss.PROFILE, spec.icc, wanted.icc == found.icc),
        (Loss.COMMENT, spec.comment and target is not Format.TIFF, set(wanted.comments) <= set(found.comments)),
        (Loss.TEXT, spec.text, set(wanted.texts) <= set(found.texts)),
        (Loss.GAIN_MAP, spec.gain_map, wanted.gain_map is None or _same_gain_map(wanted, found)),
    )
    return tuple(loss for loss, holds, same in checks if holds and not same)


def _same_exif(wanted: bytes, raw: bytes | None) -> bool:
    if wanted == raw:
        return True
    first, second = exif.opened(wanted), exif.opened(raw)
    if first is None or second is None:
        return False
    values = second.values()
    return all(values.get(key) == value for key, value in first.values().items())


def _same_xmp(wanted: Bundle, found: Bundle) -> bool:
    try:
        first, second = (xmp.joined(one.xmp or b"", one.xmp_extended).rstrip(b" \0") for one in (wanted, found))
    except Failure:
        return False
    if first == second:
        return True
    return wanted.xmp_extended is None and found.xmp_extended is not None and _same_properties(first, second)


def _same_properties(first: bytes, second: bytes) -> bool:
    names = (
        {one.name for one in xmp.properties(xmp.plain(packet)) if one.name[0] != xmp.RDF} for packet in (first, second)
    )
    before, after = names
    return before <= after


def _same_gain_map(wanted: Bundle, found: Bundle) -> bool:
    return wanted.gain_map is not None and found.gain_map is not None and wanted.gain_map.image == found.gain_map.image
