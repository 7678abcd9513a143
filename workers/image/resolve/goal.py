"""How the output comes about: encoded anew, repacked without touching a pixel, or the source's own bytes."""

from typing import assert_never

from msgspec import Struct

from workers.facts import ColorModel, Facts, Hdr
from workers.formats import SPECS, Format
from workers.image.formats.codec import FewColors
from workers.image.formats.registry import CODECS
from workers.plan import Choice, Decision, Handling, Loss, Method, Reason, Topic
from workers.recipe import ColorSpace, Goal, Lossless, MaxBytes, Quality, Recipe, SameLook, Smaller

# Encoding again this close to the source's quality costs more than it saves.
_QUALITY_MARGIN = 3
_FEW_SHADES = frozenset({ColorModel.PALETTE, ColorModel.GREY, ColorModel.BILEVEL})
# From here on nobody asks for fewer colours.
_EXACT_FROM_QUALITY = 95
# Encoding such a JPEG anew for the same look saves less than an eighth of what JPEG XL makes of it without loss.
_LOW_QUALITY = 70


class Way(Struct, frozen=True, kw_only=True):
    """How the output comes about, and why; `fewer_colors` is whether a palette may be chosen by the look."""

    method: Method
    decision: Decision
    fewer_colors: bool = False
    losses: tuple[Loss, ...] = ()


def resolve_way(
    facts: Facts,
    recipe: Recipe,
    target: Format,
    frames: int,
    *,
    reshaped: bool,
    scaled: bool,
    transcodable: bool = False,
) -> Way:
    """Pixels are encoded anew only where they have to change or bytes are to be saved by it.

    `reshaped` says that the picture is cut, turned or scaled as asked, `scaled` the last one alone. `transcodable` says that
    the source's metadata let JPEG XL hold the JPEG itself.
    """
    fewer_colors = frames == 1 and _may_have_fewer_colors(facts, recipe.goal, target, scaled=scaled)
    if reshaped or _pixels_change(facts, recipe, target, frames):
        return _encoding(recipe.goal, target, fewer_colors=fewer_colors)
    if target is not facts.format:
        reason = _why_transcode(facts, recipe.goal) if transcodable and _takes_jpeg(facts, target) else None
        if reason is None:
            return _encoding(recipe.goal, target, fewer_colors=fewer_colors)
        return Way(method=Method.TRANSCODE, decision=_decision(Handling.TRANSCODE, reason))
    return _in_own_format(facts, recipe.goal, fewer_colors=fewer_colors)


def _may_have_fewer_colors(facts: Facts, goal: Goal, target: Format, *, scaled: bool) -> bool:
    """Whether the goal is a look that a palette may reach. A palette and greys have few already, unless scaling mixes them.

    Not of another format: who asks for a PNG of something else wants it for keeping every colour.
    """
    match goal:
        case Quality(quality) if quality >= _EXACT_FROM_QUALITY:
            return False
        case Quality() | SameLook():
            pass
        case _:
            return False
    may = CODECS[target].writer.few_colors
    if target is not facts.format or may is FewColors.NONE or facts.bits > 8 or facts.hdr in {Hdr.PQ, Hdr.HLG}:
        return False
    if facts.model is ColorModel.RGB:
        return may is FewColors.ANY
    return scaled and facts.model in _FEW_SHADES


def _in_own_format(facts: Facts, goal: Goal, *, fewer_colors: bool) -> Way:
    match goal:
        case Quality() | SameLook() if fewer_colors:
            return _encoding(goal, facts.format, fewer_colors=True)
        case Lossless():
            return _untouched(facts, Reason.ASKED)
        case Quality(quality):
            return _at_quality(facts, goal, quality)
        case SameLook():
            return _encoding(goal, facts.format) if _may_lose(facts) else _untouched(facts, Reason.SAME_AS_SOURCE)
        case MaxBytes():
            fits = facts.bytes <= goal.bytes
            return _untouched(facts, Reason.SAME_AS_SOURCE) if fits else _encoding(goal, facts.format)
        case Smaller():
            return _encoding(goal, facts.format)
        case _:
            assert_never(goal)


def _takes_jpeg(facts: Facts, target: Format) -> bool:
    """Whether the target takes the JPEG's own coefficients in (ISO/IEC 18181-2, annex A): grey or three channels, Huffman."""
    is_known = facts.model is ColorModel.GREY or (facts.model is ColorModel.RGB and facts.chroma is not None)
    may = CODECS[target].writer.holder is not None and CODECS[facts.format].reader.has_jpeg
    return may and is_known and not facts.arithmetic


def _why_transcode(facts: Facts, goal: Goal) -> Reason | None:
    """Why the JPEG's coefficients go along as they are; None where encoding anew gives what was asked for."""
    match goal:
        case Lossless():
            return Reason.ASKED
        case Quality(quality) if facts.quality is not None and facts.quality <= quality + _QUALITY_MARGIN:
            return Reason.SOURCE_QUALITY_REACHED
        case SameLook() if facts.quality is not None and facts.quality <= _LOW_QUALITY:
            return Reason.SOURCE_QUALITY_REACHED
        case MaxBytes() if facts.bytes <= goal.bytes:
            return Reason.SAME_AS_SOURCE
        case _:
            return None


def _at_quality(facts: Facts, goal: Goal, quality: int) -> Way:
    if facts.quality is not None and facts.quality <= quality + _QUALITY_MARGIN:
        return _untouched(facts, Reason.SOURCE_QUALITY_REACHED)
    return _encoding(goal, facts.format) if _may_lose(facts) else _untouched(facts, Reason.SAME_AS_SOURCE)


def _may_lose(facts: Facts) -> bool:
    """Whether a lossy format holds the source: one that stores pixels exactly has nothing to gain from a quality."""
    return SPECS[facts.format].lossy and not facts.lossless


def _untouched(facts: Facts, reason: Reason) -> Way:
    if CODECS[facts.format].writer.repack is not None:
        return Way(method=Method.REPACK, decision=_decision(Handling.REPACK, reason))
    if CODECS[facts.format].writer.packs_by_encoding and facts.bits <= 8 and facts.model is not ColorModel.LAB:
        return Way(method=Method.ENCODE, decision=_decision(Handling.LOSSLESS, reason))
    # Such a file may hold a JPEG, where its metadata stands once more.
    method = Method.TRANSCODE if CODECS[facts.format].writer.holder is not None else Method.COPY
    return Way(method=method, decision=_decision(Handling.COPY, reason))


def _encoding(goal: Goal, target: Format, *, fewer_colors: bool = False) -> Way:
    spec = SPECS[target]
    match goal:
        case Quality() if spec.lossy or fewer_colors:
            decision = _decision(goal, Reason.ASKED)
            return Way(method=Method.ENCODE, decision=decision, fewer_colors=fewer_colors)
        case Lossless() if not spec.lossless:
            lossy = _decision(Handling.BEST_QUALITY, Reason.TARGET_CANNOT_HOLD)
            return Way(method=Method.ENCODE, decision=lossy, losses=(Loss.EXACT_PIXELS,))
        case Quality() | Lossless():
            return Way(method=Method.ENCODE, decision=_decision(Handling.LOSSLESS, Reason.ASKED))
        case SameLook():
            decision = _decision(goal, Reason.ASKED)
            return Way(method=Method.ENCODE, decision=decision, fewer_colors=fewer_colors)
        case MaxBytes() | Smaller():
            return Way(method=Method.ENCODE, decision=_decision(goal, Reason.ASKED))
        case _:
            assert_never(goal)


def keeps_tag(facts: Facts, target: Format) -> bool:
    """Whether pixels that go along as they are stored are shown upright: they are, or what turns them goes along too.

    Not in a JPEG XL: that holds the JPEG's tag and a turn of its own, and readers do both.
    """
    return facts.orientation == 1 or (target is facts.format and CODECS[target].writer.carries_turn)


def _pixels_change(facts: Facts, recipe: Recipe, target: Format, frames: int) -> bool:
    return (
        not keeps_tag(facts, target)
        or frames != max(facts.frames, facts.pages)
        or (recipe.flatten and facts.alpha)
        or (recipe.color is ColorSpace.SRGB and _is_not_srgb(facts))
    )


def _is_not_srgb(facts: Facts) -> bool:
    if facts.model in {ColorModel.CMYK, ColorModel.LAB} or facts.hdr in {Hdr.PQ, Hdr.HLG}:
        return True
    return facts.profile is not None and "srgb" not in facts.profile.lower()


def _decision(choice: Choice, reason: Reason) -> Decision:
    return Decision(topic=Topic.COMPRESSION, choice=choice, reason=reason)
