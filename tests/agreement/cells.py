"""Each variant through the engine into every target at five scales, as a job does it: planned, then made."""

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tests.agreement import readers
from tests.agreement.comparing import difference, held, limit, scaled
from tests.agreement.exceptions import excused
from tests.agreement.variants.moving import Moving
from tests.agreement.variants.variant import Picture, Variant
from workers.errors import ErrorCode, Failure
from workers.formats import SPECS, Format
from workers.image import pipeline
from workers.plan import Plan
from workers.recipe import Metadata, Percent, Quality, Recipe

TARGETS = (Format.JPEG, Format.PNG, Format.WEBP, Format.AVIF, Format.TIFF, Format.GIF, Format.BMP)
PERCENTS = (100.0, 72.0, 50.0, 37.5, 12.5)
_JUDGING = 2.0


class Said(StrEnum):
    """What came of one target and scale of a variant."""

    AGREES = "agrees"
    REFUSED = "refused as the variant it is"
    UNAVAILABLE = "nothing here reads or writes it"
    DIFFERS = "DIFFERS"
    PROMISED = "PLANNED, THEN REFUSED"
    NOT_NAMED = "REFUSED, BUT NOT AS A VARIANT"
    UNREADABLE = "NO JUDGE READS THE OUTPUT"
    CONTESTED = "NO JUDGE AGREES WITH THE SPECIFICATION"


GOOD = frozenset({Said.AGREES, Said.REFUSED, Said.UNAVAILABLE})


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One target at one scale."""

    target: Format
    percent: float
    said: Said
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class Result:
    """What came of one variant: its cells, the judges that agree with the specification, and those that unexpectedly do not."""

    family: str
    name: str
    cells: tuple[Cell, ...] = ()
    judged_by: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()
    contested: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.family}: {self.name}"

    @property
    def bad(self) -> list[str]:
        """Everything that is wrong, in words: a line for each way in which cells are."""
        ways: dict[Said, list[Cell]] = {}
        for cell in self.cells:
            if cell.said not in GOOD:
                ways.setdefault(cell.said, []).append(cell)
        lines = [
            f"{self}: {said} in {len(cells)} of {len(self.cells)} ({_named(cells)}); {cells[0].detail}"
            for said, cells in ways.items()
        ]
        return lines + [f"{self}: {said}" for said in self.contested]

    @property
    def refused(self) -> bool:
        """Whether it is a variant that we do not read, and say so."""
        return any(cell.said is Said.REFUSED for cell in self.cells)


def _named(cells: Sequence[Cell]) -> str:
    return ", ".join(f"{cell.target} at {cell.percent:g} %" for cell in cells[:4]) + " …" * (len(cells) > 4)


@dataclass(frozen=True, kw_only=True)
class Made:
    """One output: its plan, or what was said instead of making it."""

    target: Format
    percent: float
    out: Path
    plan: Plan | None = None
    is_copy: bool = False
    said: Said | None = None
    detail: str = ""


def can_make(variant: Variant | Moving) -> bool:
    """Whether the programs are here that make the file."""
    return all(shutil.which(tool) for tool in variant.tools)


def compare(
    variant: Variant,
    folder: Path,
    wanted: Iterable[tuple[Format, float]],
    *,
    judges_of_source: bool = True,
) -> Result:
    """Make one variant, run it into the wanted targets at their scales, and compare; `folder` is emptied afterwards."""
    source = folder / f"source{SPECS[variant.format].extensions[0]}"
    variant.write(source)
    runs = [made(source, target, percent, folder) for target, percent in wanted]
    picture = variant.picture() if variant.picture else None
    seen = (
        readers.readings(source, variant.format, is_managed=variant.managed)
        if judges_of_source or picture is None
        else {}
    )
    if picture is None:
        picture = seen.get("libvips")
    agreeing, excuses, contested = _judged(variant, picture, seen)
    cells = tuple(_cells(variant, runs, picture))
    for path in folder.iterdir():
        path.unlink()
    return Result(
        family=variant.family, name=variant.name, cells=cells, judged_by=agreeing, excused=excuses, contested=contested
    )


def _judged(
    variant: Variant, picture: Picture | None, seen: dict[str, Picture]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    agreeing, excuses, contested = [], [], []
    for judge, shown in seen.items():
        if picture is None or shown.shape != picture.shape:
            detail = f"{shown.shape}"
        else:
            apart = difference(shown, picture)
            if apart.within(_JUDGING + variant.tolerance) or variant.picture is None:
                agreeing.append(judge)
                continue
            detail = str(apart)
        if excused(str(variant), judge):
            excuses.append(judge)
        else:
            contested.append(f"{judge} shows something else: {detail}")
    return tuple(agreeing), tuple(excuses), tuple(contested)


def made(source: Path, target: Format, percent: float, folder: Path) -> Made:
    """Plan and make one output, as a job does."""
    out = folder / f"{target}-{percent:g}{SPECS[target].extensions[0]}"
    recipe = Recipe(format=target, size=Percent(percent), goal=Quality(92), metadata=Metadata.ALL, keep_larger=True)
    with source.open("rb") as opened:
        try:
            plan = pipeline.plan(opened, recipe)
        except Failure as failure:
            refused = _REFUSALS.get(failure.code, Said.NOT_NAMED)
            return Made(target=target, percent=percent, out=out, said=refused, detail=_told(failure))
        out.touch()
        try:
            outcome = pipeline.make(plan, opened, out, lambda stage, share: None)
        except Exception as error:  # noqa: BLE001 - whatever comes, it was promised
            out.unlink()
            return Made(target=target, percent=percent, out=out, said=Said.PROMISED, detail=_told(error))
    return Made(target=target, percent=percent, out=out, plan=plan, is_copy=outcome.kept_original)


def _told(error: Exception) -> str:
    return f"{error.code} {error.facts.detail}" if isinstance(error, Failure) else repr(error)


_REFUSALS = {ErrorCode.UNSUPPORTED_VARIANT: Said.REFUSED, ErrorCode.FORMAT_NOT_AVAILABLE: Said.UNAVAILABLE}


def unmade(one: Made) -> Cell:
    """What was said of an output that was not made."""
    return Cell(target=one.target, percent=one.percent, said=one.said or Said.NOT_NAMED, detail=one.detail)


def _cells(variant: Variant, made: Sequence[Made], picture: Picture | None) -> Iterator[Cell]:
    shown = {} if variant.managed else readers.magick([one.out for one in made if one.plan])
    for one in made:
        if one.plan is None:
            yield unmade(one)
            continue
        found = readers.managed(one.out) if variant.managed else shown.get(one.out)
        if one.is_copy:
            yield Cell(target=one.target, percent=one.percent, said=Said.AGREES)
        elif found is None:
            yield Cell(target=one.target, percent=one.percent, said=Said.UNREADABLE)
        elif picture is None:
            yield Cell(target=one.target, percent=one.percent, said=Said.CONTESTED)
        else:
            yield _compared(variant, one, one.plan, picture, found)


def _compared(variant: Variant, made: Made, plan: Plan, picture: Picture, found: Picture) -> Cell:
    size = plan.height, plan.width
    expected = [max(1, round(side * made.percent / 100)) for side in picture.shape[:2]]
    if found.shape[:2] != size or any(abs(side - wanted) > 1 for side, wanted in zip(size, expected, strict=True)):
        detail = f"{found.shape[1]} x {found.shape[0]} pixels, planned {plan.width} x {plan.height}"
        return Cell(target=made.target, percent=made.percent, said=Said.DIFFERS, detail=detail)
    wanted = held(scaled(picture, plan.width, plan.height), made.target)
    apart = difference(found, wanted)
    allowed = limit(made.target, plan.width, variant.tolerance, scaled=made.percent != 100, crisp=variant.crisp)
    said = Said.AGREES if apart.within(allowed) else Said.DIFFERS
    return Cell(target=made.target, percent=made.percent, said=said, detail="" if said is Said.AGREES else str(apart))
