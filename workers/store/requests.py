"""Accepting jobs that have a request and no source file."""

from collections.abc import Sequence

from workers.jobs.ids import BatchId, JobId
from workers.jobs.job import NewRequest
from workers.store.request_writing import RequestWriting


class Requests(RequestWriting):
    """Writes what was asked for."""

    def accept(self, requests: Sequence[NewRequest], *, name: str, submitter: str) -> tuple[BatchId, list[JobId]]:
        """Make a batch of these in one transaction; they are all of one kind, and at least one."""
        with self._change() as change:
            batch = self._request_batch(change, requests[0], name=name, submitter=submitter)
            return batch, self._add_requests(change, batch, requests)

    def add(self, batch: BatchId, requests: Sequence[NewRequest]) -> list[JobId]:
        """Add these to a batch of their kind, in one transaction."""
        with self._change() as change:
            return self._add_requests(change, batch, requests)
