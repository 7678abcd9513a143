"""Open a file as exactly the format that its content announced, and say in our own terms what was wrong with it."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from struct import error as StructError  # noqa: N812 - the module's own name says nothing
from typing import BinaryIO

from PIL import ImageFile, UnidentifiedImageError

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.image.formats.codec import Codec
from workers.image.probe import probe

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
_ENDS = ("truncated", "premature", "end of file", "unexpected end", "eof", "not enough data")


def open_image(source: BinaryIO, codec: Codec) -> ImageFile.ImageFile:
    """The file's header, read by the format's own decoder and no other. Raises Failure; to be used inside `reading`."""
    with known_variant(source, codec):
        return codec.reader.open(source)


@contextmanager
def known_variant(source: BinaryIO, codec: Codec) -> Iterator[None]:
    """Say of a file that its decoder does not know what is broken in it, or that it is of a variant that is not read here."""
    try:
        yield
    except (UnidentifiedImageError, SyntaxError) as error:
        probe(source)  # says what is broken
        raise Failure(
            ErrorCode.UNSUPPORTED_VARIANT, FailureFacts(format=codec.format, detail=_detail(error))
        ) from error


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
