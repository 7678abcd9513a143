"""Options of the command line make a recipe, or are refused in words."""

import contextlib
from argparse import ArgumentError, ArgumentParser
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaapp.cli.recipe_options import add_recipe_options, recipe_from, says_something
from mediaapp.cli.subcommand import UsageError
from mediaapp.saved_recipes import SavedRecipes, built_in, to_toml
from workers.formats import Format
from workers.recipe import (
    AspectRatio,
    BesideEach,
    Box,
    ColorSpace,
    Fit,
    Frames,
    Gravity,
    InFolder,
    LongEdge,
    Lossless,
    MaxBytes,
    Metadata,
    OnExists,
    Percent,
    Quality,
    Recipe,
    Rectangle,
    ReplaceOriginals,
    Rotation,
    SameLook,
    ShortEdge,
    Smaller,
    decode_recipe,
    encode_recipe,
)

NOWHERE = SavedRecipes(Path("/nowhere/at/all"))


def recipe(*options: str, saved: SavedRecipes = NOWHERE, base: Recipe | None = None) -> Recipe:
    parser = ArgumentParser(allow_abbrev=False, exit_on_error=False)
    parser.add_argument("operands", nargs="*")
    add_recipe_options(parser)
    return recipe_from(parser.parse_args(list(options)), saved, base)


def test_without_options_the_first_saved_recipe_counts() -> None:
    assert recipe() == built_in()[0]


@pytest.mark.parametrize(
    ("options", "field", "value"),
    [
        ("--to webp", "format", Format.WEBP),
        ("--to JPG", "format", Format.JPEG),
        ("--quality 71", "goal", Quality(71)),
        ("--lossless", "goal", Lossless()),
        ("--same-look", "goal", SameLook()),
        ("--max-size 500KB", "goal", MaxBytes(500_000)),
        ("--max-size 1.5mb", "goal", MaxBytes(1_500_000)),
        ("--max-size 2MiB", "goal", MaxBytes(2 * 2**20)),
        ("--max-size 9KB --shrink", "goal", MaxBytes(9_000, shrink=True)),
        ("--smaller 30%", "goal", Smaller(30.0)),
        ("--rotate 90", "rotate", Rotation.RIGHT),
        ("--rotate flip-horizontal", "rotate", Rotation.FLIP_HORIZONTAL),
        ("--crop 10,20,640,480", "crop", Rectangle(10, 20, 640, 480)),
        ("--crop 16:9", "crop", AspectRatio(16, 9)),
        ("--crop 1:1,top-left", "crop", AspectRatio(1, 1, Gravity.TOP_LEFT)),
        ("--long-edge 1600", "size", LongEdge(1600)),
        ("--short-edge 900", "size", ShortEdge(900)),
        ("--width 800", "size", Box(800, None)),
        ("--width 800 --height 600 --fit cover", "size", Box(800, 600, Fit.COVER)),
        ("--percent 50", "size", Percent(50.0)),
        ("--enlarge", "enlarge", True),
        ("--keep no-location", "metadata", Metadata.NO_LOCATION),
        ("--keep copyright", "metadata", Metadata.COPYRIGHT),
        ("--color srgb", "color", ColorSpace.SRGB),
        ("--background #fff", "background", "#ffffff"),
        ("--background 336699", "background", "#336699"),
        ("--frames first", "frames", Frames.FIRST),
        ("--out /out", "destination", InFolder("/out")),
        ("--out /out --mirror /photos", "destination", InFolder("/out", "/photos")),
        ("--beside small", "destination", BesideEach("small")),
        ("--replace-originals", "destination", ReplaceOriginals()),
        ("--name {name}-{width}", "template", "{name}-{width}"),
        ("--on-exists skip", "on_exists", OnExists.SKIP),
        ("--keep-larger", "keep_larger", True),
    ],
)
def test_every_option_changes_what_it_says(options: str, field: str, value: object) -> None:
    made = recipe(*options.split())
    assert getattr(made, field) == value
    same = msgspec.structs.replace(made, name=built_in()[0].name, **{field: getattr(built_in()[0], field)})
    assert same == built_in()[0]


def test_options_stand_over_a_saved_recipe() -> None:
    made = recipe("--recipe", "Web shop", "--quality", "60")
    assert (made.format, made.size, made.goal) == (Format.JPEG, LongEdge(2000), Quality(60))
    assert made.name == "Web shop, edited"
    assert recipe("--recipe", "web shop").name == "Web shop"


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ("--to avif", "AVIF, same look"),
        ("--to webp --long-edge 1600 --quality 80", "WebP, 1600 px, quality 80"),
        ("--lossless", "Same format, no pixel changed"),
        ("--crop 16:9 --long-edge 800 --same-look", "Same format, cut to 16:9, 800 px, same look"),
        ("--rotate 270 --lossless", "Same format, turned to the left, no pixel changed"),
    ],
)
def test_options_alone_are_named_by_what_they_do(options: str, name: str) -> None:
    assert recipe(*options.split()).name == name


def test_the_source_s_own_format_can_be_asked_for_again() -> None:
    assert recipe("--recipe", "Web", "--to", "same").format is None


def test_all_of_the_picture_can_be_asked_for_again() -> None:
    assert recipe("--crop", "none", base=Recipe(crop=AspectRatio(1, 1))).crop is None


@pytest.mark.parametrize("word", ["16:0", "1:1,middle", "10,20,0,5", "1,2,3", "-1,0,5,5", "square"])
def test_what_is_no_part_of_a_picture_is_refused_in_words(word: str) -> None:
    with pytest.raises(ArgumentError, match="is no part of a picture such as"):
        recipe(f"--crop={word}")


def test_fit_alone_changes_how_a_recipe_s_box_is_met() -> None:
    base = Recipe(size=Box(300, 200))
    assert recipe("--fit", "cover", base=base).size == Box(300, 200, Fit.COVER)


def test_a_recipe_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(to_toml(Recipe(name="Mine", format=Format.GIF)))
    assert recipe("--recipe", str(path)).format is Format.GIF
    path.write_text("v = 99")
    with pytest.raises(UsageError, match="newer version"):
        recipe("--recipe", str(path))
    with pytest.raises(UsageError, match="no recipe called"):
        recipe("--recipe", "nothing like it")


def test_folders_are_meant_from_where_the_command_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert recipe("--out", "small", "--mirror", ".").destination == InFolder(str(tmp_path / "small"), str(tmp_path))


# What an option may be followed by: good, at its limit, and wrong.
VALUES = {
    "--recipe": ["Web shop", "nothing", "/nowhere.toml"],
    "--to": ["same", "jpeg", "tif", "psd", ""],
    "--quality": ["1", "100", "0", "101", "x", "-5", "1e9", "٣"],
    "--lossless": None,
    "--same-look": None,
    "--max-size": ["1KB", "999", "1.5 GB", "99999999999TB", "x", "nan"],
    "--smaller": ["0", "50", "100", "inf", "nan"],
    "--long-edge": ["1", "100000", "100001", "0"],
    "--short-edge": ["500", "1.5"],
    "--width": ["1", "0"],
    "--height": ["100000", "two"],
    "--fit": ["inside", "exact", "stretch"],
    "--percent": ["0.01", "1000", "0", "1001"],
    "--enlarge": None,
    "--keep": ["all", "no_location", "no-location"],
    "--color": ["keep", "cmyk"],
    "--background": ["#fff", "#ffff", "red", "#GGGGGG"],
    "--frames": ["all", "last"],
    "--out": ["/out", "", "."],
    "--beside": ["small", "", "x" * 101],
    "--replace-originals": None,
    "--mirror": ["/photos"],
    "--name": ["{name}", "{x}", "a/b", "", "x" * 201, "{name"],
    "--on-exists": ["number", "ask"],
    "--keep-larger": None,
}  # fmt: skip


@st.composite
def options(draw: st.DrawFn) -> list[str]:
    chosen = draw(st.lists(st.sampled_from(sorted(VALUES)), max_size=5))
    words = []
    for name in chosen:
        values = VALUES[name]
        words += [name] if values is None else [name, draw(st.sampled_from(values))]
    return words


@given(options())
def test_every_combination_gives_a_recipe_or_a_reason(given_options: list[str]) -> None:
    parser = ArgumentParser(allow_abbrev=False)
    add_recipe_options(parser)
    with contextlib.suppress(SystemExit, UsageError):
        arguments = parser.parse_args(given_options)
        made = recipe_from(arguments, NOWHERE)
        assert decode_recipe(encode_recipe(made)) == made
        assert says_something(arguments) == bool(given_options)
