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
            kept = _lossless_is_smaller(task, quality)
            return task.whole(None if kept else quality), Encoded(quality=None if kept else quality)
        case SameLook(score):
            return _same_look(score, task)
        case _:
            assert_never(goal)


def _same_look(target: float, task: Task) -> tuple[bytes, Encoded]:
    inside = task if task.codec.writer.inside is None else task.of(CODECS[task.codec.writer.inside])
    found = quality_for(target, task.frames.first().image, partial(inside.part, brief=True), inside.codec)
    may_stay_exact = task.is_graphic and task.codec.spec.lossless
    if (may_stay_exact and not found.reached) or _lossless_is_smaller(task, found.quality):
        return task.whole(None), Encoded(score=100.0)
    return task.whole(found.quality), Encoded(quality=found.quality, score=round(found.score, 1))


def _lossless_is_smaller(task: Task, quality: int) -> bool:
    if not task.may_be_exact:
        return False
    part = mosaic(samples(task.frames.first().image))
    return len(task.part(part, None)) <= len(task.part(part, quality))
