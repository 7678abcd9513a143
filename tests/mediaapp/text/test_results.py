"""What is told of a job: what was decided, what it does, what was done to it."""

import msgspec
import pytest

from mediaapp import text
from workers.errors import FailureFacts
from workers.formats import Format
from workers.jobs.history import HistoryEntry, HistoryKind
from workers.jobs.ids import BatchId, JobId, RootId
from workers.jobs.job import Job
from workers.jobs.state import JobState
from workers.kinds import JobKind
from workers.outcome import Stage
from workers.plan import (
    Choice,
    Decision,
    Handling,
    Keeping,
    OnBackground,
    Reason,
    ToBits,
    ToFormat,
    Topic,
    ToPixels,
)
from workers.recipe import MaxBytes, Metadata, Quality, SameLook, Smaller


def test_a_plan_reads_like_a_sentence() -> None:
    as_jpeg = Decision(topic=Topic.FORMAT, choice=ToFormat(Format.JPEG), reason=Reason.OPENS_EVERYWHERE)
    assert text.decision(as_jpeg) == "Format: JPEG, it opens everywhere"
    size = Decision(topic=Topic.SIZE, choice=ToPixels(2000, 1333), reason=Reason.ASKED)
    assert text.decision(size) == "Size: 2000 × 1333, as you asked"


@pytest.mark.parametrize(
    ("topic", "choice", "words"),
    [
        (Topic.COMPRESSION, MaxBytes(20_000), "at most 20 KB"),
        (Topic.COMPRESSION, Smaller(12.5), "at least 12.5% smaller"),
        (Topic.COMPRESSION, SameLook(80.0), "same look (80 of 100)"),
        (Topic.COMPRESSION, Quality(82), "quality 82"),
        (Topic.COMPRESSION, Handling.REPACK, "packed better, every pixel as it is"),
        (Topic.DEPTH, ToBits(16), "65,536 shades of each colour"),
        (Topic.METADATA, Keeping(Metadata.NO_LOCATION), "all but the location"),
        (Topic.TRANSPARENCY, OnBackground("#ffffff"), "#ffffff"),
    ],
)
def test_what_was_chosen_is_told_in_words(topic: Topic, choice: Choice, words: str) -> None:
    assert f": {words}, " in text.decision(Decision(topic=topic, choice=choice, reason=Reason.ASKED))


def test_history_tells_what_was_done_to_the_file() -> None:
    def told(what: HistoryKind, path: str | None = None) -> str:
        return text.history_entry(
            HistoryEntry(job=JobId(1), at=0.0, what=what, facts=(path and FailureFacts(path=path)) or None)
        )

    assert told(HistoryKind.ORIGINAL_REPLACED) == "The original was replaced, and is kept"
    assert told(HistoryKind.COPY_CHOSEN, "/home/a/Backup/photo.jpg") == "Another copy was chosen: Backup/photo.jpg"
    assert told(HistoryKind.MOVED_ELSEWHERE, "/home/a/June/Web") == "Will be saved in June/Web"
    assert told(HistoryKind.SOURCE_CHANGED) == "The file had changed while it waited; taken as it is now"
    assert told(HistoryKind.MOVED_FIRST) == "Put before all others that wait"


def test_a_running_job_tells_its_stage() -> None:
    job = Job(
        id=JobId(1), batch=BatchId(1), kind=JobKind.IMAGE, root=RootId(1), rel="a.jpg", out_root=RootId(1), out_dir="out",
        out_rel=None, source="/a.jpg", output=None, size_in=1, mtime_in=1, state=JobState.RUNNING, prio=0, not_before=None,
        attempt=1, tries=0, max_tries=3, deaths=0, worker=None, cancel=False, stage=Stage.COMPRESSING, progress=0.5,
        removed=False, created=0.0, started=0.0, finished=None, size_out=None, digest=None, error_code=None, failure=None,
        facts=None, skipped=None, outcome=None,
    )  # fmt: skip
    assert text.state(job) == "Compressing"
    assert text.state(msgspec.structs.replace(job, stage=None)) == "Running"
    assert text.state(msgspec.structs.replace(job, cancel=True)) == "Stopping"
    assert text.state(msgspec.structs.replace(job, state=JobState.DONE)) == "Ready"
