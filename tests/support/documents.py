"""The parts of documents that programs write, each between two marks: `<!-- name -->` and `<!-- /name -->`."""

from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def part_of(text: str, name: str) -> str | None:
    """What stands between the marks, None without them."""
    _, start, rest = text.partition(_start(name))
    inside, end, _ = rest.partition(_end(name))
    return inside if start and end else None


def with_part(text: str, name: str, inside: str) -> str:
    """The text with something else between the marks. Raises ValueError without them."""
    if part_of(text, name) is None:
        raise ValueError(f"no marks for {name}")
    before, start, rest = text.partition(_start(name))
    return before + start + inside + _end(name) + rest.partition(_end(name))[2]


def _start(name: str) -> str:
    return f"<!-- {name} -->\n"


def _end(name: str) -> str:
    return f"<!-- /{name} -->"
