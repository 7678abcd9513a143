"""Files and functions stay small enough to read, nothing goes round in circles, and rooms for everything do not appear."""

from pathlib import Path

import pytest

from tests.architecture.house import House, caps, class_names, cycles

REPOSITORY = Path(__file__).parents[2]
ROOMS_FOR_EVERYTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "tools"}


@pytest.fixture(scope="module")
def house() -> House:
    return House(REPOSITORY)


def test_nothing_is_too_long_to_read(house: House) -> None:
    assert [place for row in caps(house) for place in row.places] == []


def test_no_modules_need_each_other(house: House) -> None:
    assert [place for row in cycles(house) for place in row.places] == []


def test_every_module_says_what_it_is_for(house: House) -> None:
    assert not {name for name in house.sources if ROOMS_FOR_EVERYTHING & set(name.split("."))}


def test_one_class_name_stands_for_one_class(house: House) -> None:
    assert [place for row in class_names(house) for place in row.places] == []
