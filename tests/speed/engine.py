"""The engine alone, in this process: what a job costs beside plain Pillow, and what its parts cost and gain."""

import time
from collections.abc import Iterator
from functools import partial
from hashlib import blake2b
from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.speed.figures import Figure, interleaved
from tests.speed.pool import LONG_EDGE, QUALITY, naive, plain
from tests.support import pictures
from workers.formats import Format
from workers.image import pipeline
from workers.image.formats.jpeg.decode import load_jpeg
from workers.image.formats.jpeg.repack import repack_jpeg
from workers.image.formats.png.repack import repack_png
from workers.image.progress import Progress
from workers.outcome import Outcome, Stage
from workers.pool.process_limits import processors
from workers.recipe import LongEdge, Quality, Recipe

_FORMATS = (Format.JPEG, Format.PNG, Format.WEBP, Format.AVIF, Format.TIFF)


def run(source: Path, part: Path, recipe: Recipe, *, threads: int = 1, progress: Progress = lambda *_: None) -> Outcome:
    """What a worker does with a file, without its table."""
    with source.open("rb") as opened:
        blake2b(opened.read())
        opened.seek(0)
        plan = pipeline.plan(opened, recipe)
        part.write_bytes(b"")
        return pipeline.make(plan, opened, part, progress, threads=threads)


def against_pillow(work: Path) -> Iterator[Figure]:
    """One photo scaled: digest, plan, decode, scale, encode, check, against Pillow's two usual ways."""
    photos = {
        "JPEG of 24 MP": pictures.photo_jpeg(pictures.MEGAPIXELS_24),
        "JPEG of 12 MP": pictures.photo_jpeg(pictures.MEGAPIXELS_12),
        "progressive JPEG of 12 MP": pictures.encoded(pictures.photo(pictures.MEGAPIXELS_12), progressive=True),
    }
    for name, data in photos.items():
        source = work / "source.jpg"
        source.write_bytes(data)
        recipe = Recipe(size=LongEdge(LONG_EDGE), goal=Quality(QUALITY))
        found = interleaved(
            {
                "ours": partial(run, source, work / "part", recipe),
                "plain": partial(plain, source, work / "plain.jpg"),
                "naive": partial(naive, source, work / "naive.jpg"),
            }
        )
        yield Figure(
            f"A {name} to {LONG_EDGE} px",
            f"{found['ours'] * 1000:.0f} ms of CPU, all checks included: {found['ours'] / found['plain']:.2f} x thumbnail() and"
            f" save, {found['ours'] / found['naive']:.2f} x open, resize, save",
        )


def checking(work: Path) -> Iterator[Figure]:
    """The part of a resize job that goes into reopening and comparing its output."""
    source = work / "source.jpg"
    source.write_bytes(pictures.photo_jpeg(pictures.MEGAPIXELS_12))
    shares = []
    for target in _FORMATS:
        recipe = Recipe(format=target, size=LongEdge(LONG_EDGE), goal=Quality(QUALITY))
        taken = [_check_share(source, work / "part", recipe) for _ in range(5)]
        shares.append(f"{target.value.upper()} {sorted(taken)[2] * 100:.0f} %")
    yield Figure(f"The promise check's share of a job, 12 MP to {LONG_EDGE} px", ", ".join(shares))


def _check_share(source: Path, part: Path, recipe: Recipe) -> float:
    began = time.process_time()
    at: dict[tuple[Stage, float], float] = {}
    run(
        source,
        part,
        recipe,
        progress=lambda stage, share: at.__setitem__((stage, round(share, 3)), time.process_time()),
    )
    whole = time.process_time() - began
    return (at[Stage.CHECKING, 1.0] - at[Stage.CHECKING, 0.9]) / whole


def shrinking(work: Path) -> Iterator[Figure]:
    """Decoding a large JPEG only as large as needed."""
    data = pictures.photo_jpeg(pictures.MEGAPIXELS_24)

    def whole() -> None:
        with Image.open(BytesIO(data)) as image:
            image.resize((2000, 1333), Image.Resampling.LANCZOS)

    def shrunk() -> None:
        load_jpeg(BytesIO(data), (2000, 1333)).image.resize((2000, 1333), Image.Resampling.LANCZOS)

    found = interleaved({"whole": whole, "shrunk": shrunk})
    yield Figure(
        "Shrink on load, decode and scale 24 MP to 2000 px",
        f"{found['whole'] / found['shrunk']:.1f} x as fast as without",
    )


def repacking(work: Path) -> Iterator[Figure]:
    """What lossless repacking saves of what Pillow writes by itself."""
    photo, graphic = pictures.photo((2400, 1600)), pictures.graphic((1200, 900))
    samples = {
        "photo as JPEG": (pictures.encoded(photo, "JPEG", quality=90), repack_jpeg),
        "photo as PNG": (pictures.encoded(photo.resize((800, 533)), "PNG"), repack_png),
        "graphic as PNG": (pictures.encoded(graphic, "PNG"), repack_png),
    }
    saved = (f"{name} {(1 - len(repack(data)) / len(data)) * 100:.0f} %" for name, (data, repack) in samples.items())
    yield Figure("Bytes that lossless repacking saves", ", ".join(saved))


def threading(work: Path) -> Iterator[Figure]:
    """A codec that gets all processors because no other job runs."""
    source = work / "source.jpg"
    source.write_bytes(pictures.photo_jpeg(pictures.MEGAPIXELS_12))
    recipe = Recipe(format=Format.AVIF, goal=Quality(60))
    taken: dict[int, list[float]] = {1: [], processors(): []}
    for _ in range(3):
        for threads, seconds in taken.items():
            began = time.perf_counter()
            run(source, work / "part", recipe, threads=threads)
            seconds.append(time.perf_counter() - began)
    one, all_of_them = min(taken[1]), min(taken[processors()])
    yield Figure(
        f"A single AVIF of 12 MP with {processors()} threads", f"{one / all_of_them:.2f} x as fast as with one"
    )
