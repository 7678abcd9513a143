"""The figures of the README, measured on this machine: `poe bench`, or `python -m tests.speed.bench NAME…` for some."""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from PIL import Image

from mediaapp.paths import Folders
from mediaapp.session import Session
from tests.support import pictures
from workers.jobs import JobState, Selection
from workers.recipe import LongEdge, Quality, Recipe
from workers.service.service import JobService

SCRIPTED = "tests.support.scripted_engine"
REAL = "workers.engine.pipeline"
PHOTO_SIZES = ((6000, 4000), (4000, 3000), (3000, 2000), (1800, 1200))
LONG_EDGE = 2000
QUALITY = 82


def say(name: str, text: str) -> None:
    print(f"{name:<42} {text}", flush=True)


@contextmanager
def session(home: Path, engine: str = SCRIPTED) -> Iterator[Session]:
    os.environ["MEDIAAPP_HOME"] = str(home)
    with Session.open(Folders.find(), engine=engine) as opened:
        yield opened


def small_files(folder: Path, count: int) -> list[Path]:
    """`count` names with the bytes of a few files behind them (a file may have about 65,000 names)."""
    folder.mkdir(parents=True)
    paths = [folder / f"{number}.jpg" for number in range(count)]
    for number, path in enumerate(paths):
        if number % 1_000 == 0:
            path.write_text("fill 100\n", encoding="utf-8")
        else:
            os.link(paths[number - number % 1_000], path)
    return paths


def different_files(folder: Path, count: int) -> list[Path]:
    folder.mkdir(parents=True)
    paths = [folder / f"{number}.png" for number in range(count)]
    for path in paths:
        path.write_text(f"name {path.name}\n", encoding="utf-8")
    return paths


def accept(service: JobService, paths: list[Path]) -> tuple[int, float, float, float]:
    """Accept and fill; returns the batch and when its row stood, when the first jobs did, when all did, in seconds."""
    began = time.perf_counter()
    batch = service.accept(paths, Recipe(), submitter="bench")
    row = time.perf_counter() - began
    first = 0.0
    for _ in service.fill(batch):
        first = first or time.perf_counter() - began
    return batch, row, first, time.perf_counter() - began


def wait(service: JobService, done: int) -> None:
    while service.counts().ended < done:
        time.sleep(0.005)


def acceptance(work: Path) -> None:
    """A drop's row, its first jobs and all of them, against only looking at the same files."""
    for count in (10_000, 100_000):
        paths = small_files(work / f"drop{count}", count)
        began = time.perf_counter()
        for path in paths:
            path.stat()
        looking = time.perf_counter() - began
        with session(work / f"home{count}") as opened, opened.service() as service:
            _, row, first, complete = accept(service, paths)
        say(
            f"accept {count:,} files",
            f"row {row * 1000:.0f} ms, first jobs {first * 1000:.0f} ms, all {complete:.2f} s"
            f" = {complete / looking:.1f} x only asking the disk for them",
        )


def empty_jobs(work: Path) -> None:
    """Jobs that do next to nothing, through the whole path: claim, read, write, flush, publish, finish."""
    count = 2_000
    paths = different_files(work / "empty", count)
    with session(work / "home-empty") as opened, opened.service() as service:
        accept(service, paths)
        opened.start_pool()
        wait(service, 1)
        began, before = time.perf_counter(), service.counts().ended
        wait(service, count)
        rate = (count - before) / (time.perf_counter() - began)
    say("empty jobs, whole path", f"{rate:,.0f} a second")


def start_latency(work: Path) -> None:
    """From the row to its worker, with an idle pool."""
    paths = different_files(work / "latency", 60)
    with session(work / "home-latency") as opened, opened.service() as service:
        opened.start_pool()
        for number, path in enumerate(paths, 1):
            accept(service, [path])
            opened.wake()
            wait(service, number)
        done = service.jobs(service.ids(Selection(states=frozenset({JobState.DONE}))))
    waited = sorted((job.started or 0) - job.created for job in done[3:])
    say(
        "start of a job in an idle pool",
        f"median {statistics.median(waited) * 1000:.1f} ms, 95 of 100 within {waited[len(waited) * 95 // 100] * 1000:.1f} ms",
    )


def photos(folder: Path, count: int) -> list[Path]:
    folder.mkdir(parents=True)
    made = []
    for number in range(count):
        path = folder / f"DSC_{number:04}.jpg"
        path.write_bytes(pictures.photo_jpeg(PHOTO_SIZES[number % len(PHOTO_SIZES)], seed=number))
        made.append(path)
    return made


def plain_pillow(paths: list[Path], out: Path) -> float:
    """The usual loop: thumbnail() (which shrinks on load) and save, in one process; seconds."""
    out.mkdir()
    began = time.perf_counter()
    for path in paths:
        with Image.open(path) as image:
            image.thumbnail((LONG_EDGE, LONG_EDGE), Image.Resampling.LANCZOS)
            image.save(out / path.name, quality=QUALITY, exif=image.getexif())
    return time.perf_counter() - began


def throughput(work: Path) -> None:
    """Photos of 2 to 24 megapixels to 2000 pixels, against plain Pillow in one process on the same files."""
    paths = photos(work / "photos", 48)
    plain = plain_pillow(paths, work / "plain")
    with session(work / "home-photos", REAL) as opened, opened.service() as service:
        opened.start_pool()
        service.accept([paths[0]], Recipe(size=LongEdge(LONG_EDGE), goal=Quality(QUALITY)), submitter="bench")
        for batch in service.batches():
            list(service.fill(batch.id))
        wait(service, 1)
        recipe = Recipe(name="again", size=LongEdge(LONG_EDGE), goal=Quality(QUALITY), template="{name}-x")
        began = time.perf_counter()
        batch_id = service.accept(list(paths), recipe, submitter="bench")
        list(service.fill(batch_id))
        opened.wake()
        wait(service, 1 + len(paths))
        ours = time.perf_counter() - began
        failed = service.counts().failed
        memory_of(opened)
        idle_of(opened)
    say(
        "48 photos to 2000 px",
        f"{len(paths) / ours:.2f} a second, {plain / ours:.2f} x plain Pillow in one process ({failed} failed)",
    )


def children() -> list[psutil.Process]:
    return psutil.Process().children(recursive=True)


def memory_of(opened: Session) -> None:
    """What a worker holds after its work, shared pages counted in part."""
    sizes = [process.memory_full_info().pss / 2**20 for process in children()]
    if sizes:
        say("memory of a worker after 24 photos", f"{statistics.median(sizes):.0f} MB (PSS), {len(sizes)} processes")


def idle_of(opened: Session) -> None:
    """Processor time of the whole pool while nothing is to be done."""
    everybody = [psutil.Process(), *children()]

    def spent() -> float:
        return sum(sum(process.cpu_times()[:2]) for process in everybody)

    before = spent()
    time.sleep(10)
    say("idle pool, supervisor and workers", f"{(spent() - before) / 10 * 100:.2f} % of a core")


BENCHES: dict[str, Callable[[Path], None]] = {
    "acceptance": acceptance,
    "empty-jobs": empty_jobs,
    "start-latency": start_latency,
    "throughput": throughput,
}


def main() -> None:
    asked = sys.argv[1:] or list(BENCHES)
    for name in asked:
        with tempfile.TemporaryDirectory(prefix="mediaapp-bench-") as work:
            BENCHES[name](Path(work))


if __name__ == "__main__":
    main()
