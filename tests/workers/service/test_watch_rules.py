"""Which folders can be watched, and how."""

from pathlib import Path

import pytest
from msgspec import structs

from workers.jobs.ids import WatchId
from workers.jobs.watch import WatchFault, WatchRefused, WatchRules
from workers.recipe import Automatic, Destination, InFolder, Recipe, ReplaceOriginals
from workers.service import JobService
from workers.service.watch_commands import (
    AddWatch,
    ChangeWatch,
    CheckWatch,
    FindWatches,
    PauseWatch,
    RemoveWatch,
    RestoreWatch,
)


def rules(folder: Path, destination: Destination | None = None, done: Path | None = None) -> WatchRules:
    return WatchRules(
        folder=str(folder),
        recipe=Recipe(destination=destination or Automatic("Smaller")),
        done_folder=None if done is None else str(done),
    )


def refusal(service: JobService, asked: WatchRules) -> WatchFault:
    answer = AddWatch(asked).run(service)
    assert isinstance(answer, WatchRefused)
    assert FindWatches().run(service) == []
    return answer.fault


def test_a_folder_is_watched_changed_paused_and_removed(service: JobService, june: Path) -> None:
    number = AddWatch(rules(june, done=june / "done")).run(service)
    assert not isinstance(number, WatchRefused)
    assert ChangeWatch(number, rules(june / "beach")).run(service) is True
    assert PauseWatch(watch=number, paused=True).run(service)
    [watch] = FindWatches().run(service)
    assert (watch.rules.folder, watch.rules.done_folder, watch.paused) == (str(june / "beach"), None, True)
    assert RemoveWatch(number).run(service)
    assert FindWatches().run(service) == []
    assert not RemoveWatch(number).run(service)
    assert ChangeWatch(WatchId(99), rules(june)).run(service) is False


def test_paths_are_kept_whole(service: JobService, june: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(june)
    AddWatch(structs.replace(rules(Path("beach")), done_folder="done")).run(service)
    [watch] = FindWatches().run(service)
    assert (watch.rules.folder, watch.rules.done_folder) == (str(june / "beach"), str(june / "done"))


def test_what_is_no_folder_is_refused(service: JobService, june: Path) -> None:
    assert refusal(service, rules(june / "a.jpg")) is WatchFault.NO_FOLDER
    assert refusal(service, rules(june / "none")) is WatchFault.NO_FOLDER


def test_a_folder_among_its_own_results_is_refused(service: JobService, june: Path) -> None:
    assert refusal(service, rules(june / "beach", InFolder(str(june)))) is WatchFault.IN_ITS_RESULTS
    assert refusal(service, rules(june, InFolder(str(june)))) is WatchFault.IN_ITS_RESULTS
    assert not isinstance(AddWatch(rules(june, InFolder(str(june / "out")))).run(service), WatchRefused)


def test_a_folder_is_watched_once_whatever_it_is_called(service: JobService, june: Path) -> None:
    number = AddWatch(rules(june)).run(service)
    assert not isinstance(number, WatchRefused)
    (june.parent / "link").symlink_to(june)
    for folder in (june, june.parent / "link"):
        answer = AddWatch(rules(folder)).run(service)
        assert isinstance(answer, WatchRefused)
        assert answer.fault is WatchFault.ALREADY_WATCHED
        assert CheckWatch(rules(folder)).run(service) == answer
    assert CheckWatch(rules(june, ReplaceOriginals()), number).run(service) is None
    assert RemoveWatch(number).run(service)
    assert not isinstance(AddWatch(rules(june)).run(service), WatchRefused)


def test_a_removed_folder_is_watched_again(service: JobService, june: Path) -> None:
    number = AddWatch(structs.replace(rules(june), name="Camera inbox")).run(service)
    assert not isinstance(number, WatchRefused)
    RemoveWatch(number).run(service)
    assert RestoreWatch(number).run(service)
    assert [watch.rules.title for watch in FindWatches().run(service)] == ["Camera inbox"]


def test_done_folders_that_cannot_be(service: JobService, june: Path) -> None:
    assert refusal(service, rules(june, done=june)) is WatchFault.DONE_IS_THE_FOLDER
    assert refusal(service, rules(june / "beach", done=june)) is WatchFault.DONE_IS_THE_FOLDER
    assert refusal(service, rules(june, ReplaceOriginals(), june / "done")) is WatchFault.DONE_AND_REPLACED
    assert refusal(service, rules(june, done=Path("/proc/self"))) is WatchFault.DONE_ON_OTHER_DRIVE


def test_other_rules_are_held_to_the_same(service: JobService, june: Path) -> None:
    number = AddWatch(rules(june)).run(service)
    assert not isinstance(number, WatchRefused)
    answer = ChangeWatch(number, rules(june, InFolder(str(june)))).run(service)
    assert isinstance(answer, WatchRefused)
    assert FindWatches().run(service)[0].rules == rules(june)
