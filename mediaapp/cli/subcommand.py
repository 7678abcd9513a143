"""What every command of the command line is made of."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable

from msgspec import Struct


class UsageError(Exception):
    """The arguments make no sense; the text says which, for people."""


class CommandRefused(Exception):  # noqa: N818 - not an error of the program
    """It cannot be done, and the text says why, for people."""


class Subcommand(Struct, frozen=True, kw_only=True):
    """One command. `add_arguments` declares its options, and its operands as `operands` with nargs '*'.

    `run` returns the exit code; it may raise UsageError and Refused.
    """

    name: str
    summary: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Namespace], int]
    details: str = ""


def add_json(parser: ArgumentParser) -> None:
    """The option that every command has."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
