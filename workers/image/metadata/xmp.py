"""XMP packets patched as text: what has to go is cut out by its place in the bytes, the rest stays as it was written."""

import re
from collections.abc import Callable
from functools import lru_cache
from hashlib import md5
from html import unescape
from xml.parsers import expat

from workers.binary.source import damaged

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
NOTE = "http://ns.adobe.com/xmp/note/"
DC = "http://purl.org/dc/elements/1.1/"
RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
_PLUS = "http://ns.useplus.org/ldf/xmp/1.0/"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_GAIN_MAP = frozenset({"http://ns.adobe.com/hdr-gain-map/1.0/", "http://ns.apple.com/HDRGainMap/1.0/"})
_AUTHORSHIP = frozenset(
    {(DC, "creator"), (DC, "rights"), *((PHOTOSHOP, name) for name in ("Credit", "Source", "AuthorsPosition"))}
)
_ITEM = "http://ns.google.com/photos/1.0/container/item/"
_CAMERA = "http://ns.google.com/photos/1.0/camera/"
_CONTAINER = "http://ns.google.com/photos/1.0/container/"

EMPTY = (
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    f'<rdf:RDF xmlns:rdf="{RDF}"></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
).encode()
"""A packet without properties."""

_DEEPEST = 100
_PLACES = frozenset(
    {
        "city", "state", "country", "countrycode", "countryname", "provincestate", "sublocation", "worldregion", "shotlocation",
        "absolutealtitude", "relativealtitude", "altitude", "flightaltitude",
        # Darwin Core's class Location
        "continent", "waterbody", "island", "islandgroup", "stateprovince", "county", "municipality", "locality",
        "verbatimlocality", "verbatimcoordinates", "verbatimelevation", "minimumelevationinmeters",
        "maximumelevationinmeters", "footprintwkt", "highergeography", "highergeographyid",
    }
)  # fmt: skip
_ATTRIBUTE = re.compile(rb"""\s+([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")

_DECLARATION = re.compile(rb"""\s(xmlns:[\w.-]+)\s*=\s*("[^"]*"|'[^']*')""")

_TAG = re.compile(rb"<[^>]*>")

_TO_END_OF_NAME = re.compile(rb"[^ \t\r\n/>]*+")
_TO_END_OF_TAG = re.compile(rb"""(?:[^"'>]++|"[^"]*+"|'[^']*+')*+>""")

_REMEMBERED, _LARGEST_REMEMBERED = 8, 2**18
"""So many packets as one plan reads again and again, with at most so many bytes each."""

Name = tuple[str, str]
"""Namespace and local name."""


class Property:
    """One element or attribute of a packet: its name, its parents' names from the root, and its span of bytes."""

    __slots__ = ("end", "name", "parents", "start", "value")

    def __init__(self, name: Name, parents: tuple[Name, ...], start: int, end: int, value: bytes | None) -> None:
        self.name = name
        self.parents = parents
        self.start = start
        self.end = end
        self.value = value  # an attribute's, as it stands between its quotes; None for an element


class _XmpWalk:
    def __init__(self, packet: bytes) -> None:
        self.packet = packet
        self.found: list[Property] = []
        self._open: list[tuple[Name, int, int]] = []
        self._path: tuple[Name, ...] = ()
        self._scopes: dict[str, list[str]] = {"xml": ["http://www.w3.org/XML/1998/namespace"]}
        self._parser = expat.ParserCreate("utf-8", " ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartNamespaceDeclHandler = self._declare
        self._parser.EndNamespaceDeclHandler = self._forget
        self._parser.StartDoctypeDeclHandler = self._refuse

    def run(self) -> tuple[Property, ...]:
        try:
            self._parser.Parse(self.packet, True)  # noqa: FBT003 - expat takes it by position only
        except (expat.ExpatError, UnicodeError) as error:
            raise damaged(f"XMP: {error}") from error
        return tuple(sorted(self.found, key=lambda found: found.start))

    def _refuse(self, *_: object) -> None:
        raise damaged("XMP with a document type")

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        self._scopes.setdefault(prefix or "", []).append(uri or "")

    def _forget(self, prefix: str | None) -> None:
        self._scopes[prefix or ""].pop()

    def _start(self, name: str, _: object) -> None:
        if len(self._open) >= _DEEPEST:
            raise damaged("XMP nested too deep")
        start = self._parser.CurrentByteIndex
        own = _split(name)
        self._open.append((own, start, _end_of(_TO_END_OF_TAG, self.packet, start)))
        self._path = (*self._path, own)
        at = _end_of(_TO_END_OF_NAME, self.packet, start + 1)
        while match := _ATTRIBUTE.match(self.packet, at):
            prefix, _, local = match[1].decode("utf-8", "replace").rpartition(":")
            if prefix != "xmlns" and local != "xmlns":
                scope = self._scopes.get(prefix) if prefix else None
                value = match[2] if match[2] is not None else match[3]
                attribute = (scope[-1] if scope else "", local)
                self.found.append(Property(attribute, self._path, match.start(), match.end(), value))
            at = match.end()

    def _end(self, _: str) -> None:
        name, start, tag_end = self._open.pop()
        self._path = self._path[:-1]
        end = tag_end
        if self.packet[tag_end - 2] != 0x2F:
            end = self.packet.find(b">", self._parser.CurrentByteIndex) + 1
        self.found.append(Property(name, self._path, start, end, None))


def _split(name: str) -> Name:
    uri, _, local = name.rpartition(" ")
    return uri, local


def _end_of(pattern: re.Pattern[bytes], packet: bytes, at: int) -> int:
    found = pattern.match(packet, at)
    if found is None:
        raise damaged("XMP: a tag without end")
    return found.end()


def plain(packet: bytes) -> bytes:
    """The packet in UTF-8 without byte order mark and zeros. Raises Failure DAMAGED, also for zeros inside: that is no XML."""
    body = packet.rstrip(b"\0")
    marks = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
    encoding = marks.get(body[:2])
    if encoding is None:
        if b"\0" in body:
            raise damaged("XMP: zeros")
        return body.removeprefix(b"\xef\xbb\xbf")
    try:
        return packet.decode(encoding).lstrip("\ufeff").rstrip("\0").encode()
    except UnicodeError as error:
        raise damaged(f"XMP: {error}") from error


def properties(packet: bytes) -> tuple[Property, ...]:
    """Every element and attribute (but namespace declarations) in order. Raises Failure DAMAGED for what is not XML."""
    return _remembered(packet) if len(packet) <= _LARGEST_REMEMBERED else _XmpWalk(packet).run()


@lru_cache(_REMEMBERED)
def _remembered(packet: bytes) -> tuple[Property, ...]:
    return _XmpWalk(packet).run()


def names_place(name: str) -> bool:
    """Whether a property, or a text of a name like one ('City', 'exif:GPSLatitude'), is about a place."""
    local = re.sub(r"[\s_-]", "", name.rpartition(":")[2].lower())
    return (
        local in _PLACES
        or local.startswith(("gps", "location"))
        or any(word in local for word in ("latitude", "longitude"))
    )


def _is_place(found: Property) -> bool:
    return found.name[0] != RDF and names_place(found.name[1])


def has_location(packet: bytes | None) -> bool:
    """Whether a packet names a place; one that cannot be read is said to."""
    return packet is not None and any(_is_place(found) for found in properties(plain(packet)))


def without(packet: bytes, goes: Callable[[Property], bool]) -> bytes:
    """The packet without some of its properties. Raises Failure DAMAGED."""
    text = plain(packet)
    kept, at = [], 0
    for found in properties(text):
        if found.start >= at and goes(found):
            kept.append(text[at : found.start])
            at = found.end
    return b"".join((*kept, text[at:])) if at else packet


def without_location(packet: bytes) -> bytes:
    """The packet without GPS properties and place names. Raises Failure DAMAGED."""
    return without(packet, _is_place)


def _is_gain_map(found: Property) -> bool:
    return found.name[0] in _GAIN_MAP or found.name == (_CONTAINER, "Directory")


def without_gain_map(packet: bytes) -> bytes:
    """The packet without the properties that promise a gain map. Raises Failure DAMAGED."""
    return without(packet, _is_gain_map)


def only_gain_map(packet: bytes) -> bytes | None:
    """The packet with the promise of a gain map alone, or None where it gives none. Raises Failure DAMAGED."""
    return _only(packet, _is_gain_map)


def promises_motion(packet: bytes | None) -> bool:
    """Whether a packet says that a film follows the picture (Motion Photo 1.0, Micro Video)."""
    return packet is not None and (b"MotionPhoto" in packet or b"MicroVideo" in packet)


def without_motion(packet: bytes) -> bytes:
    """The packet without the properties that promise a film behind the picture. Raises Failure DAMAGED."""
    found = properties(plain(packet))
    films = [one.start for one in found if one.name == (_ITEM, "Semantic") and one.value == b"MotionPhoto"]
    return without(packet, lambda one: _is_motion(one, films))


def _is_motion(found: Property, films: list[int]) -> bool:
    if found.name[0] == _CAMERA and found.name[1].startswith(("MotionPhoto", "MicroVideo")):
        return True
    return found.name == (RDF, "li") and any(found.start <= at < found.end for at in films)


def _is_property(found: Property) -> bool:
    return len(found.parents) >= 2 and found.parents[-1] == (RDF, "Description") and found.parents[-2] == (RDF, "RDF")


def texts(packet: bytes) -> dict[Name, list[str]]:
    """Every property with its texts, a list's items one by one, white space made single. Raises Failure DAMAGED."""
    text = plain(packet)
    found: dict[Name, list[str]] = {}
    for one in properties(text):
        if _is_property(one) and one.name[0] != RDF:
            said = _TAG.sub(b"\0", text[one.start : one.end]) if one.value is None else one.value
            items = (" ".join(unescape(item).split()) for item in said.decode("utf-8", "replace").split("\0"))
            found.setdefault(one.name, []).extend(item for item in items if item)
    return found


def _is_rights(found: Property) -> bool:
    if found.name[0] in (RIGHTS, _PLUS):
        return True
    return found.name in _AUTHORSHIP


def only_rights(packet: bytes) -> bytes | None:
    """The packet with author and rights, and a gain map's promise; None where it has none. Raises Failure DAMAGED."""
    return _only(packet, lambda one: _is_rights(one) or _is_gain_map(one))


def _only(packet: bytes, stays: Callable[[Property], bool]) -> bytes | None:
    if not any(_is_property(one) and stays(one) for one in properties(plain(packet))):
        return None
    return without(packet, lambda one: _is_property(one) and one.name[0] != RDF and not stays(one))


def guid(extended: bytes) -> str:
    """The name of an extended packet: the MD5 of its bytes in hex (XMP specification part 3)."""
    return md5(extended, usedforsecurity=False).hexdigest().upper()


def named(packet: bytes, extended: bytes) -> bytes:
    """The main packet with the name of its extended one set right. Raises Failure DAMAGED."""
    text = plain(packet)
    for found in properties(text):
        if found.name == (NOTE, "HasExtendedXMP"):
            span = re.sub(rb"[0-9A-Fa-f]{32}", guid(extended).encode(), text[found.start : found.end])
            return text[: found.start] + span + text[found.end :]
    return with_description(text, f'xmlns:xmpNote="{NOTE}" xmpNote:HasExtendedXMP="{guid(extended)}"/>'.encode())


def with_description(packet: bytes, rest: bytes) -> bytes:
    """The packet with one more description; `rest` is it from its first attribute on. Raises Failure DAMAGED."""
    text = plain(packet)
    root = _root(text)
    end = text.rfind(b"</", root.start, root.end)
    opening = f'<rdf:Description xmlns:rdf="{RDF}" rdf:about="" '.encode()
    return text[:end] + opening + rest + text[end:]


def _descriptions(text: bytes) -> list[bytes]:
    return [
        text[found.start : found.end]
        for found in properties(text)
        if found.name == (RDF, "Description") and found.parents[-1:] == ((RDF, "RDF"),)
    ]


def joined(packet: bytes, extended: bytes | None) -> bytes:
    """Main and extended packet as one, for formats without the limit of a JPEG segment. Raises Failure DAMAGED."""
    if extended is None:
        return packet
    text = plain(without(packet, lambda found: found.name == (NOTE, "HasExtendedXMP")))
    more, root = plain(extended), _root(text)
    above = _declared(more, _end_of(_TO_END_OF_TAG, more, _root(more).start))
    end = text.rfind(b"</", root.start, root.end)
    return text[:end] + b"".join(_with_namespaces(above, one) for one in _descriptions(more)) + text[end:]


def _with_namespaces(above: dict[bytes, bytes], element: bytes) -> bytes:
    """An element cut out of its packet, with the namespaces that were declared above it."""
    own = dict(_DECLARATION.findall(element[: _end_of(_TO_END_OF_TAG, element, 0)]))
    more = b"".join(b" " + name + b"=" + value for name, value in above.items() if name not in own)
    opening = re.match(rb"<[^\s/>]+", element)
    cut = opening.end() if opening else 0
    return element[:cut] + more + element[cut:]


def _declared(text: bytes, end: int) -> dict[bytes, bytes]:
    """The namespace declarations before an offset."""
    return dict(_DECLARATION.findall(text[:end]))


def _root(text: bytes) -> Property:
    """The element rdf:RDF. Raises Failure DAMAGED where it is missing or has no end tag."""
    for found in properties(text):
        if found.name == (RDF, "RDF") and text[found.end - 2 : found.end] != b"/>":
            return found
    raise damaged("XMP without RDF")


def split(packet: bytes) -> tuple[bytes, bytes]:
    """A packet too large for one JPEG segment as a small main and an extended one. Raises Failure DAMAGED."""
    text = plain(packet)
    head = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="{RDF}"></rdf:RDF></x:xmpmeta>'
    root = _root(text)
    body = _with_namespaces(_declared(text, root.start), text[root.start : root.end])
    extended = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + body + b"</x:xmpmeta>"
    return named(head.encode(), extended), extended
