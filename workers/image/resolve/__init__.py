"""Decide everything about an output once, from what the header says and what was asked."""

from collections.abc import Iterator

from msgspec import structs

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.facts import Crop, Facts
from workers.formats import SPECS, Format
from workers.image.formats import metadata
from workers.image.formats.registry import CODECS
from workers.image.metadata import policy
from workers.image.metadata.bundle import Bundle
from workers.image.metadata.regions import Move, Place
from workers.image.metadata.xmp_pixels import STILL, Change
from workers.image.pixels.orientation import stored_size, then
from workers.image.resolve.cost import estimate
from workers.image.resolve.crop import resolve_shape
from workers.image.resolve.gain_map import with_silent_gain_map
from workers.image.resolve.goal import Way, keeps_tag, resolve_way
from workers.image.resolve.pages import resolve_all_colors
from workers.image.resolve.sequence import only_readable, resolve_sequence, untouched
from workers.image.resolve.size import Sized
from workers.image.resolve.target import resolve_target
from workers.plan import (
    CutOut,
    Decision,
    Handling,
    Keeping,
    Loss,
    Method,
    Plan,
    Reason,
    TakenAs,
    ToFormat,
    Topic,
    ToPixels,
    Turned,
)
from workers.recipe import AsItIs, CropArea, Metadata, Quality, Recipe, Rectangle, Rotation, SameLook, Size

# What was made for the same quality before saves less than this again, whatever it shows; a photo of a camera saves more.
_LEAST_SAVING_AT_QUALITY = 0.25


def resolve(facts: Facts, recipe: Recipe, bundle: Bundle) -> Plan:
    """The plan for one file; `bundle` is the metadata it has. Raises Failure where what was asked cannot be made of it."""
    target = resolve_target(facts, recipe.format)
    turn, most = recipe.rotate.orientation, SPECS[target.format].max_side
    width, height = stored_size(facts.width, facts.height, turn)
    size = resolve_shape(width, height, recipe.crop, recipe.size, enlarge=recipe.enlarge, max_side=most)
    sequence = resolve_sequence(facts, recipe.frames, target.format)
    way = _way(facts, recipe, target.format, size, sequence.frames, transcodable=bundle.xmp_extended is None)
    encodes = way.method is Method.ENCODE
    sequence = only_readable(facts, sequence) if encodes else untouched(sequence)
    if sequence.frames > 1 and facts.unread is not None:
        raise Failure(ErrorCode.UNSUPPORTED_VARIANT, FailureFacts(format=facts.format, detail=facts.unread))
    colors = resolve_all_colors(facts, recipe, target.format, way, several=sequence.frames > 1)
    plan = Plan(
        facts=facts,
        format=target.format,
        method=way.method,
        width=size.width,
        height=size.height,
        rotate=recipe.rotate,
        orientation=then(facts.orientation, turn),
        crop=size.crop,
        fit=size.fit,
        area=recipe.crop,
        size=recipe.size,
        enlarge=recipe.enlarge,
        goal=recipe.goal,
        metadata=recipe.metadata,
        to_srgb=colors.to_srgb,
        background=colors.background,
        frames=sequence.frames,
        stills=sequence.stills,
        keep_larger=recipe.keep_larger,
        fewer_colors=way.fewer_colors,
        deep_bits=colors.deep_bits,
        decisions=(
            *_untidy(facts),
            Decision(topic=Topic.FORMAT, choice=ToFormat(target.format), reason=target.reason),
            *_crop(recipe.crop, size, width, height),
            *_orientation(facts, way),
            *_rotation(recipe.rotate),
            _size(facts, size),
            way.decision,
            *colors.decisions,
            *_palette(way),
            *sequence.decisions,
            *_metadata(facts, recipe),
        ),
    )
    beside = (Loss.AUXILIARY,) if facts.auxiliary and encodes else ()
    cost = estimate(plan)
    plan = structs.replace(plan, peak_bytes=cost.peak_bytes, cpu_seconds=cost.cpu_seconds)
    return _with_metadata(plan, bundle, (*way.losses, *colors.losses, *sequence.losses, *beside))


def _way(facts: Facts, recipe: Recipe, target: Format, size: Sized, frames: int, *, transcodable: bool) -> Way:
    turn = recipe.rotate.orientation
    used = (size.crop.width, size.crop.height) if size.crop else stored_size(facts.width, facts.height, turn)
    scaled = (size.width, size.height) != used
    moved = turn != 1 or size.crop is not None or _may_reshape_a_page(facts, recipe.crop, recipe.size)
    return resolve_way(
        facts,
        recipe,
        target,
        frames,
        reshaped=scaled or moved,
        scaled=scaled,
        transcodable=transcodable,
    )


def _with_metadata(plan: Plan, bundle: Bundle, losses: tuple[Loss, ...]) -> Plan:
    """The plan with what the target does with the metadata, and all that is lost: `losses` are those of the pixels."""
    kept = _beside_the_pixels(bundle, plan)
    decisions = plan.decisions
    if metadata.puts_iptc_into_xmp(kept, CODECS[plan.format]):
        moved = Decision(topic=Topic.METADATA, choice=Handling.IPTC_AS_XMP, reason=Reason.TARGET_CANNOT_HOLD)
        decisions = (*decisions, moved)
    return structs.replace(
        plan, decisions=decisions, losses=tuple(dict.fromkeys((*losses, *metadata.lost(kept, CODECS[plan.format]))))
    )


def _beside_the_pixels(bundle: Bundle, plan: Plan) -> Bundle:
    """What the target has to find a place for."""
    kept = carried(bundle, plan)
    if plan.method is not Method.ENCODE and CODECS[plan.format].writer.profile_in_pixels:
        kept = structs.replace(kept, icc=None)
    if plan.to_srgb:  # what that means for the profile is among the losses of the colours
        kept = structs.replace(kept, icc=None, color_chunks=())
    return kept


def carried(bundle: Bundle, plan: Plan) -> Bundle:
    """The metadata that the output is to have, before its format has its say."""
    facts, coded_anew = plan.facts, plan.method is Method.ENCODE
    return policy.apply(
        with_silent_gain_map(bundle, plan.metadata),
        plan.metadata,
        change=_change(plan),
        quarter=coded_anew and plan.sideways,
        tag=1 if coded_anew or facts.orientation == 1 else _tag(facts),
        holds_gain_map=SPECS[plan.format].gain_map,
        coded_anew=coded_anew,
        picture_bytes=facts.bytes * plan.width * plan.height / (facts.width * facts.height),
    )


def _change(plan: Plan) -> Change | None:
    """What becomes of the pixels; None where they stay where they are."""
    if not plan.turns and plan.crop is None and plan.view == (plan.width, plan.height):
        return None
    is_stored_upright = plan.facts.orientation == 1 or not plan.turns
    return Change(before=plan.view, after=(plan.width, plan.height), move=_move(plan) if is_stored_upright else None)


def _move(plan: Plan) -> Move:
    turn, (width, height), part = plan.orientation if plan.turns else 1, plan.view, plan.crop
    if part is None:
        return structs.replace(STILL, turn=turn)
    return Move(
        turn=turn,
        part=Place(
            x=(part.left + part.width / 2) / width,
            y=(part.top + part.height / 2) / height,
            width=part.width / width,
            height=part.height / height,
        ),
    )


def _tag(facts: Facts) -> int | None:
    """The tag that pixels need which stay on their side; None where the container itself turns them."""
    return facts.orientation if CODECS[facts.format].reader.turned_by_exif else None


def only_packing(plan: Plan) -> bool:
    """Whether nothing was asked but fewer bytes, so that the source's own pixels are as good an output."""
    facts = plan.facts
    return (
        plan.format is facts.format
        and not facts.immovable
        and plan.orientation == facts.orientation
        and plan.crop is None
        and not _may_reshape_a_page(facts, plan.area, plan.size)
        and (plan.width, plan.height) == plan.view
        and keeps_tag(facts, plan.format)
        and plan.frames == max(facts.frames, facts.pages)
        and plan.stills == 1
        and plan.background is None
        and not plan.to_srgb
    )


def worthwhile(plan: Plan) -> float:
    """How many bytes an output of nothing but packing must stay below: a second loss of quality has to save something.

    A lossy format does not say its quality (but for JPEG), so what comes out not much smaller was packed like this before.
    Otherwise every run would take a little more of the picture.
    """
    facts = plan.facts
    if not SPECS[facts.format].lossy or facts.lossless:
        return facts.bytes
    match plan.goal:
        case Quality():
            return facts.bytes * (1 - _LEAST_SAVING_AT_QUALITY)
        case SameLook():
            return facts.bytes * (1 - CODECS[facts.format].writer.least_saving_at_a_look)
        case _:
            return facts.bytes


def _untidy(facts: Facts) -> Iterator[Decision]:
    for flaw in facts.flaws:
        yield Decision(topic=Topic.FILE, choice=TakenAs(flaw), reason=Reason.HARMLESS_IF_WHOLE)


def _orientation(facts: Facts, way: Way) -> Iterator[Decision]:
    if facts.orientation != 1:
        turned = way.method is Method.ENCODE
        choice = Handling.TURNED if turned else Handling.BY_ITS_TAG
        reason = Reason.TAGGED if turned else Reason.SAME_AS_SOURCE
        yield Decision(topic=Topic.ORIENTATION, choice=choice, reason=reason)


def _rotation(rotation: Rotation) -> Iterator[Decision]:
    if rotation is not Rotation.NONE:
        yield Decision(topic=Topic.ORIENTATION, choice=Turned(rotation), reason=Reason.ASKED)


def _crop(area: CropArea | None, size: Sized, width: int, height: int) -> Iterator[Decision]:
    """What is cut out of a picture that is seen at `width` x `height` pixels."""
    if area is None:
        return
    if isinstance(area, Rectangle) and (area.x + area.width > width or area.y + area.height > height):
        part = size.crop or Crop(left=0, top=0, width=width, height=height)
        yield Decision(topic=Topic.CROP, choice=CutOut(part), reason=Reason.MOVED_IN)
    elif size.crop is not None:
        yield Decision(topic=Topic.CROP, choice=CutOut(size.crop), reason=Reason.ASKED)


def _size(facts: Facts, size: Sized) -> Decision:
    is_another = (size.width, size.height) != (facts.width, facts.height)
    reason = Reason.NOT_SCALED if size.reason is Reason.SAME_AS_SOURCE and is_another else size.reason
    return Decision(topic=Topic.SIZE, choice=ToPixels(size.width, size.height), reason=reason)


def _may_reshape_a_page(facts: Facts, area: CropArea | None, size: Size) -> bool:
    """Whether a further page, whose size the header does not tell, may be cut or scaled even if the first is not."""
    return facts.pages > 1 and (area is not None or not isinstance(size, AsItIs))


def _palette(way: Way) -> Iterator[Decision]:
    if way.fewer_colors:
        yield Decision(topic=Topic.COLORS, choice=Handling.FEWER, reason=Reason.ASKED)


def _metadata(facts: Facts, recipe: Recipe) -> Iterator[Decision]:
    if facts.exif or facts.xmp or facts.iptc or facts.comment or facts.text:
        yield Decision(topic=Topic.METADATA, choice=Keeping(recipe.metadata), reason=Reason.ASKED)
    if facts.location:
        choice = Handling.KEEP if recipe.metadata is Metadata.ALL else Handling.REMOVED
        yield Decision(topic=Topic.LOCATION, choice=choice, reason=Reason.ASKED)
