"""The frames of an animation and the pages of a document, one after the other."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice, repeat
from typing import BinaryIO

from PIL import Image

from workers.binary.source import ByteSource
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.facts import ColorModel, Facts
from workers.formats import Format
from workers.image.decode.apng import apng_frames
from workers.image.decode.gif import gif_frames
from workers.image.decode.opening import open_image, reading
from workers.image.decode.picture import frame_of
from workers.image.formats.heif import container as heif
from workers.image.formats.png.apng import moves
from workers.image.frames import Frame, FrameSequence
from workers.plan import Plan

Composer = Callable[[BinaryIO], Iterator[tuple[Image.Image, float]]]
"""Yields each finished canvas and how many milliseconds it is shown."""


def animation(source: BinaryIO, plan: Plan) -> FrameSequence:
    """The first `plan.frames` finished canvases, decoded anew each time they are asked for."""
    compose = composer(source, plan.facts.format)
    produce = _canvases if compose is None else partial(_composed, compose)
    return FrameSequence(
        count=plan.frames,
        produce=lambda: _counted(produce(source, plan), plan),
        animated=True,
        plays=plan.facts.plays,
    )


def composer(source: BinaryIO, found: Format) -> Composer | None:
    """What puts the canvases together that browsers show, where Pillow's are others. Raises Failure."""
    match found:
        case Format.GIF:
            return gif_frames
        case Format.PNG if moves(ByteSource(source)):
            return apng_frames
        case _:
            return None


def pages(source: BinaryIO, plan: Plan) -> FrameSequence:
    """The first `plan.frames` pages, each with its own profile and resolution."""
    return FrameSequence(count=plan.frames, produce=lambda: _counted(_pages(source, plan), plan))


def _counted(frames: Iterator[Frame], plan: Plan) -> Iterator[Frame]:
    got = 0
    for frame in islice(_guarded(frames, plan), plan.frames):
        got += 1
        yield frame
    if got < plan.frames:
        raise Failure(ErrorCode.ENDS_EARLY, FailureFacts(frames=plan.frames, detail=f"{got} frames came"))


def _guarded(frames: Iterator[Frame], plan: Plan) -> Iterator[Frame]:
    # Only the decoder's own work stands inside `reading`, never the encoder's that runs between two frames.
    while True:
        with reading(plan.peak_bytes):
            frame = next(frames, None)
        if frame is None:
            return
        yield frame


def _canvases(source: BinaryIO, plan: Plan) -> Iterator[Frame]:
    image = open_image(source, plan.facts.format)
    mode = "RGBA" if plan.facts.alpha else "RGB"
    times = film_times(source) if plan.facts.format is Format.AVIF else iter(())
    for index in range(plan.frames):
        image.seek(index)
        image.load()
        duration_ms = next(times, float(image.info.get("duration") or 0))
        yield frame_of(image, plan.facts, image.convert(mode), duration_ms=duration_ms)


def film_times(source: BinaryIO) -> Iterator[float]:
    """The times of an AVIF's frames in milliseconds, which Pillow rounds one by one."""
    for count, time_ms in heif.pictures(ByteSource(source)).times:
        yield from repeat(float(time_ms), count)


def _composed(compose: Composer, source: BinaryIO, plan: Plan) -> Iterator[Frame]:
    image = open_image(source, plan.facts.format)
    for canvas, duration_ms in compose(source):
        yield frame_of(image, plan.facts, in_mode_of(plan.facts, canvas), duration_ms=duration_ms)


def in_mode_of(facts: Facts, canvas: Image.Image) -> Image.Image:
    """An RGBA canvas with the channels that the file has, so that its profile fits them."""
    if facts.model in {ColorModel.GREY, ColorModel.BILEVEL}:
        return canvas.convert("LA" if facts.alpha else "L")
    return canvas if facts.alpha else canvas.convert("RGB")


def _pages(source: BinaryIO, plan: Plan) -> Iterator[Frame]:
    image = open_image(source, plan.facts.format)
    for index in range(plan.frames):
        image.seek(index)
        image.load()
        yield frame_of(image, plan.facts, image.copy())
