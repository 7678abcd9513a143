"""What a notice says."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from mediaapp.text.failures import failure, go_on_when_back, wait_and_go_on
from mediaapp.text.figures import count, place, size
from mediaapp.text.language import tr, tr_n
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.queries import Cause

_SEPARATOR = " · "


class NoticeText(Struct, frozen=True, kw_only=True):
    """A notice's heading and the line below it."""

    title: str
    body: str


def became(before: int, after: int) -> str:
    """'9.8 MB became 640 KB'; both in bytes."""
    return tr("{before} became {after}", before=size(before), after=size(after))


def smaller(before: int, after: int) -> str:
    """'94% smaller', '3% larger', 'a little larger' or 'same size'; '' when there was nothing before."""
    if before <= 0:
        return ""
    percent = round(100 - 100 * after / before)
    if percent == 0:
        return tr("a little larger") if after > before else tr("same size")
    return tr("{n}% smaller", n=count(percent)) if percent > 0 else tr("{n}% larger", n=count(-percent))


def grown(before: int, after: int) -> str:
    """'3% larger than the original'; '' where the result is not larger, or there was nothing before."""
    if not 0 < before < after:
        return ""
    return tr("{larger} than the original", larger=smaller(before, after))


def one_ready(name: str, before: int, after: int, folder: str) -> NoticeText:
    """One picture is there. `folder` is the result's folder, absolute."""
    title = tr("{name} is ready", name=name)
    return NoticeText(title=title, body=_SEPARATOR.join((became(before, after), place(folder))))


def report_begun() -> NoticeText:
    """A report is written in the background."""
    return NoticeText(title=tr("The report is being written"), body=tr("A notice tells when it is ready."))


def report_ready(name: str, folder: str) -> NoticeText:
    """A report is there. `folder` is where, absolute."""
    return NoticeText(title=tr("The report is ready"), body=_SEPARATOR.join((name, place(folder))))


def many_ready(ready: int, batch: str, before: int, after: int, *, made_before: int = 0) -> NoticeText:
    """A flood of pictures in one line; `batch` is the batch's name, '' for several batches.

    `made_before` of them are results of an earlier run.
    """
    saved = became(before, after) if before else ""
    title, earlier = tr_n("1 picture is ready", "{n} pictures are ready", ready), ""
    if made_before == ready:
        title = tr_n("1 picture was made before", "{n} pictures were made before", ready)
    elif made_before:
        earlier = tr_n("{n} of them was made before", "{n} of them were made before", made_before)
    return NoticeText(title=title, body=_SEPARATOR.join(filter(None, (batch, saved, earlier))))


def one_failed(name: str, code: ErrorCode, facts: FailureFacts) -> NoticeText:
    """The only picture of a batch failed."""
    title = tr("{name} is not ready", name=name)
    return NoticeText(title=title, body=failure(code, facts).title)


def some_failed(ready: int, failed: Mapping[ErrorCode, int], batch: str = "") -> NoticeText:
    """How a batch ended in which some failed, with the causes and how often each came."""
    bad = sum(failed.values())
    title = tr_n("{ready} of 1 picture is ready", "{ready} of {n} pictures are ready", ready + bad, ready=count(ready))
    causes = [_in_a_sentence(failure(code, FailureFacts()).title) for code in failed]
    if len(causes) > 1:
        causes = [f"{cause} ({count(n)})" for cause, n in zip(causes, failed.values(), strict=True)]
    words = tr_n("1 failed: {causes}", "{n} failed: {causes}", bad, causes=", ".join(causes))
    return NoticeText(title=title, body=_SEPARATOR.join(filter(None, (batch, words))))


def began_to_wait(cause: Cause) -> NoticeText:
    """Jobs wait for something and go on by themselves."""
    drive = cause.failure.drive
    if cause.code in (ErrorCode.SOURCE_AWAY, ErrorCode.OUTPUT_AWAY) and drive is not None:
        title = tr("Waiting for the drive “{drive}”", drive=drive)
        body = go_on_when_back(cause)
    else:
        title = failure(cause.code, cause.failure).title
        body = wait_and_go_on(cause)
    return NoticeText(title=title, body=body)


def result_gone(name: str) -> str:
    """The result that was to be shown is not where it was saved."""
    return tr("{name} was moved or deleted.", name=name)


def nothing_opens(path: Path) -> NoticeText:
    """The desktop has no program that opens this file or folder."""
    return NoticeText(title=tr("Nothing here opens this."), body=tr("It is in {place}", place=path))


def not_found_in(folder: str) -> str:
    """Files that are not where they were are not in this folder either."""
    return tr("No file of that name and size is in {folder}.", folder=folder)


def _in_a_sentence(title: str) -> str:
    return title[:1].lower() + title[1:]
