"""How well and how fast the goals are met: the same look, and a number of bytes."""

import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.speed.engine import run
from tests.speed.figures import Figure, interleaved
from tests.support import pictures
from workers.engine.score import Reference
from workers.formats import Format
from workers.recipe import MaxBytes, Quality, Recipe, SameLook

_FORMATS = (Format.JPEG, Format.WEBP, Format.AVIF)
_TARGET = 80.0


def _varied() -> dict[str, Image.Image]:
    """Photos with much and little detail, graphics, and both in one."""
    photos = {f"photo {seed}": pictures.photo((1600, 1200), seed=seed) for seed in range(5)}
    soft = pictures.photo((800, 600), seed=7).resize((1600, 1200), Image.Resampling.BICUBIC)
    graphic = pictures.graphic((1600, 1200))
    mixed = pictures.photo((1600, 1200), seed=9)
    mixed.paste(graphic.crop((0, 0, 800, 1200)), (0, 0))
    return {**photos, "soft": soft, "graphic": graphic.convert("RGB"), "mixed": mixed}


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
    """The score told, from small parts, against the judge's of the whole file."""
    name, judge = _judge()
    source, part, decoded = work / "source.png", work / "part", work / "decoded.png"
    for target in _FORMATS:
        errors, reached, looks_each = [], [], []
        for image in _varied().values():
            image.save(source)
            with _counted() as looks:
                outcome = run(source, part, Recipe(format=target, goal=SameLook(_TARGET), keep_larger=True))
            looks_each.append(len(looks))
            with Image.open(BytesIO(part.read_bytes())) as made:
                made.convert("RGB").save(decoded, compress_level=1)
            score = judge(source, decoded)
            reached.append(score)
            errors.append(abs(score - (outcome.score or 100.0)))
        yield Figure(
            f"Same look as {target.value.upper()}, {len(errors)} photos and graphics",
            f"score told is {statistics.mean(errors):.1f} off {name} (at most {max(errors):.1f}); reached"
            f" {statistics.median(reached):.0f} in the middle, {min(reached):.0f} at least; {statistics.mean(looks_each):.1f}"
            f" looks on average, at most {max(looks_each)}",
        )
    yield _time_added(work)


def _time_added(work: Path) -> Figure:
    source = work / "source.jpg"
    source.write_bytes(pictures.photo_jpeg(pictures.MEGAPIXELS_12, quality=97))
    added = []
    for target in _FORMATS:
        found = run(source, work / "part", Recipe(format=target, goal=SameLook(_TARGET)))
        fixed = Recipe(format=target, goal=Quality(found.quality or 82))
        look = Recipe(format=target, goal=SameLook(_TARGET))
        spent = interleaved(
            {"fixed": partial(run, source, work / "part", fixed), "look": partial(run, source, work / "part", look)}, 3
        )
        added.append(f"{target.value.upper()} {(spent['look'] / spent['fixed'] - 1) * 100:+.0f} %")
    return Figure("Same look, time it adds to a job of 12 MP", ", ".join(added))


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
