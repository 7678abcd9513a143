"""The README's table of what becomes of each property in each target: `python -m tests.fidelity.table` makes it anew."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fidelity.matrix import GOOD, TARGETS, Cell, Said, run
from workers.formats import SPECS

START, END = "<!-- fidelity -->\n", "<!-- /fidelity -->"
README = Path(__file__).parents[2] / "README.md"


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
    said = {cell: str(_shown(cell)) for cell in cells}
    if len(set(said.values())) == 1:
        return next(iter(said.values()))
    parts = []
    for words in dict.fromkeys(said.values()):
        formats = dict.fromkeys(SPECS[cell.source.format].label for cell in cells if said[cell] == words)
        parts.append(f"{words} ({', '.join(formats)})")
    return "; ".join(parts)


def _shown(cell: Cell) -> str:
    """What became of the row's own property: other things that the source has besides are told in their own rows."""
    if cell.said not in GOOD:
        return cell.said
    return Said.LOST_SAID if cell.found & cell.source.about else Said.KEPT


def marked(text: str) -> str | None:
    """What stands between the marks, None without them."""
    start, _, rest = text.partition(START)
    inside, end, _ = rest.partition(END)
    return inside if rest and end and start is not None else None


def main() -> int:
    """Run the matrix and write its table between the marks of the README, or to the terminal where it has none."""
    with TemporaryDirectory() as folder:
        made = table(run(Path(folder)))
    text = README.read_text("utf-8") if README.exists() else ""
    if marked(text) is None:
        print(made)
        return 0
    before, _, rest = text.partition(START)
    README.write_text(before + START + made + END + rest.partition(END)[2], "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
