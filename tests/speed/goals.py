"""How well and how fast the goals are met: the same look, and a number of bytes."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PIL import Image

from tests.speed.engine import run
from tests.speed.figures import Figure
from tests.support import pictures
from tests.support.varied import varied
from workers.formats import SPECS, Alpha, Format
from workers.image.goals import pursue
from workers.image.goals.look import quality_for
from workers.image.goals.sample import samples
from workers.image.goals.score import Errors, Reference, on_grey
from workers.image.goals.search import Looking
from workers.recipe import MaxBytes, Recipe, SameLook

_FORMATS = (Format.JPEG, Format.WEBP, Format.AVIF)
_TARGET = 80.0
_EXACT = 99.0
_ROUNDS = 3


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
    """How many parts were looked at, each time."""
    seen: list[int] = []
    errors = Reference.errors

    def counting(reference: Reference, distorted: Sequence[Image.Image]) -> Errors:
        seen.append(len(distorted))
        return errors(reference, distorted)

    with patch.object(Reference, "errors", counting):
        yield seen


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
            with _counted() as seen:
                outcome = run(source, part, Recipe(format=target, goal=SameLook(_TARGET), keep_larger=True))
            looks_each.append(sum(seen) / len(samples(image)))
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
            f" {statistics.mean(looks_each):.1f} looks on average, at most {max(looks_each):.1f}",
        )


def same_look_time(work: Path) -> Iterator[Figure]:
    """The CPU time of choosing the quality by looks against that of the job's other work, for each kind of picture."""
    sources = dict(_sources(work))
    added = []
    for target in _FORMATS:
        shares = {
            kind: _added(source, work / "part", Recipe(format=target, goal=SameLook(_TARGET), keep_larger=True))
            for kind, source in sources.items()
            if source.suffix == ".jpg" or SPECS[target].alpha is not Alpha.NONE
        }
        most = max(shares, key=shares.__getitem__)
        median = statistics.median(shares.values())
        added.append(f"{target.value.upper()} {median * 100:+.0f} % (at most {shares[most] * 100:+.0f} %, {most})")
    yield Figure("Same look, time it adds to a job of 12 MP", f"{', '.join(added)}; median of {len(sources)} kinds")


def _sources(work: Path) -> Iterator[tuple[str, Path]]:
    for number, (kind, image) in enumerate(varied(pictures.MEGAPIXELS_12).items()):
        source = work / f"{number}{'.png' if image.has_transparency_data else '.jpg'}"
        image.save(source, quality=97)
        yield kind, source


def _added(source: Path, part: Path, recipe: Recipe) -> float:
    looking, whole = [], []
    for _ in range(_ROUNDS):
        with _timed() as looks:
            began = time.process_time()
            run(source, part, recipe)
            whole.append(time.process_time() - began)
        looking.append(sum(looks))
    return min(looking) / (min(whole) - min(looking))


@contextmanager
def _timed() -> Iterator[list[float]]:
    """The CPU seconds that each choice of a quality took."""
    taken: list[float] = []

    def timed(*arguments: Any) -> Looking:
        began = time.process_time()
        found = quality_for(*arguments)
        taken.append(time.process_time() - began)
        return found

    with patch.object(pursue, "quality_for", timed):
        yield taken


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
