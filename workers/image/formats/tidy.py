"""A file put in order before anybody reads it: what every reader of its format passes over is not there any more."""

from typing import BinaryIO

from workers.binary.source import ByteSource
from workers.errors import Failure
from workers.image.formats.codec import Tidied
from workers.image.formats.registry import recognised


def tidied(file: BinaryIO) -> Tidied:
    """The file in order; itself where nothing is untidy, or where it is broken, which its reader says better."""
    codec = recognised(ByteSource(file))
    try:
        return codec.tidy(file) if codec is not None and codec.tidy is not None else (file, ())
    except Failure:
        return file, ()
