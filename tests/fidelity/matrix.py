"""Every source of the table through the real engine to every target, judged."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from shutil import which
from typing import assert_never

from tests.fidelity import judges, verdicts
from tests.fidelity.sources import SOURCES
from tests.fidelity.sources.source import Source
from workers.errors import ErrorCode, Failure
from workers.formats import SPECS, Format
from workers.image import pipeline
from workers.outcome import Promise, Verdict
from workers.plan import Loss, Plan
from workers.recipe import LongEdge, Metadata, Recipe

TARGETS: tuple[Format, ...] = tuple(target for target, spec in SPECS.items() if spec.writes)

_PROMISE_OF = {
    Loss.EXIF: Promise.CAMERA_DATA,
    Loss.XMP: Promise.DESCRIPTION,
    Loss.IPTC: Promise.DESCRIPTION,
    Loss.COMMENT: Promise.DESCRIPTION,
    Loss.TEXT: Promise.DESCRIPTION,
    Loss.PROFILE: Promise.COLORS,
    Loss.PRESS_COLORS: Promise.COLORS,
    Loss.COLORS: Promise.COLORS,
    Loss.HDR: Promise.COLORS,
    Loss.DEPTH: Promise.DEPTH,
    Loss.TRANSPARENCY: Promise.TRANSPARENCY,
    Loss.SOFT_EDGES: Promise.TRANSPARENCY,
    Loss.ANIMATION: Promise.FRAMES,
    Loss.PAGES: Promise.FRAMES,
    Loss.LOOP: Promise.FRAMES,
    Loss.FRAME_TIMES: Promise.FRAMES,
    Loss.GAIN_MAP: Promise.COLORS,
    Loss.DPI: Promise.PRINT_SIZE,
    Loss.EXACT_PIXELS: Promise.EXACT_PIXELS,
    Loss.MOTION: Promise.BESIDE,
    Loss.CREDENTIALS: Promise.BESIDE,
    Loss.PICTURES: Promise.BESIDE,
    Loss.AUXILIARY: Promise.BESIDE,
    Loss.OTHER: Promise.BESIDE,
}


_LOOKED_AT = 1
_OF_PIXELS = frozenset((Promise.COLORS, Promise.DEPTH, Promise.TRANSPARENCY))


class Said(StrEnum):
    """What a cell of the table says."""

    KEPT = "kept"
    LOST_SAID = "lost, said"
    SILENT = "SILENT LOSS"
    FALSE_PROMISE = "FALSE PROMISE"
    FALSE_ALARM = "FALSE ALARM"
    SHIFTED = "COLOURS SHIFTED"
    REFUSED = "REFUSED"
    NOT_AVAILABLE = "not installed"


GOOD = frozenset((Said.KEPT, Said.LOST_SAID, Said.NOT_AVAILABLE))


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One source made into one target: what was announced, promised and found."""

    source: Source
    target: Format
    said: Said
    announced: frozenset[Loss] = frozenset()
    found: frozenset[Loss] = frozenset()
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class _Run:
    source: Source
    target: Format
    out: Path
    plan: Plan | None = None
    promises: dict[Promise, Verdict] = field(default_factory=dict)
    failure: Failure | None = None


def chosen(*, all_looks: bool) -> list[Source]:
    """The sources: all whose metadata are judged, and of those whose pixels are, the first of each row, or all."""
    taken: list[Source] = []
    for source in SOURCES:
        before = sum(one.row == source.row for one in taken)
        if all_looks or not source.looks or before < _LOOKED_AT:
            taken.append(source)
    return taken


def run(
    folder: Path,
    *,
    long_edge: int | None = None,
    targets: tuple[Format, ...] = TARGETS,
    all_looks: bool = True,
) -> list[Cell]:
    """Judge every source against every target; `long_edge` also scales."""
    paths: dict[str, Path] = {}
    sources = chosen(all_looks=all_looks)
    for source in sources:
        if all(which(tool) for tool in source.tools):
            paths[source.name] = folder / f"{source.name}{SPECS[source.format].extensions[0]}"
            source.make(paths[source.name])
    runs = [
        _made(source, paths[source.name], target, folder, long_edge)
        for source in sources
        if source.name in paths
        for target in targets
    ]
    looked = [run.out for run in runs if run.source.looks and run.plan]
    outputs = [run.out for run in runs if run.plan]
    looked += [paths[source.name] for source in sources if source.looks and source.name in paths]
    seen = judges.see([*paths.values(), *outputs], looked)
    return [_judged(run, seen[paths[run.source.name]], seen.get(run.out), scaled=long_edge is not None) for run in runs]


def _made(source: Source, path: Path, target: Format, folder: Path, long_edge: int | None) -> _Run:
    out = folder / f"{source.name}-to-{target}{SPECS[target].extensions[0]}"
    recipe = Recipe(format=target, metadata=Metadata.ALL, goal=source.goal, keep_larger=True)
    if long_edge is not None:
        recipe = Recipe(format=target, metadata=Metadata.ALL, goal=source.goal, size=LongEdge(long_edge))
    try:
        with path.open("rb") as opened:
            plan = pipeline.plan(opened, recipe)
            if plan.stills > 1:
                out = out.with_suffix("")
                out.mkdir()
            else:
                out.touch()
            outcome = pipeline.make(plan, opened, out, lambda stage, share: None)
    except Failure as failure:
        return _Run(source=source, target=target, out=out, failure=failure)
    if plan.stills > 1:
        out = sorted(out.iterdir())[0]
    return _Run(
        source=source,
        target=target,
        out=out,
        plan=plan,
        promises={checked.promise: checked.verdict for checked in outcome.promises},
    )


def _judged(run: _Run, before: judges.Seen, after: judges.Seen | None, *, scaled: bool) -> Cell:
    if run.failure is not None or run.plan is None or after is None:
        code = run.failure.code if run.failure else None
        said = Said.NOT_AVAILABLE if code is ErrorCode.FORMAT_NOT_AVAILABLE else Said.REFUSED
        return Cell(source=run.source, target=run.target, said=said, detail=repr(run.failure))
    announced = frozenset(run.plan.losses)
    if not run.source.looks:
        announced -= verdicts.OF_PIXELS
    if scaled:  # there is nothing to compare each pixel with
        announced -= {Loss.EXACT_PIXELS}
    exactly = not scaled and (Loss.EXACT_PIXELS in announced or _exact(run))
    found = frozenset(verdicts.lost(before, after, exactly=exactly))
    said, detail = _said(run, announced, found)
    if said in {Said.KEPT, Said.LOST_SAID} and run.source.tolerance is not None and not scaled:
        moved = verdicts.moved(before, after)
        limit = run.source.tolerance * (3 if run.target is Format.GIF else 1)
        if run.source.looks and (moved is None or moved > limit):
            said, detail = Said.SHIFTED, f"by {moved} levels"
    return Cell(source=run.source, target=run.target, said=said, announced=announced, found=found, detail=detail)


def _exact(run: _Run) -> bool:
    return run.source.row.startswith("Every pixel")


def _said(run: _Run, announced: frozenset[Loss], found: frozenset[Loss]) -> tuple[Said, str]:
    if found - announced:
        return Said.SILENT, f"{', '.join(sorted(found - announced))}; promised {run.promises}"
    if announced - found:
        return Said.FALSE_ALARM, ", ".join(sorted(announced - found))
    expected = {_PROMISE_OF[loss] for loss in found}
    for promise, verdict in run.promises.items():
        match verdict:
            case Verdict.KEPT | Verdict.NEARLY | Verdict.CHANGED | Verdict.REMOVED:
                if promise in expected:
                    return Said.FALSE_PROMISE, f"{promise} {verdict}"
            case Verdict.LOST:
                judged = run.source.looks or promise not in _OF_PIXELS
                if judged and promise not in expected and promise is not Promise.LOCATION:
                    return Said.FALSE_ALARM, f"{promise} lost"
            case _:
                assert_never(verdict)
    untold = [promise for promise in expected if run.promises.get(promise) is not Verdict.LOST]
    if untold:
        return Said.FALSE_PROMISE, f"nothing said of {', '.join(untold)}"
    return (Said.LOST_SAID if found else Said.KEPT), ""
