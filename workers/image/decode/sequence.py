"""The frames of an animation and the pages of a document, one after the other."""

from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO

from PIL import Image, ImageFile

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.facts import ColorModel, Facts
from workers.image.decode.opening import open_image, reading
from workers.image.decode.picture import frame_of
from workers.image.formats.codec import Codec
from workers.image.frames import Frame, FrameSequence
from workers.plan import Plan


def animation(source: BinaryIO, codec: Codec, plan: Plan) -> FrameSequence:
    """The first `plan.frames` finished canvases, decoded anew each time they are asked for."""
    return FrameSequence(
        count=plan.frames,
        produce=lambda: _counted(_canvases(source, codec, plan), plan),
        animated=True,
        plays=plan.facts.plays,
    )


def pages(source: BinaryIO, codec: Codec, plan: Plan) -> FrameSequence:
    """The first `plan.frames` pages, each with its own profile and resolution."""
    return FrameSequence(count=plan.frames, produce=lambda: _counted(_pages(source, codec, plan), plan))


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


def _canvases(source: BinaryIO, codec: Codec, plan: Plan) -> Iterator[Frame]:
    image, decoder = open_image(source, codec), codec.reader
    composed = decoder.canvases(source) if decoder.canvases is not None else None
    if composed is not None:
        for canvas, duration_ms in composed:
            yield frame_of(image, codec, plan.facts, in_mode_of(plan.facts, canvas), duration_ms=duration_ms)
        return
    mode = "RGBA" if plan.facts.alpha else "RGB"
    for shown, duration_ms in islice(shown_in_turn(image, source, codec), plan.frames):
        yield frame_of(shown, codec, plan.facts, shown.convert(mode), duration_ms=duration_ms)


def shown_in_turn(
    image: ImageFile.ImageFile, source: BinaryIO, codec: Codec
) -> Iterator[tuple[ImageFile.ImageFile, float]]:
    """The opened file at each of its pictures, and how many milliseconds that is shown."""
    times = codec.reader.times
    exact = times(source) if times is not None else iter(())
    for number in range(getattr(image, "n_frames", 1)):
        image.seek(number)
        image.load()
        yield image, next(exact, float(image.info.get("duration") or 0))


def in_mode_of(facts: Facts, canvas: Image.Image) -> Image.Image:
    """An RGBA canvas with the channels that the file has, so that its profile fits them."""
    if facts.model in {ColorModel.GREY, ColorModel.BILEVEL}:
        return canvas.convert("LA" if facts.alpha else "L")
    return canvas if facts.alpha else canvas.convert("RGB")


def _pages(source: BinaryIO, codec: Codec, plan: Plan) -> Iterator[Frame]:
    image = open_image(source, codec)
    for index in range(plan.frames):
        image.seek(index)
        image.load()
        yield frame_of(image, codec, plan.facts, image.copy())
