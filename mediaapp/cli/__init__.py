"""The command line: the same queue, the same table and the same words as the window."""

from collections.abc import Sequence

_WORDS = frozenset(
    (
        "add", "cancel", "doctor", "explain", "jobs", "pause", "recipes", "resume", "retry", "run", "show", "undo", "work",
        "-h", "--help", "--version",
    )
)  # fmt: skip


def is_command(argv: Sequence[str]) -> bool:
    """Whether these arguments are a command; if not, they are paths for the window.

    A command's word always is the command: a folder of that name is reached as `./run`, or after `--`.
    """
    return bool(argv) and argv[0] in _WORDS


def run(argv: Sequence[str]) -> int:
    """Do what these arguments say and return the exit code.

    0: all done or left out, 1: some failed or wait, 2: the arguments make no sense, 130: interrupted.
    """
    from mediaapp.cli.dispatch import dispatch  # noqa: PLC0415 - whoever only asks `is_command` loads nothing

    return dispatch(list(argv))
