"""What a packet says of its picture's own pixels: set right for another size, or taken out where it can be true no more."""

import re

from msgspec import Struct

from workers.image.metadata import regions, xmp
from workers.image.metadata.regions import Move, Place
from workers.image.metadata.xmp import Name, Property

_TIFF = "http://ns.adobe.com/tiff/1.0/"
_EXIF = "http://ns.adobe.com/exif/1.0/"
_XMP = "http://ns.adobe.com/xap/1.0/"
_EXT = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_PANORAMA = "http://ns.google.com/photos/1.0/panorama/"
_OTHER_REGIONS = frozenset(
    {
        ("http://ns.microsoft.com/photo/1.2/", "RegionInfo"),
        ("http://ns.acdsee.com/regions/", "Regions"),
    }
)
"""Faces and the like, by shares of width and height, as few programs write them still."""

_IPTC_REGION, _UNIT = (_EXT, "ImageRegion"), (_EXT, "rbUnit")
_OF_OTHER_PIXELS = frozenset({(_XMP, "Thumbnails"), (_EXIF, "SubjectArea"), (_EXIF, "SubjectLocation")})
_DIMENSIONS = "AppliedToDimensions"
# Photo Sphere XMP metadata: counted in pixels of the whole panorama, of which the picture may be a part.
_ACROSS = frozenset(
    {
        *("FullPanoWidthPixels", "CroppedAreaImageWidthPixels", "CroppedAreaLeftPixels"),
        *("LargestValidInteriorRectLeft", "LargestValidInteriorRectWidth"),
    }
)
_DOWN = frozenset(
    {
        *("FullPanoHeightPixels", "CroppedAreaImageHeightPixels", "CroppedAreaTopPixels"),
        *("LargestValidInteriorRectTop", "LargestValidInteriorRectHeight"),
    }
)
_NUMBER = re.compile(rb"(?<=[>\"'])\s*(\d+)(?:\.\d*)?\s*(?=[<\"'])")


STILL = Move(turn=1, part=Place(x=0.5, y=0.5, width=1.0, height=1.0))
"""All of the picture, as it was."""


class Change(Struct, frozen=True, kw_only=True):
    """What became of the pixels: width and height before and after, both as they are seen, and where places went.

    `move` is None where that cannot be said: programs do not agree whether the places of pixels that lie on their side are
    counted in what is stored or in what is seen.
    """

    before: tuple[int, int]
    after: tuple[int, int]
    move: Move | None = STILL

    @property
    def same_view(self) -> bool:
        """Whether nothing was turned or cut off."""
        return self.move == STILL

    @property
    def factors(self) -> tuple[float, float]:
        """By how much a place lies further across and down."""
        return self.after[0] / self.before[0], self.after[1] / self.before[1]


def stating(packet: bytes, orientation: int | None, change: Change | None) -> bytes:
    """The packet with this orientation and the new sizes, as far as they are given, wherever it states them.

    Raises Failure DAMAGED.
    """
    text = xmp.plain(packet)
    pieces, at = [], 0
    for found in xmp.properties(text):
        value = _value(found, text, orientation, change)
        if value is None or found.start < at:
            continue
        span = text[found.start : found.end]
        pieces += [text[at : found.start], _NUMBER.sub(b"%d" % value, span, count=1)]
        at = found.end
    return b"".join((*pieces, text[at:])) if at else packet


def _value(found: Property, text: bytes, orientation: int | None, change: Change | None) -> int | None:
    if found.name == (_TIFF, "Orientation"):
        return orientation
    if change is None:
        return None
    sizes: dict[Name, int] = {
        (_TIFF, "ImageWidth"): change.after[0],
        (_TIFF, "ImageLength"): change.after[1],
        (_EXIF, "PixelXDimension"): change.after[0],
        (_EXIF, "PixelYDimension"): change.after[1],
    }
    uri, local = found.name
    if any(parent[1] == _DIMENSIONS for parent in found.parents) and local in {"w", "h"}:
        return change.after[0 if local == "w" else 1]
    if uri == _PANORAMA and local in _ACROSS | _DOWN:
        said = _NUMBER.search(text, found.start, found.end)
        return round(int(said[1]) * change.factors[local in _DOWN]) if said else None
    return sizes.get(found.name)


def without_places(packet: bytes, change: Change) -> bytes:
    """The packet without what counts in the pixels before and cannot follow. Raises Failure DAMAGED."""
    text = xmp.plain(packet)
    found = xmp.properties(text)
    units = [one.start for one in found if one.name == _UNIT and _is_in_pixels(packet, one)]
    out_of_sight = regions.lost(text, change.move) if change.move and not change.same_view else frozenset()
    return xmp.without(packet, lambda one: one.start in out_of_sight or _goes(one, change, units))


def with_moved_places(packet: bytes, change: Change) -> bytes:
    """The packet with what can follow where it comes to lie. Raises Failure DAMAGED."""
    return regions.moved(packet, change.move) if change.move and not change.same_view else packet


def _is_in_pixels(packet: bytes, unit: Property) -> bool:
    said = unit.value if unit.value is not None else xmp.plain(packet)[unit.start : unit.end]
    return b"pixel" in said


def _goes(found: Property, change: Change, units: list[int]) -> bool:
    if found.name in _OF_OTHER_PIXELS:
        return True
    if found.name == _IPTC_REGION:
        return not change.same_view or any(found.start <= at < found.end for at in units)
    if found.name == regions.REGIONS:
        return change.move is None
    return not change.same_view and (found.name in _OTHER_REGIONS or found.name[0] == _PANORAMA)
