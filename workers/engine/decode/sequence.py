"""The frames of an animation and the pages of a document, one after the other."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import BinaryIO

from PIL import Image, ImageFile

from workers.engine.decode.apng import apng_frames
from workers.engine.decode.opening import open_image, reading
from workers.engine.decode.picture import frame_of
from workers.engine.frames import Frame, Frames
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.formats import Format
from workers.plan import Plan


def animation(source: BinaryIO, plan: Plan, plays: int) -> Frames:
    """The first `plan.frames` finished canvases, decoded anew each time they are asked for."""
    produce = _apng if plan.facts.format is Format.PNG else _canvases
    return Frames(count=plan.frames, produce=lambda: _counted(produce(source, plan), plan), animated=True, plays=plays)


def pages(source: BinaryIO, plan: Plan, count: int) -> Frames:
    """The first `count` pages, each with its own profile and resolution."""
    return Frames(count=count, produce=lambda: _pages(source, plan, count))


def plays_of(image: ImageFile.ImageFile) -> int:
    """How often an opened GIF, WebP or AVIF is shown, 0 for ever.

    A GIF counts repetitions (Netscape extension), without the extension it is shown once; WebP counts showings.
    """
    loop = image.info.get("loop")
    if image.format == "GIF":
        return 1 if loop is None else loop + 1 if loop else 0
    return loop or 0


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
    for index in range(plan.frames):
        image.seek(index)
        image.load()
        yield frame_of(image, plan, image.convert(mode), duration_ms=float(image.info.get("duration") or 0))


def _apng(source: BinaryIO, plan: Plan) -> Iterator[Frame]:
    image = open_image(source, Format.PNG)
    convert: Callable[[Image.Image], Image.Image] = (
        (lambda canvas: canvas) if plan.facts.alpha else (lambda canvas: canvas.convert("RGB"))
    )
    for canvas, duration_ms in apng_frames(source):
        yield frame_of(image, plan, convert(canvas), duration_ms=duration_ms)


def _pages(source: BinaryIO, plan: Plan, count: int) -> Iterator[Frame]:
    with reading(plan.peak_bytes):
        image = open_image(source, plan.facts.format)
    for index in range(count):
        with reading(plan.peak_bytes):
            image.seek(index)
            image.load()
            page = image.copy()
        yield frame_of(image, plan, page)
