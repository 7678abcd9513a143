"""Failures and waits in words, filled with what is known of them."""

import math
from collections.abc import Mapping
from pathlib import PurePath

from msgspec import Struct

from mediaapp.text.causes import CAUSES, Action
from mediaapp.text.figures import count, duration, pixels, place, size
from mediaapp.text.marks import QT_TRANSLATE_NOOP, Translate, first_known
from mediaapp.text.results import broken
from workers.errors import ErrorCode, FailureFacts
from workers.formats import READABLE_EXTENSIONS, SPECS, Format, NoPicture
from workers.jobs.queries import Cause
from workers.outcome import Promise


class FailureText(Struct, frozen=True, kw_only=True):
    """A cause in words; `actions` are what fits, the first is the one to offer most plainly.

    `detail` is one file's own line below a heading that tells the title already, '' where there is nothing to add.
    """

    title: str
    cause: str
    advice: str
    actions: tuple[Action, ...]
    detail: str = ""


def failure(code: ErrorCode, facts: FailureFacts, t: Translate = str) -> FailureText:
    """What happened to one job, why probably, and what to do."""
    words, known = CAUSES[code], _known(facts, t)
    return FailureText(
        title=first_known(words.title, known, t),
        cause=first_known(words.cause, known, t),
        advice=first_known(words.advice, known, t),
        actions=words.with_extra if facts.extra and words.with_extra else words.actions,
        detail=first_known(words.detail, known, t),
    )


def can_retry(code: ErrorCode) -> bool:
    """Whether the same file, tried again, can end otherwise, as far as the cause alone tells."""
    return Action.RETRY in CAUSES[code].actions


def failed(cause: Cause, t: Translate = str) -> FailureText:
    """The heading over failed jobs that share a cause: what is not true of all of them is not in it."""
    return _for_many(failure(cause.code, cause.failure, t), cause, t)


def waiting(cause: Cause, t: Translate = str) -> FailureText:
    """What jobs wait for, how many do, and that they go on by themselves."""
    text = _for_many(failure(cause.code, cause.failure, t), cause, t)
    match cause.code:
        case ErrorCode.SOURCE_AWAY:
            one = QT_TRANSLATE_NOOP(
                "text", "1 picture waits to be read from there. It goes on by itself when it is back."
            )
            many = QT_TRANSLATE_NOOP(
                "text", "{n} pictures wait to be read from there. They go on by themselves when it is back."
            )
        case ErrorCode.OUTPUT_AWAY:
            one = QT_TRANSLATE_NOOP("text", "1 picture waits to be saved there. It goes on by itself when it is back.")
            many = QT_TRANSLATE_NOOP(
                "text", "{n} pictures wait to be saved there. They go on by themselves when it is back."
            )
        case ErrorCode.DISK_FULL:
            one = QT_TRANSLATE_NOOP("text", "Free some space; the one waiting goes on by itself.")
            many = QT_TRANSLATE_NOOP("text", "Free some space; the {n} waiting go on by themselves.")
            return _with(text, advice=_numbered(one, many, cause.jobs, t))
        case ErrorCode.OUT_OF_MEMORY:
            return text
        case _:
            one = QT_TRANSLATE_NOOP("text", "1 picture waits and goes on by itself.")
            many = QT_TRANSLATE_NOOP("text", "{n} pictures wait and go on by themselves.")
    return _with(text, cause=_numbered(one, many, cause.jobs, t))


def action(kind: Action, t: Translate = str) -> str:
    """The label of the button for an action."""
    return t(_LABELS[kind])


_LABELS: Mapping[Action, str] = {
    Action.RETRY: QT_TRANSLATE_NOOP("text", "Retry"),
    Action.RETRY_WITH: QT_TRANSLATE_NOOP("text", "Retry with…"),
    Action.CHOOSE_COPY: QT_TRANSLATE_NOOP("text", "Choose a copy…"),
    Action.SAVE_ELSEWHERE: QT_TRANSLATE_NOOP("text", "Save elsewhere…"),
    Action.LOCATE: QT_TRANSLATE_NOOP("text", "Locate…"),
    Action.SHOW_IN_FOLDER: QT_TRANSLATE_NOOP("text", "Show in folder"),
    Action.MEMORY_SETTINGS: QT_TRANSLATE_NOOP("text", "Memory settings…"),
    Action.SHOW_LOG: QT_TRANSLATE_NOOP("text", "Show log"),
    Action.REMOVE: QT_TRANSLATE_NOOP("text", "Remove from list"),
    Action.WAIT: QT_TRANSLATE_NOOP("text", "Wait"),
}


def _for_many(text: FailureText, cause: Cause, t: Translate) -> FailureText:
    many = CAUSES[cause.code].many
    return _with(text, advice=t(many)) if cause.jobs > 1 and many else text


def _with(text: FailureText, *, cause: str | None = None, advice: str | None = None) -> FailureText:
    return FailureText(
        title=text.title,
        cause=text.cause if cause is None else cause,
        advice=text.advice if advice is None else advice,
        actions=text.actions,
        detail=text.detail,
    )


def _numbered(one: str, many: str, n: int, t: Translate) -> str:
    return t(one) if n == 1 else t(many).format(n=count(n))


def _known(facts: FailureFacts, t: Translate) -> Mapping[str, str]:
    """What the sentences may speak of, in words; what is not known is left out."""
    needed, limit = _told_apart(facts.bytes_needed, facts.limit)
    both_sides = facts.width is not None and facts.height is not None
    known = {
        "misnamed": _misnamed(facts.path),
        "kind": t(_KINDS[NoPicture(facts.format)]) if facts.format in tuple(NoPicture) else None,
        "contents": t(_CONTENTS[NoPicture(facts.format)]) if facts.format in tuple(NoPicture) else None,
        "name": facts.path and PurePath(facts.path).name,
        "folder": facts.path and place(facts.path),
        "drive": facts.drive if facts.drive != "/" else None,
        "owner": facts.owner,
        "format": facts.format and format_label(facts.format),
        "variant": facts.variant,
        "extra": facts.extra,
        "signal": facts.signal,
        "pixels": pixels(facts.width or 0, facts.height or 0) if both_sides else None,
        "frames": count(facts.frames) if facts.frames is not None and facts.frames > 1 else None,
        "line": count(facts.line) if facts.line is not None else None,
        "lines": count(facts.lines) if facts.lines is not None else None,
        "limit": count(facts.limit) if facts.limit is not None else None,
        "limit_size": limit,
        "needed": needed,
        "free": size(facts.bytes_free) if facts.bytes_free is not None else None,
        "seconds": duration(facts.seconds) if facts.seconds is not None else None,
        "promise": _broken(facts.promise, t),
        "how_much": _how_much(facts.line, facts.lines, t),
    }
    return {blank: words for blank, words in known.items() if words}


def _told_apart(needed: int | None, limit: int | None) -> tuple[str | None, str | None]:
    """Two sizes in words; to the byte where rounding would make them the same."""
    words = tuple(None if n is None else size(n) for n in (needed, limit))
    if needed is not None and limit is not None and words[0] == words[1]:
        words = (f"{count(needed)} bytes", f"{count(limit)} bytes")
    return words[0], words[1]


def format_label(name: str) -> str:
    """A format as people write it: 'JPEG XL'. What is none of ours stays as it is."""
    return SPECS[Format(name)].label if name in tuple(Format) else name


def _misnamed(path: str | None) -> str | None:
    """The name of a file that makes one expect a picture, None where it does not."""
    if path is None or PurePath(path).suffix.lower() not in READABLE_EXTENSIONS:
        return None
    return PurePath(path).name


_KINDS: Mapping[NoPicture, str] = {
    NoPicture.TEXT: QT_TRANSLATE_NOOP("text", "a text file"),
    NoPicture.WEB_PAGE: QT_TRANSLATE_NOOP("text", "a web page"),
    NoPicture.FILM: QT_TRANSLATE_NOOP("text", "a film"),
    NoPicture.SOUND: QT_TRANSLATE_NOOP("text", "a sound"),
    NoPicture.ARCHIVE: QT_TRANSLATE_NOOP("text", "an archive"),
    NoPicture.DOCUMENT: QT_TRANSLATE_NOOP("text", "an office document"),
    NoPicture.DATABASE: QT_TRANSLATE_NOOP("text", "a database"),
    NoPicture.PROGRAM: QT_TRANSLATE_NOOP("text", "a program"),
    NoPicture.FONT: QT_TRANSLATE_NOOP("text", "a font"),
    NoPicture.BLANK: QT_TRANSLATE_NOOP("text", "a file of nothing but zeros"),
}
"""What to call a file that is no picture, after "This is"."""

_CONTENTS: Mapping[NoPicture, str] = {
    NoPicture.TEXT: QT_TRANSLATE_NOOP("text", "plain text"),
    NoPicture.WEB_PAGE: QT_TRANSLATE_NOOP("text", "a web page"),
    NoPicture.FILM: QT_TRANSLATE_NOOP("text", "a film"),
    NoPicture.SOUND: QT_TRANSLATE_NOOP("text", "a sound"),
    NoPicture.ARCHIVE: QT_TRANSLATE_NOOP("text", "an archive of files"),
    NoPicture.DOCUMENT: QT_TRANSLATE_NOOP("text", "an office document"),
    NoPicture.DATABASE: QT_TRANSLATE_NOOP("text", "a database"),
    NoPicture.PROGRAM: QT_TRANSLATE_NOOP("text", "a program"),
    NoPicture.FONT: QT_TRANSLATE_NOOP("text", "a font"),
    NoPicture.BLANK: QT_TRANSLATE_NOOP("text", "nothing but zeros"),
}
"""The same, after "It holds"."""


def _broken(promise: str | None, t: Translate) -> str | None:
    return broken(Promise(promise), t) if promise is not None and promise in tuple(Promise) else None


def _how_much(line: int | None, lines: int | None, t: Translate) -> str | None:
    if line is None or not lines:
        return None
    return t(next(words for below, words in _SHARES if line / lines < below))


_SHARES = (
    (0.05, QT_TRANSLATE_NOOP("text", "Almost nothing of it is in the file.")),
    (0.29, QT_TRANSLATE_NOOP("text", "Only the upper quarter is in the file.")),
    (0.42, QT_TRANSLATE_NOOP("text", "Only the upper third is in the file.")),
    (0.58, QT_TRANSLATE_NOOP("text", "Only the upper half is in the file.")),
    (0.71, QT_TRANSLATE_NOOP("text", "Only the upper two thirds are in the file.")),
    (0.90, QT_TRANSLATE_NOOP("text", "Only the upper three quarters are in the file.")),
    (math.inf, QT_TRANSLATE_NOOP("text", "The last lines are missing from the file.")),
)
"""Up to which share of a picture's lines which words tell how much there is."""
