"""Faces and other regions of a picture, which follow it where it is turned or cut (MWG guidelines 2.0, 5.9)."""

import re
from collections.abc import Iterator

from msgspec import Struct, field

from workers.image.metadata import xmp
from workers.image.metadata.xmp import Property
from workers.image.pixels.orientation import turned_point

_MWG = "http://www.metadataworkinggroup.com/schemas/regions/"
REGIONS = (_MWG, "Regions")
"""The property that holds them all."""

_LIST = (_MWG, "RegionList")
_AREA = "http://ns.adobe.com/xmp/sType/Area#"
_SHARE = re.compile(rb"(?<=[>\"'])\s*([-+]?\d*\.?\d+(?:[eE][-+]?\d+)?)\s*(?=[<\"'])")


class Place(Struct, frozen=True, kw_only=True):
    """The middle of a part of a picture, and its size, as shares of width and height."""

    x: float
    y: float
    width: float
    height: float


class Move(Struct, frozen=True, kw_only=True):
    """How a picture is turned (EXIF 1 to 8), and which part of what is then seen is used."""

    turn: int
    part: Place

    def of(self, place: Place) -> Place | None:
        """Where a place comes to lie, as far as it is seen; None where nothing of it is."""
        x, y = turned_point(place.x, place.y, self.turn)
        width, height = (place.height, place.width) if self.turn >= 5 else (place.width, place.height)
        across = _within(x, width, self.part.x, self.part.width)
        down = _within(y, height, self.part.y, self.part.height)
        if across is None or down is None:
            return None
        return Place(x=across[0], y=down[0], width=across[1], height=down[1])


def _within(middle: float, length: float, part: float, share: float) -> tuple[float, float] | None:
    start = part - share / 2
    low, high = (max(0.0, min(1.0, (edge - start) / share)) for edge in (middle - length / 2, middle + length / 2))
    return ((low + high) / 2, high - low) if high > low else None


class _Region(Struct):
    item: Property
    numbers: dict[str, tuple[Property, float]] = field(default_factory=dict)

    @property
    def place(self) -> Place | None:
        if not {"x", "y", "w", "h"} <= self.numbers.keys():
            return None
        x, y, width, height = (self.numbers[name][1] for name in "xywh")
        return Place(x=x, y=y, width=width, height=height)


def lost(packet: bytes, move: Move) -> frozenset[int]:
    """Where the regions begin in a packet without marks of its encoding that cannot follow. Raises Failure DAMAGED."""
    return frozenset(one.item.start for one in _regions(packet) if one.place is None or move.of(one.place) is None)


def moved(packet: bytes, move: Move) -> bytes:
    """The packet with the regions where they come to lie; those that are `lost` stay. Raises Failure DAMAGED."""
    text = xmp.plain(packet)
    changes: list[tuple[Property, float]] = []
    for region in _regions(text):
        place = move.of(region.place) if region.place else None
        if place is not None:
            values = zip("xywh", (place.x, place.y, place.width, place.height), strict=True)
            changes += [(region.numbers[name][0], value) for name, value in values]
    for found, value in sorted(changes, key=lambda change: -change[0].start):
        span = _SHARE.sub(f"{value:.6g}".encode(), text[found.start : found.end], count=1)
        text = text[: found.start] + span + text[found.end :]
    return text if changes else packet


def _regions(text: bytes) -> Iterator[_Region]:
    region: _Region | None = None
    for found in xmp.properties(text):
        if found.name == (xmp.RDF, "li") and found.parents[-2:-1] == (_LIST,):
            if region is not None:
                yield region
            region = _Region(found)
        elif region is not None and found.name[0] == _AREA and found.start < region.item.end:
            said = _SHARE.search(text, found.start, found.end)
            if said is not None:
                region.numbers[found.name[1]] = found, float(said[1])
    if region is not None:
        yield region
