"""The watcher over real folders, with nobody who works the jobs off."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from threading import enumerate as enumerate_threads

import pytest

from tests.support.pool import wait_until
from tests.support.store import OUTCOME, Table
from workers.jobs.queries import Selection
from workers.jobs.watch import Watch, WatchRefused, WatchRules, WatchTrouble
from workers.recipe import InFolder, Recipe
from workers.service import JobService
from workers.service.watch_commands import AddWatch, FindWatches, IsAutomatic, PauseWatch, RemoveWatch, SwitchAutomatic
from workers.watching.folder_watcher import WatchTimes
from workers.watching.hints import Hints
from workers.watching.taking import take
from workers.watching.watcher import Watcher

QUICK = WatchTimes(still_s=0.2, sweep_s=600.0, look_s=0.05)
SWEEPING = WatchTimes(still_s=0.2, sweep_s=0.2, look_s=0.05)
OpenService = Callable[[], JobService]


@pytest.fixture
def accepted() -> Event:
    return Event()


@pytest.fixture
def watcher(open_service: OpenService, accepted: Event) -> Iterator[Watcher]:
    made = Watcher(open_service, accepted=accepted.set, times=QUICK)
    made.start()
    yield made
    made.stop()


def taken(service: JobService) -> list[str]:
    """The names of the sources of all jobs."""
    return sorted(Path(job.source).name for job in service.reader.each(service.reader.ids(Selection())))


def wait_for(service: JobService, *names: str) -> None:
    wait_until(lambda: taken(service) == sorted(names), what=f"{names}")


def test_what_is_there_and_what_appears_is_taken(
    service: JobService, watch: Watch, inbox: Path, watcher: Watcher, accepted: Event
) -> None:
    (inbox / "a.jpg").write_text("a")
    wait_for(service, "a.jpg")
    assert accepted.wait(10)
    (inbox / "b.jpg").write_text("b")
    album = inbox.parent / "album"
    album.mkdir()
    (album / "c.jpg").write_text("c")
    album.rename(inbox / "album")
    wait_for(service, "a.jpg", "b.jpg", "c.jpg")
    batch = service.reader.batches()[-1]
    assert (batch.name, batch.submitter) == ("inbox", "watch")
    [job] = [job for job in service.reader.each(service.reader.ids(Selection())) if job.source.endswith("c.jpg")]
    assert job.folder == str(inbox.parent / "out/album"), "as of a folder that was dropped"


def test_what_came_while_nobody_watched_is_found_and_nothing_twice(
    service: JobService, watch: Watch, inbox: Path, open_service: OpenService
) -> None:
    (inbox / "a.jpg").write_text("a")
    for more in ("b.jpg", "c.jpg"):
        watcher = Watcher(open_service, accepted=lambda: None, times=QUICK)
        watcher.start()
        wait_until(lambda: "a.jpg" in taken(service))
        watcher.stop()
        (inbox / more).write_text(more)
    watcher = Watcher(open_service, accepted=lambda: None, times=QUICK)
    watcher.start()
    wait_for(service, "a.jpg", "b.jpg", "c.jpg")
    watcher.stop()


def test_the_sweep_finds_what_the_system_does_not_tell(
    service: JobService, watch: Watch, inbox: Path, open_service: OpenService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Hints, "on_any_event", lambda hints, event: None)
    watcher = Watcher(open_service, accepted=lambda: None, times=SWEEPING)
    watcher.start()
    (inbox / "a.jpg").write_text("a")
    wait_for(service, "a.jpg")
    (inbox / "b.jpg").write_text("b")
    wait_for(service, "a.jpg", "b.jpg")
    watcher.stop()


def test_a_folder_that_goes_away_is_told_and_gone_on_with_when_it_is_back(
    service: JobService, watch: Watch, inbox: Path, watcher: Watcher
) -> None:
    (inbox / "a.jpg").write_text("a")
    wait_for(service, "a.jpg")
    away = inbox.parent / "away"
    inbox.rename(away)
    wait_until(lambda: FindWatches().run(service)[0].trouble is WatchTrouble.AWAY)
    told = FindWatches().run(service)[0]
    assert told.seen is not None
    assert told.trouble_since is not None
    assert 0 <= told.trouble_since - told.seen < 60, "when it was there last"
    (away / "b.jpg").write_text("b")
    away.rename(inbox)
    wait_for(service, "a.jpg", "b.jpg")
    assert FindWatches().run(service)[0].trouble is None
    shutil.rmtree(inbox)
    inbox.mkdir()
    (inbox / "a again.jpg").write_text("a")
    (inbox / "c.jpg").write_text("c")
    wait_for(service, "a.jpg", "b.jpg", "c.jpg")


def test_nothing_is_taken_while_paused_or_once_removed(
    service: JobService, watch: Watch, inbox: Path, watcher: Watcher
) -> None:
    (other := inbox.parent / "other").mkdir()
    PauseWatch(watch=watch.id, paused=True).run(service)
    (inbox / "a.jpg").write_text("a")
    added = AddWatch(WatchRules(folder=str(other), recipe=Recipe(destination=InFolder("/out")))).run(service)
    assert not isinstance(added, WatchRefused)
    (other / "b.jpg").write_text("b")
    wait_for(service, "b.jpg")
    PauseWatch(watch=watch.id, paused=False).run(service)
    wait_for(service, "a.jpg", "b.jpg")
    RemoveWatch(added).run(service)
    (inbox / "c.jpg").write_text("c")
    wait_for(service, "a.jpg", "b.jpg", "c.jpg")
    assert [each.id for each in FindWatches().run(service)] == [watch.id]


def test_what_jobs_made_is_not_taken(service: JobService, table: Table, watch: Watch, inbox: Path) -> None:
    """By its content, wherever somebody moves it, and by its place, whatever somebody makes of it."""
    from hashlib import blake2b

    from msgspec import structs

    from workers.watching.scope import Scope

    table.add(folder=str(inbox).lstrip("/"))
    claim = table.claim().claim
    (inbox / "made.jpg").write_text("made")
    outcome = structs.replace(OUTCOME, digest=blake2b(b"made", digest_size=32).hexdigest())
    table.finishing.fence(claim, f"{str(inbox).lstrip('/')}/made.jpg", outcome)
    (inbox / "made.jpg").rename(inbox / "renamed.jpg")
    (inbox / "new.jpg").write_text("new")
    files = list(Scope(watch.rules).files())
    assert take(service, watch, files, lambda: True) == []
    assert "new.jpg" in taken(service)
    assert "renamed.jpg" not in taken(service)
    assert service.store.watched_files.unknown(watch.id, files) == [], "nor is it looked at again"


def test_what_was_taken_and_not_accepted_when_the_process_ended_is_accepted_once(
    service: JobService, watch: Watch, inbox: Path, open_service: OpenService
) -> None:
    from workers.jobs.ids import WorkerId
    from workers.jobs.watch import FileState, WholeFile

    (inbox / "a.jpg").write_text("a")
    service.store.watched_files.take(
        watch,
        [WholeFile(FileState("a.jpg", 1, 7), "aa" * 32, watch.root.id, "inbox/a.jpg")],
        worker=WorkerId("1@1.00"),
        name="inbox",
        prio=0,
    )
    watcher = Watcher(open_service, accepted=lambda: None, times=QUICK)
    watcher.start()
    wait_until(lambda: "a.jpg" in taken(service))
    watcher.stop()
    assert taken(service).count("a.jpg") == 1
    assert service.store.watched_files.unfilled(watch.id) == []


def test_a_changing_file_is_not_taken(service: JobService, watch: Watch, inbox: Path) -> None:
    from workers.watching.scope import Scope

    (inbox / "a.jpg").write_text("a")
    files = list(Scope(watch.rules).files())
    (inbox / "a.jpg").write_text("a and more")
    assert take(service, watch, files, lambda: True) == ["a.jpg"]
    assert taken(service) == []


def test_nothing_is_taken_from_any_folder_while_all_is_off(
    service: JobService, watch: Watch, inbox: Path, watcher: Watcher
) -> None:
    SwitchAutomatic(on=False).run(service)
    assert not IsAutomatic().run(service)
    wait_until(lambda: not [one for one in enumerate_threads() if one.name == f"watch {watch.id}"])
    (inbox / "a.jpg").write_text("a")
    SwitchAutomatic(on=True).run(service)
    wait_for(service, "a.jpg")
