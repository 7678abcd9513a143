"""Check a PDF that we wrote."""

import re
from collections.abc import Iterator
from pathlib import Path

from workers.engine.encode.settings import Encoded
from workers.engine.verify.broken import Broken
from workers.outcome import Checked, Promise, Verdict
from workers.plan import Loss, Plan

_TRAILER = re.compile(rb"startxref\n(\d+)\n%%EOF\n$")
_PICTURE = re.compile(rb"/Subtype /Image /Width (\d+) /Height (\d+) ")


def check_pdf(plan: Plan, path: Path, told: Encoded) -> Iterator[Checked]:
    """Whole, with a page for each picture, the first of the planned size."""
    data = path.read_bytes()
    trailer = _TRAILER.search(data[-64:])
    if not data.startswith(b"%PDF-") or trailer is None or not data.startswith(b"xref", int(trailer[1])):
        raise Broken(Promise.OPENS, "not a whole PDF")
    yield Checked(promise=Promise.OPENS, verdict=Verdict.KEPT)
    sizes = [(int(found[1]), int(found[2])) for found in _PICTURE.finditer(data)]
    if not sizes or sizes[0] != (told.size or (plan.width, plan.height)):
        raise Broken(Promise.SIZE, f"pictures of {sizes[:1]}")
    same = sizes[0] == (plan.facts.width, plan.facts.height)
    yield Checked(promise=Promise.SIZE, verdict=Verdict.KEPT if same else Verdict.CHANGED)
    if len(sizes) != plan.frames:
        raise Broken(Promise.FRAMES, f"{len(sizes)} pages instead of {plan.frames}")
    if max(plan.facts.frames, plan.facts.pages) > 1:
        lost = {Loss.ANIMATION, Loss.PAGES} & set(plan.losses)
        yield Checked(promise=Promise.FRAMES, verdict=Verdict.LOST if lost else Verdict.KEPT)
    if plan.facts.location:
        yield Checked(promise=Promise.LOCATION, verdict=Verdict.REMOVED)
