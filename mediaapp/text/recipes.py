"""What a recipe does, in a few words."""

from typing import assert_never

from mediaapp.text.figures import size as bytes_in_words
from mediaapp.text.marks import QT_TRANSLATE_NOOP, Translate
from workers.formats import SPECS
from workers.recipe import (
    AsItIs,
    Box,
    Goal,
    LongEdge,
    Lossless,
    MaxBytes,
    Percent,
    Quality,
    Recipe,
    SameLook,
    ShortEdge,
    Size,
    Smaller,
)


def described(recipe: Recipe, t: Translate = str) -> str:
    """A name for a recipe that nobody named: 'AVIF, 1600 px, same look'."""
    same = t(QT_TRANSLATE_NOOP("text", "Same format"))
    target = same if recipe.format is None else SPECS[recipe.format].label
    return ", ".join(filter(None, (target, _size(recipe.size, t), _goal(recipe.goal, t))))


def _size(asked: Size, t: Translate) -> str:
    match asked:
        case AsItIs():
            return ""
        case LongEdge(px=px):
            return t(QT_TRANSLATE_NOOP("text", "{px} px")).format(px=px)
        case ShortEdge(px=px):
            return t(QT_TRANSLATE_NOOP("text", "short side {px} px")).format(px=px)
        case Box(width=width, height=height):
            return " × ".join(str(px) for px in (width, height) if px is not None) + " px"
        case Percent(percent=percent):
            return t(QT_TRANSLATE_NOOP("text", "{percent:g}% of its size")).format(percent=percent)
        case _:
            assert_never(asked)


def _goal(goal: Goal, t: Translate) -> str:
    match goal:
        case SameLook():
            return t(QT_TRANSLATE_NOOP("text", "same look"))
        case Quality(quality=quality):
            return t(QT_TRANSLATE_NOOP("text", "quality {quality}")).format(quality=quality)
        case Lossless():
            return t(QT_TRANSLATE_NOOP("text", "no pixel changed"))
        case MaxBytes(bytes=limit):
            return t(QT_TRANSLATE_NOOP("text", "at most {limit}")).format(limit=bytes_in_words(limit))
        case Smaller(percent=percent):
            return t(QT_TRANSLATE_NOOP("text", "{percent:g}% smaller")).format(percent=percent)
        case _:
            assert_never(goal)
