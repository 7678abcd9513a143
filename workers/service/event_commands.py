"""What can be asked of the stream of events by those who follow it for good."""

from collections.abc import Collection

from workers.jobs.event import EventKind, EventPage
from workers.jobs.ids import EventId
from workers.service.commands import Command
from workers.service.service import JobService


class KeepEvents(Command[None], frozen=True):
    """Keep events of these kinds for the subscriber of this name from now on: those after `upto`.

    With None it goes on where it was, or at the end of the stream when it is new.
    """

    name: str
    kinds: Collection[EventKind]
    upto: EventId | None = None

    def run(self, service: JobService) -> None:
        service.store.subscribers.place(self.name, self.kinds, upto=self.upto)


class PassEvents(Command[None], frozen=True):
    """The subscriber of this name has handled this page, so it is not given again."""

    name: str
    page: EventPage

    def run(self, service: JobService) -> None:
        service.store.subscribers.advance(self.name, self.page.upto, lost=self.page.lost)


class ForgetSubscriber(Command[bool], frozen=True):
    """Keep nothing for the subscriber of this name any more; answers whether there was one."""

    name: str

    def run(self, service: JobService) -> bool:
        return service.store.subscribers.forget(self.name)
