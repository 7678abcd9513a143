"""Originals whose place an output takes are whole at every instant, and come back."""

import errno
import os
import stat
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from tests.support.crash_points import die_at_each_change
from tests.support.replacing import not_offered, nothing, part_for, put, put_or_bring_back
from workers.errors import ErrorCode, Failure
from workers.output import rename
from workers.output.publish import create_part
from workers.output.undo import (
    KEPT_FOR_S,
    KEPT_IN,
    bring_back,
    drop_expired,
    leave_place,
    put_in_place,
    return_original,
)

DIGEST = blake2b(b"made", digest_size=32).hexdigest()
OLD_NS = 1_234_567_890_123_456_789


@pytest.fixture(params=["links", "no links"])
def links(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """File systems with second names and without."""
    if request.param == "no links":
        monkeypatch.setattr(Path, "hardlink_to", not_offered)
    return bool(request.param == "links")


@pytest.fixture
def original(tmp_path: Path) -> Path:
    path = tmp_path / "June" / "DSC_1.jpg"
    path.parent.mkdir()
    path.write_bytes(b"original")
    path.chmod(0o640)
    os.utime(path, ns=(OLD_NS, OLD_NS))
    return path


def is_original(path: Path) -> bool:
    status = path.stat()
    return (path.read_bytes(), status.st_mtime_ns, stat.S_IMODE(status.st_mode)) == (b"original", OLD_NS, 0o640)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.usefixtures("links")
def test_the_output_takes_the_place_and_the_original_is_kept(original: Path) -> None:
    made, kept = put(original, "DSC_1.jpg")
    assert made == original
    assert made.read_bytes() == b"made"
    assert kept == original.parent / KEPT_IN / "7" / "DSC_1.jpg"
    assert is_original(kept)
    assert stat.S_IMODE(made.stat().st_mode) == 0o640
    assert names_in(original.parent) == [KEPT_IN, "DSC_1.jpg"]


@pytest.mark.usefixtures("links")
def test_an_output_of_another_format_leaves_no_original_beside_it(original: Path) -> None:
    (original.parent / "DSC_1.webp").write_bytes(b"somebody else's")
    made, kept = put(original, "DSC_1.webp")
    assert made.name == "DSC_1 (2).webp"
    assert is_original(kept)
    assert names_in(original.parent) == [KEPT_IN, "DSC_1 (2).webp", "DSC_1.webp"]


@pytest.mark.usefixtures("links")
@pytest.mark.parametrize("name", ["DSC_1.jpg", "DSC_1.webp"])
def test_it_comes_back_as_it_was(original: Path, name: str) -> None:
    made, kept = put(original, name)
    assert bring_back(kept, original, made, DIGEST) == original
    assert is_original(original)
    assert names_in(original.parent) == ["DSC_1.jpg"]
    assert bring_back(kept, original, made, DIGEST) == original
    assert is_original(original)


@pytest.mark.parametrize(("name", "left"), [("DSC_1.jpg", "DSC_1 (2).jpg"), ("DSC_1.webp", "DSC_1.webp")])
def test_what_somebody_changed_since_is_not_removed(original: Path, name: str, left: str) -> None:
    made, kept = put(original, name)
    made.write_bytes(b"retouched for hours")
    bring_back(kept, original, made, DIGEST)
    assert is_original(original)
    assert (original.parent / left).read_bytes() == b"retouched for hours"


def test_whatever_took_the_original_s_name_keeps_it(original: Path) -> None:
    made, kept = put(original, "DSC_1.webp")
    original.write_bytes(b"another picture")
    back = bring_back(kept, original, made, DIGEST)
    assert back.name == "DSC_1 (2).jpg"
    assert is_original(back)
    assert original.read_bytes() == b"another picture"


@pytest.mark.usefixtures("links")
@pytest.mark.parametrize("name", ["DSC_1.jpg", "DSC_1.webp"])
def test_when_the_fence_breaks_everything_is_as_before(original: Path, name: str) -> None:
    def lost(_: str) -> None:
        raise RuntimeError

    part = part_for(original)
    with pytest.raises(RuntimeError):
        put_in_place(part, original, name, tag="7", told=nothing, fence=lost)
    part.unlink()
    assert is_original(original)
    assert names_in(original.parent) == ["DSC_1.jpg"]


def test_a_file_saved_there_meanwhile_is_not_lost(original: Path) -> None:
    def somebody_saves(_: str) -> None:
        original.unlink()
        original.write_bytes(b"a newer version")

    with pytest.raises(Failure) as caught:
        put_in_place(part_for(original), original, "DSC_1.jpg", tag="7", told=nothing, fence=somebody_saves)
    assert caught.value.code is ErrorCode.SOURCE_CHANGING
    assert original.read_bytes() == b"a newer version"


def test_a_second_original_does_not_take_the_first_one_s_place(original: Path) -> None:
    """The first attempt published and died, and its output was edited before the job ran again."""
    _, first = put(original, "DSC_1.jpg")
    original.write_bytes(b"edited")
    _, second = put(original, "DSC_1.jpg")
    assert first != second
    assert is_original(first)
    assert second.read_bytes() == b"edited"


def test_a_link_is_refused(original: Path) -> None:
    link = original.parent / "link.jpg"
    link.symlink_to(original)
    with pytest.raises(Failure) as caught:
        put(link, "link.jpg")
    assert caught.value.code is ErrorCode.SOURCE_NOT_A_FILE
    assert is_original(original)


def test_an_original_that_had_not_left_its_place_yet_stays_there(original: Path) -> None:
    """The attempt published an output of another format and died."""
    made, kept = put(original, "DSC_1.webp")
    original.hardlink_to(kept)
    assert bring_back(kept, original, made, DIGEST) == original
    assert is_original(original)
    assert names_in(original.parent) == ["DSC_1.jpg"]


def test_stills_stand_beside_an_original_of_the_same_name(original: Path) -> None:
    bare = original.rename(original.with_name("scan"))
    part = create_part(bare.parent, "7-1", is_folder=True, told=nothing)
    (part / "page 1.png").write_bytes(b"one")
    made = put_in_place(part, bare, "scan", tag="7", told=nothing, fence=nothing)
    assert made.name == "scan (2)"
    assert names_in(made) == ["page 1.png"]
    assert is_original(bare.parent / KEPT_IN / "7" / "scan")


def test_when_both_are_gone_what_was_made_stays(original: Path) -> None:
    made, kept = put(original, "DSC_1.webp")
    kept.unlink()
    with pytest.raises(Failure) as caught:
        bring_back(kept, original, made, DIGEST)
    assert caught.value.code is ErrorCode.SOURCE_GONE
    assert made.read_bytes() == b"made"


def test_old_ones_are_dropped(original: Path) -> None:
    _, kept = put(original, "DSC_1.jpg")
    now = kept.parent.stat().st_mtime
    assert drop_expired([kept], now + KEPT_FOR_S - 60) == []
    assert is_original(kept)
    assert drop_expired([kept, original.parent / "never" / "there"], now + KEPT_FOR_S + 60) == [kept]
    assert names_in(original.parent) == ["DSC_1.jpg"]


def sweep_parts(folder: Path) -> None:
    """What the pool does at its start."""
    for part in folder.glob("*.part"):
        part.unlink()


@pytest.mark.processes
@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", ["DSC_1.jpg", "DSC_1.webp"])
def test_a_crash_at_any_instant_leaves_the_original_whole(original: Path, links: bool, name: str) -> None:
    kept, made = original.parent / KEPT_IN / "7" / original.name, original.parent / name
    deaths = 0
    for _ in die_at_each_change(put_or_bring_back, links, original, name, None):
        deaths += 1
        sweep_parts(original.parent)
        assert (original.exists() and is_original(original)) or is_original(kept)
        if links and not made.exists():
            assert is_original(original), "it stays in its place until the output is in its own"
        # What the pool does: an output that is where the fence says is adopted, else it all runs again.
        if made.exists() and made.read_bytes() == b"made":
            leave_place(kept, original)
            assert is_original(kept)
            assert names_in(original.parent) == [KEPT_IN, name]
            bring_back(kept, original, made, DIGEST)
        return_original(kept, original)
        assert is_original(original)
        made_again, _ = put(original, name)
        bring_back(kept, original, made_again, DIGEST)
        assert is_original(original)
    assert deaths >= 3
    assert is_original(kept)
    assert made.read_bytes() == b"made"


@pytest.mark.processes
@pytest.mark.timeout(120)
@pytest.mark.parametrize("name", ["DSC_1.jpg", "DSC_1.webp"])
def test_a_crash_while_it_comes_back_is_mended_by_doing_it_again(original: Path, links: bool, name: str) -> None:
    made, kept = put(original, name)
    for _ in die_at_each_change(put_or_bring_back, links, original, name, DIGEST):
        assert (original.exists() and is_original(original)) or is_original(kept)
        bring_back(kept, original, made, DIGEST)
        assert is_original(original)
        assert names_in(original.parent) == ["DSC_1.jpg"]
        put(original, name)
    assert is_original(original)


class Drive:
    """Takes `left` more changes, then refuses every one with `error` until it is mended."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, left: int, error: int) -> None:
        self.left = left
        self.error = error
        for name in ("mkdir", "hardlink_to", "chmod", "replace", "unlink", "rmdir"):
            monkeypatch.setattr(Path, name, self._refusing(getattr(Path, name)))
        monkeypatch.setattr(rename, "rename_exclusive", self._refusing(rename.rename_exclusive))
        monkeypatch.setattr(os, "fsync", self._refusing(os.fsync))

    def mend(self) -> None:
        self.left = 1_000

    def _refusing(self, change: Callable[..., Any]) -> Callable[..., Any]:
        def changed(*arguments: Any, **named: Any) -> Any:
            self.left -= 1
            if self.left < 0:
                raise OSError(self.error, os.strerror(self.error))
            return change(*arguments, **named)

        return changed


@pytest.mark.parametrize("name", ["DSC_1.jpg", "DSC_1.webp"])
@pytest.mark.parametrize(
    ("error", "code"), [(errno.EDQUOT, ErrorCode.DISK_FULL), (errno.EROFS, ErrorCode.OUTPUT_FORBIDDEN)]
)
def test_a_drive_that_takes_no_more_changes_at_any_instant_costs_no_original(
    original: Path, name: str, error: int, code: ErrorCode
) -> None:
    codes = set[ErrorCode | None]()
    for left in range(40):
        part = part_for(original)
        heard: list[Path] = []
        with pytest.MonkeyPatch.context() as patches:
            drive = Drive(patches, left, error)
            codes.add(put_failing(part, original, name, heard))
            kept, made = heard[-1], original.parent / name
            assert is_original(kept) if kept.exists() else is_original(original)
            drive.mend()
            if part.exists():
                return_original(kept, original)
                part.unlink()
            else:
                bring_back(kept, original, made, DIGEST)
        assert is_original(original)
        assert [found for found in names_in(original.parent) if found != KEPT_IN] == ["DSC_1.jpg"]
    assert codes == {code, None}


def put_failing(part: Path, original: Path, name: str, heard: list[Path]) -> ErrorCode | None:
    try:
        put_in_place(part, original, name, tag="7", told=heard.append, fence=nothing)
    except Failure as failure:
        return failure.code
    return None
