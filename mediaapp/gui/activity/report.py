"""Facts for the makers: versions, counts, causes and times as plain text, without a path or a name in it."""

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path, PurePath

from PySide6.QtCore import qVersion

from mediaapp.gui.activity.figures import ReadFigures, Spread
from mediaapp.paths import write_whole
from workers.jobs.batch import Counts
from workers.jobs.job import Job
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.service import JobService
from workers.service.commands import Command, FindJobs

LIBRARIES = ("mediaapp", "Pillow", "apsw", "huey", "PySide6-Essentials")
FAILURES_MAX = 50


class SaveFacts(Command[str], frozen=True):
    """Write them; answers why it could not be written, '' when it was."""

    path: Path

    def run(self, service: JobService) -> str:
        lines = (*_versions(), "", *_jobs(service), "", *_failures(service), "")
        try:
            write_whole(self.path, "\n".join(lines).encode())
        except OSError as error:
            return error.strerror or str(error)
        return ""


def _versions() -> Iterator[str]:
    yield f"{platform.platform()}, Python {platform.python_version()}, Qt {qVersion()}"
    for library in LIBRARIES:
        yield f"{library} {_version(library)}"


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "not installed"


def _jobs(service: JobService) -> Iterator[str]:
    counts = service.reader.counts()
    for name in Counts.__struct_fields__:
        yield f"{name}: {getattr(counts, name)}"
    for cause in service.reader.causes():
        yield f"{cause.state.value} by {cause.code.value}: {cause.jobs}"
    figures = ReadFigures().run(service)
    for name, spread in (("waited", figures.waited), ("worked", figures.worked)):
        yield f"{name}: {_spread(spread)}"


def _spread(spread: Spread | None) -> str:
    return "unknown" if spread is None else f"{spread.typical:.3f} s, 1 in 20 over {spread.rarely:.3f} s"


def _failures(service: JobService) -> Iterator[str]:
    failed = Selection(states=frozenset((JobState.FAILED,)))
    for job in FindJobs(failed, newest_first=True, limit=FAILURES_MAX).run(service):
        yield _failure(job)


def _failure(job: Job) -> str:
    code = job.error_code.value if job.error_code is not None else "unknown"
    what = PurePath(job.source).suffix if job.request is None else job.kind.value
    line = f"{code}: {what}, {job.size_in} bytes, try {job.tries}, attempt {job.attempt}"
    facts = job.failure
    if facts is None:
        return line
    told = (facts.width, facts.height, facts.frames, facts.line, facts.lines, facts.bytes_needed, facts.signal)
    return f"{line}, {', '.join(str(fact) for fact in told if fact is not None)}".rstrip(", ")
