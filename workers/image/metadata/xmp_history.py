"""What a packet records of how its picture came about: of use to the program that wrote it, and to nobody who looks at it."""

from workers.image.metadata import xmp
from workers.image.metadata.xmp import PHOTOSHOP, Property

_MANAGEMENT = "http://ns.adobe.com/xap/1.0/mm/"
_RAW_SETTINGS = frozenset(
    {"http://ns.adobe.com/camera-raw-settings/1.0/", "http://ns.adobe.com/camera-raw-saved-settings/1.0/"}
)
_RECORDS = frozenset(
    {
        *((PHOTOSHOP, name) for name in ("DocumentAncestors", "History")),
        *((_MANAGEMENT, name) for name in ("History", "Ingredients", "Pantry", "Manifest", "Versions", "DerivedFrom")),
    }
)
"""XMP specification part 2, 1.2 (media management) and 3.1 (Photoshop)."""


def _is_history(found: Property) -> bool:
    return found.name in _RECORDS or found.name[0] in _RAW_SETTINGS


def size(packet: bytes) -> int:
    """How many bytes of a packet record its history. Raises Failure DAMAGED."""
    total = end = 0
    for found in xmp.properties(xmp.plain(packet)):
        if found.start >= end and _is_history(found):
            total += found.end - found.start
            end = found.end
    return total


def without(packet: bytes) -> bytes:
    """The packet without its history. Raises Failure DAMAGED."""
    return xmp.without(packet, _is_history)
