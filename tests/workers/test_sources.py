"""Finding files in what was dropped, and opening them."""

import errno
import os
import socket
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from workers.errors import ErrorCode, ErrorKind, Failure
from workers.formats import READABLE_EXTENSIONS, UNSUPPORTED_EXTENSIONS
from workers.sources import (
    Candidate,
    NotAPicture,
    Step,
    Unreadable,
    Unsupported,
    open_source,
    reading_failure,
    unchanged,
    walk,
)

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="POSIX file system features")
not_root = pytest.mark.skipif(sys.platform != "win32" and os.geteuid() == 0, reason="root may read everything")


def _make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * len(name))


def _walk(*paths: str | Path, skip: Iterable[str] = ()) -> list[Step]:
    unwanted = set(skip)
    return list(walk([os.fspath(path) for path in paths], lambda folder: folder.name in unwanted))


def _found(folder: Path, steps: Iterable[Step]) -> list[str]:
    return [Path(step.path).relative_to(folder).as_posix() for step in steps if isinstance(step, Candidate)]


class TestWalking:
    def test_folders_give_pictures_in_the_order_of_names(self, tmp_path: Path) -> None:
        _make(tmp_path, "b.jpg", "a.PNG", "notes.txt", "sub/c.heic", "sub/deeper/d.tif", "another/e.webp", "clip.mp4")
        steps = _walk(tmp_path)
        assert _found(tmp_path, steps) == ["a.PNG", "b.jpg", "another/e.webp", "sub/c.heic", "sub/deeper/d.tif"]
        assert [Path(step.path).name for step in steps if isinstance(step, NotAPicture)] == ["clip.mp4", "notes.txt"]

    def test_pictures_that_cannot_be_read_are_not_taken_for_other_files(self, tmp_path: Path) -> None:
        _make(tmp_path, "a.jpg", "b.PSD", "c.nef", "notes.txt")
        assert [step for step in _walk(tmp_path) if isinstance(step, Unsupported)] == [
            Unsupported(str(tmp_path / "b.PSD"), "Photoshop"),
            Unsupported(str(tmp_path / "c.nef"), "Camera raw"),
        ]

    def test_no_extension_is_both_readable_and_not(self) -> None:
        assert not READABLE_EXTENSIONS & UNSUPPORTED_EXTENSIONS.keys()

    def test_numbers_in_names_count_as_numbers(self, tmp_path: Path) -> None:
        names = [
            "h1.jpg",
            "H2.jpg",
            "h02b.jpg",
            "h10.jpg",
            "h9" + "9" * 40 + ".jpg",
            "Z/1.jpg",
            "z2/1.jpg",
            "z10/1.jpg",
        ]
        _make(tmp_path, *reversed(names))
        assert _found(tmp_path, _walk(tmp_path)) == names

    def test_a_path_that_can_name_nothing_is_not_there(self, tmp_path: Path) -> None:
        _make(tmp_path, "a.jpg")
        (tmp_path / "circle.jpg").symlink_to("circle.jpg")
        for path in (
            tmp_path / "a.jpg" / "b.jpg",
            tmp_path / "circle.jpg",
            tmp_path / ("x" * 300),
            f"{tmp_path}/{'x/' * 3000}",
        ):
            assert [type(step) for step in _walk(path)] == [Unreadable]

    def test_a_candidate_tells_size_time_and_the_dropped_folder(self, tmp_path: Path) -> None:
        _make(tmp_path, "June/sub/abc.jpg")
        os.utime(tmp_path / "June/sub/abc.jpg", ns=(1, 1_700_000_000_123_456_700))
        (found,) = _walk(tmp_path / "June")
        path = tmp_path / "June/sub/abc.jpg"
        assert found == Candidate(str(path), 16, path.stat().st_mtime_ns, str(tmp_path / "June"))

    def test_a_named_file_is_taken_whatever_it_is_called(self, tmp_path: Path) -> None:
        _make(tmp_path, "scan", ".hidden.jpg", "notes.txt")
        steps = _walk(tmp_path / "scan", tmp_path / ".hidden.jpg", tmp_path / "notes.txt")
        assert [(type(step), step.dropped) for step in steps if isinstance(step, Candidate)] == [(Candidate, None)] * 3

    def test_hidden_and_unwanted_folders_are_left_out(self, tmp_path: Path) -> None:
        _make(tmp_path, "a.jpg", ".b.jpg", ".cache/c.jpg", ".mediaapp-originals/1/d.jpg", "Smaller/e.jpg")
        assert _found(tmp_path, _walk(tmp_path, skip=["Smaller"])) == ["a.jpg"]

    def test_what_is_not_there_is_told_and_the_rest_goes_on(self, tmp_path: Path) -> None:
        _make(tmp_path, "a.jpg")
        gone, there = _walk(tmp_path / "gone.jpg", tmp_path / "a.jpg")
        assert gone == Unreadable(str(tmp_path / "gone.jpg"))
        assert isinstance(there, Candidate)

    def test_each_file_comes_once(self, tmp_path: Path) -> None:
        _make(tmp_path, "a.jpg", "sub/b.jpg")
        steps = _walk(
            tmp_path / "sub/b.jpg", tmp_path, tmp_path / "sub", tmp_path / "sub/b.jpg", f"{tmp_path}/./sub/../a.jpg"
        )
        assert sorted(_found(tmp_path, steps)) == ["a.jpg", "sub/b.jpg"]

    @posix_only
    def test_two_names_of_one_file_are_two(self, tmp_path: Path) -> None:
        _make(tmp_path, "a.jpg")
        (tmp_path / "b.jpg").hardlink_to(tmp_path / "a.jpg")
        assert _found(tmp_path, _walk(tmp_path)) == ["a.jpg", "b.jpg"]

    @posix_only
    def test_links_in_circles_end(self, tmp_path: Path) -> None:
        _make(tmp_path, "a.jpg", "sub/b.jpg")
        (tmp_path / "sub/up").symlink_to(tmp_path)
        (tmp_path / "sub/self").symlink_to("self")
        (tmp_path / "root").symlink_to("/")
        (tmp_path / "again.jpg").symlink_to("a.jpg")
        assert _found(tmp_path, _walk(tmp_path)) == ["a.jpg", "sub/b.jpg"]

    @posix_only
    def test_links_that_lead_out_are_followed_once(self, tmp_path: Path) -> None:
        _make(tmp_path, "outside/c.jpg", "elsewhere.jpg", "June/a.jpg")
        (tmp_path / "June/more").symlink_to(tmp_path / "outside")
        (tmp_path / "June/same").symlink_to(tmp_path / "outside")
        (tmp_path / "June/one.jpg").symlink_to(tmp_path / "elsewhere.jpg")
        assert _found(tmp_path, _walk(tmp_path / "June")) == ["June/a.jpg", "June/one.jpg", "June/more/c.jpg"]

    @posix_only
    def test_a_dropped_link_to_a_folder_is_that_folder(self, tmp_path: Path) -> None:
        _make(tmp_path, "June/a.jpg")
        (tmp_path / "link").symlink_to(tmp_path / "June")
        assert _found(tmp_path, _walk(tmp_path / "link")) == ["link/a.jpg"]

    @posix_only
    def test_only_regular_files_are_pictures(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.jpg")
        listening = socket.socket(socket.AF_UNIX)
        here = Path.cwd()
        os.chdir(tmp_path)  # a socket's name may have 108 bytes
        try:
            listening.bind("socket.png")
        finally:
            os.chdir(here)
            listening.close()
        (tmp_path / "gone.gif").symlink_to("nowhere")
        (tmp_path / "folder.jpg").mkdir()
        steps = _walk(tmp_path)
        assert _found(tmp_path, steps) == []
        assert steps == [
            Unreadable(str(tmp_path / "gone.gif")),
            NotAPicture(str(tmp_path / "pipe.jpg")),
            NotAPicture(str(tmp_path / "socket.png")),
        ]

    @posix_only
    @pytest.mark.skipif(sys.platform == "darwin", reason="its file systems refuse such names")
    def test_names_of_every_kind(self, tmp_path: Path) -> None:
        names = [
            b"caf\xe9.jpg",
            b"new\nline.jpg",
            b"-rf.jpg",
            b"a" * 251 + b".jpg",
            "🦊.jpg".encode(),
            b" .jpg",
            b"%s.jpg",
        ]
        for name in names:
            (Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + name))).write_bytes(b"x")
        assert sorted(os.fsencode(name) for name in _found(tmp_path, _walk(tmp_path))) == sorted(names)
        assert len(_walk(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.jpg"))) == 1

    @posix_only
    @not_root
    def test_a_folder_that_may_not_be_listed_is_told(self, tmp_path: Path) -> None:
        _make(tmp_path, "a.jpg", "secret/b.jpg")
        (tmp_path / "secret").chmod(0)
        try:
            steps = _walk(tmp_path)
        finally:
            (tmp_path / "secret").chmod(0o700)
        assert steps[1:] == [Unreadable(str(tmp_path / "secret"))]

    def test_it_streams(self, tmp_path: Path) -> None:
        _make(tmp_path, "a/1.jpg", "b/2.jpg")
        steps = walk([str(tmp_path)], lambda folder: False)
        assert isinstance(next(steps), Candidate)
        (tmp_path / "b/3.jpg").write_bytes(b"x")
        assert _found(tmp_path, steps) == ["b/2.jpg", "b/3.jpg"]


class TestOpening:
    def test_gives_the_bytes_and_who_they_are(self, tmp_path: Path) -> None:
        _make(tmp_path, "a.jpg")
        with open_source(tmp_path / "a.jpg") as opened:
            assert opened.file.read() == b"xxxxx"
            assert opened.identity.size == 5
            assert unchanged(opened, tmp_path / "a.jpg")
        assert opened.file.closed

    @pytest.mark.parametrize(
        ("change", "sees"),
        [
            (lambda path: path.write_bytes(b"longer than before"), True),
            (lambda path: os.truncate(path, 2), True),
            (lambda path: os.utime(path, ns=(1, 2)), True),
            (lambda path: os.utime(path, ns=(1, path.stat().st_mtime_ns)), False),
        ],
    )
    def test_sees_a_change(self, tmp_path: Path, change: Callable[[Path], object], sees: bool) -> None:
        _make(tmp_path, "a.jpg")
        with open_source(tmp_path / "a.jpg") as opened:
            change(tmp_path / "a.jpg")
            assert unchanged(opened, tmp_path / "a.jpg") is not sees

    @posix_only
    def test_sees_another_file_in_its_place_even_of_the_same_size_and_time(self, tmp_path: Path) -> None:
        _make(tmp_path, "a.jpg", "b.jpg")
        os.utime(tmp_path / "b.jpg", ns=(1, (tmp_path / "a.jpg").stat().st_mtime_ns))
        with open_source(tmp_path / "a.jpg") as opened:
            (tmp_path / "b.jpg").replace(tmp_path / "a.jpg")
            assert not unchanged(opened, tmp_path / "a.jpg")

    @posix_only
    def test_says_when_it_has_gone(self, tmp_path: Path) -> None:
        _make(tmp_path, "a.jpg")
        with open_source(tmp_path / "a.jpg") as opened:
            (tmp_path / "a.jpg").unlink()
            with pytest.raises(Failure) as raised:
                unchanged(opened, tmp_path / "a.jpg")
        assert raised.value.code is ErrorCode.SOURCE_GONE

    def test_refuses_what_is_not_a_file_with_bytes(self, tmp_path: Path) -> None:
        (tmp_path / "folder").mkdir()
        (tmp_path / "empty.jpg").touch()
        expected = {"empty.jpg": ErrorCode.SOURCE_EMPTY, "gone.jpg": ErrorCode.SOURCE_GONE}
        if sys.platform != "win32":
            os.mkfifo(tmp_path / "pipe.jpg")
            expected |= {"pipe.jpg": ErrorCode.SOURCE_NOT_A_FILE, "folder": ErrorCode.SOURCE_NOT_A_FILE}
        for name, code in expected.items():
            with pytest.raises(Failure) as raised:
                open_source(tmp_path / name)
            assert raised.value.code is code, name
            assert raised.value.facts.path == str(tmp_path / name)

    @posix_only
    def test_leaves_no_handle_behind(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "pipe.jpg")
        before = len(list(Path("/dev/fd").iterdir()))
        for _ in range(5):
            with pytest.raises(Failure):
                open_source(tmp_path / "pipe.jpg")
        assert len(list(Path("/dev/fd").iterdir())) == before

    @posix_only
    @not_root
    def test_a_forbidden_one_names_its_owner(self, tmp_path: Path) -> None:
        _make(tmp_path, "a.jpg")
        (tmp_path / "a.jpg").chmod(0)
        with pytest.raises(Failure) as raised:
            open_source(tmp_path / "a.jpg")
        assert raised.value.code is ErrorCode.SOURCE_FORBIDDEN
        assert raised.value.facts.owner


class TestErrors:
    @pytest.mark.parametrize(
        ("number", "code"),
        [
            (errno.ENOENT, ErrorCode.SOURCE_GONE),
            (errno.EACCES, ErrorCode.SOURCE_FORBIDDEN),
            (errno.ENOTCONN, ErrorCode.SOURCE_AWAY),
            (errno.ESTALE, ErrorCode.SOURCE_AWAY),
            (errno.ENODEV, ErrorCode.SOURCE_AWAY),
            (errno.EIO, ErrorCode.DRIVE_ERROR),
            (errno.ENOMEM, ErrorCode.OUT_OF_MEMORY),
            (errno.EBUSY, ErrorCode.SOURCE_LOCKED),
            (errno.EPROTO, ErrorCode.DRIVE_ERROR),
        ],
    )
    def test_each_has_its_meaning(self, tmp_path: Path, number: int, code: ErrorCode) -> None:
        assert reading_failure(OSError(number, os.strerror(number)), tmp_path).code is code

    def test_one_without_a_number_waits_rather_than_fails(self, tmp_path: Path) -> None:
        assert reading_failure(OSError("odd"), tmp_path).code.kind is ErrorKind.WAITS
