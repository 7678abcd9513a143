"""The queue: how fast jobs are taken and ended, through the table alone and through the whole path."""

import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from mediaapp.paths import Folders
from tests.speed.figures import Figure, session, spent, wait, worker_processes
from tests.speed.intake import accept_and_fill
from tests.support.store import Table
from workers.formats import Format
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.outcome import Outcome
from workers.processes import this_process
from workers.store.database import prepare
from workers.store.job_store import JobStore

_MANY = 1_000_000


def different_files(folder: Path, count: int, say: str = "name") -> list[Path]:
    folder.mkdir(parents=True)
    paths = [folder / f"{number}.png" for number in range(count)]
    for path in paths:
        path.write_text(f"{say}\nname {path.name}\n", encoding="utf-8")
    return paths


def claims(work: Path) -> Iterator[Figure]:
    """Claim and finish, by one process, with nothing between; then with the fence, which waits for the disk."""
    count = 4_000
    with session(work / "home") as opened, opened.service() as service:
        accept_and_fill(service, different_files(work / "drop", count))
        with JobStore(Folders.find().database) as store:
            for fenced in (False, True):
                began, used = time.perf_counter(), time.process_time()
                for number in range(count // 2):
                    claimed = store.claims.claim(this_process())
                    assert claimed is not None
                    outcome = Outcome(format=Format.PNG, width=1, height=1, bytes=1, digest=str(number))
                    if fenced:
                        store.finishing.fence(claimed.claim, f"{number}.png", outcome)
                    store.finishing.finish(claimed.claim, outcome, "")
                rate = count / 2 / (time.perf_counter() - began)
                cpu = (time.process_time() - used) / count * 2
                yield Figure(
                    "Claim, fence and finish, one process" if fenced else "Claim and finish, one process",
                    f"{rate:,.0f} a second, {cpu * 1000:.2f} ms of CPU each",
                )
    yield _claims_among_many(work)


def _claims_among_many(work: Path) -> Figure:
    database = work / "many" / "jobs.db"
    database.parent.mkdir()
    prepare(database)
    with closing(Table(database)) as table:
        table.add(_MANY)
        taken = []
        for _ in range(201):
            began = time.perf_counter()
            assert table.claims.claim(this_process()) is not None
            taken.append(time.perf_counter() - began)
    return Figure(f"A claim among {_MANY:,} rows", f"{statistics.median(taken) * 1000:.2f} ms")


def empty_jobs(work: Path) -> Iterator[Figure]:
    """Jobs of a few bytes through the whole path: claim, read, write, write out, fence, publish, finish. And failing ones."""
    count = 1_000
    for kind, said in (("Empty jobs", "name"), ("Failing jobs", "fail_plan damaged")):
        with session(work / f"home {kind}") as opened, opened.service() as service:
            accept_and_fill(service, different_files(work / kind, count, said))
            opened.start_pool()
            wait(service, 1)
            pool = worker_processes()
            began, before, used, own = (
                time.perf_counter(),
                service.reader.counts().ended,
                spent(pool),
                time.process_time(),
            )
            wait(service, count)
            done = count - before
            rate = done / (time.perf_counter() - began)
            cpu, own = (spent(pool) - used) / done, (time.process_time() - own) / done
            yield Figure(
                f"{kind}, the whole path",
                f"{rate:,.0f} a second; CPU of each: {cpu * 1000:.1f} ms in its worker, {own * 1000:.1f} ms in the window's"
                " process",
            )


def start_latency(work: Path) -> Iterator[Figure]:
    """From the row to its worker, with an idle pool."""
    paths = different_files(work / "drop", 60)
    with session(work / "home") as opened, opened.service() as service:
        opened.start_pool()
        for number, path in enumerate(paths, 1):
            accept_and_fill(service, [path])
            opened.wake()
            wait(service, number)
        done = service.reader.jobs(service.reader.ids(Selection(states=frozenset({JobState.DONE}))))
    waited = sorted((job.started or 0) - job.created for job in done[3:])
    yield Figure(
        "Start of a job in an idle pool",
        f"median {statistics.median(waited) * 1000:.1f} ms, 95 of 100 within {waited[len(waited) * 95 // 100] * 1000:.1f} ms",
    )
