"""What a subscriber is."""

from collections.abc import Callable

from msgspec import Struct

from workers.jobs.event import Event, EventKind
from workers.service import JobService


class Subscriber(Struct, frozen=True, kw_only=True):
    """Somebody whose events are kept until it has handled them; its place in the stream is kept under its name.

    `handle` is called with each event of these kinds, in order, at least once: again with the same event where the process
    ended, or `handle` raised, before the place was moved on. It runs in a thread of its own and may take as long as it
    likes. The service is that thread's.
    """

    name: str
    kinds: frozenset[EventKind]
    handle: Callable[[JobService, Event], None]
