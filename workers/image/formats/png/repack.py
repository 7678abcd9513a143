"""Pack a PNG better, without changing a pixel."""

from itertools import takewhile

from workers.binary.source import ByteSource
from workers.image.formats.png import container as png

_LARGE = 2_000_000
_DEPTH_AT = 24
_QUICK, _THOROUGH = 1, 2
"""Levels of oxipng: 2 takes twice as long as 1 for nothing of a photo's bytes, 3 hundredths of a screenshot's."""

_DENSE = 0.3
"""Of what takes more of its raw bytes, deflated quickly, the rows are filtered by entropy alone: as small as the best of all
filters or smaller in photos, at two thirds of the time. Flat areas want a trial."""


def repack_png(data: bytes) -> bytes:
    """The same file in at most as many bytes; itself where it is not taken, or nothing is saved."""
    packed = pack_png(data)
    return packed if len(packed) < len(data) else data


def pack_png(data: bytes) -> bytes:
    """A PNG or APNG deflated better, every chunk, every pixel and 16 bits kept; the more thoroughly the smaller it is."""
    import oxipng  # noqa: PLC0415 - loading it takes a tenth of a worker's start, and few jobs pack

    level = _QUICK if len(data) > _LARGE else _THOROUGH
    rows = oxipng.FilterStrategy.entropy if level == _QUICK and _is_dense(data) else None
    is_deep = data[_DEPTH_AT] == 16
    try:
        return oxipng.optimize_from_memory(
            data, level=level, filter=rows, optimize_alpha=False, bit_depth_reduction=not is_deep
        )
    except oxipng.PngError:
        return data


def _is_dense(data: bytes) -> bool:
    """Whether a still of 8 bits a channel has next to nothing flat; a palette's numbers are no shades for filters."""
    source = ByteSource.of(data)
    head = png.header(source)
    before_pixels = takewhile(lambda chunk: chunk.name != b"IDAT", png.chunks(source))
    if head.color == png.PALETTE or head.bits != 8 or any(chunk.name == b"acTL" for chunk in before_pixels):
        return False
    return len(data) > _DENSE * head.width * head.height * png.CHANNELS[head.color]
