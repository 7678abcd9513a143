"""Whose a file is and who may do what with it goes on to the output that takes its place."""

import errno
import os
import stat
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workers.outcome import Promise, Verdict
from workers.output.inheritance import inherit
from workers.output.publish import settle

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="lists are made by hand for Linux")

ACL = "system.posix_acl_access"
DEFAULT = "system.posix_acl_default"
_OWNER, _USER, _GROUP, _MASK, _OTHER, _NOBODY = 1, 2, 4, 16, 32, 2**32 - 1


def acl(*, user: int) -> bytes:
    """rw-r-----, and one user more who may read (acl(5), the kernel's posix_acl_xattr.h)."""
    entries = ((_OWNER, 6, _NOBODY), (_USER, 4, user), (_GROUP, 4, _NOBODY), (_MASK, 4, _NOBODY), (_OTHER, 0, _NOBODY))
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


def attributes(path: Path) -> dict[str, bytes]:
    return {name: os.getxattr(path, name) for name in os.listxattr(path)}


def took_over(original: Path, part: Path) -> dict[Promise, Verdict]:
    with original.open("rb") as source:
        inherited = inherit(source.fileno(), part)
    settle(part, inherited.mode)
    return {each.promise: each.verdict for each in inherited.promises}


@pytest.fixture
def original(tmp_path: Path) -> Path:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"a")
    path.chmod(0o640)
    return path


@pytest.fixture
def part(tmp_path: Path, original: Path) -> Path:
    path = tmp_path / ".part"
    path.write_bytes(b"b")
    path.chmod(0o600)
    return path


def set_or_skip(path: Path, name: str, value: bytes) -> None:
    try:
        os.setxattr(path, name, value)
    except OSError as error:
        pytest.skip(f"no {name} on this file system: {error}")


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o444, 0o755])
def test_the_rights(original: Path, part: Path, mode: int) -> None:
    original.chmod(mode)
    assert took_over(original, part) == {Promise.OWNER: Verdict.KEPT, Promise.ACCESS: Verdict.KEPT}
    assert stat.S_IMODE(part.stat().st_mode) == mode


def test_special_rights_of_programs_are_never_passed_on(original: Path, part: Path) -> None:
    original.chmod(0o6755)
    took_over(original, part)
    assert stat.S_IMODE(part.stat().st_mode) == 0o755


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file to anybody")
def test_owner_and_group(original: Path, part: Path) -> None:
    os.chown(original, 1234, 4321)
    assert took_over(original, part)[Promise.OWNER] is Verdict.KEPT
    assert (part.stat().st_uid, part.stat().st_gid) == (1234, 4321)


def test_lists(original: Path, part: Path) -> None:
    set_or_skip(original, ACL, acl(user=1234))
    assert took_over(original, part)[Promise.ACCESS] is Verdict.KEPT
    assert attributes(part) == attributes(original)
    assert stat.S_IMODE(part.stat().st_mode) == stat.S_IMODE(original.stat().st_mode)


def test_a_list_that_only_the_folder_would_give_it_goes(tmp_path: Path, original: Path) -> None:
    set_or_skip(tmp_path, DEFAULT, acl(user=1234))
    part = tmp_path / "late.part"
    part.write_bytes(b"b")
    assert ACL in attributes(part)
    took_over(original, part)
    assert attributes(part) == {}


def refusing(name: str, monkeypatch: pytest.MonkeyPatch, code: int = errno.EPERM) -> None:
    def refuse(*_: Any) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, name, refuse)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give a file to anybody")
def test_a_group_that_cannot_be_kept_is_told_and_lets_nobody_else_in(
    original: Path, part: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.chown(original, 1234, 4321)
    original.chmod(0o664)
    refusing("chown", monkeypatch)
    assert took_over(original, part) == {Promise.OWNER: Verdict.LOST, Promise.ACCESS: Verdict.LOST}
    assert stat.S_IMODE(part.stat().st_mode) == 0o644


def test_a_list_that_cannot_be_kept_is_told_and_lets_nobody_else_in(
    original: Path, part: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_or_skip(original, ACL, acl(user=1234))
    refusing("setxattr", monkeypatch, errno.ENOTSUP)
    assert took_over(original, part)[Promise.ACCESS] is Verdict.LOST
    assert stat.S_IMODE(part.stat().st_mode) == 0o600


@pytest.mark.parametrize("call", ["chown", "setxattr"])
def test_a_broken_drive_is_a_failure(original: Path, part: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    set_or_skip(original, ACL, acl(user=1234))
    monkeypatch.setattr(os, "fstat", _another_group(os.fstat))
    refusing(call, monkeypatch, errno.EIO)
    with pytest.raises(OSError, match="Input/output"):
        took_over(original, part)


def _another_group(fstat: Callable[[int], os.stat_result]) -> Callable[[int], Any]:
    def told(descriptor: int) -> Any:
        found = list(fstat(descriptor))
        found[5] += 1
        return os.stat_result(found)

    return told


def test_each_page_of_a_folder_gets_them(original: Path, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for name in ("1.png", "2.png"):
        (pages / name).write_bytes(b"b")
    assert took_over(original, pages)[Promise.ACCESS] is Verdict.KEPT
    assert {stat.S_IMODE(page.stat().st_mode) for page in pages.iterdir()} == {0o640}
