"""IPTC-IIM datasets as XMP properties, for formats that hold XMP but no IPTC.

Which dataset is which property: IPTC Photo Metadata Standard 2023.2, where each property names its IIM dataset; XMP
specification part 3 (2020), on reconciling with IPTC and Photoshop's blocks; MWG Guidelines for Handling Image Metadata 2.0,
on dates and their times. The program is ours: what IIM 4.2 says of 2:65 is what XMP says of xmp:CreatorTool.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum, auto
from html import escape

from msgspec import Struct

from workers.image.metadata import iptc, xmp

_PREFIXES = {
    xmp.DC: "dc",
    xmp.PHOTOSHOP: "photoshop",
    xmp.RIGHTS: "xmpRights",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": "Iptc4xmpCore",
}
_URIS = {prefix: uri for uri, prefix in _PREFIXES.items()}


class _Form(Enum):
    PLAIN = auto()
    DATE = auto()
    TOOL = auto()
    LANGUAGES = auto()
    BAG = auto()
    SEQUENCE = auto()


_LISTS = {_Form.LANGUAGES: "Alt", _Form.BAG: "Bag", _Form.SEQUENCE: "Seq"}
_REPEATED = (_Form.BAG, _Form.SEQUENCE)

_PROPERTIES: Mapping[int, tuple[str, _Form]] = {
    4: ("Iptc4xmpCore:IntellectualGenre", _Form.PLAIN),
    5: ("dc:title", _Form.LANGUAGES),
    10: ("photoshop:Urgency", _Form.PLAIN),
    12: ("Iptc4xmpCore:SubjectCode", _Form.BAG),
    15: ("photoshop:Category", _Form.PLAIN),
    20: ("photoshop:SupplementalCategories", _Form.BAG),
    25: ("dc:subject", _Form.BAG),
    40: ("photoshop:Instructions", _Form.PLAIN),
    55: ("photoshop:DateCreated", _Form.DATE),
    62: ("xmp:CreateDate", _Form.DATE),
    65: ("xmp:CreatorTool", _Form.TOOL),
    80: ("dc:creator", _Form.SEQUENCE),
    85: ("photoshop:AuthorsPosition", _Form.PLAIN),
    90: ("photoshop:City", _Form.PLAIN),
    92: ("Iptc4xmpCore:Location", _Form.PLAIN),
    95: ("photoshop:State", _Form.PLAIN),
    100: ("Iptc4xmpCore:CountryCode", _Form.PLAIN),
    101: ("photoshop:Country", _Form.PLAIN),
    103: ("photoshop:TransmissionReference", _Form.PLAIN),
    105: ("photoshop:Headline", _Form.PLAIN),
    110: ("photoshop:Credit", _Form.PLAIN),
    115: ("photoshop:Source", _Form.PLAIN),
    116: ("dc:rights", _Form.LANGUAGES),
    120: ("dc:description", _Form.LANGUAGES),
    122: ("photoshop:CaptionWriter", _Form.PLAIN),
}
"""By the number of a dataset of record 2."""

_BESIDE = {55: 60, 62: 63, 65: 70}
"""The dataset of a date's time, and of a program's version."""

_GENRE, _SUBJECT = 4, 12
_UTF_8 = b"\x1b%G"
_MOST_CUT = 3
_SHORTEST_LIMIT = 29
"""IIM cuts most texts at 32 bytes, which may split a character of four."""

_WHOLE_DAY = len("2024-05-01")
# Said by what XML does not allow (and CR): the complement takes Python seven times as long to compile, at each start.
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_DATE = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
_TIME = re.compile(r"([01]\d|2[0-3]):?([0-5]\d):?([0-5]\d(?:\.\d+)?)(?:([+-])(\d\d):?(\d\d)|Z)?")

_COPYRIGHTED = b"\1"


class _Said(Struct, frozen=True, kw_only=True):
    """One property, and the blocks or datasets that say it."""

    name: str
    form: _Form
    values: tuple[str, ...]
    sources: tuple[bytes, ...]

    @property
    def key(self) -> xmp.Name:
        prefix, _, local = self.name.partition(":")
        return _URIS[prefix], local


def merged(packet: bytes | None, photoshop: bytes) -> tuple[bytes | None, bytes | None]:
    """The packet with the properties that it lacks, and the 8BIM blocks that are left, None where nothing is.

    What the packet says itself stays as it is, byte for byte. Left is what has no property, and what the packet says in other
    words. Raises Failure DAMAGED for a packet that cannot be read.
    """
    there = xmp.texts(packet) if packet is not None else {}
    new: list[_Said] = []
    carried: set[bytes] = set()
    for said in (*_said_by_datasets(iptc.iim(photoshop)), *_said_by_blocks(photoshop)):
        if said.key not in there:
            new.append(said)
        elif not _is_said(said, there[said.key]):
            continue
        carried.update(said.sources)
    if new:
        packet = xmp.with_description(packet if packet is not None else xmp.EMPTY, _spelled(new))
    return packet, _left(photoshop, carried) or None


def _is_said(said: _Said, items: list[str]) -> bool:
    """Whether each value is one of a property's texts, or a beginning of it, for IIM has limits."""
    if said.form is _Form.DATE:
        return any(item[:_WHOLE_DAY] == said.values[0][:_WHOLE_DAY] for item in items)
    if said.form is _Form.TOOL:
        return any(said.values[0].split()[0] in item for item in items)
    return all(any(_is_same(" ".join(value.split()), item) for item in items) for value in said.values)


def _is_same(value: str, item: str) -> bool:
    return value == item or (len(value.encode()) >= _SHORTEST_LIMIT and item.startswith(value))


def _said_by_datasets(iim: bytes) -> Iterator[_Said]:
    found: dict[int, list[bytes]] = {}
    is_utf_8 = False
    for record, number, data in iptc.datasets(iim):
        if record == 2:
            found.setdefault(number, []).append(data)
        is_utf_8 = is_utf_8 or ((record, number) == (1, 90) and iptc.value(data) == _UTF_8)
    for number, (name, form) in _PROPERTIES.items():
        pairs = [(_text(iptc.value(data), is_utf_8=is_utf_8), data) for data in found.get(number, ())]
        if number in _BESIDE:
            more = [(_text(iptc.value(data), is_utf_8=is_utf_8), data) for data in found.get(_BESIDE[number], ())]
            yield from _together(name, form, pairs[:1], more[:1])
            continue
        known = [(text, data) for value, data in pairs if (text := _worded(number, value))]
        if known and form not in _REPEATED:
            known = [one for one in known if one[0] == known[0][0]]
        if known:
            texts, sources = zip(*known, strict=True)
            values = texts if form in _REPEATED else texts[:1]
            yield _Said(name=name, form=form, values=values, sources=sources)


def _together(
    name: str, form: _Form, first: list[tuple[str, bytes]], second: list[tuple[str, bytes]]
) -> Iterator[_Said]:
    """A date with its time, or a program with its version, as one property; the second may be missing, or nonsense."""
    is_date = form is _Form.DATE
    for text, data in first:
        said = _day(text) if is_date else text
        if not said:
            continue
        more = "".join(_clock(text) or "" if is_date else text for text, _ in second)
        if more and (not is_date or len(said) == _WHOLE_DAY):
            joined = f"{said}T{more}" if is_date else f"{said} {more}"
            yield _Said(name=name, form=form, values=(joined,), sources=(data, second[0][1]))
        else:
            yield _Said(name=name, form=form, values=(said,), sources=(data,))


def _day(text: str) -> str | None:
    """CCYYMMDD, in which 00 is an unknown month or day, as ISO 8601."""
    match = _DATE.fullmatch(text)
    if match is None or match[1] == "0000" or int(match[2]) > 12 or int(match[3]) > 31:
        return None
    if match[2] == "00":
        return match[1]
    return f"{match[1]}-{match[2]}" if match[3] == "00" else f"{match[1]}-{match[2]}-{match[3]}"


def _clock(text: str) -> str | None:
    """HHMMSS with or without its distance from UTC, as ISO 8601."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    zone = f"{match[4]}{match[5]}:{match[6]}" if match[4] else "Z" if text.endswith("Z") else ""
    return f"{match[1]}:{match[2]}:{match[3]}{zone}"


def _worded(number: int, text: str) -> str | None:
    """A value as its property has it: of a subject its code alone, of a genre its name; None where it has none."""
    parts = text.split(":")
    if number == _SUBJECT:
        return next((part for part in parts[:2] if len(part) == 8 and part.isdecimal() and part.isascii()), None)
    return parts[-1] if number == _GENRE else text


def _text(raw: bytes, *, is_utf_8: bool) -> str:
    """A value as text: UTF-8, also cut within its last character where it is said to be, else Windows' Latin."""
    raw = raw.rstrip(b"\0")
    for cut in range(_MOST_CUT + 1 if is_utf_8 else 1):
        try:
            return _legal(raw[: len(raw) - cut].decode())
        except UnicodeDecodeError:
            continue
    try:
        return _legal(raw.decode("cp1252"))
    except UnicodeDecodeError:
        return _legal(raw.decode("latin-1"))


def _legal(text: str) -> str:
    return _NO_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _said_by_blocks(photoshop: bytes) -> Iterator[_Said]:
    for block in iptc.blocks(photoshop):
        number, _, body = block
        source = (iptc.spell_block(block),)
        if number == iptc.COPYRIGHTED and body[:1] == _COPYRIGHTED:
            yield _Said(name="xmpRights:Marked", form=_Form.PLAIN, values=("True",), sources=source)
        elif number == iptc.URL and (address := _text(body, is_utf_8=False)):
            yield _Said(name="xmpRights:WebStatement", form=_Form.PLAIN, values=(address,), sources=source)


def _left(photoshop: bytes, carried: set[bytes]) -> bytes:
    datasets = b"".join(data for data in iptc.written(photoshop) if data not in carried)
    kept = [iptc.of_iim(datasets)] if datasets else []
    for block in iptc.blocks(photoshop):
        number, _, body = block
        unmarked = number == iptc.COPYRIGHTED and body[:1] != _COPYRIGHTED
        if number != iptc.IIM and not unmarked and iptc.spell_block(block) not in carried:
            kept.append(iptc.spell_block(block))
    return b"".join(kept)


def _spelled(properties: Iterable[_Said]) -> bytes:
    """A description's attributes and elements, without its beginning."""
    listed = list(properties)
    uris = dict.fromkeys(one.key[0] for one in listed)
    head = " ".join(f'xmlns:{_PREFIXES[uri]}="{uri}"' for uri in uris)
    return f"{head}>{''.join(map(_element, listed))}</rdf:Description>".encode()


def _element(said: _Said) -> str:
    kind = _LISTS.get(said.form)
    if kind is None:
        return f"<{said.name}>{escape(said.values[0], quote=False)}</{said.name}>"
    language = ' xml:lang="x-default"' if said.form is _Form.LANGUAGES else ""
    items = "".join(f"<rdf:li{language}>{escape(value, quote=False)}</rdf:li>" for value in said.values)
    return f"<{said.name}><rdf:{kind}>{items}</rdf:{kind}></{said.name}>"
