"""Results that are copied to a folder: whole, checked, none over another, none twice; a drive that is away is waited for."""

import os
from hashlib import blake2b
from pathlib import Path

import pytest

from tests.support.caller import Caller
from workers.errors import ErrorCode
from workers.formats import Format
from workers.jobs.hook import CopyResults, HookFault, HookRefused, HookRules, Occasion
from workers.jobs.ids import BatchId, JobId, WorkerId
from workers.jobs.job import NewJob
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.kinds import JobKind
from workers.outcome import CallOutcome, Outcome
from workers.recipe import Recipe
from workers.service.hook_commands import AddHook
from workers.service.locations import Locations

OTHER = WorkerId("200@2.00")


class Results:
    """Finished jobs of one batch, and the folder that their results are to be copied to."""

    def __init__(self, caller: Caller, folder: Path, count: int = 1) -> None:
        self.caller = caller
        self.out, self.archive = folder / "out", folder / "archive"
        self.out.mkdir()
        self.archive.mkdir()
        store = caller.store
        place = Locations(store).of_folder(str(self.out))
        batch = store.intake.batch(
            b"", name="June", recipe=Recipe(), submitter="test", prio=0, on_hold=False, worker=OTHER
        )
        new = [
            NewJob(
                root=place.root,
                rel=f"in/{n}.jpg",
                out_root=place.root,
                out_dir=place.rel,
                kind=JobKind.IMAGE,
                size_in=1,
                mtime_in=1,
            )
            for n in range(count)
        ]
        store.intake.add(batch, new, folder=str(self.out), folders=1)
        store.intake.complete(batch, [])
        self.batch = BatchId(batch)
        self.jobs = store.reader.ids(Selection(batch=batch))
        for n in range(count):
            self._finish(n)

    def _finish(self, n: int) -> None:
        store, data = self.caller.store, b"picture %d" % n
        claimed = store.claims.claim(OTHER)
        assert claimed is not None
        (self.out / f"{n}.webp").write_bytes(data)
        digest = blake2b(data, digest_size=32).hexdigest()
        outcome = Outcome(format=Format.WEBP, width=1, height=1, bytes=len(data), digest=digest)
        store.finishing.fence(claimed.claim, f"{claimed.job.out_dir}/{n}.webp", outcome)
        store.finishing.finish(claimed.claim, outcome, "")

    def archived(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.archive.iterdir()}


@pytest.fixture
def results(caller: Caller, tmp_path: Path) -> Results:
    return Results(caller, tmp_path)


def test_a_result_is_copied_with_its_date(caller: Caller, results: Results) -> None:
    os.utime(results.out / "0.webp", (1_000_000_000, 1_000_000_000))
    caller.call(caller.hook(CopyResults(folder=str(results.archive))), job=results.jobs[0])
    done = caller.run()
    assert (done.state, isinstance(done.outcome, CallOutcome) and done.outcome.files) == (JobState.DONE, 1)
    assert results.archived() == {"0.webp": b"picture 0"}
    assert (results.archive / "0.webp").stat().st_mtime == 1_000_000_000
    assert (results.out / "0.webp").exists()


def test_all_results_of_a_batch_are_copied(caller: Caller, tmp_path: Path) -> None:
    results = Results(caller, tmp_path, 5)
    hook = caller.hook(CopyResults(folder=str(results.archive)), occasions=frozenset((Occasion.BATCH_ENDED,)))
    caller.call(hook, batch=results.batch)
    done = caller.run()
    assert isinstance(done.outcome, CallOutcome)
    assert done.outcome.files == 5
    assert results.archived() == {f"{n}.webp": b"picture %d" % n for n in range(5)}


def test_a_moved_result_is_in_its_new_place_alone(caller: Caller, results: Results) -> None:
    caller.call(caller.hook(CopyResults(folder=str(results.archive), move=True)), job=results.jobs[0])
    assert caller.run().state is JobState.DONE
    assert results.archived() == {"0.webp": b"picture 0"}
    assert not (results.out / "0.webp").exists()


def test_nothing_is_written_over(caller: Caller, results: Results) -> None:
    (results.archive / "0.webp").write_bytes(b"somebody's")
    caller.call(caller.hook(CopyResults(folder=str(results.archive))), job=results.jobs[0])
    caller.run()
    assert results.archived() == {"0.webp": b"somebody's", "0 (2).webp": b"picture 0"}


def test_what_is_there_already_is_not_copied_twice(caller: Caller, results: Results) -> None:
    hook = caller.hook(CopyResults(folder=str(results.archive)))
    for _ in range(2):
        caller.call(hook, job=results.jobs[0])
        assert caller.run().state is JobState.DONE
    assert results.archived() == {"0.webp": b"picture 0"}


def test_a_result_that_somebody_changed_is_neither_copied_nor_removed(caller: Caller, results: Results) -> None:
    (results.out / "0.webp").write_bytes(b"retouched")
    caller.call(caller.hook(CopyResults(folder=str(results.archive), move=True)), job=results.jobs[0])
    failed = caller.run()
    assert (failed.state, failed.error_code) == (JobState.FAILED, ErrorCode.RESULT_GONE)
    assert results.archived() == {}
    assert (results.out / "0.webp").read_bytes() == b"retouched"


def test_a_copy_that_broke_off_is_done_again_and_leaves_nothing_half(caller: Caller, tmp_path: Path) -> None:
    results = Results(caller, tmp_path, 3)
    hook = caller.hook(CopyResults(folder=str(results.archive)), occasions=frozenset((Occasion.BATCH_ENDED,)))
    job = caller.call(hook, batch=results.batch)

    class Killed(BaseException):
        pass

    def killed() -> None:
        if len(list(results.archive.glob("*.webp"))) == 1 and list(results.archive.glob(".mediaapp-*.part")):
            raise Killed

    caller.channel.when_asked = killed
    with pytest.raises(Killed):
        caller.run()
    assert caller.job(job).state is JobState.RUNNING
    caller.channel.when_asked = lambda: None
    again = caller.run()
    assert (again.id, again.state, again.attempt) == (job, JobState.DONE, 2)
    assert results.archived() == {f"{n}.webp": b"picture %d" % n for n in range(3)}


def test_a_folder_that_is_away_is_waited_for(caller: Caller, results: Results, monkeypatch: pytest.MonkeyPatch) -> None:
    hook = caller.hook(CopyResults(folder=str(results.archive)))
    job = caller.call(hook, job=results.jobs[0])
    away = True
    monkeypatch.setattr("workers.pool.output_file.is_away", lambda _path, _volume: away)
    waits = caller.run()
    assert (waits.state, waits.error_code, waits.tries) == (JobState.DELAYED, ErrorCode.OUTPUT_AWAY, 0)
    away = False
    (waiting,) = [each for each in caller.store.supervision.waiting() if each.code is ErrorCode.OUTPUT_AWAY]
    assert waiting.root is not None
    caller.store.supervision.wake_waiting(ErrorCode.OUTPUT_AWAY, waiting.root.id)
    done = caller.run()
    assert (done.id, done.state) == (JobId(job), JobState.DONE)
    assert results.archived() == {"0.webp": b"picture 0"}


def test_a_folder_that_is_not_there_or_has_no_results_is_refused(caller: Caller, tmp_path: Path) -> None:
    def refused(folder: Path, occasion: Occasion) -> HookFault | None:
        rules = HookRules(name="a", occasions=frozenset((occasion,)), deed=CopyResults(folder=str(folder)))
        answer = AddHook(rules).run(caller.service)
        return answer.fault if isinstance(answer, HookRefused) else None

    assert refused(tmp_path / "none", Occasion.FILE_READY) is HookFault.NO_FOLDER
    assert refused(tmp_path, Occasion.FILE_FAILED) is HookFault.NO_RESULTS
