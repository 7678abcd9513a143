"""Brings every subscriber its events, in the process that has the pool."""

import logging
import time
from collections.abc import Callable, Sequence
from threading import Event as Signal
from threading import Thread

from msgspec import Struct

from workers.events.subscriber import Subscriber
from workers.jobs.event import EventPage
from workers.service import JobService, StoreError

_log = logging.getLogger(__name__)

OpenService = Callable[[], JobService]

_END_WITHIN_S = 0.5


class DeliveryTimes(Struct, frozen=True, kw_only=True):
    """Seconds: between two looks whether anything happened, until the place is moved on, and between tries that fail."""

    look_s: float = 0.2
    advance_s: float = 1.0
    first_pause_s: float = 1.0
    longest_pause_s: float = 60.0


_PAGE = 100
"""Events that are read at once."""


class Delivery:
    """Has a thread for each subscriber, so that none waits for another, and one that looks whether anything happened.

    Only one may run for a job table: whoever has its pool.
    """

    def __init__(
        self, open_service: OpenService, subscribers: Sequence[Subscriber], *, times: DeliveryTimes | None = None
    ) -> None:
        self._open_service = open_service
        self._times = times or DeliveryTimes()
        self._closing = Signal()
        self._lanes = [_Lane(open_service, subscriber, self._times, self._closing) for subscriber in subscribers]
        self._thread = Thread(target=self._look, name="events", daemon=True)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()
        for lane in self._lanes:
            lane.start()

    def stop(self) -> None:
        """Hand out what has just happened, and end within a second; what a subscriber is at then, it sees again."""
        self._closing.set()
        for lane in self._lanes:
            lane.news.set()
        self._thread.join()
        until = time.monotonic() + _END_WITHIN_S
        for lane in self._lanes:
            lane.join(max(until - time.monotonic(), 0.0))

    def _look(self) -> None:
        while not self._closing.is_set():
            try:
                with self._open_service() as service:
                    version = None
                    while not self._closing.is_set():
                        newest = service.reader.data_version()
                        if newest != version:
                            version = newest
                            for lane in self._lanes:
                                lane.news.set()
                        self._closing.wait(self._times.look_s)
            except StoreError:
                _log.warning("the stream of events cannot be read", exc_info=True)
                self._closing.wait(self._times.first_pause_s)


class _Lane(Thread):
    """The thread of one subscriber."""

    def __init__(
        self, open_service: OpenService, subscriber: Subscriber, times: DeliveryTimes, closing: Signal
    ) -> None:
        super().__init__(name=f"events {subscriber.name}", daemon=True)
        self.news = Signal()
        self._open_service = open_service
        self._subscriber = subscriber
        self._times = times
        self._closing = closing

    def run(self) -> None:
        pause = self._times.first_pause_s
        while not self._closing.is_set():
            try:
                with self._open_service() as service:
                    service.store.subscribers.place(self._subscriber.name, self._subscriber.kinds)
                    while self._hand_out(service):
                        pause = self._times.first_pause_s
            except Exception:  # noqa: BLE001 - whatever a subscriber does, its events are kept and tried again
                _log.warning("the subscriber %s is tried again", self._subscriber.name, exc_info=True)
                self._closing.wait(pause)
                pause = min(2 * pause, self._times.longest_pause_s)

    def _hand_out(self, service: JobService) -> bool:
        """One page, or a wait until something happens; False when the end has come."""
        closing = self._closing.is_set()
        self.news.clear()
        page = service.store.stream.page(self._subscriber.name, _PAGE)
        if page is not None and page.is_worth_passing:
            self._hand_over(service, page)
        elif not closing:
            self.news.wait()
        return not closing

    def _hand_over(self, service: JobService, page: EventPage) -> None:
        """Move the place on when the page is done, now and then meanwhile, and as far as it came when it breaks off."""
        subscribers, name = service.store.subscribers, self._subscriber.name
        lost, moved = page.lost, time.monotonic()
        handled = None
        try:
            for event in page.events:
                if handled is not None and time.monotonic() - moved > self._times.advance_s:
                    subscribers.advance(name, handled, lost=lost)
                    lost, moved = 0, time.monotonic()
                self._subscriber.handle(service, event)
                handled = event.id
        except BaseException:
            if handled is not None:
                subscribers.advance(name, handled, lost=lost)
            raise
        subscribers.advance(name, page.upto, lost=lost)
