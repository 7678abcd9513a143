"""Recipes as they are stored, shared and compared."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.recipe import (
    AspectRatio,
    Automatic,
    BesideEach,
    Box,
    Gravity,
    InFolder,
    LongEdge,
    Lossless,
    MaxBytes,
    Metadata,
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
    recipe_hash,
)

recipes = st.builds(
    Recipe,
    name=st.text(st.characters(codec="utf-8"), min_size=1, max_size=100),
    size=st.one_of(
        st.builds(LongEdge, st.integers(1, 100_000)),
        st.builds(ShortEdge, st.integers(1, 100_000)),
        st.builds(Box, st.integers(1, 100_000)),
        st.builds(Percent, st.floats(0.1, 1000)),
    ),
    goal=st.one_of(
        st.builds(Quality, st.integers(1, 100)),
        st.just(Lossless()),
        st.builds(SameLook, st.floats(30, 95)),
        st.builds(MaxBytes, st.integers(1_000, 10**9), st.booleans()),
        st.builds(Smaller, st.floats(1, 99)),
    ),
    rotate=st.sampled_from(Rotation),
    crop=st.one_of(
        st.none(),
        st.builds(Rectangle, *[st.integers(0, 1_000)] * 2, *[st.integers(1, 1_000)] * 2),
        st.builds(AspectRatio, st.integers(1, 100), st.integers(1, 100), st.sampled_from(Gravity)),
    ),
    metadata=st.sampled_from(Metadata),
    background=st.one_of(st.none(), st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)),
    destination=st.one_of(
        st.builds(Automatic, st.just("Web")),
        st.builds(BesideEach, st.just("Web")),
        st.builds(InFolder, st.just("/out"), st.one_of(st.none(), st.just("/base"))),
        st.just(ReplaceOriginals()),
    ),
)


@given(recipes)
def test_what_is_written_is_read_back_the_same(recipe: Recipe) -> None:
    assert decode_recipe(encode_recipe(recipe)) == recipe
    assert encode_recipe(decode_recipe(encode_recipe(recipe))) == encode_recipe(recipe)


@given(recipes, recipes)
def test_the_hash_is_of_all_but_the_name(one: Recipe, other: Recipe) -> None:
    same = msgspec.structs.replace(one, name="x") == msgspec.structs.replace(other, name="x")
    assert (recipe_hash(one) == recipe_hash(other)) is same
    assert recipe_hash(msgspec.structs.replace(one, name="another")) == recipe_hash(one)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('{"quality": 80}', "quality"),
        ('{"goal": {"type": "quality", "quality": 101}}', "goal.quality"),
        ('{"goal": {"type": "run", "command": "rm"}}', "goal"),
        ('{"size": {"type": "long_edge", "px": 0}}', "size.px"),
        ('{"size": {"type": "box"}}', "box"),
        ('{"background": "red"}', "background"),
        ('{"name": ""}', "name"),
        ('{"v": 99}', "version 99"),
    ],
)
def test_anything_else_is_refused_and_the_field_named(text: str, names: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=names.replace(".", r"\.")):
        decode_recipe(text)


def test_a_recipe_is_frozen() -> None:
    with pytest.raises(AttributeError):
        Recipe().name = "x"  # type: ignore[misc]
