"""The tables of docs/agreement.md: `python -m tests.agreement.table [cells of each variant]` makes them anew."""

import sys
from collections.abc import Sequence

from tests.agreement.cells import GOOD, Result, Said
from tests.agreement.exceptions import EXCUSES
from tests.agreement.running import EVERYTHING, run
from tests.agreement.variants import all_variants
from tests.support.documents import DOCS, with_part

MARK, EXCEPTIONS_MARK = "agreement", "exceptions"
PAGE = DOCS / "agreement.md"


def table(results: Sequence[Result]) -> str:
    """Markdown: a row a family of variants."""
    lines = [
        "| variants | tried | outputs compared | refused as the variant it is | sources judged by | wrong |",
        "|---|---|---|---|---|---|",
    ]
    for family in dict.fromkeys(result.family for result in results):
        here = [result for result in results if result.family == family]
        cells = [cell for result in here for cell in result.cells]
        judges = {name: sum(name in result.judged_by for result in here) for name in _judges(here)}
        wrong = sum(cell.said not in GOOD for cell in cells) + sum(len(result.contested) for result in here)
        lines.append(
            f"| {family} | {len(here)} | {sum(cell.said is Said.AGREES for cell in cells)} "
            f"| {sum(result.refused for result in here) or '–'} "
            f"| {', '.join(f'{name} {count}' for name, count in judges.items())} | {wrong or '–'} |"
        )
    return "\n".join(lines) + "\n"


def _judges(results: Sequence[Result]) -> list[str]:
    return sorted({name for result in results for name in result.judged_by})


def exceptions() -> str:
    """Markdown: a row a decision against judges."""
    lines = ["| variants | not believed | decided by |", "|---|---|---|"]
    lines += [
        f"| {', '.join(f'`{pattern}`' for pattern in one.variants)} | {', '.join(one.judges)} | {one.decides} |"
        for one in EXCUSES
    ]
    return "\n".join(lines) + "\n"


def write(results: Sequence[Result]) -> None:
    """Write both tables into the page."""
    page = with_part(PAGE.read_text("utf-8"), MARK, table(results))
    PAGE.write_text(with_part(page, EXCEPTIONS_MARK, exceptions()), "utf-8")


def main(cells: int) -> int:
    """Run everything and write the tables."""
    results = list(run(range(len(all_variants())), cells))
    write(results)
    for line in (line for result in results for line in result.bad):
        print(line)
    return 1 if any(result.bad for result in results) else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else len(EVERYTHING)))
