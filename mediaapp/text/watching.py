"""What is told of folders that are watched."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import assert_never

from mediaapp.text.figures import count, place
from mediaapp.text.language import N_, tr, tr_n, tr_some
from workers.jobs.batch import Counts
from workers.jobs.watch import Watch, WatchFault, WatchRefused, WatchRules, WatchTrouble
from workers.recipe import Automatic, BesideEach, InFolder, ReplaceOriginals

_TROUBLES: Mapping[WatchTrouble, str] = {
    WatchTrouble.AWAY: N_("Not there; goes on when it is back"),
    WatchTrouble.FORBIDDEN: N_("May not be read; goes on when it may"),
}
_FAULTS: Mapping[WatchFault, str] = {
    WatchFault.NO_FOLDER: N_("There is no folder {place}."),
    WatchFault.ALREADY_WATCHED: N_("{place} is watched already."),
    WatchFault.IN_ITS_RESULTS: N_(
        "The folder lies in {place}, where its own results would go. Choose another place for the results."
    ),
    WatchFault.DONE_IS_THE_FOLDER: N_(
        "Originals that are done have to go to another folder than {place}, or one in it."
    ),
    WatchFault.DONE_ON_OTHER_DRIVE: N_("{place} is on another drive. Choose a folder on the drive of the originals."),
    WatchFault.DONE_AND_REPLACED: N_(
        "Originals are replaced by their results, so they cannot be moved to {place} as well."
    ),
}


def watch_state(watch: Watch) -> str:
    """What becomes of files that appear in the folder now."""
    if watch.paused:
        return tr("Paused")
    return tr("Watched") if watch.trouble is None else tr(_TROUBLES[watch.trouble])


def watch_figures(watch: Watch, counts: Counts) -> str:
    """What was taken from the folder in all, and what of that waits or failed and is still in the list."""
    return ", ".join(
        filter(
            None,
            (
                tr_n("1 taken", "{n} taken", watch.taken),
                tr_some("1 waits", "{n} wait", counts.waiting),
                tr_some("1 failed", "{n} failed", counts.failed),
            ),
        )
    )


def results_place(rules: WatchRules) -> str:
    """Where the results of a watched folder go: 'Pictures/Web shop'."""
    folder = PurePath(rules.folder)
    match rules.recipe.destination:
        case Automatic(folder=made):
            return place(str(folder.with_name(f"{folder.name} {made}"))) if folder.name else made
        case BesideEach(folder=made):
            return place(str(folder / made))
        case InFolder(path=path):
            return place(path)
        case ReplaceOriginals():
            return tr("in the originals' place")
        case _:
            assert_never(rules.recipe.destination)


def taken_today(n: int) -> str:
    """Files that were taken today: '14 today'."""
    return tr("{n} today", n=count(n))


def taken_in_all(n: int) -> str:
    """Files that were taken since the folder is watched: '2,318 in all'."""
    return tr("{n} in all", n=count(n))


def failed_of_it(n: int) -> str:
    """Files of it that failed: '0 failed'."""
    return tr_n("1 failed", "{n} failed", n)


def watch_removed(rules: WatchRules) -> tuple[str, str]:
    """What was done, and that no harm was."""
    return tr("“{name}” is no longer watched.", name=rules.title), tr("Files stay where they are.")


def watch_restored(rules: WatchRules) -> str:
    """Undo of that."""
    return tr("“{name}” is watched again.", name=rules.title)


def watched_anew(rules: WatchRules) -> str:
    """Undo of that was asked for, and cannot be done."""
    return tr("“{name}” cannot be brought back. It is watched anew, or was forgotten.", name=rules.title)


def everything_switched(*, on: bool) -> str:
    """Beside the switch for everything that begins by itself."""
    return tr("Everything on") if on else tr("Everything off")


def watch_refused(refused: WatchRefused) -> str:
    """Why a folder cannot be watched so."""
    return tr(_FAULTS[refused.fault], place=place(refused.path))
