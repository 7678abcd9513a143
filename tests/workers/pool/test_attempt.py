"""What an attempt leaves when the job table fails it at the worst instants, and what the next one makes of that."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.pool import KINDS, Bench
from workers.engine import load_engines
from workers.jobs.claim import Claim, Claimed
from workers.jobs.history import HistoryKind
from workers.jobs.ids import JobId, WorkerId
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.kinds import JobKind, engine_names
from workers.pool.attempt import WorkerContext
from workers.pool.file_attempt import FileAttempt
from workers.pool.worker_channel import JobCancelled, WorkerStopped
from workers.recipe import Recipe, ReplaceOriginals
from workers.service.commands import Cancel, Cancelled, UndoCancel
from workers.store.errors import ClaimLost, DatabaseBusy
from workers.store.job_store import JobStore

ME = WorkerId("1@2.00")


class QuietChannel:
    """A supervisor that lets everything in, or interrupts with what it was told to."""

    def __init__(self, interrupts: BaseException | None = None) -> None:
        self._interrupts = interrupts
        self.ended: list[Claim] = []

    def check(self) -> None:
        pass

    def tell(self, claim: Claim, stage: object, progress: float) -> None:
        if self._interrupts is not None:
            raise self._interrupts

    def ask_memory(self, claim: Claim, plan: object, kind: JobKind) -> None:
        pass

    def end(self, claim: Claim) -> None:
        self.ended.append(claim)


class Hands:
    """A worker without a process."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.store = JobStore(bench.database)
        self.fails: dict[str, BaseException] = {}
        """What the job table raises once, by the call that it fails."""
        for name in ("fence", "finish"):
            setattr(self.store.finishing, name, self._failing(name, getattr(self.store.finishing, name)))

    def _failing(self, name: str, call: Callable[..., None]) -> Callable[..., None]:
        def fails_once(*args: object, **named: object) -> None:
            error = self.fails.pop(name, None)
            if error is not None:
                raise error
            call(*args, **named)

        return fails_once

    def work(self, channel: Any = None) -> None:
        """Claim a job and attempt it."""
        channel = channel or QuietChannel()
        claimed = self.claim()
        context = WorkerContext(
            engines=load_engines(engine_names(KINDS)),
            request_engines={},
            data=Path(),
            store=self.store,
            channel=channel,
        )
        try:
            FileAttempt(context, claimed).run()
        finally:
            assert channel.ended == [claimed.claim]

    def claim(self) -> Claimed:
        claimed = self.store.claims.claim(ME)
        assert claimed is not None
        return claimed

    def events(self, job: JobId) -> list[HistoryKind]:
        history = self.bench.service.reader.history(job)
        assert history is not None
        return [entry.what for entry in history.entries]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    bench.close()


@pytest.fixture
def hands(bench: Bench) -> Iterator[Hands]:
    hands = Hands(bench)
    yield hands
    hands.store.close()


def test_an_output_that_could_not_be_told_of_is_adopted(bench: Bench, hands: Hands) -> None:
    (job,) = bench.add("ok")
    hands.fails["finish"] = DatabaseBusy()
    with pytest.raises(DatabaseBusy):
        hands.work()
    (made,) = bench.outputs.iterdir()

    Path(bench.job(job).source).unlink()  # adopting needs no source any more
    hands.work()

    assert bench.state(job) is JobState.DONE
    assert bench.job(job).output == str(made)
    assert HistoryKind.ADOPTED in hands.events(job)
    assert list(bench.outputs.iterdir()) == [made]


def test_a_fenced_name_that_somebody_else_took_is_not_adopted(bench: Bench, hands: Hands) -> None:
    (job,) = bench.add("ok")
    hands.fails["finish"] = DatabaseBusy()
    with pytest.raises(DatabaseBusy):
        hands.work()
    (made,) = bench.outputs.iterdir()
    made.write_text("somebody's")

    hands.work()

    assert made.read_text() == "somebody's"
    assert Path(bench.job(job).output or "").name == f"{made.stem} (2).png"


def test_a_replaced_original_is_adopted_and_kept(bench: Bench, hands: Hands) -> None:
    source = bench.source("a.png")
    before = source.read_bytes()
    (job,) = bench.accept(source, recipe=Recipe(destination=ReplaceOriginals()))
    hands.fails["finish"] = DatabaseBusy()
    with pytest.raises(DatabaseBusy):
        hands.work()

    hands.work()

    done = bench.job(job)
    assert done.state is JobState.DONE
    assert source.read_bytes() == b"made of " + before
    assert Path(done.original or "").read_bytes() == before


@pytest.mark.parametrize("recipe", [None, Recipe(destination=ReplaceOriginals())])
def test_whoever_lost_the_claim_publishes_nothing(
    bench: Bench, hands: Hands, recipe: Recipe | None, caplog: pytest.LogCaptureFixture
) -> None:
    source = bench.source("a.png")
    before = source.read_bytes()
    (job,) = bench.accept(source, recipe=recipe)
    hands.fails["fence"] = ClaimLost(Claim(job=job, worker=ME, attempt=1))

    hands.work()

    assert bench.state(job) is JobState.RUNNING
    assert source.read_bytes() == before
    assert list(bench.outputs.iterdir()) == []
    assert list(bench.sources.iterdir()) == [source]


class CancellingChannel(QuietChannel):
    """Interrupts because somebody cancels all that runs; they may change their mind before it has stopped."""

    def __init__(self, bench: Bench, *, for_good: bool) -> None:
        super().__init__(JobCancelled())
        self._bench = bench
        self._for_good = for_good

    def tell(self, claim: Claim, stage: object, progress: float) -> None:
        Cancel((Selection(),)).run(self._bench.service)
        if not self._for_good:
            UndoCancel(Cancelled(jobs=(claim.job,), held=())).run(self._bench.service)
        super().tell(claim, stage, progress)


@pytest.mark.parametrize(
    ("channel", "state"),
    [
        (lambda bench: CancellingChannel(bench, for_good=True), JobState.CANCELLED),
        (lambda bench: CancellingChannel(bench, for_good=False), JobState.QUEUED),
        (lambda bench: QuietChannel(WorkerStopped()), JobState.QUEUED),
    ],
    ids=["cancelled", "cancelled and taken up", "stopped"],
)
def test_an_interrupted_job_leaves_nothing(
    bench: Bench, hands: Hands, channel: Callable[[Bench], QuietChannel], state: JobState
) -> None:
    (job,) = bench.add("sleep 1")
    hands.work(channel(bench))
    assert bench.state(job) is state
    assert list(bench.outputs.iterdir()) == []
    assert bench.job(job).tries == 0


def test_dates_are_the_sources(bench: Bench, hands: Hands) -> None:
    import os

    source = bench.source("a.png")
    os.utime(source, ns=(1_000_000_000, 1_234_567_890_123_456_789))
    (job,) = bench.accept(source)
    hands.work()
    assert Path(bench.job(job).output or "").stat().st_mtime_ns == 1_234_567_890_123_456_789
