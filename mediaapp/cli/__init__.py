"""The command line: the same queue, the same table and the same words as the window."""

from collections.abc import Sequence

from mediaapp.cli.command_words import COMMANDS

INTERRUPTED = 130
"""The exit code after Ctrl+C."""


def is_command(argv: Sequence[str]) -> bool:
    """Whether these arguments are a command or options; if not, they are paths for the window.

    A command's word always is the command: a folder of that name is reached as `./run`, or after `--`. So it is with what
    looks like an option: the window knows none, and a misspelt one is no picture.
    """
    return bool(argv) and (argv[0] in COMMANDS or any(_is_option(word) for word in _before_dashes(argv)))


def paths_in(argv: Sequence[str]) -> list[str]:
    """The paths that these arguments name, when they are no command."""
    before = _before_dashes(argv)
    return [*before, *argv[len(before) + 1 :]]


def run(argv: Sequence[str]) -> int:
    """Do what these arguments say and return the exit code.

    0: all done or left out, 1: some failed or wait, 2: the arguments make no sense, 130: interrupted.
    """
    if list(argv) == ["--version"]:
        from mediaapp.version import VERSION  # noqa: PLC0415

        print(f"mediaapp {VERSION}")
        return 0
    try:
        from mediaapp.cli.dispatch import dispatch  # noqa: PLC0415 - whoever only asks `is_command` loads nothing

        return dispatch(list(argv))
    except KeyboardInterrupt:
        return INTERRUPTED


def _before_dashes(argv: Sequence[str]) -> Sequence[str]:
    return argv[: argv.index("--")] if "--" in argv else argv


def _is_option(word: str) -> bool:
    return word.startswith("-") and word != "-"
