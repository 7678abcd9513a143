"""The figures of the README, measured on this machine: `poe bench`, or `python -m tests.speed.bench [--markdown] NAME…`."""

import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tests.speed import engine, goals, intake, pool, queue
from tests.speed.figures import Bench

BENCHES: Mapping[str, Bench] = {
    "acceptance": intake.acceptance,
    "parsing": intake.parsing,
    "claims": queue.claims,
    "empty-jobs": queue.empty_jobs,
    "start-latency": queue.start_latency,
    "throughput": pool.throughput,
    "idle": pool.idle,
    "against-pillow": engine.against_pillow,
    "checking": engine.checking,
    "shrinking": engine.shrinking,
    "repacking": engine.repacking,
    "threads": engine.threading,
    "same-look": goals.same_look,
    "max-size": goals.max_size,
}


def main() -> None:
    names = [name for name in sys.argv[1:] if name != "--markdown"] or list(BENCHES)
    markdown = "--markdown" in sys.argv
    if markdown:
        print(f"| on {os.cpu_count()} cores | |\n|---|---|")
    for name in names:
        with tempfile.TemporaryDirectory(prefix="mediaapp-bench-", ignore_cleanup_errors=True) as work:
            for figure in BENCHES[name](Path(work)):
                print(
                    f"| {figure.name} | {figure.value} |" if markdown else f"{figure.name:<48} {figure.value}",
                    flush=True,
                )
    print(
        f"Load of the machine at the end: {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "",
        file=sys.stderr,
    )


if __name__ == "__main__":
    main()
