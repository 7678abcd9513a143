"""Decide everything about an output once, from what the header says and what was asked."""

from workers.engine.resolve.size import resolve_size
from workers.formats import SPECS, Alpha, Format
from workers.plan import Decision, Facts, Method, Plan, Reason, Topic
from workers.recipe import ColorSpace, Recipe


def resolve(facts: Facts, recipe: Recipe) -> Plan:
    """The plan for one file. Raises Failure where what was asked cannot be made of it."""
    target = recipe.format or facts.format
    reason = Reason.ASKED if recipe.format else Reason.SAME_AS_SOURCE
    if target is Format.HEIC:
        target, reason = (Format.PNG, Reason.TRANSPARENT) if facts.alpha else (Format.JPEG, Reason.OPENS_EVERYWHERE)
    spec = SPECS[target]
    size = resolve_size(facts.width, facts.height, recipe.size, enlarge=recipe.enlarge, max_side=spec.max_side)
    background = recipe.background or "#ffffff"
    return Plan(
        facts=facts,
        format=target,
        method=Method.ENCODE,
        width=size.width,
        height=size.height,
        crop=size.crop,
        fit=size.fit,
        goal=recipe.goal,
        metadata=recipe.metadata,
        to_srgb=recipe.color is ColorSpace.SRGB,
        background=background if recipe.flatten or (facts.alpha and spec.alpha is Alpha.NONE) else None,
        keep_larger=recipe.keep_larger,
        peak_bytes=facts.width * facts.height * 8 + 50_000_000,
        cpu_seconds=1 + facts.width * facts.height / 2_000_000,
        decisions=(
            Decision(topic=Topic.FORMAT, choice=target, reason=reason),
            Decision(topic=Topic.SIZE, choice=f"{size.width}x{size.height}", reason=size.reason),
        ),
    )
