"""What a PDF of ours says of its pictures."""

import re
import zlib

from workers.image.formats.codec import ReadBack

_TRAILER = re.compile(rb"startxref\n(\d+)\n%%EOF\n$")
_PICTURE = re.compile(rb"/Subtype /Image /Width (\d+) /Height (\d+) ")
_PROFILE = re.compile(rb"/ICCBased (\d+) 0 R")


def read_back(data: bytes) -> ReadBack | None:
    """The pictures of the pages, None where the file is not whole."""
    trailer = _TRAILER.search(data[-64:])
    if not data.startswith(b"%PDF-") or trailer is None or not data.startswith(b"xref", int(trailer[1])):
        return None
    sizes = tuple((int(found[1]), int(found[2])) for found in _PICTURE.finditer(data))
    return ReadBack(sizes=sizes, profile=_profile(data))


def _profile(data: bytes) -> bytes | None:
    """The profile of the first picture, in the way that our own writer puts it."""
    reference = _PROFILE.search(data)
    if reference is None:
        return None
    stream = re.search(rb"\n%b 0 obj\n<<[^>]*>>\nstream\n" % reference[1], data)
    return zlib.decompressobj().decompress(data[stream.end() :]) if stream else None
