"""Pack a JPEG better, without changing a coefficient."""

import mozjpeg_lossless_optimization as mozjpeg

from workers.binary.source import ByteSource
from workers.errors import Failure
from workers.image.formats.jpeg import container as jpeg


def repack_jpeg(data: bytes) -> bytes:
    """With progressive scans and Huffman tables of its own, where that saves something; itself where it is not taken.

    All segments stay, but nothing behind the end: a gain map has to be put back.
    """
    try:
        end = jpeg.end_of_image(ByteSource.of(data))
        packed = bytes(mozjpeg.optimize(data[:end], copy=mozjpeg.COPY_MARKERS.ALL))
    except (Failure, ValueError, RuntimeError):
        return data
    return packed if len(packed) < len(data) else data
