"""Failures and waits in words, filled with what is known of them."""

import math
from collections.abc import Mapping
from pathlib import PurePath

from msgspec import Struct
from msgspec.structs import replace

from mediaapp.text.call_causes import CALL_CAUSES
from mediaapp.text.causes import CAUSES, Remedy, Words
from mediaapp.text.figures import count, duration, exact_size, pixels, place, size
from mediaapp.text.language import N_, tr, tr_known, tr_n
from mediaapp.text.requests import requests
from mediaapp.text.results import broken
from workers.errors import ErrorCode, FailureFacts
from workers.formats import READABLE_EXTENSIONS, SPECS, Format, NoPicture
from workers.jobs.batch import BatchPurpose
from workers.jobs.queries import Cause
from workers.outcome import Promise


class FailureText(Struct, frozen=True, kw_only=True):
    """A cause in words; `remedies` are what fits, the first is the one to offer most plainly.

    `detail` is one file's own line below a heading that tells the title already, '' where there is nothing to add.
    """

    title: str
    cause: str
    advice: str
    remedies: tuple[Remedy, ...]
    detail: str = ""


_WORDS: Mapping[ErrorCode, Words] = {**CAUSES, **CALL_CAUSES}


def failure(code: ErrorCode, facts: FailureFacts) -> FailureText:
    """What happened to one job, why probably, and what to do."""
    words, known = _WORDS[code], _known(facts)
    return FailureText(
        title=tr_known(words.title, known),
        cause=tr_known(words.cause, known),
        advice=tr_known(words.advice, known),
        remedies=words.with_extra if facts.extra and words.with_extra else words.remedies,
        detail=tr_known(words.detail, known),
    )


def can_retry(code: ErrorCode) -> bool:
    """Whether the same file, tried again, can end otherwise, as far as the cause alone tells."""
    return Remedy.RETRY in _WORDS[code].remedies


NO_RETRY = frozenset(code for code in ErrorCode if not can_retry(code))
"""The causes for which the same file, tried again, fails again."""


def failed(cause: Cause) -> FailureText:
    """The heading over failed jobs that share a cause: what is not true of all of them is not in it."""
    return _for_many(failure(cause.code, cause.failure), cause)


def affected(cause: Cause) -> str:
    """How many jobs have this cause."""
    return requests(cause.purpose, cause.jobs)


def waiting(cause: Cause) -> FailureText:
    """What jobs wait for, how many do, and that they go on by themselves."""
    text = _for_many(failure(cause.code, cause.failure), cause)
    n = cause.jobs
    match cause.code:
        case ErrorCode.SOURCE_AWAY:
            return replace(
                text,
                cause=tr_n(
                    "1 picture waits to be read from there. It goes on by itself when it is back.",
                    "{n} pictures wait to be read from there. They go on by themselves when it is back.",
                    n,
                ),
            )
        case ErrorCode.OUTPUT_AWAY:
            return replace(
                text,
                cause=tr_n(
                    "{jobs} waits to be saved there. It goes on by itself when it is back.",
                    "{jobs} wait to be saved there. They go on by themselves when it is back.",
                    n,
                    jobs=_jobs(cause),
                ),
            )
        case ErrorCode.DISK_FULL:
            return replace(
                text,
                advice=tr_n(
                    "Free some space; the one waiting goes on by itself.",
                    "Free some space; the {n} waiting go on by themselves.",
                    n,
                ),
            )
        case ErrorCode.OUT_OF_MEMORY:
            return text
        case _:
            return replace(text, cause=wait_and_go_on(cause))


def wait_and_go_on(cause: Cause) -> str:
    """So many wait for something, and need nobody."""
    return tr_n(
        "{jobs} waits and goes on by itself.", "{jobs} wait and go on by themselves.", cause.jobs, jobs=_jobs(cause)
    )


def go_on_when_back(cause: Cause) -> str:
    """So many wait for a drive, and need nobody else."""
    return tr_n(
        "{jobs} goes on by itself when it is back.",
        "{jobs} go on by themselves when it is back.",
        cause.jobs,
        jobs=_jobs(cause),
    )


def _jobs(cause: Cause) -> str:
    """How many they are, in a sentence, which tells of files as pictures."""
    if cause.purpose is BatchPurpose.FILES:
        return tr_n("1 picture", "{n} pictures", cause.jobs)
    return requests(cause.purpose, cause.jobs)


def _for_many(text: FailureText, cause: Cause) -> FailureText:
    many = _WORDS[cause.code].many
    return replace(text, advice=tr(many)) if cause.jobs > 1 and many else text


def _known(facts: FailureFacts) -> Mapping[str, str]:
    """What the sentences may speak of, in words; what is not known is left out."""
    needed, limit = _told_apart(facts.bytes_needed, facts.limit)
    both_sides = facts.width is not None and facts.height is not None
    known = {
        "misnamed": _misnamed(facts.path),
        "kind": tr(_KINDS[NoPicture(facts.format)]) if facts.format in tuple(NoPicture) else None,
        "contents": tr(_CONTENTS[NoPicture(facts.format)]) if facts.format in tuple(NoPicture) else None,
        "name": facts.path and PurePath(facts.path).name,
        "folder": facts.path and place(facts.path),
        "drive": facts.drive if facts.drive != "/" else None,
        "owner": facts.owner,
        "host": facts.host,
        "status": str(facts.status) if facts.status is not None else None,
        "exit_code": str(facts.exit_code) if facts.exit_code is not None else None,
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
        "promise": _broken(facts.promise),
        "how_much": _how_much(facts.line, facts.lines),
    }
    return {blank: words for blank, words in known.items() if words}


def _told_apart(needed: int | None, limit: int | None) -> tuple[str | None, str | None]:
    """Two sizes in words; to the byte where rounding would make them the same."""
    words = tuple(None if n is None else size(n) for n in (needed, limit))
    if needed is not None and limit is not None and words[0] == words[1]:
        words = (exact_size(needed), exact_size(limit))
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
    NoPicture.TEXT: N_("a text file"),
    NoPicture.WEB_PAGE: N_("a web page"),
    NoPicture.FILM: N_("a film"),
    NoPicture.SOUND: N_("a sound"),
    NoPicture.ARCHIVE: N_("an archive"),
    NoPicture.DOCUMENT: N_("an office document"),
    NoPicture.DATABASE: N_("a database"),
    NoPicture.PROGRAM: N_("a program"),
    NoPicture.FONT: N_("a font"),
    NoPicture.BLANK: N_("a file of nothing but zeros"),
}
"""What to call a file that is no picture, after "This is"."""

_CONTENTS: Mapping[NoPicture, str] = {
    NoPicture.TEXT: N_("plain text"),
    NoPicture.WEB_PAGE: N_("a web page"),
    NoPicture.FILM: N_("a film"),
    NoPicture.SOUND: N_("a sound"),
    NoPicture.ARCHIVE: N_("an archive of files"),
    NoPicture.DOCUMENT: N_("an office document"),
    NoPicture.DATABASE: N_("a database"),
    NoPicture.PROGRAM: N_("a program"),
    NoPicture.FONT: N_("a font"),
    NoPicture.BLANK: N_("nothing but zeros"),
}
"""The same, after "It holds"."""


def _broken(promise: str | None) -> str | None:
    return broken(Promise(promise)) if promise is not None and promise in tuple(Promise) else None


def _how_much(line: int | None, lines: int | None) -> str | None:
    if line is None or not lines:
        return None
    return tr(next(words for below, words in _SHARES if line / lines < below))


_SHARES = (
    (0.05, N_("Almost nothing of it is in the file.")),
    (0.29, N_("Only the upper quarter is in the file.")),
    (0.42, N_("Only the upper third is in the file.")),
    (0.58, N_("Only the upper half is in the file.")),
    (0.71, N_("Only the upper two thirds are in the file.")),
    (0.90, N_("Only the upper three quarters are in the file.")),
    (math.inf, N_("The last lines are missing from the file.")),
)
"""Up to which share of a picture's lines which words tell how much there is."""
