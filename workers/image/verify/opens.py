"""Check that an output opens, whole, and that its pictures are those that were to be in it."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageFile

from workers.errors import ErrorCode, Failure
from workers.image.decode.opening import open_image, reading
from workers.image.decode.sequence import shown_in_turn
from workers.image.formats.codec import Codec
from workers.image.formats.registry import CODECS
from workers.image.goals.encoded import Encoded
from workers.image.pixels.miniature import is_large
from workers.image.pixels.orientation import orient
from workers.image.verify.broken import Broken
from workers.outcome import Checked, Promise, Verdict
from workers.plan import Method, Plan

# Coded more coarsely than this, a flat picture's colours may be far off, and that is what was asked for.
_COMPARED_FROM, _COMPARED_FROM_COLORS = 10, 16


def check_opens(plan: Plan, path: Path, told: Encoded) -> list[float]:
    """Decode every picture of the file; the times of an animation's frames in milliseconds.

    The first, the middle and the last one are compared with what the encoder was given.
    """
    try:
        with path.open("rb") as file, reading(plan.peak_bytes):
            return _decode(file, plan, told)
    except Failure as failure:
        if failure.code in {ErrorCode.OUT_OF_MEMORY, ErrorCode.DRIVE_ERROR}:
            raise
        raise Broken(Promise.OPENS, failure.facts.detail or failure.code) from failure


def _decode(file: BinaryIO, plan: Plan, told: Encoded) -> list[float]:
    codec = CODECS[plan.format]
    with open_image(file, codec) as image:
        if is_large(image.size):
            image.draft(None, (1, 1))  # all coded data is read all the same, but few pixels are made of it
        durations: list[float] = []
        count = getattr(image, "n_frames", 1)
        by_number = plan.frames in {1, count}  # a JPEG has its gain map behind it
        left = [] if _is_coarse(told) else list(told.samples)
        for number, (picture, duration_ms) in enumerate(_pictures(image, file, codec)):
            durations.append(duration_ms)
            # Where equal neighbours were joined, it is the time that tells which picture this is.
            shown_until = float("inf") if number == count - 1 else sum(durations)
            while left and (left[0].number == number if by_number else left[0].at_ms < shown_until):
                if left.pop(0).look.differs_from(_upright(picture, image, plan)):
                    raise Broken(Promise.FRAMES, f"picture {number} looks different")
        return durations


def _is_coarse(told: Encoded) -> bool:
    return (told.quality is not None and told.quality < _COMPARED_FROM) or (
        told.colors is not None and told.colors < _COMPARED_FROM_COLORS
    )


def _upright(picture: Image.Image, opened: ImageFile.ImageFile, plan: Plan) -> Image.Image:
    """The picture as it is shown: pixels that were not encoded anew may lie as those of the source."""
    return (
        picture
        if plan.method is Method.ENCODE
        else orient(picture, CODECS[plan.format].reader.left_to_turn(opened, plan.facts))
    )


def _pictures(image: ImageFile.ImageFile, file: BinaryIO, codec: Codec) -> Iterator[tuple[Image.Image, float]]:
    """Each picture and its time, as the decoder of sources gives them: Pillow's are not always those that browsers show."""
    canvases = codec.reader.canvases
    composed = canvases(file) if canvases is not None else None
    yield from composed if composed is not None else shown_in_turn(image, file, codec)


def check_jpeg(plan: Plan, path: Path, told: Encoded) -> Iterator[Checked]:
    """The JPEG whose coefficients went along comes out again, byte for byte."""
    holder = CODECS[plan.format].writer.holder
    if told.jpeg is None or holder is None:
        return
    if holder.give(path.read_bytes()) != told.jpeg:
        raise Broken(Promise.JPEG, "another JPEG came out")
    yield Checked(promise=Promise.JPEG, verdict=Verdict.KEPT)
