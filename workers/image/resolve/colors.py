"""What happens to colours, depth and transparency, and what of them the target cannot hold."""

from msgspec import Struct

from workers.facts import ColorModel, Facts, Hdr
from workers.formats import SPECS, Alpha, Format, FormatSpec
from workers.image.formats.registry import CODECS
from workers.image.pixels.libvips import is_there
from workers.image.resolve.goal import Way
from workers.plan import Decision, Handling, Loss, Method, OnBackground, Reason, ToBits, Topic
from workers.recipe import ColorSpace, Lossless, Recipe

_WHITE = "#ffffff"
_PROFILE_SPACES = {
    ColorModel.BILEVEL: "GRAY",
    ColorModel.GREY: "GRAY",
    ColorModel.FLOAT: "GRAY",
    ColorModel.PALETTE: "RGB",
    ColorModel.RGB: "RGB",
    ColorModel.CMYK: "CMYK",
    ColorModel.LAB: "Lab",
}


class Colors(Struct, frozen=True, kw_only=True):
    """The decisions about pixels' meaning; `background` is '#rrggbb' where transparency is flattened."""

    to_srgb: bool
    background: str | None
    decisions: tuple[Decision, ...]
    losses: tuple[Loss, ...]
    deep_bits: int | None = None


def resolve_colors(facts: Facts, recipe: Recipe, target: Format, way: Way) -> Colors:
    """What becomes of the source's colours in `target`. Nothing does where its own bytes go along."""
    if way.method is not Method.ENCODE:
        return Colors(to_srgb=False, background=None, decisions=(), losses=())
    spec = SPECS[target]
    deep_bits = _deep_bits(facts, recipe, target)
    to_srgb, colors, lost_colors = _color_space(facts, recipe, target, has_grey=_has_grey(facts, target, deep_bits))
    lost_light = _hdr(facts, recipe, target)
    if Loss.HDR in lost_light:  # what is bright beyond white is brought under it
        to_srgb, colors = True, (_srgb(recipe),)
    depth, lost_depth = _depth(facts, target, spec, deep_bits)
    background, transparency, lost_transparency = _transparency(facts, recipe, spec)
    return Colors(
        to_srgb=to_srgb,
        background=background,
        decisions=(*colors, *depth, *transparency),
        losses=(
            *lost_colors,
            *lost_depth,
            *lost_transparency,
            *_palette(facts, spec),
            *lost_light,
        ),
        deep_bits=deep_bits,
    )


def _color_space(
    facts: Facts, recipe: Recipe, target: Format, *, has_grey: bool
) -> tuple[bool, tuple[Decision, ...], tuple[Loss, ...]]:
    spec = SPECS[target]
    # A profile is for shades of a known white, which numbers in floating point get only when they are written as such again.
    stays_float = CODECS[target].writer.float_bits > 0 and recipe.color is ColorSpace.KEEP
    fits = facts.profile_space == _PROFILE_SPACES[facts.model] and (facts.model is not ColorModel.FLOAT or stays_float)
    tagged = facts.profile is not None and fits
    is_grey = _PROFILE_SPACES[facts.model] == "GRAY"
    is_press = (facts.model is ColorModel.CMYK and not spec.cmyk) or facts.model is ColorModel.LAB
    losses: tuple[Loss, ...] = (Loss.PRESS_COLORS,) if is_press else ()
    no_place = not spec.icc or (is_grey and not has_grey)
    if facts.profile is not None and (not tagged or (no_place and recipe.color is ColorSpace.KEEP)):
        losses = (*losses, Loss.PROFILE)
    forced = is_press or (tagged and no_place)
    if recipe.color is ColorSpace.SRGB or forced:
        why = Reason.ASKED if recipe.color is ColorSpace.SRGB else Reason.TARGET_CANNOT_HOLD
        reasons = [why] if tagged or facts.model is not ColorModel.CMYK else [why, Reason.USUAL_INKS]
        return (
            True,
            tuple(Decision(topic=Topic.COLORS, choice=Handling.SRGB, reason=reason) for reason in reasons),
            losses,
        )
    untagged = Reason.NO_PROFILE if facts.profile is None else Reason.PROFILE_DOES_NOT_FIT
    reason = Reason.TAGGED if tagged else untagged
    return False, (Decision(topic=Topic.COLORS, choice=Handling.KEEP, reason=reason),), losses


def _has_grey(facts: Facts, target: Format, deep_bits: int | None) -> bool:
    """Whether grey is written as grey; in a TIFF it is not where it is deep and transparent, which few programs read."""
    writer = CODECS[target].writer
    return writer.stores_grey and (writer.deep_grey_alpha or deep_bits is None or not facts.alpha)


def _deep_bits(facts: Facts, recipe: Recipe, target: Format) -> int | None:
    """The bits of the output where it goes through libvips: what Pillow would cut down, or cannot convert."""
    is_one = facts.frames == facts.pages == 1
    reader, writer = CODECS[facts.format].reader, CODECS[target].writer
    is_deep = facts.bits > 8 and facts.model in reader.deep_models
    most = writer.deep_bits
    if most is None or not (is_one and is_deep and is_there()):
        return None
    pillow_can = facts.model is ColorModel.GREY and not facts.alpha and reader.deep_grey
    if pillow_can and writer.deep_grey and recipe.color is ColorSpace.KEEP:
        return None
    return most if most == 16 else min(most, max(10, facts.bits + facts.bits % 2))


def _depth(
    facts: Facts, target: Format, spec: FormatSpec, deep_bits: int | None
) -> tuple[tuple[Decision, ...], tuple[Loss, ...]]:
    if facts.model is ColorModel.FLOAT:
        return _float_depth(facts, target)
    if facts.bits <= 8:
        return (), ()
    if deep_bits is not None:
        reason = Reason.SAME_AS_SOURCE if deep_bits >= facts.bits else Reason.TARGET_CANNOT_HOLD
        losses = () if deep_bits >= facts.bits else (Loss.DEPTH,)
        return (Decision(topic=Topic.DEPTH, choice=ToBits(deep_bits), reason=reason),), losses
    is_deep_grey = facts.model is ColorModel.GREY and not facts.alpha and facts.frames == 1
    if is_deep_grey and CODECS[facts.format].reader.deep_grey and spec.bits_grey >= facts.bits:
        return (Decision(topic=Topic.DEPTH, choice=ToBits(facts.bits), reason=Reason.SAME_AS_SOURCE),), ()
    can_hold = spec.bits_grey >= 16 or CODECS[target].writer.deep_with_extra
    reason = _why_shallow(facts) if can_hold else Reason.TARGET_CANNOT_HOLD
    return (Decision(topic=Topic.DEPTH, choice=ToBits(8), reason=reason),), (Loss.DEPTH,)


def _why_shallow(facts: Facts) -> Reason:
    """Why only 8 bits go along although the target could hold more."""
    is_one = facts.frames == facts.pages == 1
    would_help = is_one and facts.model in CODECS[facts.format].reader.deep_models and not is_there()
    return Reason.NEEDS_EXTRA if would_help else Reason.NOT_CARRIED_OVER


def _float_depth(facts: Facts, target: Format) -> tuple[tuple[Decision, ...], tuple[Loss, ...]]:
    most = CODECS[target].writer.float_bits
    if 0 < facts.bits <= most:
        return (), ()
    choice = ToBits(most or 8)
    return (Decision(topic=Topic.DEPTH, choice=choice, reason=Reason.TARGET_CANNOT_HOLD),), (Loss.DEPTH,)


def _transparency(
    facts: Facts, recipe: Recipe, spec: FormatSpec
) -> tuple[str | None, tuple[Decision, ...], tuple[Loss, ...]]:
    if not facts.alpha:
        return None, (), ()
    background = recipe.background or _WHITE
    if recipe.flatten:
        return (
            background,
            (Decision(topic=Topic.TRANSPARENCY, choice=OnBackground(background), reason=Reason.ASKED),),
            (),
        )
    match spec.alpha:
        case Alpha.NONE:
            decision = Decision(
                topic=Topic.TRANSPARENCY, choice=OnBackground(background), reason=Reason.TARGET_CANNOT_HOLD
            )
            return background, (decision,), (Loss.TRANSPARENCY,)
        case Alpha.ONE_BIT if not facts.hard_edges:
            decision = Decision(topic=Topic.TRANSPARENCY, choice=Handling.HARD_EDGES, reason=Reason.TARGET_CANNOT_HOLD)
            return None, (decision,), (Loss.SOFT_EDGES,)
        case Alpha.LIKE_COLORS if not isinstance(recipe.goal, Lossless):
            decision = Decision(topic=Topic.TRANSPARENCY, choice=Handling.LIKE_COLORS, reason=Reason.TARGET_CANNOT_HOLD)
            return None, (decision,), ()
        case _:
            return None, (Decision(topic=Topic.TRANSPARENCY, choice=Handling.KEEP, reason=Reason.SAME_AS_SOURCE),), ()


def _palette(facts: Facts, spec: FormatSpec) -> tuple[Loss, ...]:
    has_few_colors = _PROFILE_SPACES[facts.model] == "GRAY" or facts.model is ColorModel.PALETTE
    return (Loss.COLORS,) if spec.palette_only and not has_few_colors else ()


def _srgb(recipe: Recipe) -> Decision:
    reason = Reason.ASKED if recipe.color is ColorSpace.SRGB else Reason.TARGET_CANNOT_HOLD
    return Decision(topic=Topic.COLORS, choice=Handling.SRGB, reason=reason)


def _hdr(facts: Facts, recipe: Recipe, target: Format) -> tuple[Loss, ...]:
    match facts.hdr:
        case Hdr.NONE:
            return ()
        case Hdr.PQ | Hdr.HLG:
            # Code points go along with the numbers that they are about.
            reader, writer = CODECS[facts.format].reader, CODECS[target].writer
            is_one = facts.frames == facts.pages == 1 or (facts.format is target and writer.moving_code_points)
            said = reader.code_points and writer.code_points and is_one
            return () if said and recipe.color is ColorSpace.KEEP else (Loss.HDR,)
        case Hdr.GAIN_MAP:
            return () if facts.format is target and SPECS[target].gain_map else (Loss.GAIN_MAP,)
