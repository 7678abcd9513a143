"""What the documents say of the project's own files is so."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
TASK = re.compile(r"poe(?: -q)? ([a-z]+)")
ENTRY = re.compile(r"entry: poe -q (\w+)")


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
