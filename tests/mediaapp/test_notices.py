"""When people are told, and of what."""

from collections.abc import Sequence

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from mediaapp.notices import (
    AT_ONCE,
    FIRST_INTERIM_S,
    LONG_S,
    WITHIN_S,
    AlertsBegan,
    BeganToWait,
    HookFailed,
    ManyReady,
    Notice,
    Notices,
    OneFailed,
    OneReady,
    ReportReady,
    SomeFailed,
    as_it_stands,
)
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.alert import Alert, AlertFacts, DiskNearlyFull, DriveAway, LongWait, WorkersRestarting
from workers.jobs.batch import BatchPurpose, Counts, StoredBatch
from workers.jobs.ids import AlertId, BatchId, JobId, RootId
from workers.jobs.job import Job
from workers.jobs.queries import Cause
from workers.jobs.state import JobState
from workers.kinds import JobKind
from workers.outcome import SkipReason
from workers.recipe import Recipe
from workers.requests import HookRequest

A_JOB = Job(
    id=JobId(1), batch=BatchId(1), kind=JobKind.IMAGE, root=RootId(1), rel="June/DSC_1.jpg", out_root=RootId(1),
    out_dir="June/Smaller", out_rel="June/Smaller/DSC_1.jpg", source="/June/DSC_1.jpg", output="/June/Smaller/DSC_1.jpg",
    size_in=1000, mtime_in=1, state=JobState.DONE, prio=0, not_before=None, attempt=1, tries=0, max_tries=3, deaths=0,
    worker=None, cancel=False, stage=None, progress=1.0, removed=False, created=0.0, started=10.0, finished=10.5,
    size_out=400, digest="d", error_code=None, failure=None, facts=None, skipped=None, outcome=None,
)  # fmt: skip


def job(n: int, state: JobState = JobState.DONE, *, batch: int = 1, took: float = 0.5) -> Job:
    return msgspec.structs.replace(
        A_JOB,
        id=JobId(n),
        batch=BatchId(batch),
        state=state,
        started=10.0,
        finished=10.0 + took,
        size_out=400 if state is JobState.DONE else None,
        skipped=SkipReason.ALREADY_MADE if state is JobState.SKIPPED else None,
        error_code=ErrorCode.ENDS_EARLY if state is JobState.FAILED else None,
        failure=FailureFacts(line=1, lines=3) if state is JobState.FAILED else None,
    )


def batch(n: int = 1, *, accepting: bool = False, **counts: int) -> StoredBatch:
    return StoredBatch(
        id=BatchId(n),
        created=0.0,
        name="June",
        submitter="window",
        recipe=Recipe(),
        accepting=accepting,
        folder="/June/Smaller",
        folders=1,
        counts=Counts(**counts),
        failures=((ErrorCode.ENDS_EARLY, counts["failed"]),) if "failed" in counts else (),
    )


def look(notices: Notices, ended: list[Job], *batches: StoredBatch, now: float = 0.0) -> list[Notice]:
    return notices.look(now=now, ended=ended, batches=batches, causes=())


def test_each_is_told_while_they_are_few() -> None:
    notices = Notices()
    assert look(notices, [job(1)], batch(queued=1, running=1, done=1)) == [OneReady(job=job(1))]
    assert look(notices, [], batch(queued=1, running=1, done=1)) == []
    assert look(notices, [job(2), job(3)], batch(done=3)) == [OneReady(job=job(2)), OneReady(job=job(3))]


def test_a_flood_is_told_once_at_its_end() -> None:
    notices = Notices()
    for n in range(1, 40):
        assert look(notices, [job(n)], batch(queued=40 - n, done=n), now=n / 10) == []
    assert look(notices, [job(40)], batch(done=40), now=4.0) == [
        ManyReady(batch=BatchId(1), name="June", folder="/June/Smaller", ready=40, bytes_in=40_000, bytes_out=16_000)
    ]


def test_one_that_took_long_is_told_within_a_flood() -> None:
    slow = job(1, took=LONG_S)
    assert look(Notices(), [slow, job(2)], batch(queued=38, done=2)) == [OneReady(job=slow)]


def test_while_files_are_still_found_nobody_knows_that_they_are_few() -> None:
    assert look(Notices(), [job(1)], batch(accepting=True, done=1)) == []


def test_a_flood_that_lasts_is_told_at_growing_intervals() -> None:
    notices, told = Notices(), []
    for second in range(1, 601):
        for notice in look(notices, [job(second)], batch(queued=1000 - second, done=second), now=float(second)):
            assert isinstance(notice, ManyReady)
            assert notice.more_to_come
            assert notice.ready == second
            told.append(second)
    assert told[0] == FIRST_INTERIM_S + 1
    assert len(told) == 4


def test_failures_are_told_at_the_end_of_the_batch_with_their_causes() -> None:
    notices = Notices()
    assert look(notices, [job(1, JobState.FAILED)], batch(queued=9, failed=1)) == []
    ended = [job(n) for n in range(2, 10)] + [job(10, JobState.FAILED)]
    assert look(notices, ended, batch(done=8, failed=2)) == [
        SomeFailed(batch=BatchId(1), name="June", folder="/June/Smaller", ready=8, causes={ErrorCode.ENDS_EARLY: 2})
    ]


def test_the_only_one_that_failed_is_told_by_name() -> None:
    assert look(Notices(), [job(1, JobState.FAILED)], batch(failed=1)) == [
        OneFailed(
            job=JobId(1),
            batch=BatchId(1),
            name="DSC_1.jpg",
            code=ErrorCode.ENDS_EARLY,
            facts=FailureFacts(line=1, lines=3),
        )
    ]


def test_a_retry_that_succeeds_is_told_as_a_new_course() -> None:
    notices = Notices()
    ended = [job(n) for n in range(1, 400)] + [job(400, JobState.FAILED)]
    assert isinstance(look(notices, ended, batch(done=399, failed=1))[0], SomeFailed)
    assert look(notices, [job(400)], batch(done=400), now=60.0) == [OneReady(job=job(400))]


def test_when_a_part_is_tried_again_and_fails_the_whole_batch_is_told() -> None:
    notices = Notices()
    ended = [job(n) for n in range(1, 6)] + [job(n, JobState.FAILED) for n in range(6, 9)]
    whole = SomeFailed(batch=BatchId(1), name="June", folder="/June/Smaller", ready=5, causes={ErrorCode.ENDS_EARLY: 3})
    assert look(notices, ended, batch(done=5, failed=3)) == [whole]
    assert look(notices, [job(6, JobState.FAILED), job(7, JobState.FAILED)], batch(done=5, failed=3), now=20.0) == [
        whole
    ]
    assert look(notices, [job(8, JobState.FAILED)], batch(done=5, failed=3), now=40.0) == [whole]


def test_a_failure_told_late_counts_once_however_often_it_was_tried() -> None:
    notices = Notices()
    for n in range(1, AT_ONCE + 1):
        look(notices, [job(n, batch=n)], batch(n, done=1))
    for _ in range(3):
        assert look(notices, [job(9, JobState.FAILED, batch=9)], batch(9, done=4, failed=2)) == []
    (told,) = look(notices, [], now=WITHIN_S)
    assert isinstance(told, SomeFailed)
    assert (told.ready, told.causes) == (4, {ErrorCode.ENDS_EARLY: 2})


def test_what_failed_and_succeeded_before_the_end_is_no_failure() -> None:
    notices = Notices()
    look(notices, [job(1, JobState.FAILED)], batch(queued=9, failed=1))
    (told,) = look(notices, [job(n) for n in range(1, 11)], batch(done=10))
    assert isinstance(told, ManyReady)
    assert told.ready == 10


def test_what_was_made_before_is_ready_but_saves_nothing() -> None:
    ended = [job(n, JobState.SKIPPED) for n in range(10)]
    (told,) = look(Notices(), ended, batch(skipped=10))
    assert isinstance(told, ManyReady)
    assert (told.ready, told.made_before, told.bytes_in, told.bytes_out) == (10, 10, 0, 0)


def test_nobody_is_told_what_they_cancelled() -> None:
    assert look(Notices(), [job(n, JobState.CANCELLED) for n in range(10)], batch(cancelled=10)) == []


def test_a_report_is_told_at_once_whatever_else_is_told() -> None:
    """In a batch of its own, which is none of pictures."""
    report = msgspec.structs.replace(job(9, batch=7), kind=JobKind.REPORT)
    flood = [job(n, batch=n) for n in range(10, 30)]
    told = look(Notices(), [report, *flood], *(batch(n, done=1) for n in range(10, 30)))
    assert ReportReady(job=report) in told
    failed = msgspec.structs.replace(report, state=JobState.FAILED, error_code=ErrorCode.DISK_FULL)
    (notice,) = look(Notices(), [failed])
    assert isinstance(notice, OneFailed)
    assert notice.code is ErrorCode.DISK_FULL
    assert look(Notices(), [msgspec.structs.replace(report, state=JobState.CANCELLED)]) == []


def test_many_small_batches_become_one_notice() -> None:
    notices = Notices()
    told = []
    for n in range(1, 31):
        told += look(notices, [job(n, batch=n)], batch(n, done=1), now=n / 10)
    assert told == [OneReady(job=job(n, batch=n)) for n in range(1, AT_ONCE + 1)]
    (rest,) = look(notices, [], now=WITHIN_S + 10)[-1:]
    assert isinstance(rest, ManyReady)
    assert (rest.batch, rest.ready, rest.bytes_in) == (None, 21, 21_000)


def test_waiting_for_a_drive_is_told_once_until_it_is_over() -> None:
    notices = Notices()
    away = Cause(
        code=ErrorCode.OUTPUT_AWAY, state=JobState.DELAYED, jobs=212, failure=FailureFacts(drive="Archive", path="/a")
    )
    locked = Cause(code=ErrorCode.SOURCE_LOCKED, state=JobState.DELAYED, jobs=1, failure=FailureFacts())

    def told(*causes: Cause) -> list[Notice]:
        return notices.look(now=0.0, ended=(), batches=(), causes=causes)

    assert told(away, locked) == [BeganToWait(cause=away)]
    fewer = msgspec.structs.replace(away, jobs=211, failure=FailureFacts(drive="Archive", path="/b"))
    assert told(fewer, locked) == []
    assert told(locked) == []
    assert told(away) == [BeganToWait(cause=away)]


@given(
    st.lists(
        st.tuples(st.integers(1, 6), st.sampled_from([JobState.DONE, JobState.FAILED, JobState.SKIPPED])), max_size=300
    ),
    st.floats(0, 3),
)
def test_every_result_is_told_exactly_once_and_never_in_a_flood(ends: list[tuple[int, JobState]], pause: float) -> None:
    """Whatever order batches end in, all ready pictures and all failures are in exactly one notice."""
    notices, told, times, now = Notices(), list[Notice](), list[float](), 0.0
    left = {n: sum(1 for other, _ in ends if other == n) for n, _ in ends}
    counts = {n: Counts() for n in left}
    for number, (n, state) in enumerate(ends):
        left[n] -= 1
        done = msgspec.structs.replace(counts[n], **{state.value: getattr(counts[n], state.value) + 1})
        counts[n] = done
        snapshot = [
            StoredBatch(
                id=BatchId(m), created=0.0, name="June", submitter="window", recipe=Recipe(), accepting=False,
                folder="/out", folders=1, counts=msgspec.structs.replace(counts[m], queued=left[m]),
                failures=((ErrorCode.ENDS_EARLY, counts[m].failed),) if counts[m].failed else (),
            )
            for m in left
        ]  # fmt: skip
        now += pause
        new = notices.look(now=now, ended=[job(number, state, batch=n)], batches=snapshot, causes=())
        told += new
        times += [now] * len(new)
    new = notices.look(now=now + 100, ended=(), batches=(), causes=())
    told += new
    ready = sum(1 for _, state in ends if state is not JobState.FAILED)
    failed = len(ends) - ready
    finals = [notice for notice in told if not (isinstance(notice, ManyReady) and notice.more_to_come)]
    some = [notice for notice in finals if isinstance(notice, SomeFailed)]
    assert sum(sum(notice.causes.values()) for notice in some) + sum(isinstance(x, OneFailed) for x in finals) == failed
    if not failed and pause * len(ends) < FIRST_INTERIM_S:
        singles = sum(isinstance(notice, OneReady) for notice in finals)
        assert singles + sum(notice.ready for notice in finals if isinstance(notice, ManyReady)) == ready
    for at in times:
        assert sum(1 for other in times if at <= other < at + WITHIN_S) <= AT_ONCE


def alerted(n: int, facts: AlertFacts, *, told: bool = False) -> Alert:
    return Alert(id=AlertId(n), began=0.0, facts=facts, told=told)


def look_at(notices: Notices, *alerts: Alert, causes: Sequence[Cause] = ()) -> list[Notice]:
    return notices.look(now=0.0, ended=(), batches=(), causes=causes, alerts=alerts)


def test_an_alert_is_told_once_and_all_that_began_together_in_one() -> None:
    notices = Notices()
    first, second = alerted(1, LongWait(since=1.0)), alerted(2, WorkersRestarting(deaths=5, within_s=60))
    assert look_at(notices, first, second) == [AlertsBegan(alerts=(first, second))]
    assert look_at(notices, first, second) == []
    third = alerted(3, DiskNearlyFull(path="/", drive="/", bytes_free=1))
    assert look_at(notices, msgspec.structs.replace(first, told=True), third) == [AlertsBegan(alerts=(third,))]


def test_an_alert_that_was_told_in_an_earlier_run_is_not_told_again() -> None:
    assert look_at(Notices(), alerted(1, LongWait(since=1.0), told=True)) == []


def test_a_drive_that_is_away_is_told_once_whoever_saw_it() -> None:
    away = alerted(1, DriveAway(path="/media/Archive", drive="Archive"))
    cause = Cause(code=ErrorCode.SOURCE_AWAY, state=JobState.DELAYED, jobs=3, failure=FailureFacts(drive="Archive"))
    assert look_at(Notices(), away, causes=(cause,)) == [BeganToWait(cause=cause)]
    assert look_at(Notices(), away) == [AlertsBegan(alerts=(away,))]


def call(n: int, state: JobState = JobState.FAILED, *, hook: int = 1) -> Job:
    request = HookRequest(hook=hook, event=n, kind="ready", at=0.0, notice="{}")
    code = ErrorCode.CALL_BUSY if state is JobState.FAILED else None
    return msgspec.structs.replace(job(n, state, batch=hook), kind=JobKind.HOOK, request=request, error_code=code)


def calls(n: int = 1, name: str = "Shop", **counts: int) -> StoredBatch:
    return msgspec.structs.replace(batch(n), purpose=BatchPurpose.HOOKS, name=name, counts=Counts(**counts))


def look_at_calls(notices: Notices, ended: list[Job], *others: StoredBatch) -> list[tuple[str, JobId]]:
    """The hooks of which is told that they failed, each with the call."""
    told = notices.look(now=0.0, ended=ended, batches=(), causes=(), others=others)
    assert all(isinstance(notice, HookFailed) for notice in told)
    return [(notice.hook, notice.job) for notice in told if isinstance(notice, HookFailed)]


def test_a_hook_that_failed_for_good_is_told_once_until_none_of_its_calls_is_left_so() -> None:
    notices = Notices()
    assert look_at_calls(notices, [call(1, JobState.DONE)], calls(done=1)) == []
    assert look_at_calls(notices, [call(2), call(3)], calls(done=1, failed=2)) == [("Shop", JobId(2))]
    assert look_at_calls(notices, [call(4)], calls(done=1, failed=3)) == []
    both = (calls(done=1, failed=3), calls(2, "Backup", failed=1))
    assert look_at_calls(notices, [call(5, hook=2)], *both) == [("Backup", JobId(5))]
    assert look_at_calls(notices, [], calls(done=1, queued=3), both[1]) == []  # tried again
    assert look_at_calls(notices, [call(2)], calls(done=3, failed=1), both[1]) == [("Shop", JobId(2))]


def test_what_is_ready_stays_told_and_a_failure_until_none_is_left() -> None:
    ready = OneReady(job=job(1))
    some = SomeFailed(batch=BatchId(1), name="", folder="", ready=1, causes={ErrorCode.BUG: 2})
    one = OneFailed(job=JobId(1), batch=BatchId(1), name="", code=ErrorCode.BUG, facts=FailureFacts())
    hook = HookFailed(job=JobId(1), batch=BatchId(1), hook="", code=ErrorCode.BUG, facts=FailureFacts())
    of_several = msgspec.structs.replace(some, batch=None)

    def left(notice: Notice, *batches: StoredBatch) -> Notice | None:
        return as_it_stands(notice, batches=batches, causes=(), alerts=())

    assert left(ready) == ready
    for notice in (some, one, hook):
        assert left(notice, batch(done=1, failed=1)) == notice
        assert left(notice, batch(done=1, running=1), batch(2, failed=1)) is None
        assert left(notice) is None  # removed from the list
    assert left(of_several, batch(2, failed=1)) == of_several
    assert left(of_several, batch(done=1)) is None


def test_a_wait_and_an_alert_are_told_as_long_as_they_last() -> None:
    away = Cause(code=ErrorCode.OUTPUT_AWAY, state=JobState.DELAYED, jobs=2, failure=FailureFacts(drive="Archive"))
    other = msgspec.structs.replace(away, failure=FailureFacts(drive="Stick"))
    waits = BeganToWait(cause=away)
    assert as_it_stands(waits, batches=(), causes=(other, away), alerts=()) == waits
    assert as_it_stands(waits, batches=(), causes=(other,), alerts=()) is None
    full = alerted(1, DiskNearlyFull(path="/", drive="/", bytes_free=9))
    restarting = alerted(2, WorkersRestarting(deaths=3, within_s=600))
    both = AlertsBegan(alerts=(full, restarting))
    assert as_it_stands(both, batches=(), causes=(), alerts=(restarting, full)) == both
    assert as_it_stands(both, batches=(), causes=(), alerts=(restarting,)) == AlertsBegan(alerts=(restarting,))
    assert as_it_stands(both, batches=(), causes=(), alerts=()) is None
