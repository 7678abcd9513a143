"""A job database with jobs in it, and what stands for their files."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import apsw

from tests.support.hook_calls import hook_request
from workers.errors import ErrorCode, FailureFacts
from workers.formats import Format
from workers.jobs.claim import Claim, Claimed
from workers.jobs.ids import BatchId, JobId, WorkerId
from workers.jobs.job import Job, NewJob, NewRequest
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.kinds import JobKind, Lane
from workers.outcome import Outcome
from workers.recipe import Recipe
from workers.retry import GiveUp
from workers.store.job_store import JobStore
from workers.volumes import Volume

ME = WorkerId("100@1.00")
OTHER = WorkerId("200@2.00")
OUTCOME = Outcome(format=Format.JPEG, width=3, height=2, bytes=40, digest="d" * 64)
DISK = Volume(path="/", name="/", id="ext4:one")


class Clock:
    """Time that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


OpenStore = Callable[[Path, Clock], JobStore]


class Table:
    """A job store on a clock of its own, its parts by name, and what tests do with them again and again."""

    def __init__(self, database: Path, open_store: OpenStore | None = None) -> None:
        self.database = database
        self.clock = Clock()
        self.store = JobStore(database, clock=self.clock) if open_store is None else open_store(database, self.clock)
        self.intake = self.store.intake
        self.claims = self.store.claims
        self.finishing = self.store.finishing
        self.supervision = self.store.supervision
        self.editor = self.store.editor
        self.timetable = self.store.timetable
        self.retention = self.store.retention
        self.requests = self.store.requests
        self.watches = self.store.watches
        self.subscribers = self.store.subscribers
        self.stream = self.store.stream
        self.watched_files = self.store.watched_files
        self.reader = self.store.reader
        self.schedules = self.store.schedules
        self.paging = self.store.paging
        self.known_files = self.store.known_files
        self.alerts = self.store.alerts
        self.figures = self.store.figures

    def close(self) -> None:
        self.store.close()

    def add(
        self,
        n: int = 1,
        *,
        recipe: Recipe | None = None,
        prio: int = 0,
        on_hold: bool = False,
        volume: Volume = DISK,
        folder: str = "June",
        begins_at: float | None = None,
        after: BatchId | None = None,
    ) -> list[JobId]:
        """Accept n sources of 100 bytes named a0.jpg, a1.jpg, … as one batch."""
        batch = self.begin(recipe=recipe, prio=prio, on_hold=on_hold, begins_at=begins_at, after=after)
        jobs = self.found(batch, n, volume=volume, folder=folder)
        self.intake.complete(batch, [])
        return jobs

    def found(self, batch: BatchId, n: int = 1, *, volume: Volume = DISK, folder: str = "June") -> list[JobId]:
        """Accept n sources for a batch whose files are still being found; returns all it has."""
        root = self.intake.root(volume).id
        jobs = [
            NewJob(
                root=root,
                rel=f"{folder}/a{at}.jpg",
                out_root=root,
                out_dir=f"{folder}/Smaller",
                kind=JobKind.IMAGE,
                size_in=100,
                mtime_in=7,
            )
            for at in range(n)
        ]
        assert self.intake.add(batch, jobs, folder=f"/{folder}/Smaller", folders=1)
        return self.reader.ids(Selection(batch=batch))

    def begin(
        self,
        *,
        recipe: Recipe | None = None,
        prio: int = 0,
        on_hold: bool = False,
        begins_at: float | None = None,
        after: BatchId | None = None,
    ) -> BatchId:
        return self.intake.batch(
            b"/June",
            name="June",
            recipe=recipe or Recipe(),
            submitter="test",
            prio=prio,
            on_hold=on_hold or begins_at is not None or after is not None,
            worker=ME,
            begins_at=begins_at,
            after=after,
        )

    def ask(self, *names: str) -> list[JobId]:
        """Accept a hook's call for each name, as one batch."""
        _, jobs = self.requests.accept(
            [NewRequest(name=name, request=hook_request()) for name in names], name="Tell", submitter="test"
        )
        return jobs

    def claim(self, worker: WorkerId = ME, lane: Lane = Lane.MEDIA) -> Claimed:
        claimed = self.claims.claim(worker, lane)
        assert claimed is not None
        return claimed

    def finish(self, n: int = 1) -> None:
        """Do the next n jobs."""
        for _ in range(n):
            claimed = self.claim()
            self.finishing.fence(claimed.claim, "June/Smaller/a.jpg", OUTCOME)
            self.finishing.finish(claimed.claim, OUTCOME, f"content {claimed.job.id}")

    def finish_claimed(self, claim: Claim) -> None:
        """Do the job of this claim."""
        self.finishing.fence(claim, "June/Smaller/a.jpg", OUTCOME)
        self.finishing.finish(claim, OUTCOME, "")

    def fail(self, code: ErrorCode, facts: FailureFacts | None = None) -> None:
        """Let the next job fail for good."""
        self.finishing.fail(self.claim().claim, code, facts or FailureFacts(), GiveUp())

    def claim_in_order(self, n: int) -> list[Job]:
        """The next n jobs, each by a worker of its own."""
        return [self.claim(WorkerId(f"{1000 + at}@1.00")).job for at in range(n)]

    def sql(self, statement: str, *bindings: Any) -> list[tuple[Any, ...]]:
        """What nobody can do through the store, by a connection of its own."""
        connection = apsw.Connection(str(self.database))
        try:
            return connection.execute(statement, bindings).fetchall()
        finally:
            connection.close()

    def plan(self, statement: str, bindings: Any = None) -> list[tuple[Any, ...]]:
        """How SQLite would run a statement."""
        connection = apsw.Connection(str(self.database))
        try:
            return connection.execute(f"explain query plan {statement}", bindings).fetchall()
        finally:
            connection.close()

    def job(self, job: JobId) -> Job:
        found = self.reader.job(job)
        assert found is not None
        return found

    def state(self, job: JobId) -> JobState:
        return self.job(job).state

    def states(self, jobs: Sequence[JobId]) -> list[JobState]:
        return [job.state for job in self.reader.jobs(jobs)]


@cache
def empty_database(first_version: str = "") -> bytes:
    """An empty database, made once; of the version that this script makes, or else of none, and brought to the newest."""
    with TemporaryDirectory() as folder:
        database = Path(folder) / "jobs.db"
        if first_version:
            first = apsw.Connection(str(database))
            first.execute(first_version)
            first.execute("pragma user_version = 1")
            first.close()
        JobStore(database).close()
        return database.read_bytes()


def put_empty_database(database: Path, first_version: str = "") -> None:
    """Have an empty one here, unless there is one: copying takes a tenth of the time of making it."""
    if not database.exists():
        database.parent.mkdir(parents=True, exist_ok=True)
        database.write_bytes(empty_database(first_version))


@contextmanager
def new_table(folder: Path, open_store: OpenStore | None = None) -> Iterator[Table]:
    """A new database in this folder."""
    if open_store is None:
        put_empty_database(folder / "jobs.db")
    table = Table(folder / "jobs.db", open_store)
    try:
        yield table
    finally:
        table.close()


def counted_by_hand(database: Path) -> list[tuple[Any, ...]]:
    """What the tally must say: batch, state, why, jobs, bytes before and after."""
    connection = apsw.Connection(str(database))
    try:
        return connection.execute(
            "select batch_id, state, iif(original is null, ifnull(skipped, ''), 'replaced') why, count(*), sum(size_in),"
            " sum(ifnull(size_out, 0)) from job where removed = 0"
            " group by batch_id, state, why order by batch_id, state, why"
        ).fetchall()
    finally:
        connection.close()


def tally(database: Path) -> list[tuple[Any, ...]]:
    """What the tally says."""
    connection = apsw.Connection(str(database))
    try:
        return connection.execute("select * from tally where n > 0 order by batch_id, state, why").fetchall()
    finally:
        connection.close()
