"""How well and how fast the goals are met: the same look, and a number of bytes."""

import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from PIL import Image

from tests.speed.engine import run
from tests.speed.figures import Figure, interleaved
from tests.support import pictures
from tests.support.varied import varied
from workers.engine.score import Reference, on_grey
from workers.formats import SPECS, Alpha, Format
from workers.recipe import MaxBytes, Quality, Recipe, SameLook

_FORMATS = (Format.JPEG, Format.WEBP, Format.AVIF)
_TARGET = 80.0
_EXACT = 99.0


def _judge() -> tuple[str, Callable[[Path, Path], float]]:
    """The reference package where it is installed (extra `bench`), otherwise the project's own score of the whole."""
    try:
        from ssimulacra2 import compute_ssimulacra2
    except ImportError:

        def own(original: Path, made: Path) -> float:
            with Image.open(original) as first, Image.open(made) as second:
                return Reference([first.convert("RGB")]).score([second.convert("RGB")])

        return "the own score of the whole picture", own
    return "the reference package", compute_ssimulacra2


@contextmanager
def _counted() -> Iterator[list[int]]:
    looks: list[int] = []
    score = Reference.score

    def counting(reference: Reference, distorted: list[Image.Image]) -> float:
        looks.append(1)
        return score(reference, distorted)

    Reference.score = counting  # type: ignore[method-assign]
    try:
        yield looks
    finally:
        Reference.score = score  # type: ignore[method-assign]


def same_look(work: Path) -> Iterator[Figure]:
    """The score told, from small parts, and the one asked for, against the judge's of the whole file."""
    name, judge = _judge()
    source, part, original, decoded = (work / each for each in ("source.png", "part", "original.png", "decoded.png"))
    for target in _FORMATS:
        errors, reached, looks_each = [], {}, []
        for kind, image in varied().items():
            if image.has_transparency_data and SPECS[target].alpha is Alpha.NONE:
                continue
            image.save(source, compress_level=1)
            with _counted() as looks:
                outcome = run(source, part, Recipe(format=target, goal=SameLook(_TARGET), keep_larger=True))
            looks_each.append(len(looks))
            on_grey(image).save(original, compress_level=1)
            with Image.open(part) as made:
                on_grey(made).save(decoded, compress_level=1)
            reached[kind] = judge(original, decoded)
            errors.append(abs(reached[kind] - (outcome.score or 100.0)))
        lossy = [score for score in reached.values() if score < _EXACT]
        lowest = min(reached, key=reached.__getitem__)
        yield Figure(
            f"Same look as {target.value.upper()}, {len(errors)} kinds of photos and graphics",
            f"reached {min(lossy):.1f} ({lowest}) to {max(lossy):.1f}, {statistics.mean(lossy):.1f} on average, by {name}"
            f" of the whole; the score told is {statistics.mean(errors):.1f} off (at most {max(errors):.1f});"
            f" {statistics.mean(looks_each):.1f} looks on average, at most {max(looks_each)}",
        )


def same_look_time(work: Path) -> Iterator[Figure]:
    """Choosing the quality by looks, against being told the same quality."""
    source = work / "source.jpg"
    source.write_bytes(pictures.photo_jpeg(pictures.MEGAPIXELS_12, quality=97))
    added = []
    for target in _FORMATS:
        look = Recipe(format=target, goal=SameLook(_TARGET))
        fixed = Recipe(format=target, goal=Quality(run(source, work / "part", look).quality or 82))
        spent = interleaved(
            {"fixed": partial(run, source, work / "part", fixed), "look": partial(run, source, work / "part", look)}
        )
        added.append(f"{target.value.upper()} {(spent['look'] / spent['fixed'] - 1) * 100:+.0f} %")
    yield Figure("Same look, time it adds to a job of 12 MP", ", ".join(added))


def max_size(work: Path) -> Iterator[Figure]:
    """Full encodes that a number of bytes takes at 12 megapixels, and how much of it is used."""
    limits = {
        Format.JPEG: (3_000_000, 1_500_000, 700_000),
        Format.WEBP: (1_500_000, 700_000),
        Format.AVIF: (1_000_000,),
    }
    for target, sizes in limits.items():
        encodes, used = [], []
        for number, limit in enumerate(sizes):
            source = work / f"{number}.jpg"
            source.write_bytes(pictures.photo_jpeg(pictures.MEGAPIXELS_12, seed=number, quality=97))
            outcome = run(source, work / "part", Recipe(format=target, goal=MaxBytes(limit)))
            encodes.append(outcome.encodes)
            used.append(outcome.bytes / limit)
        yield Figure(
            f"At most N KB as {target.value.upper()}, 12 MP",
            f"{statistics.mean(encodes):.1f} full encodes on average (at most {max(encodes)}),"
            f" {statistics.mean(used) * 100:.0f} % of the limit used (at least {min(used) * 100:.0f} %)",
        )
