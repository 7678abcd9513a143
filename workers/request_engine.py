"""What a module has to offer that fulfils the requests of a kind, loaded by its name where the first one is run."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from msgspec import Struct

from workers.engine import Engines
from workers.jobs.ids import ProcessId
from workers.jobs.job import Job
from workers.kinds import JobKind
from workers.outcome import RequestOutcome, Stage
from workers.requests import Request
from workers.store.job_store import JobStore


class RequestRun(Struct, frozen=True, kw_only=True):
    """One run of a job that has a request.

    `engines` are those of files, `store` is the job table, for this thread, and `data` is the folder that it is in. `part` is
    the file to fill, there and empty, where the request has an output. `told_part` is to hear of a half-written file elsewhere
    before it is there, so that it can always be swept, `told_program` of a process that is started and leads a group, so that
    it never outlives the run; both raise ClaimLost where the job is no longer this run's.

    `progress` gets the stage and the share of the job that is done, 0 to 1, and is to be called often, at least five times a
    second: what it raises ends the job, as when somebody cancels it.
    """

    job: Job
    engines: Engines
    store: JobStore
    data: Path
    part: Path | None
    told_part: Callable[[str], None]
    told_program: Callable[[ProcessId], None]
    progress: Callable[[Stage, float], None]


class RequestEngine(Protocol):
    """What a module has to offer to be the engine of a kind of requests; each call raises Failure."""

    def file_name(self, request: Request) -> str | None:
        """The name that its output gets, with its extension, in the folder of the job; None where it has no output."""
        ...

    def run(self, request: Request, run: RequestRun) -> RequestOutcome:
        """Do what is asked, and fill the part where there is one. What it does outside of that may be done twice."""
        ...


RequestEngines = Mapping[JobKind, str]
"""The dotted names of the modules."""


def load_request_engine(names: RequestEngines, kind: JobKind) -> RequestEngine:
    """Import the engine of one kind, or give it where it was imported before. Raises ImportError."""
    return cast("RequestEngine", import_module(names[kind]))
