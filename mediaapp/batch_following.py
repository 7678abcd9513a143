"""What becomes of the jobs of one batch, from the stream of events."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from workers.jobs.batch import Counts
from workers.jobs.event import EventKind, EventPage
from workers.jobs.ids import BatchId, JobId
from workers.jobs.job import Job
from workers.jobs.queries import Selection
from workers.jobs.state import ENDED
from workers.service import JobService

_ENDS = frozenset((EventKind.READY, EventKind.SKIPPED, EventKind.FAILED, EventKind.CANCELLED))
_PAGE = 1_000


class Ended(Struct, frozen=True):
    """A job has ended, for good or until it is tried again: ready, left out, failed or cancelled."""

    job: Job


class Progress(Struct, frozen=True):
    """How many jobs of the batch are in each state now."""

    counts: Counts


class BatchFollowing:
    """Has a place of its own in the stream. It ends with its owner, so nothing is kept for it in the table.

    The stream says which jobs have ended; what is told of them is how they are when they are told.
    """

    def __init__(self, service: JobService, batch: BatchId) -> None:
        self._reader = service.reader
        self._stream = service.stream
        self._batch = batch
        self._upto = service.stream.newest()
        self._told: dict[JobId, float | None] = {}
        self._counts: Counts | None = None
        self._version: int | None = None
        self.is_over = False
        """Whether nothing of it waited or ran when it was last looked at."""

    def news(self) -> Iterator[Ended | Progress]:
        """What has become of its jobs since the last look; the first one tells all that have ended."""
        version = self._reader.data_version()
        if version == self._version:
            return
        first, self._version = self._version is None, version
        # Counted before the stream is read, so that whatever is counted as ended is told.
        counts, stored = self._reader.counts(Selection(batch=self._batch)), self._reader.batch(self._batch)
        accepting = stored is not None and stored.accepting
        if first:
            yield from self._ended(self._all_ended())
        page = self._next_page()
        while page.events:
            jobs = {event.job: None for event in page.events if event.batch == self._batch and event.job is not None}
            yield from self._ended(self._all_ended() if page.lost else jobs)
            page = self._next_page()
        if counts != self._counts:
            self._counts = counts
            yield Progress(counts)
        self.is_over = not (counts.waiting or counts.running or accepting)

    def _next_page(self) -> EventPage:
        page = self._stream.after(self._upto, _ENDS, _PAGE)
        self._upto = page.upto
        return page

    def _all_ended(self) -> list[JobId]:
        return self._reader.ids(Selection(batch=self._batch, states=ENDED))

    def _ended(self, jobs: Iterable[JobId]) -> Iterator[Ended]:
        """Those of them that have ended, each end once."""
        for job in self._reader.each(list(jobs)):
            is_here = job.batch == self._batch and job.state in ENDED and not job.removed
            if is_here and (job.id not in self._told or self._told[job.id] != job.finished):
                self._told[job.id] = job.finished
                yield Ended(job)
