"""The figures of docs/figures.md, measured on this machine: `poe bench`, or `python -m tests.speed.bench [--markdown] [NAME…]`.

With --markdown they are written there; with names too, only their rows are. `poe bench peers` is all that is measured beside
what people use instead.
"""

import os
import platform
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.speed import engine, goals, intake, large, pool, queue, small
from tests.speed.figures import Bench, Figure
from tests.support.documents import DOCS, part_of, with_part

MARK = "figures"
PAGE = DOCS / "figures.md"
BENCHES: Mapping[str, Bench] = {
    "acceptance": intake.acceptance,
    "parsing": intake.parsing,
    "claims": queue.claims,
    "empty-jobs": queue.empty_jobs,
    "start-latency": queue.start_latency,
    "starting": small.starting,
    "thumbnails": small.thumbnails,
    "icons": small.icons,
    "throughput": pool.throughput,
    "memory": pool.memory,
    "idle": pool.idle,
    "large-pictures": large.large,
    "against-pillow": engine.against_pillow,
    "checking": engine.checking,
    "shrinking": engine.shrinking,
    "repacking": engine.repacking,
    "threads": engine.threading,
    "same-look": goals.same_look,
    "same-look-time": goals.same_look_time,
    "max-size": goals.max_size,
}
PEERS = {"peers": ("starting", "thumbnails", "icons", "large-pictures")}
"""A name for several: all that is measured beside what people use instead."""


def main() -> None:
    asked = [name for word in sys.argv[1:] if word != "--markdown" for name in PEERS.get(word, (word,))]
    if unknown := set(asked) - set(BENCHES):
        sys.exit(f"no figure called {', '.join(sorted(unknown))}; there are {', '.join(BENCHES)}")
    found: list[Figure] = []
    for name in asked or BENCHES:
        with tempfile.TemporaryDirectory(prefix="mediaapp-bench-", ignore_cleanup_errors=True) as work:
            for figure in BENCHES[name](Path(work)):
                print(f"{figure.name:<56} {figure.value}", flush=True)
                found.append(figure)
    if "--markdown" in sys.argv:
        text = PAGE.read_text("utf-8")
        known = rows(part_of(text, MARK) or "") if asked else ()
        PAGE.write_text(with_part(text, MARK, markdown([*known, *found])), "utf-8")


def markdown(figures: Iterable[Figure]) -> str:
    """The table of the page, each figure once, the last one of its name where the first one stood."""
    load = f", load {os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else ""
    lines = [
        f"Measured with Python {platform.python_version()} on {platform.system()}, {os.cpu_count()} cores{load}.",
        "",
        "| what | measured |",
        "|---|---|",
        *(f"| {name} | {value} |" for name, value in {figure.name: figure.value for figure in figures}.items()),
    ]
    return "\n".join(lines) + "\n"


def rows(table: str) -> list[Figure]:
    """The figures of a table that `markdown` made."""
    cells = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")]
    return [Figure(*cell) for cell in cells[1:]]


if __name__ == "__main__":
    main()
