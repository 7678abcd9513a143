"""Why nothing is worked on, in words."""

from collections.abc import Mapping

from msgspec import Struct

from mediaapp.text.language import N_, tr, tr_known
from workers.errors import NoWorker, StartFault


class NoWorkerText(Struct, frozen=True, kw_only=True):
    """What is the matter, the reason as far as it is known, and what to do."""

    title: str
    cause: str
    advice: str


_CAUSES: Mapping[StartFault, tuple[str, ...]] = {
    StartFault.NOT_MADE: (N_("Its workers cannot be started: {detail}."),),
    StartFault.ENDED: (
        N_("Its workers end as soon as they are started: {detail}."),
        N_("Its workers end as soon as they are started ({signal})."),
        N_("Its workers end as soon as they are started, with exit code {exit_code}."),
        N_("Its workers end as soon as they are started."),
    ),
    StartFault.SLOW: (N_("Its workers were started and are still not ready."),),
}


def no_worker(why: NoWorker) -> NoWorkerText:
    """What to tell those who wait for pictures while no worker process starts."""
    known = {
        "detail": (why.detail or "").rstrip("."),
        "signal": why.signal or "",
        "exit_code": "" if why.exit_code is None else str(why.exit_code),
    }
    advice = tr("Install mediaapp again. What waits stays in line, and is tried again by itself.")
    if why.fault is StartFault.SLOW:
        advice = tr("The computer may be very busy. What waits goes on by itself when they are.")
    return NoWorkerText(
        title=tr("mediaapp cannot work on pictures now"),
        cause=tr_known(_CAUSES[why.fault], {blank: words for blank, words in known.items() if words}),
        advice=advice,
    )
