"""What a recipe does, in a few words."""

from typing import assert_never

from mediaapp.text.figures import number
from mediaapp.text.figures import size as bytes_in_words
from mediaapp.text.language import tr
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


def described(recipe: Recipe) -> str:
    """A name for a recipe that nobody named: 'AVIF, 1600 px, same look'."""
    same = tr("Same format")
    target = same if recipe.format is None else SPECS[recipe.format].label
    return ", ".join(filter(None, (target, _size(recipe.size), _goal(recipe.goal))))


def _size(asked: Size) -> str:
    match asked:
        case AsItIs():
            return ""
        case LongEdge(px=px):
            return tr("{px} px", px=px)
        case ShortEdge(px=px):
            return tr("short side {px} px", px=px)
        case Box(width=width, height=height):
            return tr("{px} px", px=" × ".join(str(px) for px in (width, height) if px is not None))
        case Percent(percent=percent):
            return tr("{percent}% of its size", percent=number(percent))
        case _:
            assert_never(asked)


def _goal(goal: Goal) -> str:
    match goal:
        case SameLook():
            return tr("same look")
        case Quality(quality=quality):
            return tr("quality {quality}", quality=quality)
        case Lossless():
            return tr("no pixel changed")
        case MaxBytes(bytes=limit):
            return tr("at most {limit}", limit=bytes_in_words(limit))
        case Smaller(percent=percent):
            return tr("{percent}% smaller", percent=number(percent))
        case _:
            assert_never(goal)
