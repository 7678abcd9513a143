"""The whole pool with the real engine: photos a second, memory, and what it costs to have nothing to do."""

import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import psutil
from PIL import Image

from tests.speed.figures import LONGEST_S, REAL, Figure, session, spent, wait, worker_processes
from tests.support import pictures
from tests.support.pool import wait_until
from workers.recipe import LongEdge, Quality, Recipe
from workers.service.service import JobService
from workers.service.submit import accept, fill

PHOTO_SIZES = ((6000, 4000), (4000, 3000), (3000, 2000), (1800, 1200))
LONG_EDGE = 2000
QUALITY = 82
_PHOTOS = 48
_MEMORY_SIZES = {"12 MP": pictures.MEGAPIXELS_12, "24 MP": pictures.MEGAPIXELS_24}
_IDLE_S = 20.0
_CALM_S = 0.05
"""Processor seconds within one second."""


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
            pool = worker_processes()
            began, used = time.perf_counter(), spent(pool)
            _add(service, paths, "{name}-x")
            opened.wake()
            wait(service, 2 + len(paths))
            ours, ours_cpu = time.perf_counter() - began, spent(pool) - used
            failed = service.reader.counts().failed
            kind = "one worker" if workers else f"{len(pool)} workers"
            yield Figure(
                f"{_PHOTOS} photos of 2 to 24 MP to {LONG_EDGE} px, {kind}",
                f"{len(paths) / ours:.1f} a second, {wall / ours:.2f} x thumbnail() and save in one process,"
                f" {naive_wall / ours:.2f} x open, resize, save; {cpu / ours_cpu:.2f} x as many for the same CPU time"
                + (f"; {failed} failed" if failed else ""),
            )


def _add(service: JobService, paths: list[Path], template: str) -> None:
    recipe = Recipe(size=LongEdge(LONG_EDGE), goal=Quality(QUALITY), template=template)
    for _ in fill(service, accept(service, paths, recipe, submitter="bench")):
        pass


def memory(work: Path) -> Iterator[Figure]:
    """A worker's own memory (PSS): before its first job, and after photos."""
    paths = {size: _one_photo(work / f"{name}.jpg", size) for name, size in _MEMORY_SIZES.items()}
    with session(work / "home", REAL, 1) as opened, opened.service() as service:
        opened.start_pool()
        wait_until(lambda: bool(worker_processes()), LONGEST_S, "a worker")
        (worker,) = worker_processes()
        settled(worker)
        found = [f"{_own_megabytes(worker):.0f} MB idle"]
        for number, (name, size) in enumerate(_MEMORY_SIZES.items(), 1):
            _add(service, [paths[size]], "{name}-x")
            opened.wake()
            wait(service, number)
            settled(worker)
            found.append(f"{_own_megabytes(worker):.0f} MB after a photo of {name}")
    yield Figure("Memory of a worker (PSS)", ", ".join(found))


def _one_photo(path: Path, size: tuple[int, int]) -> Path:
    path.write_bytes(pictures.photo_jpeg(size))
    return path


def _own_megabytes(process: psutil.Process) -> float:
    return float(process.memory_full_info().pss) / 2**20


def idle(work: Path) -> Iterator[Figure]:
    """Processor time of the window, its supervisor, workers and preview while nothing is to be done."""
    environment = {**os.environ, "MEDIAAPP_HOME": str(work / "home"), "QT_QPA_PLATFORM": "offscreen"}
    window = psutil.Popen([sys.executable, "-m", "mediaapp"], env=environment)
    try:
        wait_until(lambda: bool(window.children()), LONGEST_S, "workers of the window")
        settled(window)
        others = window.children(recursive=True)
        before = spent([window]), spent(others)
        window.cpu_percent(_IDLE_S)
        own, pool = spent([window]) - before[0], spent(others) - before[1]
    finally:
        window.terminate()
        window.wait()
    yield Figure(
        "Idle",
        f"{own / _IDLE_S * 100:.2f} % of a core for the window, {pool / _IDLE_S * 100:.2f} % for its"
        f" {len(others)} processes together",
    )


def settled(process: psutil.Process) -> None:
    """Until it and all that it started have nothing to do for a second."""

    def used() -> float:
        return spent([process, *process.children(recursive=True)])

    def is_calm() -> bool:
        before = used()
        process.cpu_percent(1.0)
        return used() - before < _CALM_S

    wait_until(is_calm, LONGEST_S, "nothing left to do")
