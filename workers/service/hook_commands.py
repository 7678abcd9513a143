"""What can be asked of hooks: commands, as those of `commands`. Only a person adds, changes or switches one."""

import json
import time

from workers.jobs.hook import Hook, HookKept, HookRefused, HookRules
from workers.jobs.ids import HookId, JobId
from workers.requests import HookRequest
from workers.service import hook_rules
from workers.service.commands import Command
from workers.service.service import JobService


class AddHook(Command[HookKept | HookRefused], frozen=True):
    """A new hook, which is on. A signed webhook gets this `key`, or a new one that is answered once. Raises OSError."""

    rules: HookRules
    key: str | None = None

    def run(self, service: JobService) -> HookKept | HookRefused:
        return hook_rules.add_hook(service, self.rules, self.key)


class ChangeHook(Command[HookKept | HookRefused | None], frozen=True):
    """Other rules, also for calls that wait; without a `key` it keeps its own. None when there is no such hook."""

    hook: HookId
    rules: HookRules
    key: str | None = None

    def run(self, service: JobService) -> HookKept | HookRefused | None:
        return hook_rules.change_hook(service, self.hook, self.rules, self.key)


class RemoveHook(Command[bool], frozen=True):
    """Forget a hook and its secret; calls that wait are cancelled. Answers False when there is no such hook."""

    hook: HookId

    def run(self, service: JobService) -> bool:
        return hook_rules.remove_hook(service, self.hook)


class SwitchHook(Command[bool], frozen=True, kw_only=True):
    """Call it after what happens from now on, or do not; answers False when there is no such hook."""

    hook: HookId
    on: bool

    def run(self, service: JobService) -> bool:
        return service.store.hooks.switch(self.hook, on=self.on)


class FindHooks(Command[list[Hook]], frozen=True):
    """The hooks in the order they were added, each with how its last call went."""

    def run(self, service: JobService) -> list[Hook]:
        return service.store.hooks.all()


class TryHook(Command[JobId | None], frozen=True):
    """Call a hook now with a notice that says it is a test, on or off; answers the job. None when there is no such hook."""

    hook: HookId

    def run(self, service: JobService) -> JobId | None:
        found = service.store.hooks.get(self.hook)
        if found is None:
            return None
        at = time.time()
        notice = json.dumps({"v": 1, "kind": "test", "at": round(at, 3)})
        request = HookRequest(hook=self.hook, event=None, kind="test", at=at, notice=notice)
        (job,) = service.store.hooks.call([(request, f"{found.rules.name}: test")])
        return job
