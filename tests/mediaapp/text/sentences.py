"""All that is told of jobs, for whatever is known of them."""

from collections.abc import Iterator
from itertools import product

from mediaapp import text
from workers.errors import ErrorCode, ErrorKind, FailureFacts, NoWorker, StartFault
from workers.facts import Crop, Flaw
from workers.formats import Format
from workers.jobs.alert import LongWait
from workers.jobs.event import FACTS, AlertTold, BatchFigures, Event, EventFacts, EventKind, FolderFacts, Lost
from workers.jobs.history import HistoryEntry, HistoryKind
from workers.jobs.ids import EventId, JobId
from workers.jobs.queries import Cause
from workers.jobs.state import JobState
from workers.jobs.watch import WatchTrouble
from workers.outcome import Checked, Promise, SkipReason, Stage, Verdict
from workers.plan import (
    CutOut,
    Decision,
    Handling,
    Keeping,
    Loss,
    Reason,
    TakenAs,
    ToFormat,
    Topic,
    Turned,
)
from workers.recipe import Metadata, Rotation

FULL = FailureFacts(
    path="/photos/June/Web shop/DSC_1.png",
    host="example.org",
    status=503,
    output="Traceback: words of a program",
    drive="Archive",
    owner="scanner",
    format="jpeg",
    variant="CgBI",
    extra="heic",
    width=60_000,
    height=40_000,
    frames=300,
    line=1_430,
    lines=4_512,
    limit=65_500,
    bytes_needed=14_000_000_000,
    bytes_free=6_000_000_000,
    seconds=61.0,
    signal="SIGSEGV",
    exit_code=-11,
    promise="colors",
    detail="broken data stream when reading image file",
)


EMPTY = FailureFacts()


def cause(code: ErrorCode, jobs: int, facts: FailureFacts = FULL) -> Cause:
    state = JobState.DELAYED if code.kind is ErrorKind.WAITS else JobState.FAILED
    return Cause(code=code, state=state, jobs=jobs, failure=facts)


def all_failure_texts() -> Iterator[text.FailureText]:
    for code, facts, jobs in product(ErrorCode, (FULL, EMPTY), (1, 212)):
        yield text.failure(code, facts)
        yield text.waiting(cause(code, jobs, facts))
        yield text.failed(cause(code, jobs, facts))


FACTS_OF_EVENTS: dict[type[EventFacts], tuple[EventFacts, ...]] = {
    FailureFacts: (FULL, EMPTY),
    BatchFigures: (
        BatchFigures(jobs={JobState.DONE: 3, JobState.FAILED: 1}, bytes_in=9, bytes_out=3, folder="/June", failures={}),
    ),
    FolderFacts: tuple(FolderFacts(path="/June", trouble=trouble) for trouble in (None, *WatchTrouble)),
    NoWorker: (NoWorker(fault=StartFault.SLOW),),
    AlertTold: (AlertTold(alert=LongWait(since=0.0)),),
    Lost: (Lost(events=1), Lost(events=2)),
}


def all_events() -> Iterator[Event]:
    for kind in EventKind:
        for facts in FACTS_OF_EVENTS[FACTS[kind]] if kind in FACTS else (None,):
            yield Event(
                id=EventId(1),
                kind=kind,
                at=0.0,
                batch_name="June",
                name="a.jpg",
                source="/June/a.jpg",
                output="/June/b.jpg",
                size_in=9,
                size_out=3,
                code=ErrorCode.DAMAGED if kind in (EventKind.FAILED, EventKind.DELAYED) else None,
                skipped=SkipReason.ALREADY_MADE if kind is EventKind.SKIPPED else None,
                facts=facts,
            )


def all_sentences() -> Iterator[str]:
    for told in all_failure_texts():
        yield from filter(None, (told.title, told.cause, told.advice, told.detail))
    yield from map(text.stage, Stage)
    yield from map(text.state_name, JobState)
    yield from map(text.skipped, SkipReason)
    yield from map(text.loss, Loss)
    yield from map(text.flaw, Flaw)
    for promise, verdict in product(Promise, Verdict):
        yield text.checked(Checked(promise=promise, verdict=verdict))
    for topic, reason in product(Topic, Reason):
        yield text.decision(Decision(topic=topic, choice=Handling.KEEP, reason=reason))
    for choice in (
        *Handling,
        *map(ToFormat, Format),
        *map(Keeping, Metadata),
        *map(TakenAs, Flaw),
        *map(Turned, Rotation),
        CutOut(Crop(left=3, top=4, width=50, height=60)),
    ):
        yield text.decision(Decision(topic=Topic.FILE, choice=choice, reason=Reason.ASKED))
    for kind, facts in product(HistoryKind, (FULL, EMPTY, None)):
        yield text.history_entry(HistoryEntry(job=JobId(1), at=0.0, what=kind, facts=facts))
    yield from map(text.event, all_events())
    for code, jobs in product(ErrorCode, (1, 212)):
        for notice in (text.began_to_wait(cause(code, jobs)), text.some_failed(3, {code: jobs, ErrorCode.BUG: 2})):
            yield from (notice.title, notice.body)
