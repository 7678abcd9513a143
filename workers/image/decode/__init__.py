"""Read the pictures of a file: no larger than needed, one after the other, and never a damaged one in silence."""

from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace
from PIL import ImageFile

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.facts import Flaw
from workers.image.decode.deep import deep_frame
from workers.image.decode.opening import known_variant, open_image, reading
from workers.image.decode.picture import frame_of
from workers.image.decode.sequence import animation, in_mode_of, pages
from workers.image.formats.codec import Codec
from workers.image.formats.damage import damage, with_line
from workers.image.formats.partial import lines_read
from workers.image.formats.registry import CODECS
from workers.image.frames import Frame, FrameSequence, still
from workers.plan import Plan


def decode(source: BinaryIO, plan: Plan) -> FrameSequence:
    """The pictures that `plan` asks for, as they are stored: `Frame.orientation` is still to be undone.

    A still is decoded at once and may come smaller than it is stored, never smaller than the plan needs. `source` is read
    as long as the pictures are. Raises Failure.
    """
    codec = CODECS[plan.facts.format]
    try:
        with reading(plan.peak_bytes):
            _check_container(source, codec)
            return _frames(source, codec, plan)
    except Failure as failure:
        told = with_line(failure, source, codec)
        if told is failure:
            raise
        raise told from failure


def _frames(source: BinaryIO, codec: Codec, plan: Plan) -> FrameSequence:
    decoder = codec.reader
    if plan.deep_bits is not None:
        return still(deep_frame(source, codec, plan.facts))
    if plan.frames > 1:
        return animation(source, codec, plan) if plan.facts.frames > 1 else pages(source, codec, plan)
    if decoder.load is not None:
        with known_variant(source, codec):
            loaded = decoder.load(source, _needed(plan), plan.facts.flaws)
        return still(frame_of(loaded.opened, codec, plan.facts, loaded.image), flaws=loaded.flaws)
    canvas = decoder.first_canvas(source) if decoder.first_canvas is not None else None
    shown = in_mode_of(plan.facts, canvas) if canvas else None
    return still(frame_of(_load(source, codec), codec, plan.facts, shown))


class Seen(Struct, frozen=True, kw_only=True):
    """The last picture of a file that was seen to be whole, what turned out untidy, and the file without that."""

    frame: Frame
    file: BinaryIO
    flaws: tuple[Flaw, ...] = ()


def check_source(source: BinaryIO, plan: Plan, *, small: bool = True) -> Seen:
    """Decode every picture of a file whose pixels go along unchanged.

    `small` lets one come smaller that its reader scales while it decodes. Raises Failure as `decode` does.
    """
    codec = CODECS[plan.facts.format]
    load = codec.reader.load
    if load is not None:
        with reading(plan.peak_bytes), known_variant(source, codec):
            loaded = load(source, (1, 1) if small else None, plan.facts.flaws)
            frame = frame_of(loaded.opened, codec, plan.facts, loaded.image)
            return Seen(frame=frame, file=loaded.file, flaws=loaded.flaws)
    seen = replace(plan, deep_bits=None, frames=1 if plan.facts.still_only else plan.frames)
    frames = decode(source, seen)
    *_, last = frames
    return Seen(frame=last, file=source, flaws=frames.flaws)


def _check_container(source: BinaryIO, codec: Codec) -> None:
    # A reader that notices damage by itself also tells how far it came.
    broken = damage(source, codec) if codec.reader.load is None else None
    if broken is not None:
        raise broken


def _load(source: BinaryIO, codec: Codec) -> ImageFile.ImageFile:
    image = open_image(source, codec)
    lines = image.height
    try:
        image.load()
    except OSError as error:
        if error.errno is None and "truncated" in str(error):
            line = None if codec.reader.fills_first else lines_read(image, lines)
            facts = FailureFacts(line=line, lines=lines, detail=str(error))
            raise Failure(ErrorCode.ENDS_EARLY, facts) from error
        raise
    return image


def _needed(plan: Plan) -> tuple[int, int]:
    """The pixels that the whole stored picture must have so that the used part of it has the output's."""
    width, height = plan.whole
    return (height, width) if plan.sideways else (width, height)
