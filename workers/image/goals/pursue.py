"""Reach what was asked for: a quality, every pixel, the same look, or a number of bytes."""

from functools import partial
from typing import assert_never

from workers.image.formats.registry import CODECS
from workers.image.goals.encoded import Encoded
from workers.image.goals.few_colors import in_few_colors
from workers.image.goals.fitting import within
from workers.image.goals.look import quality_for, score_of_quality
from workers.image.goals.sample import mosaic, samples
from workers.image.goals.task import Task
from workers.recipe import Goal, Lossless, MaxBytes, Quality, SameLook, Smaller


def pursue(goal: Goal, task: Task, original_bytes: int) -> tuple[bytes, Encoded]:
    """The file that meets the goal. Raises Failure GOAL_OUT_OF_REACH where none does, with the bytes it would take."""
    match goal:
        case MaxBytes(limit, shrink):
            return within(limit, task, original_bytes, shrink=shrink)
        case Smaller(percent):
            return within(int(original_bytes * (1 - percent / 100)), task, original_bytes, shrink=False)
        case Lossless():
            return task.whole(None), Encoded()
        case Quality() | SameLook() if not task.is_lossy:
            score = score_of_quality(goal.quality) if isinstance(goal, Quality) else goal.score
            return in_few_colors(score, task)
        case Quality(quality):
            data, is_exact = _exact_if_smaller(task, quality)
            return data, Encoded(quality=None if is_exact else quality)
        case SameLook(score):
            return _same_look(score, task)
        case _:
            assert_never(goal)


def _same_look(target: float, task: Task) -> tuple[bytes, Encoded]:
    inside = task if task.codec.writer.inside is None else task.of(CODECS[task.codec.writer.inside])
    found = quality_for(target, task.frames.first().image, partial(inside.part, brief=True), inside.codec)
    may_stay_exact = task.is_graphic and task.codec.spec.lossless
    if may_stay_exact and not found.reached:
        return task.whole(None), Encoded(score=100.0)
    data, is_exact = _exact_if_smaller(task, found.quality)
    if is_exact:
        return data, Encoded(score=100.0)
    return data, Encoded(quality=found.quality, score=round(found.score, 1))


def _exact_if_smaller(task: Task, quality: int) -> tuple[bytes, bool]:
    """The file with every pixel kept where that takes no more bytes than at `quality`, else that one; which one it is.

    A large picture is judged by its parts, a small one is made both ways.
    """
    if not task.may_be_exact:
        return task.whole(quality), False
    image = task.frames.first().image
    part = mosaic(samples(image))
    if part is image and task.frames.count == 1:
        exact, lossy = task.whole(None), task.whole(quality)
        return (exact, True) if len(exact) <= len(lossy) else (lossy, False)
    kept = len(task.part(part, None)) <= len(task.part(part, quality))
    return task.whole(None if kept else quality), kept
