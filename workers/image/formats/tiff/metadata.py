"""Where a TIFF keeps its metadata: tags of its first directory, written by grafting the image behind an EXIF block."""

import struct
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO

from workers.binary import tiff
from workers.binary.source import Budget, ByteSource, damaged, unsupported
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.formats import SPECS, Format
from workers.image.color.matrix_profile import profile_of
from workers.image.formats.tiff import colors as tiff_colors
from workers.image.metadata import exif, fitting, iptc, layout
from workers.image.metadata.bundle import Bundle
from workers.image.metadata.layout import Field
from workers.plan import Loss

_XMP, _IPTC, _PHOTOSHOP, _ICC = 0x02BC, 0x83BB, 0x8649, 0x8773
_RESOLUTION = (0x011A, 0x011B, 0x0128)
_KINDS = dict(zip(_RESOLUTION, (5, 5, 3), strict=True))
_COMPRESSION, _OLD_JPEG = 0x0103, 6
_PHOTOMETRIC, _GREY = 0x0106, frozenset({0, 1})
_SUB_IFDS, _PREDICTOR, _JPEG_TABLES = 0x014A, 0x013D, 0x015B
_DATA = ((0x0111, 0x0117), (0x0144, 0x0145))
"""Offsets and byte counts of strips, and of tiles."""

_CREDENTIALS = 0xCD41
_OF_A_PAGE = (*_RESOLUTION, exif.ORIENTATION, _ICC, 285, 297)
"""What a page behind the first keeps of its own: resolution, orientation, profile, name and number."""

_TEXTS = (exif.DESCRIPTION, 271, 272, 305, 306, exif.ARTIST, exif.COPYRIGHT)
"""What says of a page what it shows, and who made it with what and when."""

_OWN = frozenset({_XMP, _IPTC, _PHOTOSHOP, _ICC})


def read(source: ByteSource) -> Bundle:
    """The metadata of a TIFF's first page. Raises Failure where its first directory cannot be read."""
    head = tiff.header(source)
    first = tiff.directory(source, head, head.first)
    icc, lost_colors, told_by_tags = _profile(source, head, first)
    left = exif.STRUCTURE | exif.GEO | _OWN | {_CREDENTIALS} | told_by_tags
    found = layout.gather(source, head, first, left, head.order)
    has_exif = bool(found.camera or found.gps or {one.tag for one in found.first} - {*_RESOLUTION, exif.ORIENTATION})
    block = layout.spell(found, head.order)
    opened = exif.opened(block)
    return Bundle(
        exif=block if has_exif else None,
        xmp=_value(source, first, _XMP),
        photoshop=_photoshop(source, first),
        icc=icc,
        dpi=opened.dpi if opened else None,
        losses=(*_left(first), *lost_colors, *_behind(source, head, first)),
    )


def _profile(
    source: ByteSource, head: tiff.TiffHeader, first: tiff.Directory
) -> tuple[bytes | None, tuple[Loss, ...], frozenset[int]]:
    """The first page's profile or one of what its tags say, what of that cannot be carried, and the tags it stands for."""
    own = _value(source, first, _ICC)
    if own is not None:
        return own, (), frozenset()
    said = tiff_colors.said(source, head, first)
    is_grey = tiff.number(source, head, first, _PHOTOMETRIC, 0) in _GREY
    made = profile_of(said.space, grey=is_grey) if said.space and not first.next else None
    if made is not None:
        return made, (), frozenset({tiff_colors.WHITE_POINT, tiff_colors.PRIMARIES})
    return None, (Loss.PROFILE,) if said.lost or said.space else (), frozenset()


def _left(first: tiff.Directory) -> tuple[Loss, ...]:
    """What the first page says that is true of its own file or its own pixels only."""
    tags = {one.tag for one in first.entries}
    geo = (Loss.OTHER,) if tags & exif.GEO else ()
    return ((Loss.CREDENTIALS,) if _CREDENTIALS in tags else ()) + geo


def _behind(source: ByteSource, head: tiff.TiffHeader, first: tiff.Directory) -> tuple[Loss, ...]:
    """What the pages behind the first say of their own: only the first one's metadata are carried."""
    kinds = {_XMP: Loss.XMP, _IPTC: Loss.IPTC, _PHOTOSHOP: Loss.IPTC, exif.EXIF_IFD: Loss.EXIF, exif.GPS_IFD: Loss.EXIF}
    said = {tag: _value(source, first, tag) for tag in _TEXTS}
    found: dict[Loss, None] = {}
    for page in islice(tiff.chain(source, head), 1, None):
        found |= dict.fromkeys(kinds[one.tag] for one in page.entries if one.tag in kinds)
        if any(page.find(tag) and _value(source, page, tag) != said[tag] for tag in _TEXTS):
            found[Loss.EXIF] = None
    return tuple(found)


def _value(source: ByteSource, first: tiff.Directory, tag: int) -> bytes | None:
    entry = first.find(tag)
    try:
        return (tiff.raw(source, entry) or None) if entry else None
    except Failure:
        return None


def _photoshop(source: ByteSource, first: tiff.Directory) -> bytes | None:
    """The 8BIM blocks with the IPTC datasets of tag 33723 in them, which is where most readers look."""
    blocks = _value(source, first, _PHOTOSHOP)
    iim = _value(source, first, _IPTC)
    if iim is None or iptc.iim(blocks):
        return blocks
    if iim[:1] != b"\x1c":
        return blocks
    return iptc.of_iim(b"".join(data for _, _, data in iptc.datasets(iim))) + (blocks or b"")


def write(encoded: ByteSource, out: BinaryIO, bundle: Bundle) -> None:
    """Copy a TIFF with the bundle in place of whatever metadata its first page has; `out` is read and written at offsets.

    The new file begins with the EXIF block, byte for byte, so its MakerNote stays true; the pages stand behind it, and the
    first page's directory takes the block's tags in. Where the block's byte order is not that of 16-bit samples, the block
    is laid out anew. Raises Failure.
    """
    head = tiff.header(encoded)
    pages = list(tiff.chain(encoded, head))
    if not pages:
        raise damaged("a TIFF without pages")
    block = _block(encoded, head, pages, bundle)
    graft = _Graft(encoded, head, out, block)
    for number, page in enumerate(pages):
        graft.page(page, _metadata(bundle, graft.order) if number == 0 else None)


def _block(encoded: ByteSource, head: tiff.TiffHeader, pages: list[tiff.Directory], bundle: Bundle) -> bytes:
    if exif.opened(bundle.exif) is None or bundle.exif is None:
        return b"II*\0\0\0\0\0" if head.order == "little" else b"MM\0*\0\0\0\0"
    wide = any(max(tiff.numbers(encoded, head, page.find(258)) or (1,)) > 8 for page in pages)
    order = head.order if wide else tiff.header(ByteSource.of(bundle.exif)).order
    return layout.in_order(bundle.exif, order)


def _metadata(bundle: Bundle, order: tiff.Order) -> dict[int, Field]:
    """The fields that a bundle asks for beside its EXIF block."""
    iim = iptc.iim(bundle.photoshop)
    parts = ((_XMP, 1, bundle.xmp), (_IPTC, 7, iim), (_PHOTOSHOP, 1, bundle.photoshop), (_ICC, 7, bundle.icc))
    made = {tag: Field(tag=tag, kind=kind, count=len(data), value=data) for tag, kind, data in parts if data}
    if bundle.comments:
        text = b"\n".join(bundle.comments).replace(b"\0", b" ") + b"\0"
        made[exif.DESCRIPTION] = Field(tag=exif.DESCRIPTION, kind=2, count=len(text), value=text)
    block = exif.opened(bundle.exif)
    if bundle.dpi is not None and not (block and block.dpi):
        for tag, value in zip(_RESOLUTION, bundle.dpi, strict=False):
            over = min(max(round(value * 1000), 1), 2**32 - 1)
            made[tag] = Field(tag=tag, kind=5, count=1, value=over.to_bytes(4, order) + (1000).to_bytes(4, order))
        made[_RESOLUTION[2]] = Field(tag=_RESOLUTION[2], kind=3, count=1, value=(2).to_bytes(2, order))
    return made


class _Graft:
    """A TIFF under construction: a block, then page after page."""

    def __init__(self, encoded: ByteSource, head: tiff.TiffHeader, out: BinaryIO, block: bytes) -> None:
        self._encoded = encoded
        self._head = head
        self._out = out
        self._start = out.tell()
        self._block = ByteSource.of(block)
        self._block_head = tiff.header(self._block)
        self.order = self._block_head.order
        self._pointer = 4
        # No byte belongs to two strips or values; a file that says so would grow without end.
        self._budget = Budget(encoded.size)
        out.write(block)

    def _at(self) -> int:
        """Where the next bytes go, made even. Raises Failure TOO_LARGE_FOR_FORMAT behind 4 GB."""
        at = self._out.tell() - self._start
        if at % 2:
            self._out.write(b"\0")
            at += 1
        if at > 0xFFFFFFFF:
            raise Failure(ErrorCode.TOO_LARGE_FOR_FORMAT, FailureFacts(format="tiff", bytes_needed=at))
        return at

    def page(self, page: tiff.Directory, metadata: dict[int, Field] | None) -> None:
        """Add a page without its own metadata; with `metadata`, these and the block's tags go into its directory."""
        fields = {one.tag: one for one in self._structure(page)}
        entries: dict[int, bytes] = {}
        if metadata is None:
            fields.update((one.tag, one) for one in self._fields(page, _OF_A_PAGE))
        else:
            entries = self._block_entries()
            kept = (
                (exif.ORIENTATION,) if _RESOLUTION[0] in {**metadata, **entries} else (exif.ORIENTATION, *_RESOLUTION)
            )
            fields.update((one.tag, one) for one in self._fields(page, kept) if one.tag not in entries)
            fields.update((tag, one) for tag, one in metadata.items() if tag != exif.DESCRIPTION or tag not in entries)
        for one in fields.values():
            entries[one.tag] = self._entry(one)
        at = self._at()
        table = b"".join(entries[tag] for tag in sorted(entries))
        self._out.write(len(entries).to_bytes(2, self.order) + table)
        end = self._out.tell()
        self._out.seek(self._start + self._pointer)
        self._out.write(at.to_bytes(4, self.order))
        self._out.seek(end)
        self._out.write(bytes(4))
        self._pointer = end - self._start

    def _fields(self, page: tiff.Directory, tags: Iterable[int]) -> list[Field]:
        entries = [entry for tag in tags if (entry := page.find(tag)) is not None]
        self._spend(sum(entry.size for entry in entries))
        return [layout.field(self._encoded, self._head, entry, self.order) for entry in entries]

    def _spend(self, count: int) -> None:
        if not self._budget.allows(count):
            raise damaged("strips or values that overlap")

    def _structure(self, page: tiff.Directory) -> list[Field]:
        moved = {tag for pair in _DATA for tag in pair} | {_SUB_IFDS}
        if tiff.number(self._encoded, self._head, page, _COMPRESSION, 1) == _OLD_JPEG:
            raise unsupported("a TIFF with JPEG data in the old way")
        tags = [one.tag for one in page.entries if one.tag in exif.STRUCTURE - moved]
        return [*self._fields(page, dict.fromkeys(tags)), *self._data(page)]

    def _data(self, page: tiff.Directory) -> list[Field]:
        """Copy a page's strips or tiles; the fields that say where they are now."""
        for offsets_tag, counts_tag in _DATA:
            offsets = tiff.numbers(self._encoded, self._head, page.find(offsets_tag))
            counts = tiff.numbers(self._encoded, self._head, page.find(counts_tag))
            if not offsets or len(offsets) != len(counts):
                continue
            places = []
            self._spend(sum(counts))
            for offset, count in zip(offsets, counts, strict=True):
                places.append(self._at())
                self._encoded.copy_to(self._out, offset, count)
            self._at()
            return [self._longs(offsets_tag, places), self._longs(counts_tag, counts)]
        raise damaged("a page without data")

    def _longs(self, tag: int, values: Iterable[int]) -> Field:
        numbers = tuple(values)
        mark = "<" if self.order == "little" else ">"
        return Field(tag=tag, kind=4, count=len(numbers), value=struct.pack(f"{mark}{len(numbers)}I", *numbers))

    def _block_entries(self) -> dict[int, bytes]:
        """The entries of the block's first directory, as they stand: their offsets count from the start of the file."""
        if not self._block_head.first:
            return {}
        first = tiff.directory(self._block, self._block_head, self._block_head.first)
        # A resolution of another type than a reader of pixels expects makes the file unreadable to it.
        wanted = (
            one
            for one in first.entries
            if one.tag not in exif.STRUCTURE | exif.GEO | _OWN and one.kind == _KINDS.get(one.tag, one.kind)
        )
        return {one.tag: self._block.at(one.at, 12) for one in wanted}

    def _entry(self, one: Field) -> bytes:
        start = one.tag.to_bytes(2, self.order) + one.kind.to_bytes(2, self.order) + one.count.to_bytes(4, self.order)
        if len(one.value) <= 4:
            return start + one.value.ljust(4, b"\0")
        at = self._at()
        self._out.write(one.value)
        return start + at.to_bytes(4, self.order)


def fit(bundle: Bundle) -> Bundle:
    """With EXIF whose resolution, if it says any, is the page's."""
    return fitting.in_shape(fitting.with_own_resolution(bundle), SPECS[Format.TIFF])


def losses(bundle: Bundle) -> Iterator[Loss]:
    """What of a bundle a TIFF cannot hold: there is one place for a comment and for the description of a camera."""
    block = exif.opened(bundle.exif)
    if bundle.comments and block is not None and block.texts((exif.DESCRIPTION,)):
        yield Loss.COMMENT
    yield from fitting.foreign_losses(bundle)
