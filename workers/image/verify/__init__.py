"""Reopen an output and look whether everything that was promised is so."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec.structs import replace

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.image.formats.metadata import read
from workers.image.formats.registry import CODECS
from workers.image.goals.encoded import Encoded
from workers.image.metadata.bundle import Bundle
from workers.image.probe import facts_of
from workers.image.verify.announced import announced
from workers.image.verify.broken import Broken
from workers.image.verify.document import check_document
from workers.image.verify.frames import check_frames
from workers.image.verify.metadata import check_metadata
from workers.image.verify.opens import check_jpeg, check_opens
from workers.image.verify.pixels import (
    check_colors,
    check_depth,
    check_size,
    check_transparency,
    check_upright,
)
from workers.outcome import Checked, Promise, Verdict
from workers.plan import Plan


def verify(plan: Plan, bundle: Bundle, part: Path, encoded: Encoded | None = None) -> tuple[Checked, ...]:
    """What became of each promise in `part`, a file or a folder of stills; of what the source has not, nothing is said.

    `bundle` is the metadata that the output was to get. `encoded` is what the encoder told of the pictures it was given, None
    where nobody encoded. Raises Failure CHECK_FAILED, which names the promise, for one that was broken.
    """
    files = sorted(part.iterdir()) if plan.stills > 1 else [part]
    if len(files) != plan.stills:
        raise _failure(plan, Promise.FRAMES, f"{len(files)} files for {plan.stills} pictures")
    told = encoded or Encoded()
    found = {checked.promise: checked for checked in announced(plan)}
    for number, path in enumerate(files):
        one = plan if plan.stills == 1 else replace(plan, frames=1)
        try:
            for checked in _checks(one, bundle, path, told, is_first=number == 0):
                found.setdefault(checked.promise, checked)
        except Broken as broken:
            raise _failure(plan, broken.promise, broken.detail) from broken
    return tuple(found[promise] for promise in Promise if promise in found)


_FROM_GOOD_TO_BAD = (Verdict.KEPT, Verdict.NEARLY, Verdict.CHANGED, Verdict.REMOVED, Verdict.LOST)


def worst(files: Iterable[tuple[Checked, ...]]) -> tuple[Checked, ...]:
    """The promises of several files together: each with the worst that became of it in any of them."""
    found: dict[Promise, Verdict] = {}
    for checked in (one for promises in files for one in promises):
        before = found.get(checked.promise, Verdict.KEPT)
        found[checked.promise] = max(before, checked.verdict, key=_FROM_GOOD_TO_BAD.index)
    return tuple(Checked(promise=promise, verdict=found[promise]) for promise in Promise if promise in found)


def _checks(plan: Plan, bundle: Bundle, path: Path, told: Encoded, *, is_first: bool) -> Iterator[Checked]:
    read_back = CODECS[plan.format].writer.read_back
    if read_back is not None:
        yield from check_document(plan, bundle, path, told, read_back)
        return
    durations = check_opens(plan, path, told)
    with path.open("rb") as file:
        try:
            written = read(file, CODECS[plan.format])
            facts = facts_of(file, CODECS[plan.format], written)
        except Failure as failure:
            raise Broken(Promise.OPENS, failure.facts.detail or failure.code) from failure
    yield Checked(promise=Promise.OPENS, verdict=Verdict.KEPT)
    yield check_size(plan, facts, told, is_first=is_first)
    yield check_upright(plan, facts)
    yield check_colors(plan, bundle, facts, written, told)
    yield from check_depth(plan, facts)
    yield from check_transparency(plan, facts, told)
    yield from check_frames(plan, facts, told, durations)
    yield from check_jpeg(plan, path, told)
    yield from check_metadata(plan, bundle, facts, written)


def _failure(plan: Plan, promise: Promise, detail: str) -> Failure:
    return Failure(ErrorCode.CHECK_FAILED, FailureFacts(promise=promise, format=plan.format, detail=detail))
