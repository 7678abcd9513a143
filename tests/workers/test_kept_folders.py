"""Folders that systems and programs keep for themselves."""

from pathlib import Path

import pytest

from workers.kept_folders import KEPT, Keeper, Kept, LeftOut, kept_by
from workers.sources import Candidate, Hidden, walk

NAMES = (
    "@eaDir", "#recycle", "@Recycle", "$RECYCLE.BIN", "$Recycle.Bin", "System Volume Information", ".Trash-1000", ".Trashes",
    ".thumbnails", "My.photoslibrary", "A Previews.lrdata", "x.aplibrary", "x.fcpbundle", "x.lrcat-data", "#snapshot",
    ".@__thumb", "lost+found", ".AppleDouble", ".dtrash", ".git", "found.000", "__MACOSX",
)  # fmt: skip
ORDINARY = (
    "eaDir", "recycle", "Recycle Bin of 2019", "photoslibrary", "lrdata", "Trash", "snapshots of June", "found.footage", "git",
    "Library", "Previews", "thumbnails",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_they_are_passed_over_in_a_folder_and_taken_by_themselves(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "June" / "deep" / name / "a.jpg"
    inside.parent.mkdir(parents=True)
    inside.write_bytes(b"x")
    known = kept_by(name)
    assert known is not None
    assert list(walk([str(tmp_path / "June")], lambda _: False)) == [LeftOut(str(inside.parent), known.keeper)]
    (found,) = walk([str(inside.parent)], lambda _: False)
    assert isinstance(found, Candidate)
    both = [type(step) for step in walk([str(tmp_path / "June"), str(inside.parent)], lambda _: False)]
    assert both == [Candidate]


@pytest.mark.parametrize("name", ORDINARY)
def test_others_are_looked_into(name: str) -> None:
    assert kept_by(name) is None


def test_a_file_of_such_a_name_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "@eaDir.jpg").write_bytes(b"x")
    (found,) = walk([str(tmp_path)], lambda _: False)
    assert isinstance(found, Candidate)


def test_hidden_ones_are_counted(tmp_path: Path) -> None:
    for name in ("._IMG_1.JPG", ".hidden.png", ".DS_Store", ".cache/a.jpg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    assert sum(isinstance(step, Hidden) for step in walk([str(tmp_path)], lambda _: False)) == 3


@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.name)
def test_each_says_who_makes_it(kept: Kept) -> None:
    assert len(kept.source) > 5
    assert kept.keeper is not Keeper.RESULTS
