"""What the page shows, asked of the job table in the bridge's thread."""

from collections.abc import Mapping

from msgspec import Struct

from mediaapp import text
from workers.errors import ErrorCode
from workers.jobs.batch import Counts
from workers.jobs.hook import Hook
from workers.jobs.queries import DaySum
from workers.jobs.schedule import Schedule
from workers.jobs.watch import Watch
from workers.service import JobService
from workers.service.commands import Command
from workers.service.hook_commands import FindHooks
from workers.service.schedule_commands import FindSchedules
from workers.service.watch_commands import CountFailures, CountWatched, FindWatches, IsAutomatic, SumDays


class WatchedFolder(Struct, frozen=True, kw_only=True):
    """A watched folder and how its jobs are; of the failed ones, `retryable` can end otherwise when they are tried again."""

    watch: Watch
    counts: Counts = Counts()
    retryable: int = 0


class Automation(Struct, frozen=True, kw_only=True):
    """All that begins by itself. `on` is the switch for all of it; `days` are those on which something was made."""

    on: bool = True
    folders: tuple[WatchedFolder, ...] = ()
    hooks: tuple[Hook, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    days: tuple[DaySum, ...] = ()


class ReadAutomation(Command[Automation], frozen=True):
    """Read all of it."""

    def run(self, service: JobService) -> Automation:
        counts, failures = CountWatched().run(service), CountFailures().run(service)
        return Automation(
            on=IsAutomatic().run(service),
            folders=tuple(
                WatchedFolder(
                    watch=watch,
                    counts=counts.get(watch.id, Counts()),
                    retryable=_retryable(failures.get(watch.id, {})),
                )
                for watch in FindWatches().run(service)
            ),
            hooks=tuple(FindHooks().run(service)),
            schedules=tuple(FindSchedules().run(service)),
            days=tuple(SumDays().run(service)),
        )


def _retryable(failures: Mapping[ErrorCode, int]) -> int:
    return sum(jobs for code, jobs in failures.items() if text.can_retry(code))
