"""Every code, stage, state and verdict has words, and they are good ones."""

import re
from collections.abc import Iterator
from itertools import product

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediaapp import text
from workers.errors import ErrorCode, ErrorKind, FailureFacts, NoWorker, StartFault
from workers.facts import Crop, Flaw
from workers.formats import Format, NoPicture
from workers.jobs.alert import LongWait
from workers.jobs.batch import Found
from workers.jobs.event import FACTS, AlertTold, BatchFigures, Event, EventFacts, EventKind, FolderFacts, Lost
from workers.jobs.history import HistoryEntry, HistoryKind
from workers.jobs.ids import BatchId, EventId, JobId, RootId
from workers.jobs.job import Job
from workers.jobs.queries import Cause
from workers.jobs.state import JobState
from workers.jobs.watch import WatchTrouble
from workers.kept_folders import Keeper, LeftOut
from workers.kinds import JobKind
from workers.outcome import Checked, Promise, SkipReason, Stage, Verdict
from workers.plan import (
    Choice,
    CutOut,
    Decision,
    Handling,
    Keeping,
    Loss,
    OnBackground,
    Reason,
    TakenAs,
    ToBits,
    ToFormat,
    Topic,
    ToPixels,
    Turned,
)
from workers.recipe import MaxBytes, Metadata, Quality, Rotation, SameLook, Smaller

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
# Words of programmers, of blame and of alarm.
UNKIND = re.compile(
    r"!|\b(invalid|illegal|error|fatal|abort|exception|unknown|unexpected|null|none|errno|traceback|please|oops|sorry|"
    r"you must|your fault|wrong file|bad file|stupid|simply|just)\b",
    re.IGNORECASE,
)


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


def test_all_words_are_there_and_kind() -> None:
    for sentence in all_sentences():
        assert sentence == sentence.strip() != ""
        assert "{" not in sentence
        assert "}" not in sentence
        assert not UNKIND.search(sentence), sentence


def test_sentences_are_short_and_end_with_a_full_stop() -> None:
    for told in all_failure_texts():
        assert len(told.title) <= 60
        assert not told.title.endswith(".")
        for sentence in (told.cause, told.advice):
            assert sentence.endswith("."), sentence
            assert len(sentence) <= 140, sentence


def test_a_library_s_own_words_are_never_told() -> None:
    assert not any("broken data stream" in sentence for sentence in all_sentences())


@pytest.mark.parametrize("code", ErrorCode)
def test_whatever_is_known_of_a_failure_can_be_told(code: ErrorCode) -> None:
    for field in FailureFacts.__struct_fields__:
        without = msgspec.structs.replace(FULL, **{field: None})
        only = FailureFacts(**{field: getattr(FULL, field)})
        for told in (text.failure(code, without), text.failure(code, only)):
            sentences = told.title + told.cause + told.advice + told.detail
            assert "None" not in sentences
            assert "{" not in sentences


@pytest.mark.parametrize("code", ErrorCode)
def test_every_failure_has_a_remedy(code: ErrorCode) -> None:
    remedies = text.failure(code, FULL).remedies
    assert remedies
    assert len(set(remedies)) == len(remedies)
    ways_out = {text.Remedy.RETRY, text.Remedy.RETRY_WITH, text.Remedy.CHOOSE_COPY}
    nobody_to_tell = code is ErrorCode.HOOK_GONE
    assert code.kind is ErrorKind.WAITS or nobody_to_tell or ways_out & set(remedies)


@pytest.mark.parametrize("kind", NoPicture)
def test_what_is_no_picture_is_called_what_it_is(kind: NoPicture) -> None:
    named = text.failure(ErrorCode.NOT_A_PICTURE, FailureFacts(path="/June/list.png", format=kind))
    assert named.title.startswith("This is a")
    assert named.cause.startswith("“list.png” is called like a picture, but holds ")
    other = text.failure(ErrorCode.NOT_A_PICTURE, FailureFacts(path="/June/list.txt", format=kind))
    assert "called like a picture" not in other.cause
    assert text.Remedy.RETRY not in named.remedies


def test_what_only_lacks_an_extra_can_be_retried() -> None:
    lacks = text.failure(ErrorCode.UNSUPPORTED_FORMAT, FailureFacts(format="jxl", extra="jxl"))
    assert lacks.remedies[0] is text.Remedy.RETRY
    never = text.failure(ErrorCode.UNSUPPORTED_FORMAT, FailureFacts(format="SVG"))
    assert text.Remedy.RETRY not in never.remedies


def test_a_drop_is_counted_by_what_was_accepted() -> None:
    def said(accepted: int, other_names: int) -> str:
        return text.added(Found(batch=BatchId(1), accepted=accepted, other_names=other_names))

    assert said(5, 0) == "5 pictures added"
    assert said(5, 3) == "2 pictures and 3 other files added"
    assert said(2, 1) == "1 picture and 1 other file added"
    assert said(1, 1) == "1 file added"


def test_titles_are_told_apart() -> None:
    titles = [text.failure(code, EMPTY).title for code in ErrorCode]
    assert len(set(titles)) == len(titles)


def test_the_commonest_failures_are_told_as_designed() -> None:
    ends = text.failure(ErrorCode.ENDS_EARLY, FULL)
    assert ends.title == "The picture ends early"
    assert ends.cause == (
        "Only the upper third is in the file. It was probably still being copied, or a download was cut off."
    )
    assert ends.advice == "Get a whole copy, then retry."
    assert ends.remedies == (text.Remedy.CHOOSE_COPY, text.Remedy.RETRY)
    assert ends.detail == "Readable to line 1,430 of 4,512"
    memory = text.failure(ErrorCode.TOO_LARGE_FOR_MEMORY, FULL)
    assert memory.cause == "60,000 × 40,000 pixels need about 14 GB; this computer can give 6.0 GB."
    forbidden = text.failure(ErrorCode.OUTPUT_FORBIDDEN, FailureFacts(path="/home/ann/Photos/June/Web shop"))
    assert forbidden.cause == "June/Web shop is read-only for you."


def test_waits_tell_how_many_and_that_they_go_on() -> None:
    away = text.waiting(cause(ErrorCode.OUTPUT_AWAY, 212))
    assert away.title == "The drive “Archive” is not connected"
    assert away.cause == "212 pictures wait to be saved there. They go on by themselves when it is back."
    assert away.advice == "Connect it, or save elsewhere."
    full = text.waiting(
        cause(ErrorCode.DISK_FULL, 212, FailureFacts(drive="Data", bytes_needed=40_000_000, bytes_free=3_000_000))
    )
    assert full.title == "The disk “Data” is full"
    assert full.cause == "The next picture needs about 40 MB, 3.0 MB are free. No half-written file was left."
    assert full.advice == "Free some space; the 212 waiting go on by themselves."


def test_the_system_drive_has_no_name_worth_telling() -> None:
    assert text.failure(ErrorCode.DISK_FULL, FailureFacts(drive="/")).title == "The disk is full"


def test_many_files_get_advice_in_the_plural() -> None:
    assert text.failed(cause(ErrorCode.ENDS_EARLY, 2)).advice == "Get whole copies, then retry."
    assert text.failed(cause(ErrorCode.ENDS_EARLY, 1)).advice == "Get a whole copy, then retry."


def test_notices_are_told_as_designed() -> None:
    one = text.one_ready("DSC_0412.jpg", 9_800_000, 640_000, "/home/ann/Photos/June/Web shop")
    assert (one.title, one.body) == ("DSC_0412.jpg is ready", "9.8 MB became 640 KB · June/Web shop")
    assert text.many_ready(4, "June", 0, 0, made_before=4).title == "4 pictures were made before"
    assert text.many_ready(1, "June", 0, 0, made_before=1).title == "1 picture was made before"
    assert text.many_ready(40, "June", 0, 0, made_before=3).body == "June · 3 of them were made before"
    many = text.many_ready(40, "June", 312_000_000, 18_000_000)
    assert (many.title, many.body) == ("40 pictures are ready", "June · 312 MB became 18 MB")
    failed = text.some_failed(397, {ErrorCode.ENDS_EARLY: 2, ErrorCode.SOURCE_FORBIDDEN: 1})
    assert failed.title == "397 of 400 pictures are ready"
    assert failed.body == "3 failed: the picture ends early (2), the file may not be read (1)"
    alone = text.some_failed(6, {ErrorCode.ENDS_EARLY: 1}, "June")
    assert alone.body == "June · 1 failed: the picture ends early"
    waits = text.began_to_wait(cause(ErrorCode.OUTPUT_AWAY, 212))
    assert (waits.title, waits.body) == (
        "Waiting for the drive “Archive”",
        "212 pictures go on by themselves when it is back.",
    )


def test_a_plan_reads_like_a_sentence() -> None:
    as_jpeg = Decision(topic=Topic.FORMAT, choice=ToFormat(Format.JPEG), reason=Reason.OPENS_EVERYWHERE)
    assert text.decision(as_jpeg) == "Format: JPEG, it opens everywhere"
    size = Decision(topic=Topic.SIZE, choice=ToPixels(2000, 1333), reason=Reason.ASKED)
    assert text.decision(size) == "Size: 2000 × 1333, as you asked"


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


@pytest.mark.parametrize(
    ("n_bytes", "words"),
    [
        (0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (1000, "1 KB"), (640_400, "640 KB"), (999_499, "999 KB"),
        (999_500, "1.0 MB"), (9_800_000, "9.8 MB"), (10_000_000, "10 MB"), (10_200_000, "10.2 MB"), (41_200_000, "41 MB"),
        (999_700_000, "1.0 GB"), (64e9, "64 GB"), (5e15, "5.0 PB"), (5e18, "5,000 PB"),
    ],
)  # fmt: skip
def test_sizes(n_bytes: float, words: str) -> None:
    assert text.size(int(n_bytes)) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0.00 s"), (0.0031, "4 ms"), (0.04, "0.04 s"),
        (0.31, "0.31 s"), (1, "1.0 s"), (9.94, "9.9 s"), (9.96, "10 s"), (59.6, "1 min"),
        (330, "5 min 30 s"), (3600, "1 h"), (7500, "2 h 5 min"), (200_000, "2 d 7 h"),
    ],
)  # fmt: skip
def test_durations(seconds: float, words: str) -> None:
    assert text.duration(seconds) == words


def test_pixels_and_counts() -> None:
    assert text.pixels(6000, 4000) == "6000 × 4000"
    assert text.pixels(60_000, 4_000) == "60,000 × 4,000"
    assert text.megapixels(6000, 4016) == "24.1 MP"
    assert text.megapixels(20_000, 20_600) == "412 MP"
    assert text.count(8412) == "8,412"
    assert text.place("/home/ann/Photos/June/Web shop") == "June/Web shop"
    assert text.place("/") == "/"


def test_savings() -> None:
    assert text.smaller(9_800_000, 612_000) == "94% smaller"
    assert text.smaller(100, 103) == "3% larger"
    assert text.smaller(1000, 999) == "same size"
    assert text.smaller(1000, 1001) == "a little larger"
    assert text.grown(1000, 1001) == "a little larger than the original"
    assert text.grown(100, 103) == "3% larger than the original"
    assert text.grown(100, 100) == text.grown(100, 90) == text.grown(0, 10) == ""
    assert text.smaller(0, 10) == ""


@given(st.integers(0, 10**21))
def test_a_size_is_short_and_never_reaches_a_thousand_of_its_unit(n_bytes: int) -> None:
    number, unit = text.size(n_bytes).split(" ")
    assert unit == "PB" or float(number.replace(",", "")) < 1000


@given(st.floats(0, 1e9))
def test_a_duration_never_shows_sixty_of_anything(seconds: float) -> None:
    assert not re.search(r"(?<![.\d])(60 (s|min)|24 h)\b", text.duration(seconds))


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


def test_a_limit_that_was_just_missed_is_told_to_the_byte() -> None:
    missed = text.failure(ErrorCode.GOAL_OUT_OF_REACH, FailureFacts(limit=30_000, bytes_needed=30_210))
    assert "30,210 bytes; at most 30,000 bytes" in missed.cause
    far = text.failure(ErrorCode.GOAL_OUT_OF_REACH, FailureFacts(limit=30_000, bytes_needed=62_000))
    assert "62 KB; at most 30 KB" in far.cause


_JARGON = re.compile(
    r"\b(bits?|channels?|metadata|alpha|chroma|codec|dither\w*|subsampl\w*|transcod\w*|encod\w*|decod\w*|palette|process)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("code", ErrorCode)
def test_failures_are_told_in_plain_words(code: ErrorCode) -> None:
    for facts in (FULL, EMPTY):
        told = text.failure(code, facts)
        assert not _JARGON.search(" ".join((told.title, told.cause, told.advice, told.detail)))


def test_losses_and_checks_are_told_in_plain_words() -> None:
    told = [text.loss(lost) for lost in Loss]
    told += [text.checked(Checked(promise=p, verdict=v)) for p, v in product(Promise, Verdict)]
    assert not [words for words in told if _JARGON.search(words) or "announced" in words]


def test_folders_that_were_left_out_are_named_first_and_a_few_of_them() -> None:
    names = ("#recycle", "@eaDir", "@eaDir/July", "a.lrdata", "b.lrdata")
    folders = tuple(LeftOut(f"/nas/{name}/@eaDir" if "/" in name else f"/nas/{name}", Keeper.BIN) for name in names)
    found = Found(batch=BatchId(1), accepted=1, not_pictures=2, hidden=3, left_out=folders)
    told = (
        "Folders left out: #recycle, @eaDir (2), a.lrdata, 1 more · 2 files in the folders are not pictures · 3 hidden"
    )
    assert text.passed_over(found) == told
    assert len(text.left_out(folders)) == 4


def test_a_folder_of_results_that_was_left_out_is_told_as_such() -> None:
    found = Found(batch=BatchId(1), accepted=8, left_out=(LeftOut("/Photos/June/Smaller", Keeper.RESULTS),))
    assert text.passed_over(found) == "Folders left out: Smaller (results of this recipe)"


def test_pictures_that_cannot_be_read_are_told_apart_from_what_is_no_picture() -> None:
    found = Found(batch=BatchId(1), accepted=1, not_pictures=1, unsupported=(("Photoshop", 3), ("SVG", 1)))
    told = "4 pictures cannot be read here (Photoshop, SVG) · 1 file in the folders is not a picture"
    assert text.passed_over(found) == told
