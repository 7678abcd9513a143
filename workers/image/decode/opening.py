"""Open a file as exactly the format that its content announced, and say in our own terms what was wrong with it."""

import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from struct import error as StructError  # noqa: N812 - the module's own name says nothing
from typing import BinaryIO

from PIL import Image, ImageFile, PngImagePlugin, UnidentifiedImageError

from workers.binary.source import ByteSource
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.formats import SPECS, Format
from workers.image.decode.png import StoredPng
from workers.image.decode.tiff import StoredTiff
from workers.image.formats.bmp import container as bmp
from workers.image.formats.ico import container as ico
from workers.image.formats.jpeg import container as jpeg
from workers.image.formats.png import apng
from workers.image.formats.webp import container as riff
from workers.image.probe import probe

_PILLOW_NAMES: Mapping[Format, tuple[str, ...]] = {
    Format.JPEG: ("JPEG", "MPO"),
    Format.WEBP: ("WEBP",),
    Format.AVIF: ("AVIF",),
    Format.GIF: ("GIF",),
    Format.BMP: ("BMP",),
    Format.ICO: ("ICO",),
    Format.HEIC: ("HEIF",),
    Format.JXL: ("JXL",),
}

# These formats are put right for Pillow where it would stumble.
_DECODABLE: Mapping[Format, Callable[[BinaryIO], BinaryIO]] = {
    Format.PNG: apng.decodable,
    Format.BMP: bmp.decodable,
    Format.ICO: ico.decodable,
    Format.WEBP: riff.decodable,
}

# Readers of ours in place of those that Pillow would choose.
_READERS: Mapping[Format, Callable[[BinaryIO], ImageFile.ImageFile]] = {
    Format.PNG: StoredPng,
    Format.TIFF: StoredTiff,
}

# What the parsers of Pillow and its plugins let through when a file contradicts itself.
_CONFUSED = (
    OSError,
    SyntaxError,
    ValueError,
    RuntimeError,
    EOFError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    StructError,
)
_ARITHMETIC = frozenset({9, 10})
_ENDS = ("truncated", "premature", "end of file", "unexpected end", "eof", "not enough data")

# The limits of `workers.image.limits` are checked against the header instead, and say which limit it was.
Image.MAX_IMAGE_PIXELS = None
# A press profile may be larger than the mebibyte that Pillow allows; texts are not shown to it at all.
PngImagePlugin.MAX_TEXT_CHUNK = 16 * 2**20


def open_image(source: BinaryIO, format: Format) -> ImageFile.ImageFile:  # noqa: A002 - the glossary's word
    """The file's header, read by the decoder of `format` and no other. Raises Failure; to be used inside `reading`."""
    if format not in _PILLOW_NAMES and format not in _READERS:
        raise Failure(ErrorCode.UNSUPPORTED_FORMAT, FailureFacts(format=format))
    _register(format)
    decodable = _DECODABLE.get(format)
    readable = decodable(source) if decodable else source
    readable.seek(0)
    try:
        image = _opened(readable, format)
    except (UnidentifiedImageError, SyntaxError) as error:
        probe(source)  # says what is broken; where nothing is, the decoder does not know this variant
        raise Failure(ErrorCode.UNSUPPORTED_VARIANT, FailureFacts(format=format, detail=_detail(error))) from error
    if format is Format.JPEG and is_arithmetic(source):
        # libjpeg's decoder of this kind cannot stop for more data, so that it gets all at once.
        image.decodermaxblock = ByteSource(source).size
    return image


def _opened(readable: BinaryIO, format: Format) -> ImageFile.ImageFile:  # noqa: A002
    reader = _READERS.get(format)
    return reader(readable) if reader else Image.open(readable, formats=_PILLOW_NAMES[format])


def is_arithmetic(source: BinaryIO) -> bool:
    """Whether a JPEG's coded data are packed by arithmetic coding (SOF9, SOF10) and not by Huffman's. Raises Failure."""
    file = ByteSource(source)
    found = next((segment for segment in jpeg.segments(file) if segment.marker in jpeg.FRAMES), None)
    return found is not None and jpeg.frame(file, found).process in _ARITHMETIC


@contextmanager
def reading(bytes_needed: int) -> Iterator[None]:
    """Turn what a decoder raises into a Failure; an error of the disk itself (with an errno) is a DRIVE_ERROR.

    `bytes_needed` tells a decoder that found no memory from a damaged file: codecs report both alike.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Failure:
        raise
    except MemoryError as error:
        raise _no_memory(bytes_needed, error) from error
    except _CONFUSED as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise Failure(ErrorCode.DRIVE_ERROR, FailureFacts(detail=_detail(error))) from error
        text = str(error).lower()
        if "security limit" in text:  # libheif's own, whatever memory there is
            raise Failure(ErrorCode.TOO_LARGE, FailureFacts(detail=_detail(error))) from error
        if "memory" in text or not _memory_is_there(bytes_needed):
            raise _no_memory(bytes_needed, error) from error
        code = ErrorCode.ENDS_EARLY if any(word in text for word in _ENDS) else ErrorCode.DAMAGED
        raise Failure(code, FailureFacts(detail=_detail(error))) from error


def _register(format: Format) -> None:  # noqa: A002
    match format:
        case Format.HEIC if "HEIF" not in Image.OPEN:
            import pi_heif  # noqa: PLC0415 - loads a decoder that most files do not need

            pi_heif.register_heif_opener(thumbnails=False)
        case Format.JXL if "JXL" not in Image.OPEN:
            try:
                import pillow_jxl  # noqa: F401, PLC0415 - registers itself
            except ImportError as error:
                raise Failure(
                    ErrorCode.FORMAT_NOT_AVAILABLE, FailureFacts(format=format, extra=SPECS[format].read_extra)
                ) from error
        case _:
            pass


def _memory_is_there(count: int) -> bool:
    try:
        bytearray(count)
    except MemoryError:
        return False
    return True


def _no_memory(bytes_needed: int, error: BaseException) -> Failure:
    return Failure(ErrorCode.OUT_OF_MEMORY, FailureFacts(bytes_needed=bytes_needed, detail=_detail(error)))


def _detail(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:300]
