"""The pictures of a TIFF: which directories are pages, and which are previews, masks or a camera's raw data."""

from msgspec import Struct

from workers.binary import tiff
from workers.binary.source import ByteSource, damaged
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.formats import CAMERA_RAW
from workers.image.formats.tiff.page import OLD_JPEG, TiffPage, page_of

_REDUCED, _MASK = 1, 4
_RAW_WITHIN = 2  # a camera's raw file says so in its first pages
_CFA, _LINEAR_RAW = 32803, 34892
_DNG_VERSION, _SUB_IFDS = 0xC612, 0x014A
_COMPRESSION = 259
_LAYERS = 0x935C
"""ImageSourceData: Photoshop's layers."""


class TiffPages(Struct, frozen=True, kw_only=True):
    """The pages of a file: the first one of each kind, how many there are, and whether masks or layers stand beside them.

    `immovable` is whether coded data are told about by offsets that nobody can move with them (JPEG in the old way). `unread`
    says of a page behind the first why its pixels cannot be read, None where all can.
    """

    first: TiffPage
    kinds: tuple[TiffPage, ...]
    count: int
    auxiliary: bool
    immovable: bool = False
    unread: str | None = None


class DirectoryOffset(Struct, frozen=True, kw_only=True):
    """A page's directory and its number among all directories."""

    found: tiff.Directory
    index: int


def pages(source: ByteSource) -> TiffPages:
    """The pages; previews and masks are none. Raises Failure, for a camera's raw file too."""
    head = tiff.header(source)
    if source.up_to(8, 2) == b"CR":
        raise Failure(ErrorCode.UNSUPPORTED_FORMAT, FailureFacts(format=CAMERA_RAW))
    shown, auxiliary = _shown(source, head)
    page = page_of(source, head, shown[0].found, shown[0].index)
    kinds, unread = _other_kinds(source, head, page, shown[1:])
    auxiliary = auxiliary or page.beside or any(other.beside for other in kinds)
    immovable = any(tiff.number(source, head, one.found, _COMPRESSION, 1) == OLD_JPEG for one in shown)
    return TiffPages(first=page, kinds=kinds, count=len(shown), auxiliary=auxiliary, immovable=immovable, unread=unread)


def places(source: ByteSource) -> tuple[DirectoryOffset, ...]:
    """Where the pages stand, at least one. Raises Failure."""
    return tuple(_shown(source, tiff.header(source))[0])


def _shown(source: ByteSource, head: tiff.TiffHeader) -> tuple[list[DirectoryOffset], bool]:
    """The pages, or the first directory where none is one, and whether something stands beside them."""
    shown: list[DirectoryOffset] = []
    first, auxiliary = None, False
    for index, found in enumerate(tiff.chain(source, head)):
        if len(shown) < _RAW_WITHIN:
            _refuse_raw(source, head, found)
        place = DirectoryOffset(found=found, index=index)
        first = first or place
        kind = tiff.number(source, head, found, 254, 0)
        auxiliary = auxiliary or bool(kind & _MASK) or found.find(_LAYERS) is not None
        if not kind & (_REDUCED | _MASK):
            shown.append(place)
    if first is None:
        raise damaged("a TIFF without pages")
    return shown or [first], auxiliary


def _other_kinds(
    source: ByteSource, head: tiff.TiffHeader, first: TiffPage, others: list[DirectoryOffset]
) -> tuple[tuple[TiffPage, ...], str | None]:
    """One page of each further kind, and why one of them cannot be read, None where all can."""
    kinds: dict[object, TiffPage] = {first.kind: first}
    unread = None
    for place in others:
        try:
            page = page_of(source, head, place.found, place.index)
        except Failure as failure:
            unread = unread or failure.facts.detail or failure.code
            continue
        kinds.setdefault(page.kind, page)
    return tuple(kinds.values())[1:], unread


def _refuse_raw(source: ByteSource, head: tiff.TiffHeader, found: tiff.Directory) -> None:
    below = []
    for at in tiff.numbers(source, head, found.find(_SUB_IFDS))[:16]:
        try:
            below.append(tiff.directory(source, head, at))
        except Failure:
            continue
    meanings = {tiff.number(source, head, one, 262, 0) for one in (found, *below)}
    if found.find(_DNG_VERSION) or meanings & {_CFA, _LINEAR_RAW}:
        raise Failure(ErrorCode.UNSUPPORTED_FORMAT, FailureFacts(format=CAMERA_RAW))
