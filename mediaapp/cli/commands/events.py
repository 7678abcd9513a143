"""`mediaapp events`: what happened, and what happens."""

import select
import sys
from argparse import SUPPRESS, ArgumentParser, Namespace
from collections.abc import Callable, Collection
from datetime import datetime
from threading import Event as Signal

from msgspec import Struct

from mediaapp import text
from mediaapp.cli.opening import opened_service
from mediaapp.cli.streams import complain, emit, say
from mediaapp.cli.subcommand import CommandRefused, Subcommand, UsageError
from workers.events.json_object import json_line
from workers.jobs.event import Event, EventKind, EventPage
from workers.jobs.ids import EventId
from workers.service import JobService
from workers.service.event_commands import ForgetSubscriber, KeepEvents, PassEvents

_SHOWN = 50
_PAGE = 200
_LOOK_AGAIN_S = 0.1
_OURS = "cli:"
"""Stands before names that are given here, so that none is one of mediaapp's own subscribers."""


class _Place(Struct):
    """Where somebody is in the stream: with a name it is kept in the table, else it is gone with the process."""

    kinds: Collection[EventKind]
    upto: EventId
    name: str | None


def _add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("operands", nargs="*", help=SUPPRESS)
    parser.add_argument("--follow", action="store_true", help="go on with what happens from now on, until Ctrl+C")
    parser.add_argument(
        "--since",
        metavar="WHEN",
        help=f"after the event of this number, or from a time as 2026-12-01T09:30 on; 0 for all (the last {_SHOWN})",
    )
    parser.add_argument("--kinds", metavar="KIND,...", help="only of these kinds, as ready,failed,batch_ended")
    parser.add_argument(
        "--as",
        dest="name",
        metavar="NAME",
        help="begin where the last call with this name ended; until then events are kept for it",
    )
    parser.add_argument("--names", action="store_true", help="list the names that events are kept for")
    parser.add_argument("--forget", metavar="NAME", help="keep no events for this name any more")


def _run(arguments: Namespace) -> int:
    if arguments.operands:
        raise UsageError("events takes no operands")
    kinds = frozenset(EventKind) if arguments.kinds is None else _kinds(arguments.kinds)
    with opened_service() as service:
        if arguments.forget is not None:
            if not ForgetSubscriber(_OURS + arguments.forget).run(service):
                raise CommandRefused(f"No events are kept for {arguments.forget}.")
            return 0
        if arguments.names:
            _list_names(service, as_json=arguments.json)
            return 0
        since = None if arguments.since is None else _since(service, arguments.since)
        if arguments.name is not None:
            place = _Place(kinds, EventId(0), _OURS + arguments.name)
            KeepEvents(_OURS + arguments.name, kinds, since).run(service)
        elif since is not None:
            place = _Place(kinds, since, None)
        elif arguments.follow:
            place = _Place(kinds, service.stream.newest(), None)
        else:
            place = _Place(kinds, service.stream.last(kinds, _SHOWN), None)
            if place.upto and not arguments.json:
                complain("Only the last ones; --since 0 shows all.")
        _tell(service, place, _json if arguments.json else _line, follow=arguments.follow)
    return 0


def _list_names(service: JobService, *, as_json: bool) -> None:
    newest = service.stream.newest()
    for each in service.stream.subscribers():
        if each.name.startswith(_OURS):
            name, behind = each.name.removeprefix(_OURS), max(newest - each.upto, 0)
            if as_json:
                emit({"name": name, "upto": each.upto, "behind": behind, "seen": each.seen})
            else:
                say(f"{name}: {text.tr_n('1 event behind', '{n} events behind', behind)}")


def _tell(service: JobService, place: _Place, line: Callable[[Event], None], *, follow: bool) -> None:
    """Write out what there is, and go on with what comes until nobody reads it any more."""
    version = None
    while True:
        newest = service.reader.data_version()
        if newest != version:
            version = newest
            while _tell_page(service, place, line):
                pass
        if not follow or not _is_read():
            return
        Signal().wait(_LOOK_AGAIN_S)


def _tell_page(service: JobService, place: _Place, line: Callable[[Event], None]) -> bool:
    """Write the next events out, and only then move the place on; False when there are no more."""
    page = _page(service, place)
    for event in page.events:
        line(event)
    if page.is_worth_passing and place.name is not None:
        PassEvents(place.name, page).run(service)
    place.upto = page.upto
    return bool(page.events)


def _page(service: JobService, place: _Place) -> EventPage:
    if place.name is None:
        return service.stream.after(place.upto, place.kinds, _PAGE)
    page = service.stream.page(place.name, _PAGE)
    if page is None:
        raise CommandRefused("No events are kept for this name any more.")
    return page


def _json(event: Event) -> None:
    print(json_line(event), flush=True)


def _line(event: Event) -> None:
    say(f"{event.id:>7}  {datetime.fromtimestamp(event.at):%Y-%m-%d %H:%M:%S}  {text.event(event)}")


def _is_read() -> bool:
    """Whether somebody may still read what is written; where the system does not tell, the next line will."""
    if not hasattr(select, "poll"):
        return True
    poll = select.poll()
    poll.register(sys.stdout.fileno(), 0)
    return not poll.poll(0)


def _kinds(words: str) -> frozenset[EventKind]:
    unknown = [word for word in words.split(",") if word not in tuple(EventKind)]
    if unknown:
        raise UsageError(f"there is no kind called {unknown[0]}; there are {', '.join(EventKind)}")
    return frozenset(map(EventKind, words.split(",")))


def _since(service: JobService, word: str) -> EventId:
    if word.isdecimal() and len(word) <= 18:
        return EventId(int(word))
    try:
        return service.stream.before(datetime.fromisoformat(word).timestamp())
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"--since: {word} is neither a number nor a time like 2026-12-01T09:30") from error


COMMAND = Subcommand(
    name="events",
    summary="tell what happened, and follow what happens",
    add_arguments=_add_arguments,
    run=_run,
    details="docs/events.md describes the objects of --json. Kinds: " + ", ".join(EventKind) + ".",
)
