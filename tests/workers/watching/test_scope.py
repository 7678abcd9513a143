"""Which files of a watched folder are meant, told alike by the sweep and by hints."""

from pathlib import Path
from typing import Any

import pytest

from workers.jobs.watch import WatchRules
from workers.recipe import BesideEach, InFolder, Recipe
from workers.watching.scope import Scope
from workers.watching.unfinished_names import UNFINISHED, is_unfinished, marks_of


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    for name in (
        "a.jpg", "B.PNG", "notes.txt", "a.jpg.part", "b.jpg~", "~$c.jpg", ".hidden.jpg", "sub/c.webp", "sub/deep/d.jpg",
        "@eaDir/t.jpg", ".mediaapp-originals/1/o.jpg", "saved.jpg.download/saved.jpg", "Smaller/r.jpg", "done/z.jpg",
    ):  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "far.jpg").write_text("x")
    (folder / "ln").symlink_to(outside)
    return folder


def found(inbox: Path, **rules: Any) -> set[str]:
    """What the sweep finds; what hints are heeded is the same."""
    scope = Scope(WatchRules(folder=str(inbox), **{"recipe": Recipe(), **rules}))
    swept = {file.rel for file in scope.files()}
    hinted = {
        str(path.relative_to(inbox)) for path in [*inbox.rglob("*"), inbox / "ln/far.jpg"] if scope.holds(str(path))
    }
    assert swept == hinted & swept
    assert {rel for rel in hinted if (inbox / rel).is_file() and not (inbox / rel).is_symlink()} == swept
    return swept


ALL = {"a.jpg", "B.PNG", "sub/c.webp", "sub/deep/d.jpg", "Smaller/r.jpg", "done/z.jpg"}


def test_pictures_that_nobody_keeps_for_himself(inbox: Path) -> None:
    assert found(inbox, recipe=Recipe(destination=InFolder("/elsewhere"))) == ALL


def test_without_subfolders(inbox: Path) -> None:
    assert found(inbox, subfolders=False) == {"a.jpg", "B.PNG"}


def test_not_what_the_recipe_makes_nor_what_is_done(inbox: Path) -> None:
    here = Recipe(destination=BesideEach("Smaller"))
    assert found(inbox, recipe=here, done_folder=str(inbox / "done")) == ALL - {"Smaller/r.jpg", "done/z.jpg"}
    there = Recipe(destination=InFolder(str(inbox / "sub")))
    assert found(inbox, recipe=there) == ALL - {"sub/c.webp", "sub/deep/d.jpg"}


def test_names_in_any_case_and_paths(inbox: Path) -> None:
    elsewhere = Recipe(destination=InFolder("/elsewhere"))
    assert found(inbox, recipe=elsewhere, include=("*.png",)) == {"B.PNG"}
    assert found(inbox, recipe=elsewhere, include=("SUB/*",)) == {"sub/c.webp", "sub/deep/d.jpg"}
    assert found(inbox, recipe=elsewhere, exclude=("sub/deep/*", "b.*")) == ALL - {"sub/deep/d.jpg", "B.PNG"}


def test_a_hint_from_elsewhere_is_not_heeded(inbox: Path) -> None:
    assert not Scope(WatchRules(folder=str(inbox), recipe=Recipe())).holds(str(inbox.parent / "outside/far.jpg"))


@pytest.mark.parametrize("name", ["a.jpg.PART", "a.jpg.crdownload", "~$a.jpg", "a.jpg~", "#a.jpg#", "a.tmp", ".a.swp"])
def test_unfinished_names(name: str) -> None:
    assert is_unfinished(name)


def test_whole_files_have_other_names() -> None:
    assert not any(map(is_unfinished, ("a.jpg", "part.jpg", "tmp.png", "a.part.jpg", "IMG~1.JPG")))
    assert "a.jpg.part" in marks_of("a.jpg")
    assert all(known.source for known in UNFINISHED)
