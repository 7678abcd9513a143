"""Parts become outputs, and nothing that is there is ever lost."""

import errno
import os
import stat
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path

import pytest

from tests.support.crash_points import die_at_each_change
from tests.support.publishing import not_offered, nothing, publish_one
from workers.errors import ErrorCode, Failure
from workers.output import rename
from workers.output.failures import writing_failure
from workers.output.publish import create_part, digest_of, discard, finish_dates, next_free, publish
from workers.recipe import OnExists

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no POSIX rights")


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def part_with(folder: Path, content: bytes = b"new") -> Path:
    part = create_part(folder, "1-1", is_folder=False, told=nothing)
    part.write_bytes(content)
    return part


def stills_in(folder: Path) -> Path:
    part = create_part(folder, "1-1", is_folder=True, told=nothing)
    (part / "page 1.png").write_bytes(b"one")
    (part / "page 2.png").write_bytes(b"two")
    return part


@contextmanager
def without(monkeypatch: pytest.MonkeyPatch, *, links: bool) -> Iterator[None]:
    """A file system like FAT: no rename that refuses a taken name, and with `links` False no second names either."""
    with monkeypatch.context() as patch:
        patch.setattr(rename, "rename_exclusive", not_offered)
        if not links:
            patch.setattr(Path, "hardlink_to", not_offered)
        yield


@pytest.fixture(params=["kernel", "link", "reservation"], autouse=True)
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Every way to take a name without taking somebody else's."""
    name: str = request.param
    if name == "kernel":
        yield name
    else:
        with without(monkeypatch, links=name == "link"):
            yield name


def test_the_part_is_told_before_it_exists_and_is_private(tmp_path: Path) -> None:
    heard = []
    part = create_part(
        tmp_path / "a" / "b", "7-2", is_folder=False, told=lambda path: heard.append((path, path.exists()))
    )
    assert heard == [(part, False)]
    assert part.name.startswith(".mediaapp-7-2-")
    assert part.read_bytes() == b""
    if sys.platform != "win32":
        assert stat.S_IMODE(part.stat().st_mode) == 0o600


def test_two_parts_of_one_tag_never_meet(tmp_path: Path) -> None:
    assert part_with(tmp_path) != part_with(tmp_path)


def test_an_output_gets_its_name_and_nothing_else_stays(tmp_path: Path) -> None:
    published = publish(part_with(tmp_path), tmp_path, "a.jpg", on_exists=OnExists.NUMBER, fence=nothing)
    assert published == tmp_path / "a.jpg"
    assert published.read_bytes() == b"new"
    assert names_in(tmp_path) == ["a.jpg"]


@posix
def test_rights_follow_the_umask(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        published = publish(part_with(tmp_path), tmp_path, "a.jpg", on_exists=OnExists.NUMBER, fence=nothing)
        folder = publish(stills_in(tmp_path), tmp_path, "b", on_exists=OnExists.NUMBER, fence=nothing)
    finally:
        os.umask(old)
    assert published is not None
    assert folder is not None
    assert stat.S_IMODE(published.stat().st_mode) == 0o640
    assert stat.S_IMODE(folder.stat().st_mode) == 0o750
    assert stat.S_IMODE((folder / "page 1.png").stat().st_mode) == 0o640


def test_a_taken_name_is_numbered(tmp_path: Path) -> None:
    for name in ("a.jpg", "a (2).jpg"):
        (tmp_path / name).write_bytes(b"old")
    published = publish(part_with(tmp_path), tmp_path, "a.jpg", on_exists=OnExists.NUMBER, fence=nothing)
    assert published == tmp_path / "a (3).jpg"
    assert (tmp_path / "a.jpg").read_bytes() == b"old"


def test_a_taken_name_is_skipped_and_the_part_stays_for_its_owner(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"old")
    part = part_with(tmp_path)
    assert publish(part, tmp_path, "a.jpg", on_exists=OnExists.SKIP, fence=nothing) is None
    assert part.exists()
    assert (tmp_path / "a.jpg").read_bytes() == b"old"


def test_a_taken_name_is_replaced_when_asked(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"old")
    assert (
        publish(part_with(tmp_path), tmp_path, "a.jpg", on_exists=OnExists.REPLACE, fence=nothing) == tmp_path / "a.jpg"
    )
    assert (tmp_path / "a.jpg").read_bytes() == b"new"


def test_what_may_not_be_replaced_stays_and_the_output_is_numbered(tmp_path: Path) -> None:
    kept = tmp_path / "a.jpg"
    kept.write_bytes(b"original")
    asked: list[str] = []
    fenced: list[str] = []

    def policy_applies(name: str) -> bool:
        assert fenced == ["a.jpg"]
        asked.append(name)
        return False

    published = publish(
        part_with(tmp_path),
        tmp_path,
        "a.jpg",
        on_exists=OnExists.REPLACE,
        fence=fenced.append,
        policy_applies=policy_applies,
    )
    assert published == tmp_path / "a (2).jpg"
    assert (asked, fenced) == (["a.jpg"], ["a.jpg", "a (2).jpg"])
    assert kept.read_bytes() == b"original"


@pytest.mark.skipif(sys.platform == "win32", reason="no FIFO there")
def test_only_a_file_is_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.jpg")
    published = publish(part_with(tmp_path), tmp_path, "a.jpg", on_exists=OnExists.REPLACE, fence=nothing)
    assert published == tmp_path / "a (2).jpg"
    assert (tmp_path / "a.jpg").is_fifo()


def test_replacing_a_link_leaves_what_it_leads_to(tmp_path: Path) -> None:
    (tmp_path / "far.jpg").write_bytes(b"old")
    (tmp_path / "a.jpg").symlink_to(tmp_path / "far.jpg")
    publish(part_with(tmp_path), tmp_path, "a.jpg", on_exists=OnExists.REPLACE, fence=nothing)
    assert (tmp_path / "far.jpg").read_bytes() == b"old"
    assert (tmp_path / "a.jpg").read_bytes() == b"new"


@pytest.mark.parametrize("on_exists", [OnExists.NUMBER, OnExists.REPLACE])
def test_a_folder_in_the_way_is_never_replaced(tmp_path: Path, on_exists: OnExists) -> None:
    (tmp_path / "a.jpg").mkdir()
    assert publish(part_with(tmp_path), tmp_path, "a.jpg", on_exists=on_exists, fence=nothing) == tmp_path / "a (2).jpg"
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "mine.txt").write_bytes(b"old")
    assert publish(stills_in(tmp_path), tmp_path, "b", on_exists=on_exists, fence=nothing) == tmp_path / "b (2)"
    assert names_in(tmp_path / "b") == ["mine.txt"]


@pytest.mark.parametrize("on_exists", OnExists)
def test_a_broken_link_has_its_name_too(tmp_path: Path, on_exists: OnExists) -> None:
    (tmp_path / "a.jpg").symlink_to(tmp_path / "nowhere")
    published = publish(part_with(tmp_path), tmp_path, "a.jpg", on_exists=on_exists, fence=nothing)
    assert (
        published
        == {
            OnExists.NUMBER: tmp_path / "a (2).jpg",
            OnExists.SKIP: None,
            OnExists.REPLACE: tmp_path / "a (2).jpg",
        }[on_exists]
    )
    assert not (tmp_path / "nowhere").exists()


def test_a_name_taken_after_the_fence_is_fenced_again(tmp_path: Path) -> None:
    fenced: list[str] = []

    def somebody_is_faster(name: str) -> None:
        if not fenced:
            (tmp_path / name).write_bytes(b"theirs")
        fenced.append(name)

    published = publish(part_with(tmp_path), tmp_path, "a.jpg", on_exists=OnExists.NUMBER, fence=somebody_is_faster)
    assert fenced == ["a.jpg", "a (2).jpg"]
    assert published == tmp_path / "a (2).jpg"
    assert (tmp_path / "a.jpg").read_bytes() == b"theirs"


def test_names_that_are_the_same_to_the_file_system_only_are_numbered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a case-insensitive disk: 'A.jpg' is there, and 'a.jpg' is the same name."""
    (tmp_path / "A.jpg").write_bytes(b"old")
    monkeypatch.setattr("os.path.lexists", lambda path: Path(path).name.lower() in map(str.lower, names_in(tmp_path)))
    assert next_free(tmp_path, "a.jpg", OnExists.NUMBER) == "a (2).jpg"
    assert next_free(tmp_path, "a.jpg", OnExists.SKIP) is None


def test_a_fence_that_breaks_publishes_nothing(tmp_path: Path) -> None:
    class ClaimLostError(Exception):
        pass

    def lost(_: str) -> None:
        raise ClaimLostError

    part = part_with(tmp_path)
    with pytest.raises(ClaimLostError):
        publish(part, tmp_path, "a.jpg", on_exists=OnExists.REPLACE, fence=lost)
    assert names_in(tmp_path) == [part.name]


def test_forty_at_once_get_forty_names(tmp_path: Path) -> None:
    parts = [part_with(tmp_path, str(n).encode()) for n in range(40)]
    with ThreadPoolExecutor(8) as pool:
        published = list(
            pool.map(lambda part: publish(part, tmp_path, "a.jpg", on_exists=OnExists.NUMBER, fence=nothing), parts)
        )
    assert len(set(published)) == 40
    assert {path.read_bytes() for path in published if path} == {str(n).encode() for n in range(40)}


def test_many_equal_names_are_cheap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = []

    def taken(path: Path) -> bool:
        looked.append(path)
        return path.name in {"a.jpg", *(f"a ({n}).jpg" for n in range(2, 1001))}

    monkeypatch.setattr("os.path.lexists", taken)
    assert next_free(tmp_path, "a.jpg", OnExists.NUMBER) == "a (1001).jpg"
    assert len(looked) < 30


def test_stills_appear_all_at_once(tmp_path: Path) -> None:
    published = publish(stills_in(tmp_path), tmp_path, "scan", on_exists=OnExists.NUMBER, fence=nothing)
    assert published == tmp_path / "scan"
    assert names_in(published) == ["page 1.png", "page 2.png"]
    assert names_in(tmp_path) == ["scan"]


def test_dates_are_those_of_the_source(tmp_path: Path) -> None:
    source = tmp_path / "source.jpg"
    source.write_bytes(b"x")
    os.utime(source, ns=(1_000_000_000_000_000_000, 1_234_567_890_123_456_789))
    for part in (part_with(tmp_path / "out"), stills_in(tmp_path / "out")):
        finish_dates(source.stat(), part)
        published = publish(part, tmp_path / "out", "a", on_exists=OnExists.NUMBER, fence=nothing)
        assert published is not None
        assert published.stat().st_mtime_ns == source.stat().st_mtime_ns


def test_digests(tmp_path: Path) -> None:
    file = tmp_path / "a"
    file.write_bytes(b"new")
    assert digest_of(file) == blake2b(b"new", digest_size=32).hexdigest()
    first, second = stills_in(tmp_path), stills_in(tmp_path)
    assert digest_of(first) == digest_of(second)
    (second / "page 2.png").write_bytes(b"other")
    assert digest_of(first) != digest_of(second)


def test_a_part_is_discarded_whole(tmp_path: Path) -> None:
    for part in (part_with(tmp_path), stills_in(tmp_path)):
        discard(part)
        discard(part)
        assert not part.exists()


def test_a_part_whose_drive_is_away_is_not_taken_for_gone(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        discard(tmp_path / "Camera" / ".mediaapp-1-1.part")


@posix
@pytest.mark.skipif(sys.platform != "win32" and os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights(tmp_path: Path) -> None:
    tmp_path.chmod(0o555)
    with pytest.raises(Failure) as caught:
        create_part(tmp_path / "out", "1-1", is_folder=False, told=nothing)
    assert caught.value.code is ErrorCode.OUTPUT_FORBIDDEN


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"a file")
    for folder in (tmp_path / "out", tmp_path / "out" / "below"):
        with pytest.raises(Failure) as caught:
            create_part(folder, "1-1", is_folder=False, told=nothing)
        assert caught.value.code is ErrorCode.OUTPUT_NOT_A_FOLDER


def test_a_name_too_long_for_the_drive(tmp_path: Path) -> None:
    with pytest.raises(Failure) as caught:
        publish(part_with(tmp_path), tmp_path, "a" * 256, on_exists=OnExists.NUMBER, fence=nothing)
    assert caught.value.code is ErrorCode.OUTPUT_NAME_INVALID


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, ErrorCode.DISK_FULL),
        (errno.EDQUOT, ErrorCode.DISK_FULL),
        (errno.EROFS, ErrorCode.OUTPUT_FORBIDDEN),
        (errno.ENOTDIR, ErrorCode.OUTPUT_NOT_A_FOLDER),
        (errno.ENOTCONN, ErrorCode.OUTPUT_AWAY),
        (errno.ESTALE, ErrorCode.OUTPUT_AWAY),
        (errno.EIO, ErrorCode.DRIVE_ERROR),
        (errno.EBUSY, ErrorCode.OUTPUT_LOCKED),
        (errno.EFBIG, ErrorCode.TOO_LARGE),
        (errno.EPIPE, ErrorCode.BUG),
    ],
)
def test_what_an_error_means(tmp_path: Path, number: int, code: ErrorCode) -> None:
    failure = writing_failure(OSError(number, os.strerror(number)), tmp_path / "not" / "there")
    assert failure.code is code
    assert failure.facts.path == str(tmp_path / "not" / "there")
    assert failure.facts.bytes_free
    assert failure.facts.drive


def test_a_sharing_violation_is_a_lock(tmp_path: Path) -> None:
    error = PermissionError(errno.EACCES, "used by another process")
    error.winerror = 32  # type: ignore[attr-defined,unused-ignore]
    assert writing_failure(error, tmp_path).code is ErrorCode.OUTPUT_LOCKED


def test_a_deleted_folder_does_not_accuse_its_drive(tmp_path: Path) -> None:
    failure = writing_failure(FileNotFoundError(errno.ENOENT, "gone"), tmp_path)
    assert (failure.code, failure.facts.drive) == (ErrorCode.OUTPUT_AWAY, None)


def test_a_locked_target_is_tried_for_a_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A virus scanner holds the old output open while it is to be replaced."""
    (tmp_path / "a.jpg").write_bytes(b"old")
    real, tries = Path.replace, []

    def held(self: Path, target: Path) -> Path:
        tries.append(target)
        if len(tries) < 3:
            error = PermissionError(errno.EACCES, "in use")
            error.winerror = 32  # type: ignore[attr-defined,unused-ignore]
            raise error
        return real(self, target)

    monkeypatch.setattr(Path, "replace", held)
    publish(part_with(tmp_path), tmp_path, "a.jpg", on_exists=OnExists.REPLACE, fence=nothing)
    assert len(tries) == 3
    assert (tmp_path / "a.jpg").read_bytes() == b"new"


@pytest.mark.processes
@pytest.mark.timeout(120)
@pytest.mark.parametrize("on_exists", [OnExists.NUMBER, OnExists.REPLACE])
def test_a_crash_at_any_instant_leaves_no_half_output(tmp_path: Path, way: str, on_exists: OnExists) -> None:
    """Where a name has to be reserved, the reservation may be left, and it is empty: the next attempt is numbered."""
    (tmp_path / "a.jpg").write_bytes(b"old")
    whole = {b"old", b"new", b""} if way == "reservation" else {b"old", b"new"}
    for _ in die_at_each_change(publish_one, tmp_path, way, on_exists):
        outputs = {path: path.read_bytes() for path in tmp_path.glob("*.jpg")}
        assert set(outputs.values()) <= whole
        assert outputs[tmp_path / "a.jpg"] == b"old" or on_exists is OnExists.REPLACE
        for path in tmp_path.iterdir():
            if path.name != "a.jpg":
                path.unlink()
        (tmp_path / "a.jpg").write_bytes(b"old")
    assert names_in(tmp_path) == (["a.jpg"] if on_exists is OnExists.REPLACE else ["a (2).jpg", "a.jpg"])
