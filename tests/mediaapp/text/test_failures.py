"""What is told of a file that failed or waits, and what can help."""

import msgspec
import pytest

from mediaapp import text
from tests.mediaapp.text.sentences import FULL, cause
from workers.errors import ErrorCode, ErrorKind, FailureFacts
from workers.formats import NoPicture


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


def test_a_limit_that_was_just_missed_is_told_to_the_byte() -> None:
    missed = text.failure(ErrorCode.GOAL_OUT_OF_REACH, FailureFacts(limit=30_000, bytes_needed=30_210))
    assert "30,210 bytes; at most 30,000 bytes" in missed.cause
    far = text.failure(ErrorCode.GOAL_OUT_OF_REACH, FailureFacts(limit=30_000, bytes_needed=62_000))
    assert "62 KB; at most 30 KB" in far.cause
