"""Each animation through the engine into every target that moves: pictures at every time, times, plays."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tests.agreement import films
from tests.agreement.cells import Cell, Made, Result, Said, made, unmade
from tests.agreement.comparing import difference, held, limit, scaled
from tests.agreement.exceptions import excused
from tests.agreement.films import Film
from tests.agreement.variants.moving import Moving
from tests.agreement.variants.variant import Picture
from workers.formats import SPECS, Format

CELLS: tuple[tuple[Format, float], ...] = (
    (Format.GIF, 100.0), (Format.WEBP, 100.0), (Format.PNG, 100.0), (Format.AVIF, 100.0),
    (Format.PNG, 50.0), (Format.WEBP, 37.5), (Format.GIF, 72.0),
)  # fmt: skip
"""Targets and scales."""

_FLAT = 4.0
"""Levels that flat colours with hard edges may be off once they are scaled or coded at a loss."""
# The shortest and the longest time of a frame in ms, its unit, and the most plays: GIF89a, 23 and the NETSCAPE block; PNG third
# edition, 11.3.6; the WebP container specification, ANMF and ANIM; ISO/IEC 14496-12, 8.6.
_CLOCKS: dict[Format, tuple[float, float, float, int]] = {
    Format.GIF: (20, 655_350, 10, 65_536),
    Format.PNG: (0, 65_535_000, 0.001, 2**31 - 1),
    Format.WEBP: (0, 2**24 - 1, 1, 65_535),
    Format.AVIF: (1, 2**32 - 1, 1, 2**31 - 1),
}
_TOLD_TO = {Format.AVIF: 10}
"""Milliseconds to which a judge tells the times."""
_WHAT_VIEWERS_SHOW = 10, 100.0


def compare(moving: Moving, folder: Path, wanted: Sequence[tuple[Format, float]] = CELLS) -> Result:
    """Make one animation, run it into the wanted targets, and compare; `folder` is emptied afterwards."""
    source = folder / f"source{SPECS[moving.format].extensions[0]}"
    moving.write(source)
    runs = [made(source, target, percent, folder) for target, percent in wanted]
    seen = films.watch([(source, moving.format), *((one.out, one.target) for one in runs if one.plan)])
    agreeing, excuses, contested = _judged(moving, seen[source])
    cells = tuple(_cell(moving, one, seen.get(one.out)) for one in runs)
    for path in folder.iterdir():
        path.unlink()
    return Result(
        family=moving.family, name=moving.name, cells=cells, judged_by=agreeing, excused=excuses, contested=contested
    )


def _judged(moving: Moving, film: Film | None) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    if film is None:
        return (), (), ("nobody reads the source",)
    wrong = _pictures(moving, film, moving.times_ms, moving.format, 1.0 + moving.tolerance)
    if not wrong:
        return (film.judge,), (), ()
    if excused(str(moving), film.judge):
        return (), (film.judge,), ()
    return (), (), (f"{film.judge} shows something else: {wrong}",)


def _cell(moving: Moving, one: Made, film: Film | None) -> Cell:
    if one.plan is None:
        return unmade(one)
    if one.is_copy:
        return Cell(target=one.target, percent=one.percent, said=Said.AGREES)
    if film is None:
        return Cell(target=one.target, percent=one.percent, said=Said.UNREADABLE)
    expected = tuple(_expected_ms(moving, ms, one.target) for ms in moving.times_ms)
    allowed = limit(one.target, film.canvases[0].shape[1], moving.tolerance, scaled=False, crisp=True)
    allowed += _FLAT * (one.percent != 100)
    wrong = (
        _pictures(moving, film, expected, one.target, allowed)
        or _total(expected, film, one.target)
        or _plays(moving, film, one.target)
    )
    return Cell(target=one.target, percent=one.percent, said=Said.DIFFERS if wrong else Said.AGREES, detail=wrong)


def _expected_ms(moving: Moving, ms: float, target: Format) -> float:
    least, most, unit, _ = _CLOCKS[target]
    shortest, instead = _WHAT_VIEWERS_SHOW
    if moving.format is Format.GIF and ms <= shortest:
        ms = instead
    return min(max(round(ms / unit) * unit, least), most)


def _pictures(moving: Moving, film: Film, times: Sequence[float], target: Format, allowed: float) -> str:
    """What is wrong with the pictures at the middle of each frame's time; nothing where all are right."""
    ends = np.cumsum(film.times_ms)
    middles = np.cumsum(times) - np.array(times) / 2
    in_turn = len(film.canvases) in {1, len(moving.canvases)}
    for number, (canvas, middle) in enumerate(zip(moving.canvases, middles, strict=True)):
        at = min(number, len(film.canvases) - 1) if in_turn else int(np.searchsorted(ends, middle))
        if at >= len(film.canvases):
            return f"nothing is shown at {middle:.0f} ms, {len(film.canvases)} frames of {film.times_ms} ms"
        apart = difference(film.canvases[at], _wanted(canvas, film.canvases[at], target))
        if not apart.within(allowed):
            return f"frame {number}: {apart}"
    return ""


def _wanted(canvas: Picture, shown: Picture, target: Format) -> Picture:
    return held(scaled(canvas, shown.shape[1], shown.shape[0]), target)


def _total(expected: Sequence[float], film: Film, target: Format) -> str:
    if len(expected) == 1 and len(film.canvases) == 1:
        return ""
    unit = max(_CLOCKS[target][2], _TOLD_TO.get(target, 0))
    apart = abs(sum(expected) - sum(film.times_ms))
    return f"{film.times_ms} ms instead of {expected}" if apart > unit * len(expected) + 1 else ""


def _plays(moving: Moving, film: Film, target: Format) -> str:
    expected = min(moving.plays, _CLOCKS[target][3])
    is_told = len(film.canvases) > 1 and film.plays is not None
    return f"{film.plays} plays instead of {expected}" if is_told and film.plays != expected else ""
