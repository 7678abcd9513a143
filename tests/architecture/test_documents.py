"""What the documents say of the project's own files is so."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
TASK = re.compile(r"poe(?: -q)? ([a-z]+)")
PLACE = re.compile(r"`((?:mediaapp|workers|tests|docs|resources|packaging|findings)/[\w./-]*)`")
NAMED = re.compile(r"`([\w/]+\.py)`: ((?:`[\w.]+`(?:, )?)+)")
"""A file, and names that are defined in it."""
ENTRY = re.compile(r"entry: poe -q (\w+)")

HISTORY = ("decisions.md", "CHANGELOG.md")
"""They speak of what was, too."""


def documents() -> Iterator[Path]:
    yield from REPOSITORY.glob("*.md")
    for folder in ("docs", ".github"):
        yield from (REPOSITORY / folder).rglob("*.md")


@pytest.fixture(scope="module")
def tasks() -> dict[str, object]:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    found = project["tool"]["poe"]["tasks"]
    assert isinstance(found, dict)
    return found


def test_every_link_leads_to_a_file() -> None:
    broken = [
        f"{path.relative_to(REPOSITORY)}: {link}"
        for path in documents()
        for link in LINK.findall(path.read_text("utf-8"))
        if not (path.parent / link).exists()
    ]
    assert not broken


def test_every_place_that_is_named_is_there() -> None:
    gone = [
        f"{path.relative_to(REPOSITORY)}: {place}"
        for path in documents()
        if path.name not in HISTORY
        for place in PLACE.findall(path.read_text("utf-8"))
        if not (REPOSITORY / place).exists()
    ]
    assert not gone


def test_every_function_that_is_named_is_where_it_is_said_to_be() -> None:
    named = [
        (file, name.rpartition(".")[2])
        for path in documents()
        for file, names in NAMED.findall(path.read_text("utf-8"))
        for name in re.findall(r"`([\w.]+)`", names)
    ]
    assert named
    assert not [
        f"{file}: {name}"
        for file, name in named
        if not re.search(rf"^ *(?:def|class) {name}\b", (REPOSITORY / file).read_text("utf-8"), re.MULTILINE)
    ]


def test_every_task_that_is_named_is_there(tasks: dict[str, object]) -> None:
    unknown = [
        f"{path.relative_to(REPOSITORY)}: poe {task}"
        for path in documents()
        for task in TASK.findall(path.read_text("utf-8"))
        if task not in tasks
    ]
    assert not unknown


def test_before_a_commit_and_a_push_the_checks_are_those_of_poe_check(tasks: dict[str, object]) -> None:
    check = tasks["check"]
    assert isinstance(check, dict)
    assert ENTRY.findall((REPOSITORY / ".pre-commit-config.yaml").read_text("utf-8")) == check["sequence"]


def test_the_readme_is_read_in_a_minute() -> None:
    assert (REPOSITORY / "README.md").stat().st_size <= 6_000


def test_guides_are_listed() -> None:
    index = (REPOSITORY / "docs" / "README.md").read_text("utf-8")
    pages = {path.relative_to(REPOSITORY / "docs").as_posix() for path in (REPOSITORY / "docs").rglob("*.md")}
    assert pages - {"README.md"} <= set(LINK.findall(index))
