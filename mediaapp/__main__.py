"""The program: commands go to the command line, everything else opens the window."""

import multiprocessing
import sys


def main() -> int:
    """Run the command line or the window; returns the exit code."""
    multiprocessing.freeze_support()
    from mediaapp.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
