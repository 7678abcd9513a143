"""What can be asked of watched folders, and of what has come of all work: commands, as those of `commands`."""

from collections.abc import Mapping
from dataclasses import dataclass

from workers.jobs.batch import Counts
from workers.jobs.ids import WatchId
from workers.jobs.queries import DaySum
from workers.jobs.watch import Watch, WatchRefused, WatchRules
from workers.service import watch_rules
from workers.service.commands import Command
from workers.service.service import JobService


@dataclass(frozen=True, slots=True)
class CheckWatch(Command[WatchRefused | None]):
    """Whether a folder can be watched by these rules, in place of those of `watch` where there is one; None when it can."""

    rules: WatchRules
    watch: WatchId | None = None

    def run(self, service: JobService) -> WatchRefused | None:
        return watch_rules.check_watch(service, self.rules, self.watch)


@dataclass(frozen=True, slots=True)
class AddWatch(Command[WatchId | WatchRefused]):
    """Watch a folder: what is in it and what appears in it becomes jobs wherever the jobs are worked off."""

    rules: WatchRules

    def run(self, service: JobService) -> WatchId | WatchRefused:
        return watch_rules.add_watch(service, self.rules)


@dataclass(frozen=True, slots=True)
class ChangeWatch(Command[bool | WatchRefused]):
    """Let a watch go on with other rules; what was taken stays taken. Answers False when there is none of this number."""

    watch: WatchId
    rules: WatchRules

    def run(self, service: JobService) -> bool | WatchRefused:
        return watch_rules.change_watch(service, self.watch, self.rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseWatch(Command[bool]):
    """Take nothing more from a folder, or go on; answers False when there is no such watch."""

    watch: WatchId
    paused: bool

    def run(self, service: JobService) -> bool:
        return service.store.watches.pause(self.watch, paused=self.paused)


@dataclass(frozen=True, slots=True)
class RemoveWatch(Command[bool]):
    """Watch a folder no more; its jobs stay. Answers False when there is no such watch."""

    watch: WatchId

    def run(self, service: JobService) -> bool:
        return service.store.watches.remove(self.watch)


@dataclass(frozen=True, slots=True)
class RestoreWatch(Command[bool]):
    """Watch a folder again that was removed, with all that was taken of it; answers False when that cannot be."""

    watch: WatchId

    def run(self, service: JobService) -> bool:
        return service.store.watches.restore(self.watch)


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchAutomatic(Command[None]):
    """Let nothing begin by itself, or all that is not paused itself."""

    on: bool

    def run(self, service: JobService) -> None:
        service.store.watches.switch_all(on=self.on)


@dataclass(frozen=True, slots=True)
class IsAutomatic(Command[bool]):
    """Whether what is to begin by itself does."""

    def run(self, service: JobService) -> bool:
        return service.store.watches.is_on()


@dataclass(frozen=True, slots=True)
class FindWatches(Command[list[Watch]]):
    """The folders that are watched, in the order they were added."""

    def run(self, service: JobService) -> list[Watch]:
        return service.store.watches.all()


@dataclass(frozen=True, slots=True)
class CountWatched(Command[Mapping[WatchId, Counts]]):
    """How many jobs of each watched folder are in each state; those that have none are left out."""

    def run(self, service: JobService) -> Mapping[WatchId, Counts]:
        return service.store.watches.counts()


@dataclass(frozen=True, slots=True)
class SumDays(Command[list[DaySum]]):
    """What was made on each local day on which something was, the oldest first; forgotten rows count too."""

    def run(self, service: JobService) -> list[DaySum]:
        return service.reader.day_sums()
