"""The application's own folders."""

import stat
import sys
from pathlib import Path

import pytest

from mediaapp.paths import Folders


def test_one_variable_moves_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIAAPP_HOME", str(tmp_path / "home"))
    folders = Folders.find()
    for path in (
        folders.data, folders.config, folders.cache, folders.logs, folders.database, folders.pool_lock,
        folders.window_lock, folders.recipes, folders.settings,
    ):  # fmt: skip
        assert path.is_relative_to(tmp_path / "home")


def test_a_relative_home_stays_where_it_was_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MEDIAAPP_HOME", "home")
    folders = Folders.find()
    assert folders.data == tmp_path / "home" / "data"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no POSIX rights")
def test_nobody_else_may_look_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIAAPP_HOME", str(tmp_path / "home"))
    folders = Folders.find()
    for folder in (folders.data, folders.config, folders.cache, folders.logs):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
