"""`mediaapp pause` and `mediaapp resume`: begin nothing new, and go on."""

from argparse import SUPPRESS, ArgumentParser, Namespace

from mediaapp import text
from mediaapp.cli.opening import opened_service
from mediaapp.cli.streams import emit, say
from mediaapp.cli.subcommand import Subcommand, UsageError
from workers.service.commands import SetPaused


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("operands", nargs="*", help=SUPPRESS)


def _pause(arguments: Namespace) -> int:
    return _turn(arguments, paused=True)


def _resume(arguments: Namespace) -> int:
    return _turn(arguments, paused=False)


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


PAUSE = Subcommand(
    name="pause", summary="begin nothing new; what runs is finished", add_arguments=_add_arguments, run=_pause
)
RESUME = Subcommand(name="resume", summary="go on after a pause", add_arguments=_add_arguments, run=_resume)
