"""Files and functions stay small enough to read, and rooms for everything do not appear."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
MAX_FILE = 400
MAX_FUNCTION = 60
ROOMS_FOR_EVERYTHING = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "tools"}


def sources() -> Iterator[Path]:
    for package in ("mediaapp", "workers", "resources"):
        yield from (REPOSITORY / package).rglob("*.py")


@pytest.mark.parametrize("path", tuple(sources()), ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_size_and_name(path: Path):
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= MAX_FILE
    assert path.stem not in ROOMS_FOR_EVERYTHING
    long = [
        f"{node.name}: {length}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > MAX_FUNCTION
    ]
    assert not long, long
