"""What a card says in every state of its folder."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec import structs

from mediaapp import text
from mediaapp.gui.automatic.card_words import last_seen, standing, told_whole, where
from mediaapp.gui.automatic.reading import WatchedFolder
from workers.jobs.batch import Counts
from workers.jobs.ids import RootId, WatchId
from workers.jobs.job import Root
from workers.jobs.watch import Watch, WatchRules, WatchTrouble
from workers.recipe import Automatic, BesideEach, Destination, InFolder, Recipe, ReplaceOriginals

NOW = datetime(2026, 6, 17, 10, 41, 4).timestamp()
HOUR_S, DAY_S = 3600, 24 * 3600
RULES = WatchRules(
    folder="/home/me/Pictures/Camera inbox", recipe=Recipe(name="Web shop", destination=InFolder("/out"))
)
ROOT = Root(id=RootId(1), name="/", path="/", volume="v", coarse_time=False)
WATCH = Watch(id=WatchId(1), rules=RULES, root=ROOT, created=NOW, seen=NOW - 4)


def watch(**changes: Any) -> Watch:
    return structs.replace(WATCH, **changes)


def says(told: Watch, *, on: bool = True, **counts: int) -> tuple[str, str]:
    return standing(WatchedFolder(watch=told, counts=Counts(**counts)), on=on).words, last_seen(told, NOW, on=on)


def test_a_folder_that_is_looked_after() -> None:
    assert says(watch()) == ("Watching", "Seen 10:41, 4 s ago")
    assert says(watch(), queued=2, running=1) == ("3 waiting", "Seen 10:41, 4 s ago")
    assert says(watch(seen=NOW - 100))[1] == "Seen 10:39, 1 min ago"
    assert says(watch(seen=NOW - 2 * HOUR_S))[1] == "Seen 08:41"
    assert says(watch(seen=None)) == ("Watching", "Not looked at yet")


def test_a_folder_that_is_away() -> None:
    away = watch(trouble=WatchTrouble.AWAY, seen=NOW - DAY_S)
    assert says(away) == ("Not connected", "Last there yesterday, 10:41")
    assert says(watch(trouble=WatchTrouble.AWAY, seen=NOW - 2 * DAY_S))[1] == "Last there Monday, 10:41"
    assert says(watch(trouble=WatchTrouble.AWAY, seen=NOW - 30 * DAY_S))[1] == "Last there 18 May"
    assert says(watch(trouble=WatchTrouble.AWAY, seen=None))[1] == "Not there yet"
    assert says(watch(trouble=WatchTrouble.FORBIDDEN)) == ("May not be read", "Goes on when it may be read")


def test_a_folder_that_is_paused() -> None:
    assert says(watch(paused=True, paused_at=NOW - 2 * DAY_S)) == ("Paused", "Paused by you on Monday")
    assert says(watch(paused=True, paused_at=NOW - DAY_S))[1] == "Paused by you yesterday"
    assert says(watch(paused=True, paused_at=NOW - HOUR_S))[1] == "Paused by you at 09:41"
    assert says(watch(), on=False) == ("Paused", "Nothing is taken")


@pytest.mark.parametrize(
    ("destination", "place"),
    [
        (Automatic("Smaller"), "Pictures/Camera inbox Smaller"),
        (BesideEach("Smaller"), "Camera inbox/Smaller"),
        (InFolder("/home/me/Web shop"), "me/Web shop"),
        (ReplaceOriginals(), "in the originals' place"),
    ],
)
def test_where_results_go(destination: Destination, place: str) -> None:
    recipe = structs.replace(RULES.recipe, destination=destination)
    assert text.results_place(structs.replace(RULES, recipe=recipe)) == place


def test_what_of_a_folder_is_meant() -> None:
    rules = structs.replace(RULES, include=("*.jpg", "*.png", "raw/*"), exclude=("x*",), subfolders=False)
    assert where(rules) == "Pictures/Camera inbox, only *.jpg *.png …, without x*, without subfolders"


def test_a_screen_reader_hears_all_of_it() -> None:
    told = watch(taken=2318, taken_today=14)
    folder = WatchedFolder(watch=told, counts=Counts(failed=2), retryable=2)
    assert told_whole(folder, NOW, on=True) == (
        "Camera inbox: Watching. Pictures/Camera inbox. Web shop, results go to out."
        " 14 today, 2,318 in all, 2 failed. Seen 10:41, 4 s ago"
    )


def test_days_are_those_of_the_calendar() -> None:
    midnight = datetime(2026, 6, 17).timestamp()
    just_before = midnight - timedelta(minutes=1).total_seconds()
    assert last_seen(watch(seen=just_before), midnight + 2 * HOUR_S, on=True) == "Seen yesterday, 23:59"
