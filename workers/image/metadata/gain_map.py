"""The place that metadata keep for a gain map."""

import re
from contextlib import suppress

from msgspec.structs import replace

from workers.errors import Failure
from workers.image.metadata import xmp
from workers.image.metadata.bundle import Bundle, GainMap

_ITEM = "http://ns.google.com/photos/1.0/container/item/"
_NUMBER = re.compile(rb"(?<=[>\"'])\s*\d+\s*(?=[<\"'])")


def with_gain_map(bundle: Bundle, found: GainMap) -> Bundle:
    """The bundle with another gain map, whose length its XMP states too."""
    made = replace(bundle, gain_map=found)
    if bundle.xmp is not None:
        with suppress(Failure):  # not XML at all: it states nothing to an XML reader
            made = replace(made, xmp=_with_length(bundle.xmp, len(found.image)))
    return made


def _with_length(packet: bytes, length: int) -> bytes:
    """The length stands beside the word GainMap in an item of the list (Android, Ultra HDR 1.1, Container:Directory)."""
    text = xmp.plain(packet)
    found = xmp.properties(text)
    meant = [one.start for one in found if one.name == (_ITEM, "Semantic") and b"GainMap" in text[one.start : one.end]]
    items = [one for one in found if one.name == (xmp.RDF, "li") and any(one.start <= at < one.end for at in meant)]
    for one in found:
        if one.name == (_ITEM, "Length") and any(item.start <= one.start < item.end for item in items):
            return text[: one.start] + _NUMBER.sub(b"%d" % length, text[one.start : one.end], 1) + text[one.end :]
    return packet
