"""The tabs above the list: which jobs each shows, how they are grouped, and the words for none."""

from collections.abc import Mapping
from dataclasses import dataclass

from mediaapp.gui.snapshot import Grouping, RowsOf, View
from mediaapp.gui.window_state import ListTab
from mediaapp.text import N_, tr
from workers.jobs.batch import BatchPurpose, Counts
from workers.jobs.state import READY, WAITING, JobState
from workers.jobs.watch import Watch


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
        return tr(self.name)

    def empty(self) -> str:
        """What stands in place of an empty list, in the user's language."""
        return tr(self.none)

    def count(self, counts: Counts) -> int:
        """How many jobs the tab has."""
        return counts.in_states(self.states)

    def view(
        self,
        *,
        search: str,
        only: RowsOf | None,
        newest_first: bool,
        opened: frozenset[int],
        closed: frozenset[int],
    ) -> View:
        """The list this tab asks for; a search, and what it is narrowed to, are shown without headings."""
        return View(
            states=self.states,
            grouping=Grouping.NONE if search or only is not None else self.grouping,
            search=search,
            watch=only.id if isinstance(only, Watch) else None,
            purpose=only if isinstance(only, BatchPurpose) else None,
            newest_first=newest_first,
            open_all=self.open_all,
            opened=opened,
            closed=closed,
        )


FILTERS: Mapping[ListTab, Filter] = {
    ListTab.ALL: Filter(name=N_("All"), states=None, none=N_("Nothing here yet.")),
    ListTab.RUNNING: Filter(
        name=N_("Running"),
        states=frozenset((JobState.RUNNING,)),
        none=N_("Nothing is running."),
        open_all=True,
    ),
    ListTab.WAITING: Filter(
        name=N_("Waiting"),
        states=WAITING,
        none=N_("Nothing is waiting."),
    ),
    ListTab.DONE: Filter(
        name=N_("Done"),
        states=READY,
        none=N_("Nothing is ready yet."),
    ),
    ListTab.FAILED: Filter(
        name=N_("Failed"),
        states=frozenset((JobState.FAILED,)),
        none=N_("Nothing failed."),
        grouping=Grouping.CAUSE,
    ),
    ListTab.CANCELLED: Filter(
        name=N_("Cancelled"),
        states=frozenset((JobState.CANCELLED,)),
        none=N_("Nothing is cancelled."),
        only_with_jobs=True,
    ),
}
