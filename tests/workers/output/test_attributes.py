"""What stands beside a file's bytes goes along."""

import os
import sys
from pathlib import Path

import pytest

from workers.output.attributes import copy_attributes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Python knows extended attributes on Linux only")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"a")
    try:
        os.setxattr(path, "user.xdg.tags", b"sea,June")
    except OSError:
        pytest.skip("no extended attributes on this file system")
    return path


def copied(source: Path, target: Path) -> None:
    with source.open("rb") as opened:
        copy_attributes(opened.fileno(), target)


def test_tags_go_along_and_what_describes_the_bytes_does_not(source: Path, tmp_path: Path) -> None:
    for name in ("user.mime_type", "user.shatag.sha256"):
        os.setxattr(source, name, b"x")
    target = tmp_path / "b.webp"
    target.touch()
    copied(source, target)
    assert {name: os.getxattr(target, name) for name in os.listxattr(target)} == {"user.xdg.tags": b"sea,June"}


def test_each_page_of_a_folder_gets_them(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for name in ("1.png", "2.png"):
        (folder / name).touch()
    copied(source, folder)
    assert [os.listxattr(page) for page in sorted(folder.iterdir())] == [["user.xdg.tags"]] * 2


def test_a_file_system_that_takes_none_is_no_failure(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(os, "setxattr", refuse)
    copied(source, tmp_path)
