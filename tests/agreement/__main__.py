"""Compare everything: `python -m tests.agreement [--cells N] [part of a name …]`; ends with 1 where something is wrong."""

import sys
from argparse import ArgumentParser
from time import monotonic

from tests.agreement.running import EVERYTHING, run
from tests.agreement.table import table
from tests.agreement.variants import all_variants


def main() -> int:
    """Run the variants whose names hold every word, and print what is wrong and the table."""
    parser = ArgumentParser(prog="poe compare", description=__doc__)
    parser.add_argument("words", nargs="*", help="only variants whose names hold each of these")
    parser.add_argument(
        "--cells", type=int, default=len(EVERYTHING), help="targets and scales of each variant; all by default"
    )
    asked = parser.parse_args()
    began = monotonic()
    numbers = [at for at, variant in enumerate(all_variants()) if all(word in str(variant) for word in asked.words)]
    results = []
    for result in run(numbers, asked.cells):
        results.append(result)
        for line in result.bad:
            print(line, flush=True)
    print(table(results))
    wrong = sum(len(result.bad) for result in results)
    print(f"{len(results)} variants in {monotonic() - began:.0f} s, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
