"""Check a document that we wrote and cannot decode."""

from collections.abc import Callable, Iterator
from pathlib import Path

from workers.facts import Facts
from workers.formats import SPECS
from workers.image.formats.codec import ReadBack
from workers.image.goals.encoded import Encoded
from workers.image.metadata.bundle import Bundle
from workers.image.verify.broken import Broken
from workers.image.verify.metadata import check_metadata
from workers.image.verify.pixels import check_colors, check_depth, check_transparency
from workers.outcome import Checked, Promise, Verdict
from workers.plan import Loss, Plan


def check_document(
    plan: Plan, bundle: Bundle, path: Path, told: Encoded, read_back: Callable[[bytes], ReadBack | None]
) -> Iterator[Checked]:
    """Whole, with a page for each picture, the first of the planned size and in its colours."""
    data = path.read_bytes()
    found = read_back(data)
    if found is None:
        raise Broken(Promise.OPENS, f"not a whole {SPECS[plan.format].label}")
    yield Checked(promise=Promise.OPENS, verdict=Verdict.KEPT)
    sizes = found.sizes
    if not sizes or sizes[0] != (told.size or (plan.width, plan.height)):
        raise Broken(Promise.SIZE, f"pictures of {sizes[:1]}")
    same = sizes[0] == (plan.facts.width, plan.facts.height)
    yield Checked(promise=Promise.SIZE, verdict=Verdict.KEPT if same else Verdict.CHANGED)
    written = Bundle(icc=found.profile)
    facts = Facts(format=plan.format, bytes=len(data), width=sizes[0][0], height=sizes[0][1])
    yield check_colors(plan, bundle, facts, written, told)
    yield from check_depth(plan, facts)
    yield from check_transparency(plan, facts, told)
    if len(sizes) != plan.frames:
        raise Broken(Promise.FRAMES, f"{len(sizes)} pages instead of {plan.frames}")
    if max(plan.facts.frames, plan.facts.pages) > 1:
        lost = {Loss.ANIMATION, Loss.PAGES} & set(plan.losses)
        yield Checked(promise=Promise.FRAMES, verdict=Verdict.LOST if lost else Verdict.KEPT)
    yield from check_metadata(plan, bundle, facts, written)
