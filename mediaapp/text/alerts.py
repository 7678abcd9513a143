"""What is told of something out of the ordinary."""

from typing import assert_never

from mediaapp.text.announcements import NoticeText
from mediaapp.text.failures import failure
from mediaapp.text.figures import count, duration, size
from mediaapp.text.language import tr, tr_n
from workers.errors import FailureFacts
from workers.jobs.alert import (
    AlertFacts,
    DiskNearlyFull,
    DriveAway,
    Failing,
    LongWait,
    Standstill,
    WorkersRestarting,
)


def alert(facts: AlertFacts, now: float) -> NoticeText:
    """What is out of the ordinary, and what follows from it; `now` is in seconds since 1970."""
    match facts:
        case LongWait(since=since):
            title = tr("A file has waited for {time}", time=duration(max(now - since, 0.0)))
            body = tr("It begins when those before it are done.")
        case Standstill(jobs=jobs):
            title = tr_n("1 file comes no further", "{n} files come no further", jobs)
            body = tr("Stopped by itself if that goes on.")
        case Failing():
            title = tr_n(
                "{failed} of the last file failed",
                "{failed} of the last {n} files failed",
                facts.ended,
                failed=count(facts.failed),
            )
            body = tr("Most often: {cause}", cause=failure(facts.cause, FailureFacts()).title)
        case DiskNearlyFull(drive=drive, bytes_free=free):
            title = tr("The disk is nearly full") if drive == "/" else tr("“{drive}” is nearly full", drive=drive)
            body = tr("{size} free, and results go there.", size=size(free))
        case DriveAway(drive=drive):
            # What is missing on the system's own drive is a folder: that drive itself is there.
            title = tr("A folder is not there") if drive == "/" else tr("The drive “{drive}” is not there", drive=drive)
            body = tr("Goes on by itself when it is back.")
        case WorkersRestarting(deaths=deaths):
            title = tr_n("A worker ended by itself", "Workers ended by themselves {n} times", deaths)
            body = tr("Started again; the log tells more.")
        case _:
            assert_never(facts)
    return NoticeText(title=title, body=body)


def several_alerts(titles: list[str]) -> NoticeText:
    """Several things at once."""
    title = tr_n("1 thing is out of the ordinary", "{n} things are out of the ordinary", len(titles))
    return NoticeText(title=title, body=" · ".join(titles))
