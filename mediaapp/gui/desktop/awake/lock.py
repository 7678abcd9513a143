"""Keeps the computer awake while there is work, through wakepy."""

from threading import Event, Thread

from wakepy import keep

_LEAVE_S = 1.0
"""How long the desktop may take to hear that it may sleep; it is told in any case, without anybody waiting."""


class Awake:
    """Holds the computer awake between `hold` and `release`; does nothing where the desktop cannot.

    The hold lives in a thread of its own: Windows binds it to the thread that asked, and asking takes up to 20 ms.
    """

    def __init__(self) -> None:
        self._released = Event()
        self._thread: Thread | None = None

    def hold(self) -> None:
        """Stay awake from now on."""
        if self._thread is None:
            self._released = Event()
            self._thread = Thread(target=_stay_awake, args=(self._released,), name="awake", daemon=True)
            self._thread.start()

    def release(self) -> None:
        """Let the computer sleep again."""
        if self._thread is not None:
            self._released.set()
            self._thread.join(_LEAVE_S)
            self._thread = None


def _stay_awake(released: Event) -> None:
    with keep.running(on_fail="pass"):
        released.wait()
