"""What is said of alerts."""

import pytest

from mediaapp import text
from workers.errors import ErrorCode
from workers.jobs.alert import (
    AlertFacts,
    DiskNearlyFull,
    DriveAway,
    Failing,
    LongWait,
    Standstill,
    WorkersRestarting,
)
from workers.jobs.ids import JobId

NOW = 1_800_000_000.0


@pytest.mark.parametrize(
    ("facts", "title", "body"),
    [
        (LongWait(since=NOW - 46_800), "A file has waited for 13 h", "It begins when those before it are done."),
        (LongWait(since=NOW + 5), "A file has waited for 0.00 s", "It begins when those before it are done."),
        (Standstill(job=JobId(1), jobs=1), "1 file comes no further", "Stopped by itself if that goes on."),
        (Standstill(job=JobId(1), jobs=2), "2 files come no further", "Stopped by itself if that goes on."),
        (
            Failing(failed=31, ended=50, cause=ErrorCode.ENDS_EARLY),
            "31 of the last 50 files failed",
            "Most often: The picture ends early",
        ),
        (
            DiskNearlyFull(path="/", drive="/", bytes_free=640_000_000),
            "The disk is nearly full",
            "640 MB free, and results go there.",
        ),
        (
            DiskNearlyFull(path="/m", drive="Archive", bytes_free=0),
            "“Archive” is nearly full",
            "0 bytes free, and results go there.",
        ),
        (
            DriveAway(path="/m", drive="Archive"),
            "The drive “Archive” is not there",
            "Goes on by itself when it is back.",
        ),
        (
            WorkersRestarting(deaths=6, within_s=600),
            "Workers ended by themselves 6 times",
            "Started again; the log tells more.",
        ),
    ],
)
def test_an_alert_in_words(facts: AlertFacts, title: str, body: str) -> None:
    told = text.alert(facts, NOW)
    assert (told.title, told.body) == (title, body)
