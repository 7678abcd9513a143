"""What a notice says."""

from collections.abc import Mapping

from msgspec import Struct

from mediaapp.text.failures import failure
from mediaapp.text.figures import count, place, size
from mediaapp.text.marks import QT_TRANSLATE_NOOP, Translate
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.queries import Cause

_SEPARATOR = " · "


class NoticeText(Struct, frozen=True, kw_only=True):
    """A notice's heading and the line below it."""

    title: str
    body: str


def became(before: int, after: int, t: Translate = str) -> str:
    """'9.8 MB became 640 KB'; both in bytes."""
    return t(QT_TRANSLATE_NOOP("text", "{before} became {after}")).format(before=size(before), after=size(after))


def smaller(before: int, after: int, t: Translate = str) -> str:
    """'94% smaller', '3% larger', 'a little larger' or 'same size'; '' when there was nothing before."""
    if before <= 0:
        return ""
    percent = round(100 - 100 * after / before)
    if percent == 0:
        little = QT_TRANSLATE_NOOP("text", "a little larger")
        return t(little if after > before else QT_TRANSLATE_NOOP("text", "same size"))
    words = QT_TRANSLATE_NOOP("text", "{n}% smaller") if percent > 0 else QT_TRANSLATE_NOOP("text", "{n}% larger")
    return t(words).format(n=count(abs(percent)))


def grown(before: int, after: int, t: Translate = str) -> str:
    """'3% larger than the original'; '' where the result is not larger, or there was nothing before."""
    if not 0 < before < after:
        return ""
    return t(QT_TRANSLATE_NOOP("text", "{larger} than the original")).format(larger=smaller(before, after, t))


def one_ready(name: str, before: int, after: int, folder: str, t: Translate = str) -> NoticeText:
    """One picture is there. `folder` is the result's folder, absolute."""
    title = t(QT_TRANSLATE_NOOP("text", "{name} is ready")).format(name=name)
    return NoticeText(title=title, body=_SEPARATOR.join((became(before, after, t), place(folder))))


def many_ready(
    ready: int, batch: str, before: int, after: int, t: Translate = str, *, made_before: int = 0
) -> NoticeText:
    """A flood of pictures in one line; `batch` is the batch's name, '' for several batches.

    `made_before` of them are results of an earlier run.
    """
    saved = became(before, after, t) if before else ""
    title, earlier = _pictures_are_ready(ready, t), ""
    if made_before == ready:
        one, many = (
            QT_TRANSLATE_NOOP("text", "1 picture was made before"),
            QT_TRANSLATE_NOOP("text", "{n} pictures were made before"),
        )
        title = t(one if ready == 1 else many).format(n=count(ready))
    elif made_before:
        earlier = t(QT_TRANSLATE_NOOP("text", "{n} of them were made before")).format(n=count(made_before))
    return NoticeText(title=title, body=_SEPARATOR.join(filter(None, (batch, saved, earlier))))


def one_failed(name: str, code: ErrorCode, facts: FailureFacts, t: Translate = str) -> NoticeText:
    """The only picture of a batch failed."""
    title = t(QT_TRANSLATE_NOOP("text", "{name} is not ready")).format(name=name)
    return NoticeText(title=title, body=failure(code, facts, t).title)


def some_failed(ready: int, failed: Mapping[ErrorCode, int], batch: str = "", t: Translate = str) -> NoticeText:
    """How a batch ended in which some failed, with the causes and how often each came."""
    bad = sum(failed.values())
    title = t(QT_TRANSLATE_NOOP("text", "{ready} of {all} pictures are ready")).format(
        ready=count(ready), all=count(ready + bad)
    )
    causes = [_in_a_sentence(failure(code, FailureFacts(), t).title) for code in failed]
    if len(causes) > 1:
        causes = [f"{cause} ({count(n)})" for cause, n in zip(causes, failed.values(), strict=True)]
    words = t(QT_TRANSLATE_NOOP("text", "{n} failed: {causes}")).format(n=count(bad), causes=", ".join(causes))
    return NoticeText(title=title, body=_SEPARATOR.join(filter(None, (batch, words))))


def began_to_wait(cause: Cause, t: Translate = str) -> NoticeText:
    """Jobs wait for something and go on by themselves."""
    drive = cause.failure.drive
    if cause.code in (ErrorCode.SOURCE_AWAY, ErrorCode.OUTPUT_AWAY) and drive is not None:
        title = t(QT_TRANSLATE_NOOP("text", "Waiting for the drive “{drive}”")).format(drive=drive)
        one = QT_TRANSLATE_NOOP("text", "1 picture goes on by itself when it is back.")
        many = QT_TRANSLATE_NOOP("text", "{n} pictures go on by themselves when it is back.")
    else:
        title = failure(cause.code, cause.failure, t).title
        one = QT_TRANSLATE_NOOP("text", "1 picture waits and goes on by itself.")
        many = QT_TRANSLATE_NOOP("text", "{n} pictures wait and go on by themselves.")
    return NoticeText(title=title, body=t(one) if cause.jobs == 1 else t(many).format(n=count(cause.jobs)))


def result_gone(name: str, t: Translate = str) -> str:
    """The result that was to be shown is not where it was saved."""
    return t(QT_TRANSLATE_NOOP("text", "{name} was moved or deleted.")).format(name=name)


def not_found_in(folder: str, t: Translate = str) -> str:
    """Files that are not where they were are not in this folder either."""
    return t(QT_TRANSLATE_NOOP("text", "No file of that name and size is in {folder}.")).format(folder=folder)


def _pictures_are_ready(n: int, t: Translate) -> str:
    if n == 1:
        return t(QT_TRANSLATE_NOOP("text", "1 picture is ready"))
    return t(QT_TRANSLATE_NOOP("text", "{n} pictures are ready")).format(n=count(n))


def _in_a_sentence(title: str) -> str:
    return title[:1].lower() + title[1:]
