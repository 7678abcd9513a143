"""The kinds of work: which files or requests each is for, the engine that does it, and how long that may take."""

import os
from collections.abc import Callable, Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from workers.formats import READABLE_EXTENSIONS, SNIFF_BYTES, UNSUPPORTED_EXTENSIONS, sniff

HEAD_BYTES = SNIFF_BYTES
"""How many of a file's first bytes tell its kind."""


class JobKind(StrEnum):
    """What a source is, and so what is made of it, or what a request asks for; the spelling in the job table."""

    IMAGE = "image"
    HOOK = "hook"
    REPORT = "report"


class Lane(StrEnum):
    """Which workers take a job: no job of one lane waits for a worker of the other."""

    MEDIA = "media"
    """What the computer itself has to do."""
    CALLS = "calls"
    """What waits for others, such as a server that may never answer."""


class TimeLimits(Struct, frozen=True, kw_only=True):
    """How long a job may take before its worker is ended.

    That is `floor_s` plus a multiple of the CPU seconds that its plan says: of CPU time, and of the time on the clock, which
    is longer because drives are slow: at least `slowest_drive` bytes a second are expected of them. One that comes no further
    for `still_floor_s` seconds, and what its source takes to be read, stands still.
    """

    floor_s: float = 120.0
    cpu_factor: float = 10.0
    wall_factor: float = 30.0
    slowest_drive: float = 250_000.0
    still_floor_s: float = 60.0

    def cpu_s(self, planned_cpu_s: float) -> float:
        """CPU seconds that a job may use."""
        return self.floor_s + self.cpu_factor * planned_cpu_s

    def wall_s(self, planned_cpu_s: float, source_bytes: int) -> float:
        """Seconds on the clock that a job may use, waiting for memory left out."""
        return self.floor_s + self.wall_factor * planned_cpu_s + source_bytes / self.slowest_drive

    def still_s(self, source_bytes: int) -> float:
        """Seconds after which a job that comes no further is told as standing still."""
        return self.still_floor_s + source_bytes / self.slowest_drive


class KindSpec(Struct, frozen=True, kw_only=True):
    """What there is to know of a kind without loading its engine.

    `engine` is the dotted name of a module that fulfils `workers.engine.Engine`. `extensions` are lower-case, with the dot;
    `unsupported` are those of files of this kind that the engine cannot read, with the names of their formats; `recognizes`
    tells by a file's first `HEAD_BYTES` bytes whether it is of this kind.
    """

    engine: str
    extensions: frozenset[str]
    unsupported: Mapping[str, str]
    recognizes: Callable[[bytes], bool]
    limits: TimeLimits = TimeLimits()


class RequestSpec(Struct, frozen=True, kw_only=True):
    """What there is to know of a kind whose jobs have a request and no source.

    `engine` is the dotted name of a module that fulfils `workers.request_engine.RequestEngine`. It is imported where the
    first such job is run.
    """

    engine: str
    lane: Lane
    limits: TimeLimits


class Kinds(Struct, frozen=True, kw_only=True):
    """All kinds, by what a job of them starts from: a source file or a request."""

    files: Mapping[JobKind, KindSpec]
    requests: Mapping[JobKind, RequestSpec]

    def lane(self, kind: JobKind) -> Lane:
        """Which workers take a job of this kind."""
        return self.requests[kind].lane if kind in self.requests else Lane.MEDIA

    def limits(self, kind: JobKind) -> TimeLimits:
        """How long a job of this kind may take."""
        return self.requests[kind].limits if kind in self.requests else self.files[kind].limits


_LONGEST_CALL_S = 2 * 3600.0
"""What ends a call whose own time limit did not; until then it may be silent."""

_LONGEST_REPORT_S = 3600.0

KINDS = Kinds(
    files={
        JobKind.IMAGE: KindSpec(
            engine="workers.image.pipeline",
            extensions=READABLE_EXTENSIONS,
            unsupported=UNSUPPORTED_EXTENSIONS,
            recognizes=lambda head: sniff(head) is not None,
        ),
    },
    requests={
        JobKind.HOOK: RequestSpec(
            engine="workers.hooks.engine",
            lane=Lane.CALLS,
            limits=TimeLimits(floor_s=_LONGEST_CALL_S, still_floor_s=_LONGEST_CALL_S),
        ),
        JobKind.REPORT: RequestSpec(
            engine="mediaapp.report_engine",
            lane=Lane.MEDIA,
            limits=TimeLimits(floor_s=_LONGEST_REPORT_S, still_floor_s=600.0),
        ),
    },
)

_BY_EXTENSION = {extension: kind for kind, record in KINDS.files.items() for extension in record.extensions}


_UNSUPPORTED = {extension: named for record in KINDS.files.values() for extension, named in record.unsupported.items()}


def guess(name: str) -> JobKind | None:
    """The kind that a file's name announces, None for a name that is none of ours."""
    return _BY_EXTENSION.get(os.path.splitext(name)[1].lower())  # noqa: PTH122 - for each of 100,000 files


def unsupported(name: str) -> str | None:
    """The format that a file's name announces, of one of our kinds but not to be read; None for a name that is no such."""
    return _UNSUPPORTED.get(os.path.splitext(name)[1].lower())  # noqa: PTH122 - for each of 100,000 files


def tell(head: bytes, guessed: JobKind) -> JobKind:
    """The kind that a file's first `HEAD_BYTES` bytes announce; the one guessed, whose engine says why not, for none."""
    return next((kind for kind, record in KINDS.files.items() if record.recognizes(head)), guessed)


def engine_names(kinds: Kinds) -> dict[str, str]:
    """What a process is told of them that is to load the engines of files."""
    return {kind.value: record.engine for kind, record in kinds.files.items()}


def request_engine_names(kinds: Kinds) -> dict[str, str]:
    """What a process is told of them that is to fulfil requests."""
    return {kind.value: record.engine for kind, record in kinds.requests.items()}


def done_by(engine: str, limits: TimeLimits | None = None, *, requests: str | None = None) -> Kinds:
    """The same kinds, all files done by this one engine, one that follows a script, say; and so all requests."""
    return Kinds(
        files={
            kind: replace(record, engine=engine, limits=record.limits if limits is None else limits)
            for kind, record in KINDS.files.items()
        },
        requests={
            kind: replace(record, engine=record.engine if requests is None else requests)
            for kind, record in KINDS.requests.items()
        },
    )
