"""What can be asked of watched folders, and of what has come of all work: commands, as those of `commands`."""

from collections.abc import Mapping

from workers.errors import ErrorCode
from workers.jobs.batch import Counts
from workers.jobs.ids import WatchId
from workers.jobs.queries import DaySum
from workers.jobs.watch import Watch, WatchRefused, WatchRules
from workers.service import watch_rules
from workers.service.commands import Command
from workers.service.service import JobService


class CheckWatch(Command[WatchRefused | None], frozen=True):
    """Whether a folder can be watched by these rules, in place of those of `watch` where there is one; None when it can."""

    rules: WatchRules
    watch: WatchId | None = None

    def run(self, service: JobService) -> WatchRefused | None:
        return watch_rules.check_watch(service, self.rules, self.watch)


class AddWatch(Command[WatchId | WatchRefused], frozen=True):
    """Watch a folder: what is in it and what appears in it becomes jobs wherever the jobs are worked off."""

    rules: WatchRules

    def run(self, service: JobService) -> WatchId | WatchRefused:
        return watch_rules.add_watch(service, self.rules)


class ChangeWatch(Command[bool | WatchRefused], frozen=True):
    """Let a watch go on with other rules; what was taken stays taken. Answers False when there is none of this number."""

    watch: WatchId
    rules: WatchRules

    def run(self, service: JobService) -> bool | WatchRefused:
        return watch_rules.change_watch(service, self.watch, self.rules)


class PauseWatch(Command[bool], frozen=True, kw_only=True):
    """Take nothing more from a folder, or go on; answers False when there is no such watch."""

    watch: WatchId
    paused: bool

    def run(self, service: JobService) -> bool:
        return service.store.watches.pause(self.watch, paused=self.paused)


class RemoveWatch(Command[bool], frozen=True):
    """Watch a folder no more; its jobs stay. Answers False when there is no such watch."""

    watch: WatchId

    def run(self, service: JobService) -> bool:
        return service.store.watches.remove(self.watch)


class RestoreWatch(Command[bool], frozen=True):
    """Watch a folder again that was removed, with all that was taken of it; answers False when that cannot be."""

    watch: WatchId

    def run(self, service: JobService) -> bool:
        return service.store.watches.restore(self.watch)


class SwitchAutomatic(Command[None], frozen=True, kw_only=True):
    """Let nothing begin by itself, or all that is not paused itself."""

    on: bool

    def run(self, service: JobService) -> None:
        service.store.watches.switch_all(on=self.on)


class IsAutomatic(Command[bool], frozen=True):
    """Whether what is to begin by itself does."""

    def run(self, service: JobService) -> bool:
        return service.store.watches.is_on()


class FindWatches(Command[list[Watch]], frozen=True):
    """The folders that are watched, in the order they were added."""

    def run(self, service: JobService) -> list[Watch]:
        return service.store.watches.all()


class CountWatched(Command[Mapping[WatchId, Counts]], frozen=True):
    """How many jobs of each watched folder are in each state; those that have none are left out."""

    def run(self, service: JobService) -> Mapping[WatchId, Counts]:
        return service.store.watches.counts()


class CountFailures(Command[Mapping[WatchId, Mapping[ErrorCode, int]]], frozen=True):
    """How many jobs of each watched folder failed for what; those without a failure are left out."""

    def run(self, service: JobService) -> Mapping[WatchId, Mapping[ErrorCode, int]]:
        return service.store.watches.failures()


class SumDays(Command[list[DaySum]], frozen=True):
    """What was made on each local day on which something was, the oldest first; forgotten rows count too."""

    def run(self, service: JobService) -> list[DaySum]:
        return service.reader.day_sums()
