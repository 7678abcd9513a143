"""The table in docs/fidelity.md of what becomes of each property in each target: `python -m tests.fidelity.table`."""

import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fidelity.matrix import GOOD, TARGETS, Cell, run
from tests.support.documents import DOCS, with_part
from workers.formats import SPECS

MARK = "fidelity"
PAGE = DOCS / "fidelity.md"
KEPT, LOST = "kept", "–"


def table(cells: list[Cell]) -> str:
    """Markdown: a row a property, a column a target; sources that fare differently are told apart by their format."""
    lines = [
        "| | " + " | ".join(SPECS[target].label for target in TARGETS) + " |",
        "|---|" + "---|" * len(TARGETS),
    ]
    for row in dict.fromkeys(cell.source.row for cell in cells):
        here = [cell for cell in cells if cell.source.row == row]
        columns = [_column([cell for cell in here if cell.target is target]) for target in TARGETS]
        lines.append(f"| {row} | " + " | ".join(columns) + " |")
    return "\n".join(lines) + "\n"


def _column(cells: list[Cell]) -> str:
    shown = {cell: _shown(cell) for cell in cells}
    words = list(dict.fromkeys(shown.values()))
    if len(words) == 1:
        return words[0]
    return "; ".join(f"{word} {_sources(cell for cell in cells if shown[cell] == word)}" for word in words)


def _sources(cells: Iterable[Cell]) -> str:
    return f"({', '.join(dict.fromkeys(SPECS[cell.source.format].label for cell in cells))})"


def _shown(cell: Cell) -> str:
    """What became of the row's own property: other things that the source has besides are told in their own rows."""
    if cell.said not in GOOD:
        return cell.said
    return LOST if cell.found & cell.source.about else KEPT


def main() -> int:
    """Run the matrix and write its table."""
    with TemporaryDirectory() as folder:
        made = table(run(Path(folder)))
    PAGE.write_text(with_part(PAGE.read_text("utf-8"), MARK, made), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
