"""How the output comes about: encoded anew, repacked without touching a pixel, or the source's own bytes."""

from dataclasses import dataclass
from typing import assert_never

from workers.engine.resolve.size import Sized
from workers.formats import SPECS, Format
from workers.plan import ColorModel, Decision, Facts, Loss, Method, Reason, Topic
from workers.recipe import ColorSpace, Goal, Lossless, MaxBytes, Quality, Recipe, SameLook, Smaller

# Encoding again this close to the source's quality costs more than it saves.
_QUALITY_MARGIN = 3
_REPACKED = frozenset({Format.JPEG, Format.PNG})
# Encoding keeps every pixel that can be decoded, and packs better than many sources.
_ENCODED_EXACTLY = frozenset({Format.TIFF})


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How the output comes about, and why."""

    method: Method
    decision: Decision
    losses: tuple[Loss, ...] = ()


def resolve_way(facts: Facts, recipe: Recipe, target: Format, size: Sized, frames: int) -> Way:
    """Pixels are encoded anew only where they have to change or bytes are to be saved by it."""
    if _pixels_change(facts, recipe, target, size, frames):
        return _encoding(recipe.goal, target)
    match recipe.goal:
        case Lossless():
            return _untouched(facts, Reason.ASKED)
        case Quality(quality):
            return _at_quality(facts, recipe.goal, quality)
        case SameLook():
            return _encoding(recipe.goal, target) if _may_lose(facts) else _untouched(facts, Reason.SAME_AS_SOURCE)
        case MaxBytes():
            fits = facts.bytes <= recipe.goal.bytes
            return _untouched(facts, Reason.SAME_AS_SOURCE) if fits else _encoding(recipe.goal, target)
        case Smaller():
            return _encoding(recipe.goal, target)
        case _:
            assert_never(recipe.goal)


def _at_quality(facts: Facts, goal: Goal, quality: int) -> Way:
    if facts.format is Format.JPEG and facts.quality is not None and facts.quality <= quality + _QUALITY_MARGIN:
        return _untouched(facts, Reason.SOURCE_QUALITY_REACHED)
    return _encoding(goal, facts.format) if _may_lose(facts) else _untouched(facts, Reason.SAME_AS_SOURCE)


def _may_lose(facts: Facts) -> bool:
    """Whether a lossy format holds the source: one that stores pixels exactly has nothing to gain from a quality."""
    return SPECS[facts.format].lossy and not facts.lossless


def _untouched(facts: Facts, reason: Reason) -> Way:
    if facts.format in _REPACKED:
        return Way(method=Method.REPACK, decision=_decision("repack", reason))
    if facts.format in _ENCODED_EXACTLY and facts.bits <= 8 and facts.model is not ColorModel.LAB:
        return Way(method=Method.ENCODE, decision=_decision("lossless", reason))
    return Way(method=Method.COPY, decision=_decision("copy", reason))


def _encoding(goal: Goal, target: Format) -> Way:
    spec = SPECS[target]
    match goal:
        case Quality(quality) if spec.lossy:
            return Way(method=Method.ENCODE, decision=_decision(f"quality_{quality}", Reason.ASKED))
        case Lossless() if not spec.lossless:
            lossy = _decision("best_quality", Reason.TARGET_CANNOT_HOLD)
            return Way(method=Method.ENCODE, decision=lossy, losses=(Loss.EXACT_PIXELS,))
        case Quality() | Lossless():
            return Way(method=Method.ENCODE, decision=_decision("lossless", Reason.ASKED))
        case SameLook(score):
            return Way(method=Method.ENCODE, decision=_decision(f"same_look_{score:g}", Reason.ASKED))
        case MaxBytes(count):
            return Way(method=Method.ENCODE, decision=_decision(f"at_most_{count}_bytes", Reason.ASKED))
        case Smaller(percent):
            return Way(method=Method.ENCODE, decision=_decision(f"{percent:g}_percent_smaller", Reason.ASKED))
        case _:
            assert_never(goal)


def _pixels_change(facts: Facts, recipe: Recipe, target: Format, size: Sized, frames: int) -> bool:
    return (
        target is not facts.format
        or (size.width, size.height) != (facts.width, facts.height)
        or size.crop is not None
        or facts.orientation != 1
        or frames != max(facts.frames, facts.pages)
        or (recipe.flatten and facts.alpha)
        or (recipe.color is ColorSpace.SRGB and _is_not_srgb(facts))
    )


def _is_not_srgb(facts: Facts) -> bool:
    if facts.model in {ColorModel.CMYK, ColorModel.LAB}:
        return True
    return facts.profile is not None and "srgb" not in facts.profile.lower()


def _decision(choice: str, reason: Reason) -> Decision:
    return Decision(topic=Topic.COMPRESSION, choice=choice, reason=reason)
