"""A plan as lines for people and as fields for programs."""

from collections.abc import Iterator, Mapping

import msgspec

from mediaapp import text
from workers.plan import Plan


def plan_lines(plan: Plan) -> Iterator[str]:
    """Before and after, every decision with its reason, every loss."""
    facts = plan.facts
    before = f"{text.format_label(facts.format)}, {text.pixels(facts.width, facts.height)}, {text.size(facts.bytes)}"
    after = f"{text.format_label(plan.format)}, {text.pixels(plan.width, plan.height)}"
    yield f"{before} → {after}" + (f", {plan.frames} frames" if plan.frames > 1 else "")
    yield from map(text.decision, plan.decisions)
    yield from map(text.loss, plan.losses)


def plan_object(plan: Plan) -> Mapping[str, object]:
    """The plan's fields, with decisions and losses in words too."""
    fields: dict[str, object] = msgspec.to_builtins(plan)
    fields["decisions"] = [{**msgspec.to_builtins(each), "message": text.decision(each)} for each in plan.decisions]
    fields["losses"] = [{"loss": each.value, "message": text.loss(each)} for each in plan.losses]
    return fields
