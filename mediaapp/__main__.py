"""The program: commands go to the command line, everything else opens the window."""

import gc
import os
import sys

from mediaapp import cli

_OBJECTS = 100_000
"""New ones between two looks for garbage in the process of a command, which keeps no pictures."""


def _command(arguments: list[str]) -> int:
    # Python would look for garbage while it loads what stays to the end.
    gc.set_threshold(_OBJECTS)
    code = cli.run(arguments)
    _end(code)
    return code


def _end(code: int) -> None:
    """End the process; returns where its last words cannot be written, which Python then says.

    A command has closed all it opened when it returns. Python would free every module one by one, 3 to 10 % of a short
    command's time.
    """
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except OSError:
        return
    os._exit(code)


def main() -> int:
    """Run the command line or the window; returns the exit code. Spawned workers import this module: it loads nothing."""
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support  # noqa: PLC0415 - only a bundle's processes begin here

        freeze_support()
    arguments = sys.argv[1:]
    is_demo = arguments == ["--demo"]
    if not is_demo and cli.is_command(arguments):
        return _command(arguments)
    from mediaapp.gui import run  # noqa: PLC0415 - neither in a worker nor for a command
    from mediaapp.paths import Folders  # noqa: PLC0415

    if is_demo:
        return run.show_demo()
    return run.main(cli.paths_in(arguments), Folders.find())


if __name__ == "__main__":
    sys.exit(main())
