"""What a file's header says, read by our own walkers: no pixel is decoded."""

from typing import BinaryIO

import msgspec
from msgspec.structs import replace

from workers.binary.source import ByteSource, damaged
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.facts import Facts
from workers.formats import NoPicture
from workers.image.color import icc
from workers.image.formats.codec import Codec
from workers.image.formats.damage import with_line
from workers.image.formats.foreign import name_of
from workers.image.formats.metadata import read
from workers.image.formats.registry import recognised
from workers.image.limits import check_bytes
from workers.image.metadata import iptc, policy
from workers.image.metadata.bundle import Bundle
from workers.image.metadata.taken import taken


def probe(file: BinaryIO) -> Facts:
    """The facts of a picture. Raises Failure where it is none, of no kind we read, or broken before its pixels."""
    source = ByteSource(file)
    codec = readable(source)
    check_bytes(source.size)
    try:
        return facts_of(file, codec, read(file, codec))
    except Failure as failure:
        if failure.code is ErrorCode.UNSUPPORTED_VARIANT and failure.facts.format is None:
            raise Failure(failure.code, replace(failure.facts, format=codec.format)) from failure
        told = with_line(failure, file, codec)
        if told is failure:
            raise
        raise told from failure


def readable(source: ByteSource) -> Codec:
    """The codec of a file that is a picture of a kind we read. Raises Failure, which names what it is, where it is not."""
    if source.size == 0:
        raise Failure(ErrorCode.SOURCE_EMPTY)
    codec = recognised(source)
    if codec is not None and codec.probe is not None:
        return codec
    name = codec.spec.label if codec is not None else name_of(source)
    if name is None or isinstance(name, NoPicture):
        raise Failure(ErrorCode.NOT_A_PICTURE, FailureFacts(format=name))
    raise Failure(ErrorCode.UNSUPPORTED_FORMAT, FailureFacts(format=name))


def facts_of(file: BinaryIO, codec: Codec, bundle: Bundle) -> Facts:
    """The facts of a file of a known format whose metadata were read. Raises Failure."""
    source = ByteSource(file)
    if codec.probe is None:
        raise Failure(ErrorCode.UNSUPPORTED_FORMAT, FailureFacts(format=codec.spec.label))
    look = codec.probe(source, bundle)
    if look.width <= 0 or look.height <= 0:
        raise damaged(f"{look.width} x {look.height} pixels")
    turned = look.orientation >= 5
    known = msgspec.structs.asdict(look)
    known["width"], known["height"] = (look.height, look.width) if turned else (look.width, look.height)
    profile = icc.describe(bundle.icc) if bundle.icc else None
    return Facts(
        format=codec.format,
        bytes=source.size,
        **known,
        profile=(profile.name or profile.space) if profile else None,
        profile_space=profile.space if profile else None,
        exif=bundle.exif is not None,
        xmp=bundle.xmp is not None,
        iptc=bool(iptc.written(bundle.photoshop)),
        comment=bool(bundle.comments),
        text=bool(bundle.texts),
        location=policy.has_location(bundle),
        taken=taken(bundle),
    )
