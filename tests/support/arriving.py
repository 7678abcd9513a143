"""Files that appear in a folder in ten ways, written by a process of its own. Each picture has a size no other has."""

import multiprocessing
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Event

from PIL import Image

_WIDEST = 100
_PAUSE_S = 0.3


def size_of(number: int) -> tuple[int, int]:
    """Width and height in pixels of the picture of this number."""
    return 40 + number % _WIDEST, 40 + number // _WIDEST


def picture(number: int) -> bytes:
    """A JPEG of a few kB."""
    file = BytesIO()
    Image.linear_gradient("L").resize(size_of(number)).convert("RGB").save(file, "JPEG", quality=95)
    return file.getvalue()


@contextmanager
def arriving(inbox: Path, numbers: Sequence[int], elsewhere: Path) -> Iterator[BaseProcess]:
    """A process that writes these pictures into the inbox; `elsewhere` is a folder of its own on the same drive."""
    elsewhere.mkdir(exist_ok=True)
    process = multiprocessing.get_context("spawn").Process(target=_write_all, args=(inbox, numbers, elsewhere))
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()


def _write_all(inbox: Path, numbers: Sequence[int], elsewhere: Path) -> None:
    for number in numbers:
        WAYS[number % len(WAYS)](inbox, number, elsewhere)


def written(inbox: Path, number: int, elsewhere: Path) -> None:
    """Written at once."""
    (inbox / f"{number}.jpg").write_bytes(picture(number))


def slow_copy(inbox: Path, number: int, elsewhere: Path) -> None:
    """Written in parts, by a program that keeps it open and rests for longer than a file has to be still."""
    data = picture(number)
    with (inbox / f"{number}.jpg").open("wb", buffering=0) as file:
        for start in range(0, len(data), len(data) // 3 + 1):
            file.write(data[start : start + len(data) // 3 + 1])
            Event().wait(_PAUSE_S if number % 100 > 10 else 1.2)


def renamed_in(inbox: Path, number: int, elsewhere: Path) -> None:
    """Moved in when it is whole."""
    (elsewhere / f"{number}.jpg").write_bytes(picture(number))
    (elsewhere / f"{number}.jpg").rename(inbox / f"{number}.jpg")


def atomic_save(inbox: Path, number: int, elsewhere: Path) -> None:
    """Written under an editor's temporary name and renamed over what it replaces, twice."""
    for _ in range(2):
        part = inbox / f".goutputstream-{number}"
        part.write_bytes(picture(number))
        part.replace(inbox / f"{number}.jpg")


def moved_folder(inbox: Path, number: int, elsewhere: Path) -> None:
    """In folders that are moved in."""
    folder = elsewhere / f"album {number}" / "of one day"
    folder.mkdir(parents=True)
    (folder / f"{number}.jpg").write_bytes(picture(number))
    folder.parent.rename(inbox / f"album {number}")


def linked(inbox: Path, number: int, elsewhere: Path) -> None:
    """A second name of a file elsewhere. Links to it, and to the folder it is in, lead out of the inbox."""
    outside = elsewhere / f"{number}.jpg"
    outside.write_bytes(picture(number))
    (inbox / f"{number} link.jpg").symlink_to(outside)
    (inbox / f"{number} linked").symlink_to(elsewhere)
    (inbox / f"{number}.jpg").hardlink_to(outside)


def resumed_download(inbox: Path, number: int, elsewhere: Path) -> None:
    """A download that breaks off and is gone on with, in a browser's way: an empty file, and the part beside it."""
    data = picture(number)
    whole, part = inbox / f"{number}.jpg", inbox / f"{number}.jpg.part"
    whole.touch()
    part.write_bytes(data[: len(data) // 2])
    Event().wait(_PAUSE_S)
    with part.open("ab") as file:
        file.write(data[len(data) // 2 :])
    part.replace(whole)


def same_again(inbox: Path, number: int, elsewhere: Path) -> None:
    """The same content under two names, and later once more over the first one."""
    for name in (f"{number}.jpg", f"{number} copy.jpg", f"{number}.jpg"):
        (inbox / name).write_bytes(picture(number))


def deleted_before(inbox: Path, number: int, elsewhere: Path) -> None:
    """One that is deleted at once, and one that stays."""
    gone = inbox / f"{number} gone.jpg"
    gone.write_bytes(picture(number + 100 * _WIDEST))
    gone.unlink()
    written(inbox, number, elsewhere)


def moved_about(inbox: Path, number: int, elsewhere: Path) -> None:
    """Renamed inside, and then with its folder, after a program may have seen it."""
    folder = inbox / f"new {number}"
    folder.mkdir()
    (folder / "x.jpg").write_bytes(picture(number))
    (folder / "x.jpg").rename(folder / f"{number}.jpg")
    shutil.move(folder, inbox / f"album {number}")
    os.utime(inbox / f"album {number}" / f"{number}.jpg")


WAYS: Sequence[Callable[[Path, int, Path], None]] = (
    written,
    slow_copy,
    renamed_in,
    atomic_save,
    moved_folder,
    linked,
    resumed_download,
    same_again,
    deleted_before,
    moved_about,
)
