"""Whether the strips and tiles of a TIFF are all there."""

from workers.binary import tiff
from workers.binary.source import ByteSource, damaged, ends_early
from workers.image.formats.tiff import extent

_PACK_BITS = 32773


def check(source: ByteSource) -> None:
    """Raises Failure where it is not."""
    head = tiff.header(source)
    for page in tiff.chain(source, head):
        for offsets_tag, counts_tag in ((273, 279), (324, 325)):
            offsets = tiff.numbers(source, head, page.find(offsets_tag))
            counts = tiff.numbers(source, head, page.find(counts_tag))
            if any(at + count > source.size for at, count in zip(offsets, counts, strict=False)):
                raise ends_early("pixels behind the end of the file")
        if extent.compression(source, head, page) == _PACK_BITS:
            _pack_bits(source, head, page)


def _pack_bits(source: ByteSource, head: tiff.TiffHeader, page: tiff.Directory) -> None:
    """TIFF 6.0, section 9. libtiff only warns of strips that give more or fewer bytes than their pixels take."""
    offsets = tiff.numbers(source, head, page.find(273))
    counts = tiff.numbers(source, head, page.find(279))
    needed = extent.bytes_of_strips(source, head, page, len(counts))
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
