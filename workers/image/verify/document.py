"""Check a PDF that we wrote."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

from workers.facts import Facts
from workers.formats import Format
from workers.image.goals.encoded import Encoded
from workers.image.metadata.bundle import Bundle
from workers.image.verify.broken import Broken
from workers.image.verify.metadata import check_metadata
from workers.image.verify.pixels import check_colors, check_depth, check_transparency
from workers.outcome import Checked, Promise, Verdict
from workers.plan import Loss, Plan

_TRAILER = re.compile(rb"startxref\n(\d+)\n%%EOF\n$")
_PICTURE = re.compile(rb"/Subtype /Image /Width (\d+) /Height (\d+) ")
_PROFILE = re.compile(rb"/ICCBased (\d+) 0 R")


def check_pdf(plan: Plan, bundle: Bundle, path: Path, told: Encoded) -> Iterator[Checked]:
    """Whole, with a page for each picture, the first of the planned size and in its colours."""
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
    written = Bundle(icc=_profile(data))
    facts = Facts(format=Format.PDF, bytes=len(data), width=sizes[0][0], height=sizes[0][1])
    yield check_colors(plan, bundle, facts, written, told)
    yield from check_depth(plan, facts)
    yield from check_transparency(plan, facts, told)
    if len(sizes) != plan.frames:
        raise Broken(Promise.FRAMES, f"{len(sizes)} pages instead of {plan.frames}")
    if max(plan.facts.frames, plan.facts.pages) > 1:
        lost = {Loss.ANIMATION, Loss.PAGES} & set(plan.losses)
        yield Checked(promise=Promise.FRAMES, verdict=Verdict.LOST if lost else Verdict.KEPT)
    yield from check_metadata(plan, bundle, facts, written)


def _profile(data: bytes) -> bytes | None:
    """The profile of the first picture, in the way that our own writer puts it."""
    reference = _PROFILE.search(data)
    if reference is None:
        return None
    stream = re.search(rb"\n%b 0 obj\n<<[^>]*>>\nstream\n" % reference[1], data)
    return zlib.decompressobj().decompress(data[stream.end() :]) if stream else None
