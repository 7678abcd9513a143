"""`mediaapp undo`: bring replaced originals back."""

from argparse import ArgumentParser, Namespace

from mediaapp import text
from mediaapp.cli.opening import opened_service
from mediaapp.cli.selecting import batch_number
from mediaapp.cli.streams import emit, say
from mediaapp.cli.subcommand import CommandRefused, Subcommand, UsageError
from workers.jobs.ids import BatchId
from workers.jobs.queries import Selection
from workers.service import Reader
from workers.service.commands import BringBack


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "operands", nargs="*", metavar="BATCH", help="a batch's number (the newest that replaced originals)"
    )


def _run(arguments: Namespace) -> int:
    if len(arguments.operands) > 1:
        raise UsageError("name one batch")
    with opened_service() as service:
        batch = batch_number(arguments.operands[0]) if arguments.operands else _newest(service.reader)
        if service.reader.batch(batch) is None:
            raise CommandRefused(f"There is no batch {batch}.")
        back = BringBack((Selection(batch=batch),)).run(service).originals
    if arguments.json:
        emit({"batch": batch, "brought_back": back})
    elif back:
        say(text.brought_back(back, 0).title)
    if not back:
        raise CommandRefused(f"Batch {batch} has no original to bring back.")
    return 0


def _newest(reader: Reader) -> BatchId:
    for batch in reader.batches():
        if batch.counts.replaced:
            return batch.id
    raise CommandRefused("No batch has replaced originals.")


COMMAND = Subcommand(
    name="undo", summary="bring back the originals that a batch replaced", add_arguments=_add_arguments, run=_run
)
