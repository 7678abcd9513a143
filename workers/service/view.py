"""Looking at jobs."""

from collections.abc import Sequence

from workers.errors import NoWorker
from workers.jobs.batch import Batch, Counts
from workers.jobs.history import History
from workers.jobs.ids import BatchId, JobId
from workers.jobs.job import Job
from workers.jobs.queries import Cause, Changes, Ended, Selection
from workers.service.connections import Connections


class Viewing(Connections):
    """Reads; nothing here writes."""

    def data_version(self) -> int:
        """Another number whenever anybody has written, this service included; costs 2 us."""
        return self._reader.data_version()

    def paused(self) -> bool:
        """Whether everything is paused."""
        return self._reader.paused()

    def no_worker(self) -> NoWorker | None:
        """Why no worker process starts, None when they do or when there is no pool."""
        return self._reader.no_worker()

    def counts(self, selection: Selection | None = None) -> Counts:
        """Of all jobs, of one batch, or of any selection; the first two cost the same at any number of jobs."""
        return self._reader.counts(selection)

    def batches(self) -> list[Batch]:
        """All batches, newest first."""
        return self._reader.batches()

    def batch(self, batch: BatchId) -> Batch | None:
        """One batch, None when there is none of this number."""
        return self._reader.batch(batch)

    def job(self, job: JobId) -> Job | None:
        """One job, None when there is none of this number."""
        return self._reader.job(job)

    def jobs(self, ids: Sequence[JobId]) -> list[Job]:
        """The jobs of these numbers in this order; those that do not exist are left out."""
        return self._reader.jobs(ids)

    def ids(self, selection: Selection, *, newest_first: bool = False, limit: int | None = None) -> list[JobId]:
        """The numbers of the jobs selected, in the order they were accepted or the other way round."""
        return self._reader.ids(selection, newest_first=newest_first, limit=limit)

    def following(self) -> JobId | None:
        """The job that begins next, None when nothing is queued."""
        return self._reader.following()

    def causes(self) -> list[Cause]:
        """Failed and delayed jobs by cause, the commonest first."""
        return self._reader.causes()

    def mark(self) -> int:
        """The number of the last change: what `changes_since` and `finished_since` are asked with first."""
        return self._reader.mark()

    def changes_since(self, mark: int) -> Changes:
        """What has changed after this mark, each job and batch once."""
        return self._reader.changes_since(mark)

    def finished_since(self, mark: int) -> Ended:
        """Jobs that ended after this mark, in the order they ended; at most 5,000, ask again from the new mark."""
        return self._reader.ended_since(mark)

    def history(self, job: JobId) -> History | None:
        """All that is known of one job."""
        return self._reader.history(job)
