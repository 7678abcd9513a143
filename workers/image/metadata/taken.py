"""When a picture was taken, as its metadata say it: on the camera's own clock."""

import re
from collections.abc import Iterator
from datetime import datetime

from workers.errors import Failure
from workers.image.metadata import exif, iptc, xmp
from workers.image.metadata.bundle import Bundle

_FIRST_YEAR = 1826  # that of the oldest photograph; clocks that were never set say 0000, and scanners say 0001
_ORIGINAL, _DIGITISED = 0x9003, 0x9004
_XMP = "http://ns.adobe.com/xap/1.0/"
_EXIF_IN_XMP = "http://ns.adobe.com/exif/1.0/"
_IPTC_DATE, _IPTC_TIME = (2, 55), (2, 60)
_PNG_TIME = "creation time"

# EXIF 2.32 has 2015:01:02 03:04:05, XMP 2015-01-02T03:04:05.67+01:00, IPTC 20150102; programs mix them. A day is wanted.
_WRITTEN = re.compile(
    r"\s*(\d{4})([:./-]?)(\d\d)\2(\d\d)(?:[T\s:]+(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,]\d*)?)?)?.*)?\s*",
    re.ASCII | re.DOTALL,
)


def taken(bundle: Bundle) -> datetime | None:
    """The time on the clock of the camera, or None where nobody has noted it.

    Where the sources differ, what was noted by the camera counts more than what was added, and when it was taken more than
    when it became a file (Metadata Working Group, Guidelines 2.0, 5.6). What is no date is as good as none.
    """
    return next((found for written in _written(bundle) if (found := parsed(written)) is not None), None)


def parsed(written: str) -> datetime | None:
    """A date and perhaps a time in any spelling that is in use; None for what is no day of the calendar."""
    match = _WRITTEN.fullmatch(written)
    if match is None:
        return _of_mail(written)
    year, month, day = int(match[1]), int(match[3]), int(match[4])
    hour, minute, second = (int(part or 0) for part in match.group(5, 6, 7))
    return _moment(year, month, day, hour, minute, second) or _moment(year, month, day)


def _of_mail(written: str) -> datetime | None:
    """The spelling that PNG recommends for its texts (third edition, 11.3.3.1: RFC 1123)."""
    from email.utils import parsedate  # noqa: PLC0415 - loads all of e-mail, and few pictures have it

    found = parsedate(written)
    return None if found is None else _moment(*found[:6])


def _moment(year: int, *rest: int) -> datetime | None:
    if year < _FIRST_YEAR:
        return None
    try:
        return datetime(year, *rest)  # type: ignore[arg-type]
    except (OverflowError, ValueError):
        return None


def _written(bundle: Bundle) -> Iterator[str]:
    """What might be the date, the best first; nothing is parsed before it is asked for."""
    block = exif.opened(bundle.exif)
    said = _Packet(bundle.xmp)
    if block is not None:
        yield _latin(block.told(_ORIGINAL))
    yield from said((_EXIF_IN_XMP, "DateTimeOriginal"))
    yield from said((xmp.PHOTOSHOP, "DateCreated"))
    yield _of_iptc(bundle.photoshop)
    if block is not None:
        yield _latin(block.told(_DIGITISED))
    yield from said((_EXIF_IN_XMP, "DateTimeDigitized"))
    yield from said((_XMP, "CreateDate"))
    yield from (text.text for text in bundle.texts if text.keyword.lower() == _PNG_TIME)


class _Packet:
    """The texts of a packet, read once and not before they are wanted."""

    def __init__(self, packet: bytes | None) -> None:
        self._packet = packet
        self._found: dict[xmp.Name, list[str]] | None = None

    def __call__(self, name: xmp.Name) -> list[str]:
        """What it says of this property; nothing where it is no packet."""
        if self._found is None:
            try:
                self._found = xmp.texts(self._packet) if self._packet else {}
            except Failure:
                self._found = {}
        return self._found.get(name, [])


def _of_iptc(photoshop: bytes | None) -> str:
    if photoshop is None:
        return ""
    found: dict[tuple[int, int], str] = {}
    for record, number, data in iptc.datasets(iptc.iim(photoshop)):
        if (record, number) in {_IPTC_DATE, _IPTC_TIME}:
            found.setdefault((record, number), _latin(iptc.value(data)))
    return " ".join(found[each] for each in (_IPTC_DATE, _IPTC_TIME) if found.get(each))


def _latin(value: bytes | None) -> str:
    return "" if value is None else value.decode("latin-1").strip("\0 ")
