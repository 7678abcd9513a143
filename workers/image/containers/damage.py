"""Whether a file is whole, as far as its container tells: what decoders pass over in silence."""

import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from workers.binary import bmff, tiff
from workers.binary.source import ByteSource, damaged, ends_early
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.formats import Format
from workers.image.containers import bmp, gif, jpeg, jxl, png, riff, tiff_extent

_PACK_BITS = 32773
_ANIMATION = 8  # bytes of acTL
_PNG_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def damage(file: BinaryIO, source_format: Format) -> Failure | None:
    """What is wrong with a file of a known format, or None; reads it to its end, decodes no pixel.

    ENDS_EARLY says the line it is readable to where that is known. A JPEG whose entropy-coded data are broken inside, or a
    WebP or AVIF whose bitstream is, is found by its decoder only.
    """
    check = _CHECKS.get(source_format)
    if check is None:
        return None
    try:
        check(ByteSource(file))
    except Failure as failure:
        return failure
    return None


def with_line(failure: Failure, file: BinaryIO, source_format: Format) -> Failure:
    """The failure of a reader that does not say how far the pixels are there, with that where the file tells it."""
    if failure.code not in {ErrorCode.ENDS_EARLY, ErrorCode.DAMAGED} or failure.facts.line is not None:
        return failure
    found = damage(file, source_format)
    if found is not None and found.facts.line is not None:
        return found
    if found is None and source_format is Format.PNG:
        source = ByteSource(file)
        told = _with_lines(source, failure, source.size)
        return told if told.facts.line != told.facts.lines else failure  # where all lines are there, it is none of them
    return failure


def _jpeg(source: ByteSource) -> None:
    jpeg.end_of_image(source)


def _png(source: ByteSource) -> None:
    promised, frames, at = 0, 0, 0
    try:
        for chunk in png.chunks(source):
            at = chunk.at
            if chunk.name == b"acTL" and chunk.size == _ANIMATION and not frames:
                promised = source.number(chunk.data_at, 4)
            frames += chunk.name == b"fcTL"
            # An ancillary chunk (lower case) that is broken costs no pixel.
            if not chunk.name[0] & 0x20 and not png.sound(source, chunk):
                raise damaged(f"CRC of {chunk.name!r}")
            at = chunk.end
    except Failure as failure:
        raise _with_lines(source, failure, source.size if failure.code is ErrorCode.ENDS_EARLY else at) from failure
    if promised and max(frames, 1) != promised:
        raise damaged(f"{frames} frames where {promised} are said to be")


def _with_lines(source: ByteSource, failure: Failure, end: int) -> Failure:
    """The failure with the line of an uninterlaced picture that its pixels up to an offset reach."""
    head = png.header(source)
    row = 1 + (head.width * head.bits * _PNG_SAMPLES.get(head.color, 1) + 7) // 8
    if source.at(28, 1) != b"\0":  # interlaced: no line is whole before the last pass
        return failure
    facts = FailureFacts(
        line=min(_inflated(source, end) // row, head.height) or None, lines=head.height, detail=failure.facts.detail
    )
    return Failure(failure.code, facts)


def _inflated(source: ByteSource, end: int) -> int:
    """How many bytes the IDAT chunks give up to an offset, 0 where only their sum tells that some of them are wrong."""
    reader, total = zlib.decompressobj(), 0
    for piece in _idat_pieces(source, end):
        try:
            total += len(reader.decompress(piece))
        except zlib.error as error:
            return 0 if "data check" in str(error) else total
    return total


def _idat_pieces(source: ByteSource, stop: int) -> Iterator[bytes]:
    at = 8
    while at + 8 < stop:
        head = source.at(at, 8)
        size = int.from_bytes(head[:4], "big")
        end = min(at + 8 + size, stop)
        if head[4:] == b"IDAT":
            # A kibibyte can grow to a mebibyte.
            for start in range(at + 8, end, 2**10):
                yield source.up_to(start, min(2**10, end - start))
        at += 12 + size


def _webp(source: ByteSource) -> None:
    for _ in riff.chunks(source):
        pass
    if 8 + source.number(4, 4, little=True) > source.size + 1:
        raise ends_early("RIFF is longer than the file")


def _gif(source: ByteSource) -> None:
    for _ in gif.blocks(source):
        pass


def _tiff(source: ByteSource) -> None:
    head = tiff.header(source)
    for page in tiff.chain(source, head):
        for offsets_tag, counts_tag in ((273, 279), (324, 325)):
            offsets = tiff.numbers(source, head, page.find(offsets_tag))
            counts = tiff.numbers(source, head, page.find(counts_tag))
            if any(at + count > source.size for at, count in zip(offsets, counts, strict=False)):
                raise ends_early("pixels behind the end of the file")
        if tiff_extent.compression(source, head, page) == _PACK_BITS:
            _pack_bits(source, head, page)


def _pack_bits(source: ByteSource, head: tiff.TiffHeader, page: tiff.Directory) -> None:
    """TIFF 6.0, section 9. libtiff only warns of strips that give more or fewer bytes than their pixels take."""
    offsets = tiff.numbers(source, head, page.find(273))
    counts = tiff.numbers(source, head, page.find(279))
    needed = tiff_extent.bytes_of_strips(source, head, page, len(counts))
    for at, count, size in zip(offsets, counts, needed, strict=False):
        # Readers find out themselves how long a strip is that is said to have no bytes.
        if count and not _unpacks_to(source.up_to(at, count), size):
            raise damaged("a strip that does not unpack")


def _unpacks_to(data: bytes, size: int) -> bool:
    at, total = 0, 0
    while at < len(data) and total < size:
        head = data[at]
        if head < 128:
            total, at = total + head + 1, at + head + 2
        elif head > 128:
            total, at = total + 257 - head, at + 2
        else:
            at += 1
    return total == size and at <= len(data)


def _heif(source: ByteSource) -> None:
    for _ in bmff.boxes(source):
        pass
    meta = bmff.meta(source)
    for item in meta.items.values() if meta else ():
        if any(at + size > source.size for at, size in item.extents):
            raise ends_early(f"item {item.number}")


def _jxl(source: ByteSource) -> None:
    for _ in jxl.boxes(source):
        pass


def _bmp(source: ByteSource) -> None:
    head = bmp.header(source)
    start, row = source.number(10, 4, little=True), (head.width * head.bits + 31) // 32 * 4
    if head.compression in bmp.UNPACKED and start + row * head.height > source.size:
        line = max(0, source.size - start) // row if row else 0
        raise Failure(ErrorCode.ENDS_EARLY, FailureFacts(line=line, lines=head.height))


def _ico(source: ByteSource) -> None:
    count = source.number(4, 2, little=True)
    entries = source.at(6, 16 * count)
    for at in range(0, 16 * count, 16):
        size, start = (int.from_bytes(entries[one : one + 4], "little") for one in (at + 8, at + 12))
        if start + size > source.size:
            raise ends_early("a picture of the icon")


_CHECKS: Mapping[Format, Callable[[ByteSource], None]] = {
    Format.JPEG: _jpeg,
    Format.PNG: _png,
    Format.WEBP: _webp,
    Format.GIF: _gif,
    Format.TIFF: _tiff,
    Format.AVIF: _heif,
    Format.HEIC: _heif,
    Format.JXL: _jxl,
    Format.BMP: _bmp,
    Format.ICO: _ico,
}
