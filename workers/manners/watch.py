"""What is known of the computer, looked at in a thread of its own: a bus or a server that hangs holds up nobody."""

import logging
import threading
from collections.abc import Callable, Sequence

from workers.manners.idle import idle_s
from workers.manners.mains import on_mains
from workers.manners.manners import Manners, Surroundings

_log = logging.getLogger(__name__)

LOOK_EVERY_S = 2.0
_FIRST_S = 3.0
"""How long the first look may take before jobs begin without it."""

Look = Callable[[Sequence[Manners]], Surroundings]


def look_around(manners: Sequence[Manners]) -> Surroundings:
    """Look at what these manners ask about, and at nothing else."""
    return Surroundings(
        on_mains=not any(one.on_mains for one in manners) or on_mains(),
        idle_s=idle_s() if any(one.when_idle for one in manners) else None,
    )


class SurroundingsWatch:
    """Looks again and again as long as manners ask about something; `around` is how it was at the last look.

    `changed` is called, in the watch's own thread, when that is something else.
    """

    def __init__(self, look: Look, changed: Callable[[], None], every_s: float = LOOK_EVERY_S) -> None:
        self.around = Surroundings()
        self._look = look
        self._changed = changed
        self._every_s = every_s
        self._manners: Sequence[Manners] = ()
        self._wanted = threading.Event()
        self._looked = threading.Event()
        self._failed = False
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="surroundings", daemon=True)

    def start(self, manners: Sequence[Manners]) -> None:
        """Begin; returns after the first look, or after 3 s where that takes longer."""
        self.want(manners)
        self._thread.start()
        self._looked.wait(_FIRST_S)

    def want(self, manners: Sequence[Manners]) -> None:
        """Look at what these ask about from now on; from any thread, never waits."""
        self._manners = manners
        self._wanted.set()

    def stop(self) -> None:
        """End; a look that hangs ends with its process."""
        self._stopping = True
        self._wanted.set()

    def _run(self) -> None:
        while not self._stopping:
            self._wanted.clear()
            manners = self._manners
            try:
                around = self._look(manners)
            except Exception:  # noqa: BLE001 - what cannot be told holds nobody back
                if not self._failed:
                    _log.exception("it cannot be told how the computer is used")
                self._failed = True
                around = Surroundings()
            before, self.around = self.around, around
            self._looked.set()
            if around != before:
                self._changed()
            asks = any(one.on_mains or one.when_idle for one in manners)
            self._wanted.wait(self._every_s if asks else None)
