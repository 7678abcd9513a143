"""Reach what was asked for: a quality, every pixel, the same look, or a number of bytes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from math import sqrt
from typing import assert_never

from PIL import Image

from workers.engine.deep import scaled as deep_scaled
from workers.engine.encode.jpeg import encode_jpeg
from workers.engine.encode.look import quality_for
from workers.engine.encode.modes import in_mode
from workers.engine.encode.sample import mosaic, samples
from workers.engine.encode.search import Fitting, largest_within
from workers.engine.encode.settings import Encoded, Encoder, Settings
from workers.engine.frames import Frame, Frames, still
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.formats import SPECS, Format
from workers.recipe import Goal, Lossless, MaxBytes, Quality, SameLook, Smaller

_LOWEST, _LOWEST_BEFORE_SHRINKING, _HIGHEST = 1, 30, 95
_MOST_SHRINKS = 8
_SHRINK_FURTHER = 0.97
# Where flat areas and hard edges often take fewer bytes with every pixel kept.
_LOSSLESS_MAY_BE_SMALLER = frozenset({Format.WEBP, Format.PDF, Format.JXL})


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is to be encoded, and how.

    `finished` puts the metadata into an encoded file, so that its bytes count. `step` is told before each full encoding and
    may raise to end the job.
    """

    frames: Frames
    target: Format
    encoder: Encoder
    settings: Settings
    is_graphic: bool
    finished: Callable[[bytes], bytes]
    step: Callable[[], None]

    @property
    def is_lossy(self) -> bool:
        """Whether a quality number means anything to the format."""
        return SPECS[self.target].lossy

    def whole(self, quality: int | None) -> bytes:
        """The finished file at `quality`, None with every pixel kept."""
        self.step()
        return self.finished(self.encoder(self.frames, replace(self.settings, quality=quality)))

    def part(self, image: Image.Image, quality: int | None, *, brief: bool = False) -> bytes:
        """A file of a part of the first picture, without metadata; a `brief` one has the pixels, but not the bytes."""
        bare = replace(self.settings, quality=quality, brief=brief, extra={})
        return self.encoder(still(Frame(image=image)), bare)


def pursue(goal: Goal, task: Task, original_bytes: int) -> tuple[bytes, Encoded]:
    """The file that meets the goal. Raises Failure GOAL_OUT_OF_REACH where none does, with the bytes it would take."""
    match goal:
        case MaxBytes(limit, shrink):
            return _within(limit, task, shrink=shrink)
        case Smaller(percent):
            return _within(int(original_bytes * (1 - percent / 100)), task, shrink=False)
        case Lossless():
            return task.whole(None), Encoded()
        case Quality() | SameLook() if not task.is_lossy:
            return task.whole(None), Encoded()
        case Quality(quality):
            kept = _lossless_is_smaller(task, quality)
            return task.whole(None if kept else quality), Encoded(quality=None if kept else quality)
        case SameLook(score):
            return _same_look(score, task)
        case _:
            assert_never(goal)


def _same_look(target: float, task: Task) -> tuple[bytes, Encoded]:
    inside = replace(task, target=Format.JPEG, encoder=encode_jpeg) if task.target is Format.PDF else task
    found = quality_for(target, task.frames.first().image, partial(inside.part, brief=True), inside.target)
    may_stay_exact = task.is_graphic and SPECS[task.target].lossless
    if (may_stay_exact and not found.reached) or _lossless_is_smaller(task, found.quality):
        return task.whole(None), Encoded(score=100.0)
    return task.whole(found.quality), Encoded(quality=found.quality, score=round(found.score, 1))


def _lossless_is_smaller(task: Task, quality: int) -> bool:
    if not task.is_graphic or task.target not in _LOSSLESS_MAY_BE_SMALLER:
        return False
    part = mosaic(samples(task.frames.first().image))
    return len(task.part(part, None)) <= len(task.part(part, quality))


def _within(limit: int, task: Task, *, shrink: bool) -> tuple[bytes, Encoded]:
    lowest = _LOWEST_BEFORE_SHRINKING if shrink else _LOWEST
    encodes = 0
    for _ in range(_MOST_SHRINKS):
        fitting = _fitting(limit, task, lowest)
        encodes += fitting.encodes
        first = task.frames.first().image
        if fitting.fits:
            return fitting.data, Encoded(quality=fitting.quality, encodes=encodes, size=first.size)
        if not shrink or max(first.size) == 1:
            break
        factor = min(_SHRINK_FURTHER, sqrt(limit / len(fitting.data)) * _SHRINK_FURTHER)
        task = replace(task, frames=task.frames.each(partial(_scaled, factor)))
    raise Failure(ErrorCode.GOAL_OUT_OF_REACH, FailureFacts(limit=limit, bytes_needed=len(fitting.data)))


def _fitting(limit: int, task: Task, lowest: int) -> Fitting:
    exact = 0
    if not task.is_lossy or (task.is_graphic and task.target in _LOSSLESS_MAY_BE_SMALLER):
        data = task.whole(None)
        exact = 1
        if len(data) <= limit or not task.is_lossy:
            return Fitting(data=data, quality=None, encodes=exact, fits=len(data) <= limit)
    first = task.frames.first().image
    part = mosaic(samples(first))
    scale = first.width * first.height / (part.width * part.height) if task.frames.count == 1 else None
    found = largest_within(
        limit,
        task.whole,
        lambda quality: len(task.part(part, quality)),
        scale=scale,
        lowest=lowest,
        highest=_HIGHEST,
    )
    return replace(found, encodes=found.encodes + exact)


def _scaled(factor: float, frame: Frame) -> Frame:
    image = in_mode(frame.image, ("L", "LA", "RGB", "RGBA", "CMYK", "I;16", "F"))
    size = (max(1, round(image.width * factor)), max(1, round(image.height * factor)))
    return Frame(
        image=image.resize(size, Image.Resampling.LANCZOS),
        duration_ms=frame.duration_ms,
        profile=frame.profile,
        dpi=frame.dpi,
        deep=None if frame.deep is None else deep_scaled(frame.deep, *size),
    )
