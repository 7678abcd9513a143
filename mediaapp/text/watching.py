"""What is told of folders that are watched."""

from collections.abc import Mapping

from mediaapp.text.figures import place
from mediaapp.text.language import N_, tr, tr_n, tr_some
from workers.jobs.batch import Counts
from workers.jobs.watch import Watch, WatchFault, WatchRefused, WatchTrouble

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


def watch_refused(refused: WatchRefused) -> str:
    """Why a folder cannot be watched so."""
    return tr(_FAULTS[refused.fault], place=place(refused.path))
