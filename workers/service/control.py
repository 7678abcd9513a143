"""What people ask of jobs that are there already."""

from collections.abc import Sequence

from msgspec import structs

from workers.jobs.ids import JobId
from workers.jobs.queries import Selection
from workers.jobs.state import UNFINISHED, WAITING, JobState
from workers.service.connections import Connections


class Controlling(Connections):
    """Changes jobs; each call returns how many it changed."""

    def cancel(self, selection: Selection) -> int:
        """Stop what runs and does not run yet."""
        return self._editor.cancel(self._in(selection, UNFINISHED))

    def take_up(self, ids: Sequence[JobId], *, paused: bool = False) -> int:
        """What was cancelled waits again: with `paused`, until it is resumed. What was taken back stays as it is."""
        return self._editor.take_up(ids, paused=paused)

    def remove(self, selection: Selection) -> int:
        """Take rows off the list; no file is touched, and `restore` brings them back."""
        return self._editor.remove(self._reader.ids(selection))

    def restore(self, ids: Sequence[JobId]) -> int:
        """Show removed rows again."""
        return self._editor.restore(ids)

    def pause(self) -> None:
        """Begin nothing new; what runs is finished."""
        self._editor.pause_all(paused=True)

    def resume(self) -> None:
        """Go on."""
        self._editor.pause_all(paused=False)

    def pause_jobs(self, selection: Selection) -> int:
        """Pass these by until they are resumed."""
        return self._editor.pause(self._in(selection, frozenset((JobState.QUEUED,))))

    def resume_jobs(self, selection: Selection) -> int:
        """Queue what was paused; a batch on hold is started by this."""
        if selection.batch is not None:
            self._editor.start(selection.batch)
        return self._editor.resume(self._in(selection, frozenset((JobState.PAUSED,))))

    def first(self, selection: Selection) -> int:
        """Before everything else that waits."""
        return self._editor.first(self._in(selection, WAITING))

    def last(self, selection: Selection) -> int:
        """After everything else that waits."""
        return self._editor.last(self._in(selection, WAITING))

    def _in(self, selection: Selection, states: frozenset[JobState]) -> list[JobId]:
        """The numbers of those selected that are in one of these states."""
        wanted = states if selection.states is None else states & selection.states
        return self._reader.ids(structs.replace(selection, states=wanted))
