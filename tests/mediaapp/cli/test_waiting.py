"""Beginning later, after another batch, and waiting for batches, told by the commands."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from mediaapp import cli
from mediaapp.paths import Folders
from mediaapp.settings import Settings, save
from tests.support.command_line import CommandLine, Result
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.ids import BatchId, WorkerId
from workers.jobs.queries import Selection
from workers.local_time import EVERY_DAY
from workers.lock import Lock
from workers.manners.manners import Hold, HoldReason, Manners, QuietHours
from workers.retry import GiveUp
from workers.service import JobService

NEVER = Manners(quiet=(QuietHours(begins=datetime.min.time(), until=datetime.min.time(), days=EVERY_DAY),))
TOLD = Hold(reasons=(HoldReason.QUIET_HOURS, HoldReason.ON_BATTERY), until=datetime(2033, 5, 1, 22).timestamp())

Run = Callable[..., Result]


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    monkeypatch.setenv("MEDIAAPP_HOME", str(tmp_path / "home"))
    return Folders.find()


@pytest.fixture
def run(folders: Folders, capfd: pytest.CaptureFixture[str]) -> Run:
    """A command in this process."""

    def told(*arguments: str | Path) -> Result:
        code = cli.run([str(word) for word in arguments])
        return Result(code, *capfd.readouterr())

    return told


@pytest.fixture
def service(run: Run, folders: Folders, tmp_path: Path) -> Iterator[JobService]:
    run("jobs")  # makes the table
    with JobService(folders.database, fallback=tmp_path) as opened:
        yield opened


def end_all(service: JobService, *, failed: bool = False) -> None:
    """End every job that waits as a worker would, without making anything."""
    worker = WorkerId("1@1.00")
    while (claimed := service.store.claims.claim(worker)) is not None:
        if failed:
            service.store.finishing.fail(claimed.claim, ErrorCode.DAMAGED, FailureFacts(), GiveUp())
        else:
            service.store.editor.cancel([claimed.job.id])
            service.store.finishing.cancelled(claimed.claim)


class TestAdding:
    def test_at_an_hour(self, run: Run, june: Path, service: JobService) -> None:
        added = run("add", june, "--at", "22:00", "--json")
        begins_at = added.objects[0]["begins_at"]
        assert datetime.fromtimestamp(begins_at).strftime("%H:%M:%S") == "22:00:00"
        assert 0 < begins_at - time.time() <= 25 * 3600
        jobs = run("jobs", "--json").objects
        assert [(job["state"], job["begins_at"]) for job in jobs] == [("paused", begins_at)] * 3
        assert "22:00" in run("jobs").out.splitlines()[0]
        service.store.timetable.begin_due(begins_at)
        assert service.reader.counts().queued == 3

    def test_tonight_is_the_hour_of_the_settings(self, run: Run, june: Path, folders: Folders) -> None:
        save(folders.settings, Settings(later=datetime.fromisoformat("2000-01-01T21:30").time()))
        added = run("add", june, "--tonight")
        assert added.code == 0
        assert added.out.rstrip().endswith("21:30")
        assert ". Begins" in added.out

    def test_a_day_can_be_told(self, run: Run, june: Path) -> None:
        assert run("add", june, "--at", "2097-06-10T08:00").out.rstrip().endswith("Begins 2097-06-10 08:00")

    @pytest.mark.parametrize("word", ["25:00", "soon", "2001-01-01T08:00", ""])
    def test_what_is_no_time_to_come_is_refused(self, run: Run, june: Path, word: str) -> None:
        assert run("add", june, "--at", word).code == 2
        assert run("jobs", "--json").out == ""

    def test_after_another_batch(self, run: Run, june: Path, service: JobService) -> None:
        first = run("add", june, "--json").objects[0]["batch"]
        second = run("add", june, "--after", str(first))
        assert "Begins after “June”" in second.out
        assert run("jobs", "--state", "paused", "--limit", "1").out.rstrip().endswith("Begins after “June”")
        assert service.reader.counts().paused == 3
        end_all(service)
        assert service.store.timetable.begin_due(time.time()) == 3

    def test_only_a_batch_that_is_there_can_be_the_first(self, run: Run, june: Path) -> None:
        assert run("add", june, "--after", "1").code == 2
        assert run("add", june, "--after", "x").code == 2
        assert run("jobs", "--json").out == ""


class TestWaiting:
    @pytest.fixture
    def batch(self, run: Run, june: Path, service: JobService) -> str:
        return str(run("add", june, "--json").objects[0]["batch"])

    def test_it_returns_when_all_has_ended_and_says_how(self, run: Run, batch: str, service: JobService) -> None:
        ended = threading.Thread(target=_end_in_a_moment, args=(Folders.find(),))
        ended.start()
        waited = run("wait", batch, "--json")
        ended.join()
        assert waited.code == 1
        assert [job["state"] for job in waited.jobs] == ["failed"] * 3
        assert (waited.summary["batch"], waited.summary["failed"]) == (int(batch), 3)
        assert run("wait", batch).code == 1

    def test_what_is_taken_back_is_over_too(self, run: Run, batch: str, service: JobService) -> None:
        service.store.editor.remove(service.reader.ids(Selection(batch=BatchId(int(batch)))))
        assert run("wait", batch).code == 0

    def test_the_time_may_be_over_first(self, run: Run, batch: str) -> None:
        waited = run("wait", batch, "--timeout", "0.2")
        assert waited.code == 124
        assert "stays in the queue" in waited.err

    def test_it_says_that_nobody_works_but_not_where_somebody_does(
        self, run: Run, batch: str, folders: Folders
    ) -> None:
        assert "Nobody works on it now" in run("wait", batch, "--timeout", "0").err
        lock = Lock(folders.pool_lock)
        assert lock.acquire()
        assert "Nobody works" not in run("wait", batch, "--timeout", "0").err
        lock.release()

    def test_a_pause_is_told(self, run: Run, batch: str) -> None:
        run("pause")
        assert "Everything is paused" in run("wait", batch, "--timeout", "0").err

    def test_what_holds_it_back_is_told(self, run: Run, batch: str, service: JobService) -> None:
        service.store.timetable.hold([TOLD])
        told = run("wait", batch, "--timeout", "0").err
        assert "Waits until 2033-05-01 22:00 and for mains power; `mediaapp resume --now`" in told

    @pytest.mark.parametrize("words", [[], ["77"], ["x"], ["1", "--timeout", "-1"], ["1", "--timeout", "soon"]])
    def test_what_makes_no_sense_is_refused(self, run: Run, batch: str, words: list[str]) -> None:
        assert run("wait", *words).code == 2


def _end_in_a_moment(folders: Folders) -> None:
    threading.Event().wait(0.3)
    with JobService(folders.database, fallback=folders.data) as service:
        end_all(service, failed=True)


class TestHeldBack:
    def test_going_on_now_is_told_to_whoever_works_next(self, run: Run, service: JobService, folders: Folders) -> None:
        save(folders.settings, Settings(manners=(NEVER,)))
        assert run("resume", "--now").code == 0
        assert [through.reason for through in service.store.timetable.let_through()] == [HoldReason.QUIET_HOURS]
        assert run("pause", "--now").code == 2

    def test_doctor_says_what_the_computer_tells(
        self, run: Run, folders: Folders, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE", "DBUS_SESSION_BUS_ADDRESS"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setattr("mediaapp.cli.checkup.worker_trouble", lambda: None)
        save(folders.settings, Settings(manners=(Manners(on_mains=True, when_idle=True),)))
        told = run("doctor").out
        assert "mains power: yes" in told or "mains power: no" in told
        assert "! manners   not in use: cannot be told here, so nothing waits for it" in told


@pytest.mark.processes
@pytest.mark.timeout(120)
class TestForReal:
    def test_quiet_hours_hold_back_until_somebody_says_to_go_on(
        self, mediaapp: CommandLine, june: Path, tmp_path: Path
    ) -> None:
        save(tmp_path / "home" / "config" / "settings.toml", Settings(manners=(NEVER,)))
        mediaapp("add", june, "--to", "webp", "--out", tmp_path / "out")
        held = mediaapp("work", "--until-empty")
        assert held.code == 1
        assert "Waits until" in held.err
        assert "3 wait; `mediaapp work` or the window begins it then." in held.err
        assert not (tmp_path / "out").exists()
        mediaapp("resume", "--now")
        assert mediaapp("work", "--until-empty").code == 0
        assert len(list((tmp_path / "out").iterdir())) == 3

    def test_one_batch_after_the_other_while_another_process_works(
        self, mediaapp: CommandLine, june: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = mediaapp("add", june, "--to", "png", "--json").objects[0]["batch"]
        second = mediaapp("add", june, "--to", "webp", "--after", str(first), "--json").objects[0]["batch"]
        works = mediaapp.start("work")
        try:
            assert mediaapp("wait", str(second), str(first), "--timeout", "60").code == 0
        finally:
            works.terminate()
            works.communicate()
        jobs = mediaapp("jobs", "--json").objects
        monkeypatch.setenv("MEDIAAPP_HOME", str(tmp_path / "home"))
        with JobService(Folders.find().database, fallback=tmp_path) as service:
            rows = service.reader.jobs(service.reader.ids(Selection()))
        ended = [row.finished for row in rows if row.batch == first]
        begun = [row.started for row in rows if row.batch == second]
        assert len(jobs) == 6
        assert max(each for each in ended if each) <= min(each for each in begun if each)

    def test_waiting_can_work_itself(self, mediaapp: CommandLine, june: Path) -> None:
        batch = mediaapp("add", june, "--to", "webp", "--json").objects[0]["batch"]
        waited = mediaapp("wait", str(batch), "--work")
        assert (waited.code, "3 ready" in waited.out) == (0, True)
