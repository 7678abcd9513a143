"""What pausing and going on have in common."""

from argparse import SUPPRESS, ArgumentParser, Namespace
from functools import partial

from mediaapp import text
from mediaapp.cli.opening import opened_service
from mediaapp.cli.streams import emit, say
from mediaapp.cli.subcommand import Subcommand, UsageError
from workers.service.commands import SetPaused


def pausing(*, name: str, summary: str, paused: bool) -> Subcommand:
    """The command that pauses everything, or goes on."""
    return Subcommand(name=name, summary=summary, add_arguments=_add_arguments, run=partial(_turn, paused=paused))


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("operands", nargs="*", help=SUPPRESS)


def _turn(arguments: Namespace, *, paused: bool) -> int:
    if arguments.operands:
        raise UsageError("this pauses and resumes everything and takes no operands")
    with opened_service() as service:
        SetPaused(paused=paused).run(service)
        waiting = service.reader.counts().waiting
    if arguments.json:
        emit({"paused": paused, "waiting": waiting})
    else:
        say(f"{'Paused' if paused else 'Going on'}. {text.tr_n('1 waits.', '{n} wait.', waiting)}")
    return 0
