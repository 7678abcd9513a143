"""Recipes in files."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaapp.saved_recipes import RecipeFileError, SavedRecipes, built_in, read_recipe, to_toml
from workers.formats import WRITABLE, Format
from workers.recipe import (
    AsItIs,
    Automatic,
    BesideEach,
    Box,
    ColorSpace,
    Fit,
    Frames,
    InFolder,
    LongEdge,
    Lossless,
    MaxBytes,
    Metadata,
    OnExists,
    Percent,
    Quality,
    Recipe,
    ReplaceOriginals,
    SameLook,
    ShortEdge,
    Smaller,
)

pixels = st.integers(1, 100_000)
names = st.text(min_size=1, max_size=100).filter(lambda text: "\x00" not in text)
recipes = st.builds(
    Recipe,
    name=names,
    format=st.none() | st.sampled_from(WRITABLE),
    size=st.just(AsItIs())
    | st.builds(LongEdge, pixels)
    | st.builds(ShortEdge, pixels)
    | st.builds(Box, pixels, pixels | st.none(), st.sampled_from(Fit))
    | st.builds(Percent, st.floats(0.01, 1000)),
    enlarge=st.booleans(),
    goal=st.builds(Quality, st.integers(1, 100))
    | st.just(Lossless())
    | st.builds(SameLook, st.floats(30, 95))
    | st.builds(MaxBytes, st.integers(1000, 10**9), st.booleans())
    | st.builds(Smaller, st.floats(1, 99)),
    keep_larger=st.booleans(),
    metadata=st.sampled_from(Metadata),
    color=st.sampled_from(ColorSpace),
    background=st.none() | st.from_regex("^#[0-9a-f]{6}$", fullmatch=True),
    flatten=st.booleans(),
    frames=st.sampled_from(Frames),
    destination=st.builds(Automatic, names)
    | st.builds(BesideEach, names)
    | st.builds(InFolder, names, st.none() | names)
    | st.just(ReplaceOriginals()),
    template=st.sampled_from(["{name}", "{recipe} {counter}"]),
    on_exists=st.sampled_from(OnExists),
)


@pytest.fixture
def saved(tmp_path: Path) -> SavedRecipes:
    return SavedRecipes(tmp_path / "recipes")


def test_the_first_run_recipe_changes_nothing_that_can_be_seen() -> None:
    first = built_in()[0]
    assert (first.name, first.goal) == ("Smaller, same look", SameLook())
    assert (first.format, first.size, first.metadata, first.keep_larger) == (
        None,
        AsItIs(),
        Metadata.NO_LOCATION,
        False,
    )
    assert first.destination == Automatic("Smaller")


def test_the_cards_are_as_designed() -> None:
    _, shop, web, mail = built_in()
    assert (shop.name, shop.format, shop.size, shop.color) == ("Web shop", Format.JPEG, LongEdge(2000), ColorSpace.SRGB)
    assert (shop.background, shop.flatten) == ("#ffffff", True)
    assert (web.name, web.format, web.size) == ("Web", Format.WEBP, LongEdge(1600))
    assert (mail.name, mail.format, mail.size) == ("E-mail", Format.JPEG, LongEdge(1600))
    assert isinstance(mail.goal, MaxBytes)
    assert mail.goal.bytes == 1_000_000


def test_a_saved_recipe_is_there_next_time(tmp_path: Path) -> None:
    mine = Recipe(name="Mine: 50/50", format=Format.AVIF)
    SavedRecipes(tmp_path).save(mine)
    assert SavedRecipes(tmp_path).get("Mine: 50/50") == mine
    assert SavedRecipes(tmp_path).all()[-1] == mine


def test_saving_again_replaces(saved: SavedRecipes, tmp_path: Path) -> None:
    saved.save(Recipe(name="Mine"))
    saved.save(Recipe(name="Mine", format=Format.PNG))
    assert [recipe.format for recipe in saved.all() if recipe.name == "Mine"] == [Format.PNG]
    assert len(list((tmp_path / "recipes").iterdir())) == 1


def test_names_that_give_the_same_file_name_stay_apart(saved: SavedRecipes) -> None:
    for name in ("a/b", "a:b", "A:B"):
        saved.save(Recipe(name=name))
    assert {recipe.name for recipe in saved.all()} >= {"a/b", "a:b", "A:B"}


def test_one_that_comes_with_the_application_can_be_changed_and_comes_back(saved: SavedRecipes) -> None:
    ours = built_in()[1]
    saved.save(Recipe(name=ours.name, format=Format.PNG))
    assert [recipe.name for recipe in saved.all()] == [recipe.name for recipe in built_in()]
    changed = saved.get(ours.name)
    assert changed is not None
    assert changed.format is Format.PNG
    assert saved.remove(ours.name)
    assert saved.get(ours.name) == ours
    assert not saved.remove(ours.name)


def test_a_name_is_found_in_another_case(saved: SavedRecipes) -> None:
    assert saved.get("web SHOP") == built_in()[1]
    assert saved.get("nothing like it") is None


def test_export_and_import(saved: SavedRecipes, tmp_path: Path) -> None:
    saved.export("Web shop", tmp_path / "for you.toml")
    assert saved.import_(tmp_path / "for you.toml") == built_in()[1]
    (tmp_path / "other.toml").write_bytes(to_toml(Recipe(name="Web shop", format=Format.GIF)))
    assert saved.import_(tmp_path / "other.toml").name == "Web shop (2)"
    with pytest.raises(KeyError):
        saved.export("nothing like it", tmp_path / "x.toml")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", ""),
        (b"not [ toml", "not a recipe"),
        (b"\xff\xfe", "not a recipe"),
        (b"v = 2\nname = 'x'", "newer version"),
        (b"v = 0", "not a recipe"),
        (b"quality = 3", "unknown field"),
        (b"[goal]\ntype = 'quality'\nquality = 101", "goal"),
        (b"template = '../{name}'", "folder"),
        (b"x = " + b"[" * 20_000, "not a recipe"),
        (b"#" * 70_000, "too large"),
    ],
)
def test_what_is_no_recipe_is_refused_in_words_and_left_alone(
    saved: SavedRecipes, tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "recipes" / "odd.toml"
    path.parent.mkdir()
    path.write_bytes(content)
    if not reason:
        assert read_recipe(path) == Recipe()
        return
    with pytest.raises(RecipeFileError, match=reason):
        read_recipe(path)
    assert saved.all() == built_in()
    assert [(found.path, reason in found.reason) for found in saved.unusable()] == [(path, True)]
    assert path.read_bytes() == content


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RecipeFileError, match="No such file"):
        read_recipe(tmp_path / "nowhere.toml")


@given(recipe=recipes)
def test_every_recipe_outlives_its_file(recipe: Recipe, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("recipes")
    SavedRecipes(folder).save(recipe)
    assert SavedRecipes(folder).get(recipe.name) == recipe
