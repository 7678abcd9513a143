"""The Python interface, on a table that the test works off itself, and as the documents show it."""

import contextlib
import os
import re
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import apsw
import pytest
from PIL import Image

from mediaapp import client
from mediaapp.paths import Folders
from tests.support.statements import noted
from tests.support.store import OUTCOME
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.ids import WorkerId
from workers.lock import Lock
from workers.retry import GiveUp
from workers.service import JobService

TOP = Path(__file__).parents[2]
PAGE = TOP / "docs" / "scripting.md"
WORKER = WorkerId("1@1.00")


@pytest.fixture
def pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three folders of two pictures each, beside a home of its own."""
    monkeypatch.setenv("MEDIAAPP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_PICTURES_DIR", str(tmp_path / "Pictures"))
    for name in ("June", "July", "August"):
        (tmp_path / name).mkdir()
        for n in range(2):
            Image.new("RGB", (64, 48), (n, 50, 90)).save(tmp_path / name / f"{n}.jpg")
    return tmp_path


@pytest.fixture
def service(pictures: Path) -> Iterator[JobService]:
    client.batches()  # makes the table
    with JobService(Folders.find().database, fallback=pictures) as opened:
        yield opened


def end_one(service: JobService, *, failed: bool = False) -> None:
    """End the next job as a worker would, without making anything."""
    claimed = service.store.claims.claim(WORKER)
    assert claimed is not None
    if failed:
        service.store.finishing.fail(claimed.claim, ErrorCode.DAMAGED, FailureFacts(), GiveUp())
    else:
        service.store.finishing.fence(claimed.claim, "June/a.jpg", OUTCOME)
        service.store.finishing.finish(claimed.claim, OUTCOME, f"content {claimed.job.id}")


def test_what_is_added_is_found_and_followed_to_its_end(service: JobService, pictures: Path) -> None:
    batch = client.add([pictures / "June"], recipe=client.Recipe(name="Small", format=client.Format.WEBP))
    assert batch.found is not None
    assert (batch.name, batch.recipe.name, batch.found.accepted, batch.counts.queued) == ("June", "Small", 2, 2)
    assert [one.number for one in client.batches()] == [batch.number]
    assert client.batch(batch.number).name == "June"
    end_one(service)
    following = batch.follow(timeout=30)
    first, progress = next(following), next(following)
    assert isinstance(first, client.Ended)
    assert first.job.state is client.JobState.DONE
    assert isinstance(progress, client.Progress)
    assert (progress.counts.done, progress.counts.queued) == (1, 1)
    end_one(service, failed=True)
    rest = list(following)
    assert [event.job.state for event in rest if isinstance(event, client.Ended)] == [client.JobState.FAILED]
    assert [job.state for job in batch.jobs(client.JobState.FAILED)] == [client.JobState.FAILED]
    assert len(batch.jobs()) == 2


def test_every_job_is_told_once_whenever_it_ends(service: JobService, pictures: Path) -> None:
    batch = client.add([pictures / "June", pictures / "July"])
    told: list[int] = []
    follower = threading.Thread(
        target=lambda: told.extend(event.job.id for event in batch.follow(60) if isinstance(event, client.Ended))
    )
    end_one(service)
    follower.start()
    for _ in range(3):
        end_one(service)
    follower.join()
    assert sorted(told) == [job.id for job in batch.jobs()]


def test_what_failed_is_queued_again_and_told_again(service: JobService, pictures: Path) -> None:
    batch = client.add([pictures / "June"])
    end_one(service, failed=True)
    end_one(service)
    assert batch.wait(30).failed == 1
    following = batch.follow(30)
    assert [type(next(following)) for _ in range(2)] == [client.Ended] * 2
    assert batch.retry() == 1
    end_one(service)
    rest = [event.job.state for event in following if isinstance(event, client.Ended)]
    assert rest == [client.JobState.DONE]
    assert batch.retry() == 0


def test_nothing_is_asked_of_the_table_while_nothing_happens(
    service: JobService, pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = client.add([pictures / "June"])
    asked = noted(monkeypatch)
    with pytest.raises(TimeoutError):
        list(batch.follow(timeout=0.5))
    often = {sql for sql, times in Counter(sql for sql, _ in asked).items() if times > 2}
    assert often == {"pragma data_version"}


def test_a_job_is_told_of_too_when_its_event_is_forgotten_before_it_is_read(
    service: JobService, pictures: Path
) -> None:
    batch = client.add([pictures / "June", pictures / "July"])
    end_one(service)
    following = batch.follow(30)
    told = [next(following)]
    for _ in range(3):
        end_one(service)
    with contextlib.closing(apsw.Connection(str(Folders.find().database))) as connection:
        connection.execute("delete from event where id < (select max(id) from event)")
    told.extend(following)
    ended = [each.job.id for each in told if isinstance(each, client.Ended)]
    assert sorted(ended) == [job.id for job in batch.jobs()]


def test_jobs_of_other_batches_are_not_told(service: JobService, pictures: Path) -> None:
    june, july = client.add([pictures / "June"]), client.add([pictures / "July"])
    following = july.follow(30)
    assert isinstance(next(following), client.Progress)
    for _ in range(4):
        end_one(service)
    ended = [each.job.id for each in following if isinstance(each, client.Ended)]
    assert ended == [job.id for job in july.jobs()]
    assert june.counts.done == 2


def test_waiting_has_an_end(service: JobService, pictures: Path) -> None:
    batch = client.add([pictures / "June"])
    with pytest.raises(TimeoutError):
        batch.wait(0.2)


def test_later_and_after_another(service: JobService, pictures: Path) -> None:
    first = client.add([pictures / "June"])
    second = client.add([pictures / "July"], after=first)
    at = datetime.now().replace(microsecond=0) + timedelta(hours=2)
    third = client.add([pictures / "August"], at=at)
    assert (second.counts.paused, third.counts.paused) == (2, 2)
    stored = service.reader.batch(second.number)
    assert stored is not None
    assert (stored.after, stored.after_name) == (first.number, "June")
    assert {job.not_before for job in third.jobs()} == {at.timestamp()}


def test_what_makes_no_sense_is_refused_and_nothing_is_accepted(service: JobService, pictures: Path) -> None:
    with pytest.raises(LookupError):
        client.add([pictures / "June"], recipe="no such recipe")
    with pytest.raises(FileNotFoundError):
        client.add([pictures / "June", pictures / "nowhere"])
    with pytest.raises(ValueError, match="one path"):
        client.add([])
    with pytest.raises(LookupError):
        client.batch(7)
    assert client.batches() == []


def test_whether_somebody_works_can_be_asked(service: JobService) -> None:
    assert not client.is_worked_on()
    lock = Lock(Folders.find().pool_lock)
    assert lock.acquire()
    assert client.is_worked_on()
    lock.release()


def test_any_thread_may_ask_at_the_same_time(service: JobService, pictures: Path) -> None:
    batch = client.add([pictures / "June"])
    counted: list[int] = []
    threads = [threading.Thread(target=lambda: counted.append(batch.counts.queued)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counted == [2] * 6


def test_it_loads_no_qt() -> None:
    asked = "import sys; from mediaapp import client; sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", asked], cwd=TOP, check=False).returncode == 0


def examples() -> list[tuple[str, str]]:
    """Language and text of each block of the page."""
    return re.findall(r"^```(\w+)\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def run(language: str, text: str, folder: Path) -> str:
    """What the example prints, in a folder with pictures; it must end well."""
    commands = folder / "bin"
    commands.mkdir(exist_ok=True)
    for name, words in (
        ("mediaapp", f'exec "{sys.executable}" -m mediaapp "$@"'),
        ("python3", f'exec "{sys.executable}" "$@"'),
    ):
        (commands / name).write_text(f"#!/bin/sh\n{words}\n")
        (commands / name).chmod(0o755)
    script = folder / f"example.{language}"
    script.write_text(text)
    environment = {
        **os.environ,
        "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(TOP),
        "PYTHONUTF8": "1",
    }
    starter = [sys.executable] if language == "python" else ["sh", "-e"]
    done = subprocess.run(
        [*starter, str(script)], cwd=folder, env=environment, capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.processes
@pytest.mark.timeout(120)
@pytest.mark.skipif(os.name == "nt", reason="there is no sh")
def test_the_examples_of_the_documents_do_what_they_say(pictures: Path) -> None:
    (in_shell, shell), (_, works), (_, leaves) = examples()
    assert in_shell == "sh"
    assert run("sh", shell, pictures).endswith("June is ready\n")
    assert len(list((pictures / "June Smaller").glob("*.webp"))) == 2
    # In the shell July was to follow June, and is worked on now beside what the example adds.
    told = run("python", works, pictures)
    assert told.count(" became ") + told.count("ended as skipped") == 2
    assert "2 of 2\n" in told
    told = run("python", leaves, pictures)
    assert "Nobody works on it now.\n" in told
    assert "2 wait\n" in told
