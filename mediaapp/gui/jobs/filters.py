"""The tabs above the list: which jobs each shows, how they are grouped, and the words for none."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from mediaapp.gui.live_query import Grouping, View
from mediaapp.text.marks import QT_TRANSLATE_NOOP
from workers.jobs.batch import Counts
from workers.jobs.state import JobState


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One tab: its name, the states it shows (None is all) and what it says when there are none.

    With `only_with_jobs` it is there only while it has some.
    """

    name: str
    states: frozenset[JobState] | None
    none: str
    grouping: Grouping = Grouping.BATCH
    open_all: bool = False
    only_with_jobs: bool = False

    def label(self) -> str:
        """The tab's name in the user's language."""
        return QCoreApplication.translate("jobs", self.name)

    def empty(self) -> str:
        """What stands in place of an empty list, in the user's language."""
        return QCoreApplication.translate("jobs", self.none)

    def view(self, *, search: str, newest_first: bool, opened: frozenset[int], closed: frozenset[int]) -> View:
        """The list this tab asks for; a search shows its hits without headings."""
        return View(
            states=self.states,
            grouping=Grouping.NONE if search else self.grouping,
            search=search,
            newest_first=newest_first,
            open_all=self.open_all,
            opened=opened,
            closed=closed,
        )


FILTERS: Mapping[str, Filter] = {
    "all": Filter(
        name=QT_TRANSLATE_NOOP("jobs", "All"), states=None, none=QT_TRANSLATE_NOOP("jobs", "Nothing here yet.")
    ),
    "running": Filter(
        name=QT_TRANSLATE_NOOP("jobs", "Running"),
        states=frozenset((JobState.RUNNING,)),
        none=QT_TRANSLATE_NOOP("jobs", "Nothing is running."),
        open_all=True,
    ),
    "waiting": Filter(
        name=QT_TRANSLATE_NOOP("jobs", "Waiting"),
        states=frozenset((JobState.QUEUED, JobState.DELAYED, JobState.PAUSED)),
        none=QT_TRANSLATE_NOOP("jobs", "Nothing is waiting."),
    ),
    "done": Filter(
        name=QT_TRANSLATE_NOOP("jobs", "Done"),
        states=frozenset((JobState.DONE, JobState.SKIPPED)),
        none=QT_TRANSLATE_NOOP("jobs", "Nothing is ready yet."),
    ),
    "failed": Filter(
        name=QT_TRANSLATE_NOOP("jobs", "Failed"),
        states=frozenset((JobState.FAILED,)),
        none=QT_TRANSLATE_NOOP("jobs", "Nothing failed."),
        grouping=Grouping.CAUSE,
    ),
    "cancelled": Filter(
        name=QT_TRANSLATE_NOOP("jobs", "Cancelled"),
        states=frozenset((JobState.CANCELLED,)),
        none=QT_TRANSLATE_NOOP("jobs", "Nothing is cancelled."),
        only_with_jobs=True,
    ),
}


def count(name: str, counts: Counts) -> int:
    """How many jobs the tab has."""
    match name:
        case "running":
            return counts.running
        case "waiting":
            return counts.waiting
        case "done":
            return counts.ready
        case "failed":
            return counts.failed
        case "cancelled":
            return counts.cancelled
        case _:
            return counts.total
