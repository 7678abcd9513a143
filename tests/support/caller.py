"""A job table with hooks, whose calls are run one at a time in this process on a clock that tests move."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from tests.support.hook_calls import hook_request
from tests.support.store import Clock, put_empty_database
from workers.jobs.claim import Claim
from workers.jobs.hook import Deed, HookKept, HookRules, Occasion, Webhook
from workers.jobs.ids import HookId, JobId, WorkerId
from workers.jobs.job import Job
from workers.kinds import KINDS, Lane
from workers.pool.attempt import WorkerContext
from workers.pool.request_attempt import RequestAttempt
from workers.service.hook_commands import AddHook
from workers.service.service import JobService
from workers.store.job_store import JobStore

ME = WorkerId("100@1.00")


class ScriptedChannel:
    """A supervisor that lets everything go on, until a test has it end a job."""

    def __init__(self) -> None:
        self.when_asked: Callable[[], None] = lambda: None

    def check(self) -> None:
        self.when_asked()

    def tell(self, claim: Claim, stage: object, progress: float) -> None:
        self.when_asked()

    def end(self, claim: Claim) -> None:
        pass


class Caller:
    """Hooks, their calls, and the worker that makes them."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "data" / "jobs.db"
        put_empty_database(self.database)
        self.clock = Clock()
        self.service = JobService(self.database, fallback=folder / "fallback")
        self.store = JobStore(self.database, clock=self.clock)
        self.channel = ScriptedChannel()
        self._calls = 0

    def close(self) -> None:
        self.store.close()
        self.service.close()

    def hook(self, deed: Deed, *, name: str = "Tell", key: str | None = None, **rules: Any) -> HookId:
        occasions = rules.pop("occasions", frozenset((Occasion.FILE_READY,)))
        kept = AddHook(HookRules(name=name, occasions=occasions, deed=deed, **rules), key).run(self.service)
        assert isinstance(kept, HookKept), kept
        return kept.hook

    def hook_near(self, url: str) -> HookId:
        """One that may call no address near, with such an address all the same: its name began to lead there later, say."""
        rules = HookRules(name="Near", occasions=frozenset((Occasion.FILE_READY,)), deed=Webhook(url=url))
        return self.store.hooks.add(rules, f"near {url}", folder=None, secret=None)

    def call(self, hook: HookId, *, job: int | None = None, batch: int | None = None) -> JobId:
        """A new event for this hook."""
        self._calls += 1
        request = hook_request(hook, event=self._calls, job=job, batch=batch)
        (made,) = self.store.hooks.call([(request, f"Tell: {self._calls}")])
        return made

    def run_next(self, within: AbstractContextManager[object] | None = None) -> Job | None:
        """Run the first call that waits; how it stands then, None where none can be claimed."""
        claimed = self.store.claims.claim(ME, Lane.CALLS)
        if claimed is None:
            return None
        assert claimed.job.request is not None
        context = WorkerContext(
            engines={},
            request_engines={kind: spec.engine for kind, spec in KINDS.requests.items()},
            store=self.store,
            data=self.database.parent,
            channel=self.channel,  # type: ignore[arg-type]
        )
        with within or nullcontext():
            RequestAttempt(context, claimed, claimed.job.request).run()
        return self.job(claimed.job.id)

    def run(self) -> Job:
        """Run the first call that waits."""
        done = self.run_next()
        assert done is not None
        return done

    def job(self, job: JobId) -> Job:
        found = self.store.reader.job(job)
        assert found is not None
        return found

    def pause(self, job: Job) -> float:
        """Seconds until this job is tried again."""
        assert job.not_before is not None
        return job.not_before - self.clock.now

    def wait(self, seconds: float) -> int:
        """Move the clock; returns how many jobs that woke."""
        self.clock.now += seconds
        return self.store.supervision.wake_due(self.clock.now)
