"""What one drop, paste or command accepted, and how far its jobs are."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from msgspec import Struct

from workers.errors import ErrorCode
from workers.jobs.ids import BatchId
from workers.jobs.state import JobState
from workers.kept_folders import LeftOut
from workers.kinds import JobKind
from workers.recipe import Recipe


class BatchPurpose(StrEnum):
    """What the jobs of a batch are about; they are all alike in that. Only files count as pictures."""

    FILES = "files"
    HOOKS = "hooks"
    REPORTS = "reports"


PURPOSES: Mapping[JobKind, BatchPurpose] = {JobKind.HOOK: BatchPurpose.HOOKS, JobKind.REPORT: BatchPurpose.REPORTS}
"""That of the batches that jobs with a request are in."""


class Counts(Struct, frozen=True, kw_only=True):
    """How many jobs are in each state, removed rows left out.

    Of the jobs skipped, `already_made` and `names_taken` say why; of those cancelled, the originals of `brought_back` were
    put back in their places; of those done, `replaced` are the ones whose originals are still kept aside.
    `bytes_in` and `bytes_out` are those of the jobs done, before and after; `bytes_all` is the sources of all jobs.
    """

    queued: int = 0
    running: int = 0
    delayed: int = 0
    paused: int = 0
    done: int = 0
    skipped: int = 0
    failed: int = 0
    cancelled: int = 0
    already_made: int = 0
    names_taken: int = 0
    brought_back: int = 0
    replaced: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    bytes_all: int = 0

    @property
    def total(self) -> int:
        """All jobs."""
        return self.waiting + self.running + self.ended

    @property
    def waiting(self) -> int:
        """Jobs that have not begun."""
        return self.queued + self.delayed + self.paused

    @property
    def ready(self) -> int:
        """Jobs whose output is there."""
        return self.done + self.skipped

    @property
    def ended(self) -> int:
        """Jobs that will not go on by themselves."""
        return self.ready + self.failed + self.cancelled

    def in_state(self, state: JobState) -> int:
        """Jobs in this one state."""
        return int(getattr(self, state.value))

    def in_states(self, states: Iterable[JobState] | None) -> int:
        """Jobs in any of these states; None is all of them."""
        return self.total if states is None else sum(map(self.in_state, states))


class Shortage(Struct, frozen=True, kw_only=True):
    """About how many bytes a batch's outputs take on a disk, and how many are free there: too few."""

    bytes_needed: int
    bytes_free: int


class StoredBatch(Struct, frozen=True, kw_only=True):
    """What one drop, paste or command accepted. `accepting` is true while its files are still being found.

    `folder` is where its outputs go, absolute: the deepest folder that all of them share. `folders` counts source folders,
    `places` those in which somebody has to look for outputs.
    `on_hold`: its jobs are accepted paused, until they are started. With `shortage`, that is because their outputs seem not
    to fit on the disk; with `begins_at`, in seconds since 1970, until then; with `after`, until all has ended that the batch
    of this number brought, which is called `after_name`, '' where it is gone. `failures` is how many of the failed ones
    failed for what.
    Batches of hooks and of reports have the default recipe, which nothing is made by.
    """

    id: BatchId
    created: float
    name: str
    submitter: str
    recipe: Recipe
    accepting: bool
    folder: str
    folders: int
    counts: Counts
    places: int = 1
    on_hold: bool = False
    shortage: Shortage | None = None
    begins_at: float | None = None
    after: BatchId | None = None
    after_name: str = ""
    failures: tuple[tuple[ErrorCode, int], ...] = ()
    purpose: BatchPurpose = BatchPurpose.FILES

    @property
    def begins_by_itself(self) -> bool:
        """Whether it is on hold until an hour has come or another batch has ended, and not until somebody starts it."""
        return self.on_hold and (self.begins_at is not None or self.after is not None)


class Found(Struct, frozen=True, kw_only=True):
    """How far the accepting of one batch has come; counts grow until `complete`.

    `other_names` are those of the `accepted` that were named themselves and are not called like pictures.

    Passed over are `not_pictures`, `unsupported` (how many pictures of which formats cannot be read), `outputs` (files that
    earlier jobs made) and what is `hidden`, all counted, and `left_out`, the folders that the recipe itself writes to or that
    systems and programs keep for themselves. `unreadable` are paths that do not exist or may not be listed, `puzzling` those
    that were lost to an error of ours, which is in the log. With `shortage` the batch is on hold, since its outputs seem not
    to fit on the disk.
    """

    batch: BatchId
    accepted: int = 0
    other_names: int = 0
    not_pictures: int = 0
    unsupported: tuple[tuple[str, int], ...] = ()
    outputs: int = 0
    hidden: int = 0
    left_out: tuple[LeftOut, ...] = ()
    unreadable: tuple[str, ...] = ()
    puzzling: tuple[str, ...] = ()
    complete: bool = False
    shortage: Shortage | None = None
