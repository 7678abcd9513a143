"""What the window keeps over a restart."""

from pathlib import Path

from mediaapp.gui.window_state import ListTab, WindowState, read_state, write_state
from mediaapp.saved_recipes import built_in

SHOP = built_in()[1]


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    state = WindowState(
        geometry=b"\x00\xff", tab=ListTab.FAILED, opened=frozenset((-1, -7)), newest_first=False, edited=SHOP
    )
    write_state(tmp_path / "window.json", state)
    assert read_state(tmp_path / "window.json") == state


def test_a_missing_or_broken_file_is_a_first_start(tmp_path: Path) -> None:
    assert read_state(tmp_path / "window.json") == WindowState()
    (tmp_path / "window.json").write_bytes(b'{"tab": 7')
    assert read_state(tmp_path / "window.json") == WindowState()
