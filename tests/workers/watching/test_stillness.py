"""A file is whole when two looks find the same, and nobody has it open to write."""

import os
from pathlib import Path

import pytest

from workers.watching.stillness import MOST, Unsettled
from workers.watching.writers import is_being_written


class Looks:
    """A folder that is looked at when the test says so."""

    def __init__(self, folder: Path) -> None:
        self.now = 0.0
        self.unsettled = Unsettled(str(folder), still_s=2.0, clock=lambda: self.now)

    def after(self, seconds: float) -> list[str]:
        self.now += seconds
        return [file.rel for file in self.unsettled.settled()]


@pytest.fixture
def looks(tmp_path: Path) -> Looks:
    return Looks(tmp_path)


def test_what_is_the_same_for_two_seconds_is_whole_and_told_once(looks: Looks, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_text("whole")
    looks.unsettled.offer("a.jpg")
    assert looks.after(1.9) == []
    assert looks.after(0.1) == ["a.jpg"]
    assert looks.after(9.0) == []


def test_what_grows_is_waited_for(looks: Looks, tmp_path: Path) -> None:
    file = tmp_path / "a.jpg"
    file.write_text("half")
    looks.unsettled.offer("a.jpg")
    for _ in range(3):
        file.write_text(file.read_text() + "more")
        assert looks.after(2.0) == []
    assert looks.after(2.0) == ["a.jpg"]


def test_what_was_replaced_by_another_of_the_same_size_and_time_is_waited_for(looks: Looks, tmp_path: Path) -> None:
    for name in ("a.jpg", "other"):
        (tmp_path / name).write_text("12345")
        os.utime(tmp_path / name, ns=(7, 7))
    looks.unsettled.offer("a.jpg")
    (tmp_path / "other").replace(tmp_path / "a.jpg")
    assert looks.after(2.0) == []
    assert looks.after(2.0) == ["a.jpg"]


def test_what_somebody_writes_into_is_waited_for_however_long_he_rests(looks: Looks, tmp_path: Path) -> None:
    with (tmp_path / "a.jpg").open("w") as file:
        file.write("half")
        file.flush()
        looks.unsettled.offer("a.jpg")
        assert is_being_written(str(tmp_path / "a.jpg"))
        assert looks.after(60.0) == []
        assert looks.after(60.0) == []
    assert not is_being_written(str(tmp_path / "a.jpg"))
    assert looks.after(60.0) == ["a.jpg"]


@pytest.mark.parametrize("mark", ["a.jpg.part", "a.jpg.aria2", "a.jpg.crdownload"])
def test_what_a_download_lies_beside_is_waited_for(looks: Looks, tmp_path: Path, mark: str) -> None:
    (tmp_path / "a.jpg").write_text("as long as it will be")
    (tmp_path / mark).touch()
    looks.unsettled.offer("a.jpg")
    assert looks.after(2.0) == []
    (tmp_path / mark).unlink()
    assert looks.after(2.0) == ["a.jpg"]


def test_what_is_gone_empty_or_no_file_is_not_waited_for(looks: Looks, tmp_path: Path) -> None:
    (tmp_path / "gone.jpg").write_text("x")
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "folder.jpg").mkdir()
    (tmp_path / "link.jpg").symlink_to(tmp_path / "gone.jpg")
    for name in ("gone.jpg", "empty.jpg", "folder.jpg", "link.jpg", "never.jpg"):
        looks.unsettled.offer(name)
    assert len(looks.unsettled) == 1
    (tmp_path / "gone.jpg").unlink()
    assert looks.after(2.0) == []
    assert len(looks.unsettled) == 0


def test_no_more_are_waited_for_than_there_is_room_for(looks: Looks, tmp_path: Path) -> None:
    for number in range(MOST + 5):
        (tmp_path / f"{number}.jpg").write_text("x")
        looks.unsettled.offer(f"{number}.jpg")
    assert looks.unsettled.is_full
    assert len(looks.unsettled) == MOST
    assert looks.after(2.0)
    assert not looks.unsettled.is_full
