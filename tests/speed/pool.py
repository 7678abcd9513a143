"""The whole pool with the real engine: photos a second, memory, and what it costs to do nothing."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import psutil
from PIL import Image

from tests.speed.figures import REAL, Figure, children, session, spent, wait
from tests.support import pictures
from workers.recipe import LongEdge, Quality, Recipe

PHOTO_SIZES = ((6000, 4000), (4000, 3000), (3000, 2000), (1800, 1200))
LONG_EDGE = 2000
QUALITY = 82
_PHOTOS = 48
_IDLE_S = 20.0


def photos(folder: Path, count: int) -> list[Path]:
    folder.mkdir(parents=True)
    made = []
    for number in range(count):
        path = folder / f"DSC_{number:04}.jpg"
        path.write_bytes(pictures.photo_jpeg(PHOTO_SIZES[number % len(PHOTO_SIZES)], seed=number))
        made.append(path)
    return made


def plain(path: Path, out: Path) -> None:
    """The usual way: thumbnail(), which shrinks on load, and save."""
    with Image.open(path) as image:
        image.thumbnail((LONG_EDGE, LONG_EDGE), Image.Resampling.LANCZOS)
        image.save(out, "JPEG", quality=QUALITY, exif=image.getexif())


def naive(path: Path, out: Path) -> None:
    """Open, resize, save."""
    with Image.open(path) as image:
        scale = min(1.0, LONG_EDGE / max(image.size))
        scaled = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS)
        scaled.save(out, "JPEG", quality=QUALITY)


def _loop(way: str, paths: list[Path], out: Path) -> tuple[float, float]:
    """Wall and CPU seconds of one process."""
    began, used = time.perf_counter(), time.process_time()
    for path in paths:
        {"plain": plain, "naive": naive}[way](path, out / path.name)
    return time.perf_counter() - began, time.process_time() - used


def throughput(work: Path) -> Iterator[Figure]:
    """Photos of 2 to 24 megapixels to 2000 pixels, against plain Pillow in one process on the same files."""
    paths = photos(work / "photos", _PHOTOS)
    (work / "out").mkdir()
    with ProcessPoolExecutor(1) as process:
        process.submit(_loop, "plain", paths[:2], work / "out").result()
        wall, cpu = process.submit(_loop, "plain", paths, work / "out").result()
        naive_wall, _ = process.submit(_loop, "naive", paths, work / "out").result()
    for workers in (1, None):
        with session(work / f"home {workers}", REAL, workers) as opened, opened.service() as service:
            opened.start_pool()
            _add(service, paths[:2], "{name}-w")
            wait(service, 2)
            pool = children()
            began, used = time.perf_counter(), spent(pool)
            _add(service, paths, "{name}-x")
            opened.wake()
            wait(service, 2 + len(paths))
            ours, ours_cpu = time.perf_counter() - began, spent(pool) - used
            failed = service.counts().failed
            kind = "one worker" if workers else f"all {len(pool)} workers"
            yield Figure(
                f"{_PHOTOS} photos of 2 to 24 MP to {LONG_EDGE} px, {kind}",
                f"{len(paths) / ours:.2f} a second, {wall / ours:.2f} x thumbnail() and save in one process,"
                f" {naive_wall / ours:.2f} x open, resize, save; {cpu / ours_cpu:.2f} x as many for the same CPU time"
                + (f"; {failed} failed" if failed else ""),
            )
            if workers is None:
                sizes = [process.memory_full_info().pss / 2**20 for process in pool]
                yield Figure("Memory of a worker after that", f"{statistics.median(sizes):.0f} MB (PSS)")


def _add(service, paths: list[Path], template: str) -> None:
    recipe = Recipe(size=LongEdge(LONG_EDGE), goal=Quality(QUALITY), template=template)
    for _ in service.fill(service.accept(paths, recipe, submitter="bench")):
        pass


def idle(work: Path) -> Iterator[Figure]:
    """Processor time of the window, its supervisor, workers and preview while nothing is to be done."""
    environment = {**os.environ, "MEDIAAPP_HOME": str(work / "home"), "QT_QPA_PLATFORM": "offscreen"}
    window = subprocess.Popen([sys.executable, "-m", "mediaapp"], env=environment)
    try:
        time.sleep(15)
        everybody = [psutil.Process(window.pid), *psutil.Process(window.pid).children(recursive=True)]
        before = spent(everybody[:1]), spent(everybody[1:])
        time.sleep(_IDLE_S)
        own, pool = spent(everybody[:1]) - before[0], spent(everybody[1:]) - before[1]
    finally:
        window.terminate()
        window.wait()
    yield Figure(
        "Idle",
        f"{own / _IDLE_S * 100:.2f} % of a core for the window, {pool / _IDLE_S * 100:.2f} % for its"
        f" {len(everybody) - 1} processes",
    )
