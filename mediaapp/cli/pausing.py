"""What pausing and going on have in common."""

import time
from argparse import SUPPRESS, ArgumentParser, Namespace
from functools import partial

from mediaapp import text
from mediaapp.cli.opening import opened_service
from mediaapp.cli.streams import emit, say
from mediaapp.cli.subcommand import Subcommand, UsageError
from mediaapp.paths import Folders
from mediaapp.settings import load
from workers.manners.manners import Hold, decide
from workers.manners.watch import look_around
from workers.service.commands import GoOnNow, SetPaused


def pausing(*, name: str, summary: str, paused: bool) -> Subcommand:
    """The command that pauses everything, or goes on."""
    add_arguments = partial(_add_arguments, paused=paused)
    return Subcommand(name=name, summary=summary, add_arguments=add_arguments, run=partial(_turn, paused=paused))


def _add_arguments(parser: ArgumentParser, *, paused: bool) -> None:
    parser.add_argument("operands", nargs="*", help=SUPPRESS)
    if not paused:
        parser.add_argument(
            "--now",
            action="store_true",
            help="also in quiet hours, on battery or while the computer is in use, until that has ended",
        )


def _turn(arguments: Namespace, *, paused: bool) -> int:
    if arguments.operands:
        raise UsageError("this pauses and resumes everything and takes no operands")
    with opened_service() as service:
        SetPaused(paused=paused).run(service)
        if not paused and arguments.now:
            GoOnNow(_held_now()).run(service)
        waiting = service.reader.counts().waiting
    if arguments.json:
        emit({"paused": paused, "waiting": waiting})
    else:
        say(f"{'Paused' if paused else 'Going on'}. {text.tr_n('1 waits.', '{n} wait.', waiting)}")
    return 0


def _held_now() -> tuple[Hold, ...]:
    """What the manners hold back at this moment, also where nobody works who would have told."""
    manners = load(Folders.find().settings).settings.manners
    return decide(time.time(), look_around(manners), manners).holds
