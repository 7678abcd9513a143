"""Accepting a drop: its row, its first jobs, all of them."""

import os
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from tests.speed.figures import Figure, session
from workers.recipe import Recipe
from workers.service.service import JobService
from workers.service.submit import accept, fill

COUNTS = (10_000, 100_000)


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


def accept_and_fill(service: JobService, paths: list[Path]) -> tuple[float, float, float]:
    """Accept and fill; when the batch's row stood, when the first jobs did, when all did, in seconds."""
    began = time.perf_counter()
    batch = accept(service, paths, Recipe(), submitter="bench")
    row = time.perf_counter() - began
    first = 0.0
    for _ in fill(service, batch):
        first = first or time.perf_counter() - began
    return row, first, time.perf_counter() - began


def _look_at_files(paths: list[Path]) -> None:
    for path in paths:
        path.stat()


def _look_into(folder: Path) -> None:
    for entry in os.scandir(folder):
        entry.stat()


def acceptance(work: Path) -> Iterator[Figure]:
    """Loose files and a folder of them, against only asking the disk for each file's size and time."""
    for count in COUNTS:
        folder = work / f"drop{count}"
        paths = small_files(folder, count)
        drops: dict[str, tuple[list[Path], Callable[[], object]]] = {
            "files": (paths, partial(_look_at_files, paths)),
            "files in a folder": ([folder], partial(_look_into, folder)),
        }
        for kind, (dropped, look) in drops.items():
            look()
            began, used = time.perf_counter(), time.process_time()
            look()
            looking, looking_cpu = time.perf_counter() - began, time.process_time() - used
            with session(work / f"home {count} {kind}") as opened, opened.service() as service:
                used = time.process_time()
                row, first, complete = accept_and_fill(service, dropped)
                cpu = time.process_time() - used
            yield Figure(
                f"Accept {count:,} {kind}",
                f"row {row * 1000:.0f} ms, first jobs {first * 1000:.0f} ms, all {complete:.2f} s:"
                f" {complete / looking:.1f} x only asking the disk for them ({cpu / looking_cpu:.1f} x in CPU time)",
            )


def parsing(work: Path) -> Iterator[Figure]:
    """What the window's thread does with a drop of 100,000 addresses, and what another one does then."""
    from PySide6.QtCore import QMimeData

    from mediaapp.gui.intake import URI_LIST, gather, parse_uris

    data = QMimeData()
    uris = b"".join(b"file:///home/ann/Pictures/2019/DSC_%06d.jpg\r\n" % number for number in range(COUNTS[-1]))
    data.setData(URI_LIST, uris)
    began = time.process_time()
    gather(data)
    taken = time.process_time() - began
    began = time.process_time()
    parse_uris(uris)
    parsed = time.process_time() - began
    yield Figure(
        f"Take over a drop of {COUNTS[-1]:,} addresses",
        f"{taken * 1000:.1f} ms in the window's thread, {parsed * 1000:.0f} ms in another",
    )
