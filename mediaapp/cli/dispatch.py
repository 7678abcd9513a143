"""From arguments to a command and its exit code."""

import contextlib
import io
import os
import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from importlib import import_module
from typing import NoReturn, cast

from mediaapp.cli.command_words import COMMANDS
from mediaapp.cli.streams import complain
from mediaapp.cli.subcommand import CommandRefused, Subcommand, UsageError, add_json
from mediaapp.version import VERSION


class _Parser(ArgumentParser):
    """Says what is wrong in a line, instead of all that would have been right."""

    def error(self, message: str) -> NoReturn:
        complain(f"{message.removeprefix('argument ')} (`{self.prog} --help` tells more)")
        self.exit(2)


def command_of(word: str) -> Subcommand:
    """The command that this word names; loads it, and what it needs."""
    return cast("Subcommand", import_module(f"mediaapp.cli.commands.{word}").COMMAND)


def dispatch(argv: list[str]) -> int:
    """Run the command that the first argument names; returns the exit code."""
    _write_any_name()
    try:
        return _run(argv)
    except OSError as error:
        # The results could not be written: what is still buffered has no reader, at exit neither.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            complain(f"{error.filename or 'The results'} cannot be written: {error.strerror}.")
        return 1
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 2


def _run(argv: list[str]) -> int:
    if argv[0] not in COMMANDS:
        _overview().parse_args(argv)
        return 0
    command = command_of(argv[0])
    parser = _parser(command)
    options, literal = _split(argv[1:])
    arguments = parser.parse_intermixed_args(options)
    arguments.operands = [*arguments.operands, *literal]
    try:
        return command.run(arguments)
    except UsageError as error:
        parser.error(str(error))
    except CommandRefused as refused:
        complain(str(refused))
        return 1


def _split(arguments: list[str]) -> tuple[list[str], list[str]]:
    """What may hold options, and what stands after '--'."""
    if "--" not in arguments:
        return arguments, []
    at = arguments.index("--")
    return arguments[:at], arguments[at + 1 :]


def _parser(command: Subcommand) -> _Parser:
    parser = _Parser(
        prog=f"mediaapp {command.name}",
        description=command.summary[:1].upper() + command.summary[1:] + ".",
        epilog=command.details,
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.add_arguments(parser)
    add_json(parser)
    return parser


def _overview() -> _Parser:
    width = max(map(len, COMMANDS))
    lines = [f"  {word:{width}}  {command_of(word).summary}" for word in COMMANDS]
    parser = _Parser(
        prog="mediaapp",
        usage="mediaapp [PATH...]\n       mediaapp COMMAND [OPTION...] [--] [OPERAND...]",
        description="Resize, compress and convert any number of pictures. Without a command the window opens.",
        epilog="\n".join(
            (
                "commands:",
                *lines,
                "",
                "`mediaapp COMMAND --help` tells more. A folder that is called like a command is ./COMMAND.",
                "MEDIAAPP_HOME moves everything that mediaapp keeps to one folder.",
                "Exit code: 0 all done or left out, 1 some failed or wait, 2 wrong usage, 130 interrupted.",
            )
        ),
        formatter_class=RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"mediaapp {VERSION}")
    return parser


def _write_any_name() -> None:
    """File names need not be text: in UTF-8 their own bytes are written, in other encodings what comes nearest."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            is_utf_8 = stream.encoding.lower().replace("-", "") == "utf8"
            with contextlib.suppress(OSError):
                stream.reconfigure(errors="surrogateescape" if is_utf_8 else "replace")
