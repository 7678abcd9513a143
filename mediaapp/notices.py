"""What to tell about jobs that ended and jobs that wait, and when: each while they are few, one line for a flood."""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from typing import assert_never

from msgspec import Struct, field

from workers.errors import ErrorCode, FailureFacts
from workers.jobs.alert import Alert, DriveAway
from workers.jobs.batch import StoredBatch
from workers.jobs.ids import AlertId, BatchId, JobId
from workers.jobs.job import Job
from workers.jobs.queries import Cause
from workers.jobs.state import READY, JobState
from workers.kinds import JobKind
from workers.outcome import SkipReason
from workers.requests import HookRequest

FEW = 5
"""Up to this many pictures of a batch are told one by one."""
LONG_S = 20.0
"""A picture that took at least this many seconds is told by itself, in a flood too."""
FIRST_INTERIM_S = 30.0
"""A flood that lasts is told for the first time after this many seconds, then after twice that, and so on."""
AT_ONCE = 5
WITHIN_S = 10.0
"""At most `AT_ONCE` notices come `WITHIN_S` seconds; what is more becomes one."""

_TOLD_WAITS = frozenset((ErrorCode.SOURCE_AWAY, ErrorCode.OUTPUT_AWAY, ErrorCode.DISK_FULL, ErrorCode.DRIVE_ERROR))


class OneReady(Struct, frozen=True, kw_only=True):
    """One picture is there."""

    job: Job


class ReportReady(Struct, frozen=True, kw_only=True):
    """A report that somebody or a schedule asked for is there."""

    job: Job


class OneFailed(Struct, frozen=True, kw_only=True):
    """The only picture of a batch failed."""

    job: JobId
    batch: BatchId
    name: str
    code: ErrorCode
    facts: FailureFacts


class ManyReady(Struct, frozen=True, kw_only=True):
    """Many pictures are there. `batch` is None and `name` and `folder` '' where they are of several batches.

    With `more_to_come` the batch goes on, and a later notice of it stands in place of this one. `made_before` of them are
    results of an earlier run.
    """

    batch: BatchId | None
    name: str
    folder: str
    ready: int
    bytes_in: int
    bytes_out: int
    more_to_come: bool = False
    made_before: int = 0


class SomeFailed(Struct, frozen=True, kw_only=True):
    """A batch ended and some of it failed, also where only a part was tried again: `ready` and `causes` are of all of it.

    `causes` has the commonest first. `batch` is None for several batches.
    """

    batch: BatchId | None
    name: str
    folder: str
    ready: int
    causes: Mapping[ErrorCode, int]


class BeganToWait(Struct, frozen=True, kw_only=True):
    """Jobs wait for something that a person may want to know of."""

    cause: Cause


class HookFailed(Struct, frozen=True, kw_only=True):
    """A call of a hook failed for good, where none of its failed ones was told yet; `hook` is what it is called."""

    job: JobId
    batch: BatchId
    hook: str
    code: ErrorCode
    facts: FailureFacts


class AlertsBegan(Struct, frozen=True, kw_only=True):
    """Something is out of the ordinary, one or several things at once."""

    alerts: tuple[Alert, ...]


Notice = OneReady | OneFailed | ManyReady | SomeFailed | ReportReady | HookFailed | BeganToWait | AlertsBegan


class _Course(Struct, kw_only=True):
    """What a batch has done since it was last at rest; `untold` are results that no notice spoke of yet."""

    began: float
    interim_s: float = FIRST_INTERIM_S
    ended: int = 0
    untold: int = 0
    made_before: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    failed: dict[JobId, Job] = field(default_factory=dict)


class Notices:
    """Turns what changed into notices; time is told by the caller, in seconds that only ever grow."""

    def __init__(self) -> None:
        self._courses = dict[BatchId, _Course]()
        self._held: list[Notice] = []
        self._sent = deque[float]()
        self._waits = set[tuple[ErrorCode, str | None]]()
        self._alerts = set[AlertId]()
        self._hooks = dict[int, BatchId]()
        """The hooks whose failed calls were told, each with the batch that the told one is in."""

    def look(
        self,
        *,
        now: float,
        ended: Sequence[Job],
        batches: Sequence[StoredBatch],
        causes: Sequence[Cause],
        alerts: Sequence[Alert] = (),
        others: Sequence[StoredBatch] = (),
    ) -> list[Notice]:
        """What is to be told now: of jobs that ended since the last call, and of batches, causes and alerts as they are.

        `others` are the batches of hooks and reports.
        """
        by_batch = dict[BatchId, list[Job]]()
        for job in ended:
            by_batch.setdefault(job.batch, []).append(job)
        for batch in batches:
            if batch.id in by_batch or batch.id in self._courses:
                self._follow(batch, by_batch.get(batch.id, ()), now)
        hooks = self._failed_hooks(ended, others)
        return self._let_out(now) + _reports(ended) + hooks + self._new_waits(causes) + self._new_alerts(alerts)

    def _follow(self, batch: StoredBatch, ended: Sequence[Job], now: float) -> None:
        course = self._courses.setdefault(batch.id, _Course(began=now))
        course.ended += len(ended)
        going_on = batch.accepting or batch.counts.waiting + batch.counts.running > 0
        few = not batch.accepting and course.ended + batch.counts.waiting + batch.counts.running <= FEW
        for job in ended:
            self._take(course, job, alone=few)
        if not going_on:
            del self._courses[batch.id]
            self._close(batch, course)
        elif course.untold and now - course.began >= course.interim_s:
            course.interim_s *= 2
            course.began = now
            self._held.append(_many(batch, course, more_to_come=True))

    def _take(self, course: _Course, job: Job, *, alone: bool) -> None:
        if job.state is JobState.FAILED:
            course.failed[job.id] = job
            return
        course.failed.pop(job.id, None)
        if job.state is JobState.DONE and (alone or _took(job) >= LONG_S):
            self._held.append(OneReady(job=job))
        elif job.state in READY:
            # What was left out was made before: it has no share in what was saved.
            course.untold += 1
            course.made_before += job.skipped is SkipReason.ALREADY_MADE
            course.bytes_in += job.size_in if job.size_out is not None else 0
            course.bytes_out += job.size_out or 0

    def _close(self, batch: StoredBatch, course: _Course) -> None:
        failed = list(course.failed.values()) if batch.failures else []
        if len(failed) == 1 == batch.counts.total:
            self._held.append(_one_failed(failed[0]))
        elif failed:
            # One that waits to be told is overtaken: this one tells the whole batch.
            self._held = [held for held in self._held if not (isinstance(held, SomeFailed) and held.batch == batch.id)]
            self._held.append(
                SomeFailed(
                    batch=batch.id,
                    name=batch.name,
                    folder=batch.folder,
                    ready=batch.counts.ready,
                    causes=dict(sorted(batch.failures, key=lambda failures: failures[1], reverse=True)),
                )
            )
        elif course.untold:
            self._held.append(_many(batch, course, more_to_come=False))

    def _let_out(self, now: float) -> list[Notice]:
        while self._sent and now - self._sent[0] >= WITHIN_S:
            self._sent.popleft()
        room = AT_ONCE - len(self._sent)
        if not self._held or room <= 0:
            return []
        # The last place is for all the rest in one.
        out = self._held if len(self._held) <= room else [*self._held[: room - 1], _together(self._held[room - 1 :])]
        self._held = []
        self._sent.extend([now] * len(out))
        return list(out)

    def _failed_hooks(self, ended: Sequence[Job], others: Sequence[StoredBatch]) -> list[Notice]:
        """One for each hook, however many of its calls fail, until none of them is left."""
        batches = {batch.id: batch for batch in others}
        self._hooks = {hook: batch for hook, batch in self._hooks.items() if _has_failed(batches.get(batch))}
        told = list[Notice]()
        for job in ended:
            if isinstance(job.request, HookRequest) and job.state is JobState.FAILED:
                batch = batches.get(job.batch)
                if job.request.hook not in self._hooks and batch is not None and _has_failed(batch):
                    self._hooks[job.request.hook] = job.batch
                    told.append(
                        HookFailed(
                            job=job.id,
                            batch=job.batch,
                            hook=batch.name,
                            code=job.error_code or ErrorCode.BUG,
                            facts=job.failure or FailureFacts(),
                        )
                    )
        return told

    def _new_waits(self, causes: Sequence[Cause]) -> list[Notice]:
        waits = {
            _wait(cause): cause for cause in causes if cause.state is JobState.DELAYED and cause.code in _TOLD_WAITS
        }
        new = [BeganToWait(cause=cause) for key, cause in waits.items() if key not in self._waits]
        self._waits = set(waits)
        return list(new)

    def _new_alerts(self, alerts: Sequence[Alert]) -> list[Notice]:
        """All that are new in one; one that somebody was told of before, in an earlier run too, is not told again."""
        told, self._alerts = self._alerts, {alert.id for alert in alerts}
        away = {drive for code, drive in self._waits if code is not ErrorCode.DISK_FULL}
        new = tuple(
            alert
            for alert in alerts
            if not alert.told
            and alert.id not in told
            and not (isinstance(alert.facts, DriveAway) and alert.facts.drive in away)  # what waits for it told that
        )
        return [AlertsBegan(alerts=new)] if new else []


def as_it_stands(
    notice: Notice, *, batches: Sequence[StoredBatch], causes: Sequence[Cause], alerts: Sequence[Alert]
) -> Notice | None:
    """The notice as far as it is still true; None where what it tells is over. `batches` are those of every purpose.

    What is ready stays ready; a failure is over when none is left, a wait when nothing waits for that any more.
    """
    match notice:
        case OneReady() | ReportReady() | ManyReady():
            return notice
        case OneFailed(batch=batch) | HookFailed(batch=batch):
            return notice if any(one.id == batch and _has_failed(one) for one in batches) else None
        case SomeFailed(batch=told):
            return notice if any(told in (one.id, None) and _has_failed(one) for one in batches) else None
        case BeganToWait(cause=cause):
            waits = {_wait(one) for one in causes if one.state is JobState.DELAYED}
            return notice if _wait(cause) in waits else None
        case AlertsBegan():
            lasting = {alert.id for alert in alerts}
            left = tuple(alert for alert in notice.alerts if alert.id in lasting)
            return AlertsBegan(alerts=left) if left else None
        case _:
            assert_never(notice)


def _has_failed(batch: StoredBatch | None) -> bool:
    return batch is not None and batch.counts.failed > 0


def _wait(cause: Cause) -> tuple[ErrorCode, str | None]:
    return cause.code, cause.failure.drive


def _reports(ended: Sequence[Job]) -> list[Notice]:
    """What came of reports: few are asked for, and somebody waits for each."""
    reports = [job for job in ended if job.kind is JobKind.REPORT]
    return [
        ReportReady(job=job) if job.state is JobState.DONE else _one_failed(job)
        for job in reports
        if job.state in (JobState.DONE, JobState.FAILED)
    ]


def _took(job: Job) -> float:
    return job.finished - job.started if job.finished is not None and job.started is not None else 0.0


def _one_failed(job: Job) -> OneFailed:
    return OneFailed(
        job=job.id,
        batch=job.batch,
        name=job.rel.rpartition("/")[2],
        code=job.error_code or ErrorCode.BUG,
        facts=job.failure or FailureFacts(),
    )


def _many(batch: StoredBatch, course: _Course, *, more_to_come: bool) -> ManyReady:
    return ManyReady(
        batch=batch.id,
        name=batch.name,
        folder=batch.folder,
        ready=course.untold,
        bytes_in=course.bytes_in,
        bytes_out=course.bytes_out,
        more_to_come=more_to_come,
        made_before=course.made_before,
    )


def _together(notices: Sequence[Notice]) -> Notice:
    """One notice in place of several; a lone one stays as it is."""
    if len(notices) == 1:
        return notices[0]
    causes = Counter[ErrorCode]()
    ready = made_before = bytes_in = bytes_out = 0
    for notice in notices:
        match notice:
            case OneReady(job=job):
                ready, bytes_in, bytes_out = ready + 1, bytes_in + job.size_in, bytes_out + (job.size_out or 0)
            case ManyReady():
                ready, bytes_in, bytes_out = (
                    ready + notice.ready,
                    bytes_in + notice.bytes_in,
                    bytes_out + notice.bytes_out,
                )
                made_before += notice.made_before
            case OneFailed(code=code):
                causes[code] += 1
            case SomeFailed():
                ready += notice.ready
                causes.update(notice.causes)
            case ReportReady() | HookFailed() | BeganToWait() | AlertsBegan():
                pass  # never held
            case _:
                assert_never(notice)
    if causes:
        return SomeFailed(batch=None, name="", folder="", ready=ready, causes=dict(causes.most_common()))
    return ManyReady(
        batch=None,
        name="",
        folder="",
        ready=ready,
        bytes_in=bytes_in,
        bytes_out=bytes_out,
        made_before=made_before,
    )
