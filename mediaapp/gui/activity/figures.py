"""The figures of the activity page, asked of the job table and the disk in the bridge's thread."""

import shutil
from pathlib import Path

from msgspec import Struct

from workers.jobs.batch import BatchPurpose
from workers.jobs.job import Job
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.service import JobService
from workers.service.commands import Command, FindJobs
from workers.volumes import volume_of

RUNNING_MAX = 8
RECENT_MAX = 200
RARELY = 0.95


class Spread(Struct, frozen=True, kw_only=True):
    """What is typical (the median) and what is rarely exceeded (once in twenty), in seconds."""

    typical: float
    rarely: float


class DiskSpace(Struct, frozen=True, kw_only=True):
    """How many bytes are free where outputs go; `volume` is the name people know it by, '' for the system's own."""

    free: int
    volume: str


class Figures(Struct, frozen=True, kw_only=True):
    """What the page shows besides the counts; None where nothing is known yet."""

    running: tuple[Job, ...] = ()
    waited: Spread | None = None
    worked: Spread | None = None
    space: DiskSpace | None = None


class ReadFigures(Command[Figures], frozen=True):
    """Read all of it; `folder` is where the newest batch's outputs go, None while there is none."""

    folder: str | None = None

    def run(self, service: JobService) -> Figures:
        running = FindJobs(_in_state(JobState.RUNNING), limit=RUNNING_MAX).run(service)
        done = FindJobs(_FILES_DONE, newest_first=True, limit=RECENT_MAX).run(service)
        return Figures(
            running=tuple(running),
            waited=spread([job.started - job.created for job in done if job.started is not None]),
            worked=spread([job.finished - job.started for job in done if job.started and job.finished]),
            space=space_in(Path(self.folder)) if self.folder else None,
        )


def spread(seconds: list[float]) -> Spread | None:
    """The median and the 95th percentile; None without values."""
    if not seconds:
        return None
    ordered = sorted(max(0.0, each) for each in seconds)
    return Spread(typical=ordered[len(ordered) // 2], rarely=ordered[int((len(ordered) - 1) * RARELY)])


def space_in(folder: Path) -> DiskSpace | None:
    """The space where a folder is, or will be; None where that cannot be told."""
    there = next((parent for parent in (folder, *folder.parents) if parent.is_dir()), None)
    if there is None:
        return None
    try:
        return DiskSpace(free=shutil.disk_usage(there).free, volume=volume_of(there).name)
    except OSError:
        return None


_FILES_DONE = Selection(states=frozenset((JobState.DONE,)), purpose=BatchPurpose.FILES)


def _in_state(state: JobState) -> Selection:
    return Selection(states=frozenset((state,)))
