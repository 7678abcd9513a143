"""The ways that most jobs go stay as short as they are: counted where that is possible, else beside Pillow in the same run.

The limits are wide. What passes one has lost a factor, and `poe bench` tells where.
"""

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType

import apsw

from tests.speed import engine, pool
from tests.support import pictures
from tests.support.one_job import QuietChannel
from tests.support.pool import Bench
from workers.engine import load_engines
from workers.formats import Format
from workers.jobs.ids import WorkerId
from workers.kinds import KINDS, engine_names
from workers.pool.attempt import WorkerContext
from workers.pool.file_attempt import FileAttempt
from workers.recipe import LongEdge, Quality, Recipe
from workers.store.job_store import JobStore

_MOST_CALLS = 6000
"""Calls of Python for an icon, from its claim to its end; 4,120 at the end of 2026."""

_MOST_STATEMENTS = 55
"""Statements of SQL among them, those of triggers left out; 39 at the end of 2026."""

_MOST_OF_PILLOW = 0.9
"""The CPU time of a photo made smaller, by Pillow's for thumbnail() and save; 0.43 at the end of 2026."""

ME = WorkerId("1@2.00")


def test_a_small_job_takes_few_calls_and_few_statements(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    icons = [tmp_path / f"{number}.png" for number in range(3)]
    for number, icon in enumerate(icons):
        icon.write_bytes(pictures.encoded(pictures.with_alpha((96 + number, 96)), "PNG"))
    bench.accept(*icons, recipe=bench.recipe(goal=Quality(82), format=Format.WEBP))
    with JobStore(bench.database) as store:
        context = WorkerContext(
            engines=load_engines(engine_names(KINDS)),
            request_engines={},
            data=tmp_path,
            store=store,
            channel=QuietChannel(),  # type: ignore[arg-type]
        )
        _work(context)  # which loads what is loaded once
        _work(context)
        calls, statements = _counted(context)
    bench.close()
    assert len(list(bench.outputs.iterdir())) == len(icons)
    assert 0 < calls < _MOST_CALLS
    assert 0 < statements < _MOST_STATEMENTS


def _work(context: WorkerContext) -> None:
    claimed = context.store.claims.claim(ME)
    assert claimed is not None
    FileAttempt(context, claimed).run()


def _counted(context: WorkerContext) -> tuple[int, int]:
    """The calls that the next job makes, and those of them that are statements of SQL."""
    calls = statements = 0

    def count(_frame: FrameType, event: str, called: object) -> None:
        nonlocal calls, statements
        calls += event in {"call", "c_call"}
        statements += event == "c_call" and isinstance(getattr(called, "__self__", None), apsw.Connection)

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        _work(context)
    finally:
        sys.setprofile(before)
    return calls, statements


def test_a_photo_costs_less_than_pillow_takes_for_it(tmp_path: Path) -> None:
    source = tmp_path / "photo.jpg"
    source.write_bytes(pictures.photo_jpeg(pictures.MEGAPIXELS_12))
    recipe = Recipe(size=LongEdge(pool.LONG_EDGE), goal=Quality(pool.QUALITY))
    works: dict[str, Callable[[], object]] = {
        "ours": partial(engine.run, source, tmp_path / "part", recipe),
        "Pillow": partial(pool.plain, source, tmp_path / "plain.jpg"),
    }
    least = dict.fromkeys(works, float("inf"))
    for _ in range(3):
        for name, work in works.items():
            began = time.process_time()
            work()
            least[name] = min(least[name], time.process_time() - began)
    assert least["ours"] / least["Pillow"] < _MOST_OF_PILLOW
