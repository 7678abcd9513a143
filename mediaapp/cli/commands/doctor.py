"""`mediaapp doctor`: is all in order, and what a bug report needs."""

from argparse import SUPPRESS, ArgumentParser, Namespace
from pathlib import Path

from mediaapp.cli.checkup import Finding, examine
from mediaapp.cli.opening import unusable
from mediaapp.cli.redacted import write_bundle
from mediaapp.cli.streams import complain, emit, say
from mediaapp.cli.subcommand import CommandRefused, Subcommand, UsageError
from mediaapp.paths import Folders


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("operands", nargs="*", help=SUPPRESS)
    parser.add_argument(
        "--bundle", metavar="FILE", help="write a ZIP for a bug report, without names of files and people"
    )


def _run(arguments: Namespace) -> int:
    if arguments.operands:
        raise UsageError("doctor takes no operands")
    try:
        folders = Folders.find()
    except OSError as error:
        raise unusable(error) from error
    findings = examine(folders)
    for finding in findings:
        _tell(finding, as_json=arguments.json)
    if arguments.bundle is not None:
        try:
            write_bundle(Path(arguments.bundle), folders, findings)
        except OSError as error:
            raise CommandRefused(f"{arguments.bundle} cannot be written: {error.strerror}") from error
        complain(f"{arguments.bundle} is written. Please look at what is in it before you send it.")
    return 0 if all(finding.fine for finding in findings) else 1


def _tell(finding: Finding, *, as_json: bool) -> None:
    if as_json:
        emit({"topic": finding.topic, "what": finding.what, "value": finding.value, "fine": finding.fine})
    else:
        say(f"{' ' if finding.fine else '!'} {finding.topic:9} {finding.what}: {finding.value}")


COMMAND = Subcommand(
    name="doctor", summary="look whether everything is in order", add_arguments=_add_arguments, run=_run
)
