"""Why nothing is worked on, in words."""

from collections.abc import Mapping

from msgspec import Struct

from mediaapp.text.marks import QT_TRANSLATE_NOOP, Translate, first_known
from workers.errors import NoWorker, StartFault


class NoWorkerText(Struct, frozen=True, kw_only=True):
    """What is the matter, the reason as far as it is known, and what to do."""

    title: str
    cause: str
    advice: str


_CAUSES: Mapping[StartFault, tuple[str, ...]] = {
    StartFault.NOT_MADE: (QT_TRANSLATE_NOOP("text", "Its workers cannot be started: {detail}."),),
    StartFault.ENDED: (
        QT_TRANSLATE_NOOP("text", "Its workers end as soon as they are started: {detail}."),
        QT_TRANSLATE_NOOP("text", "Its workers end as soon as they are started ({signal})."),
        QT_TRANSLATE_NOOP("text", "Its workers end as soon as they are started, with exit code {exit_code}."),
        QT_TRANSLATE_NOOP("text", "Its workers end as soon as they are started."),
    ),
    StartFault.SLOW: (QT_TRANSLATE_NOOP("text", "Its workers were started and are still not ready."),),
}


def no_worker(why: NoWorker, t: Translate = str) -> NoWorkerText:
    """What to tell those who wait for pictures while no worker process starts."""
    known = {
        "detail": (why.detail or "").rstrip("."),
        "signal": why.signal or "",
        "exit_code": "" if why.exit_code is None else str(why.exit_code),
    }
    advice = QT_TRANSLATE_NOOP(
        "text", "Install mediaapp again. What waits stays in line, and is tried again by itself."
    )
    if why.fault is StartFault.SLOW:
        advice = QT_TRANSLATE_NOOP("text", "The computer may be very busy. What waits goes on by itself when they are.")
    return NoWorkerText(
        title=t(QT_TRANSLATE_NOOP("text", "mediaapp cannot work on pictures now")),
        cause=first_known(_CAUSES[why.fault], {blank: words for blank, words in known.items() if words}, t),
        advice=t(advice),
    )
