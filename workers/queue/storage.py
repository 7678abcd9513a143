"""The job table as Huey's storage: taking a message is claiming a job."""

from collections.abc import Callable
from typing import Generic, TypeVar

from huey.storage import BlackHoleStorage

Item = TypeVar("Item")

LONGEST_WAIT_S = 1.0
"""How long a worker sleeps at most before it looks at the table by itself."""


class JobTableStorage(BlackHoleStorage, Generic[Item]):  # type: ignore[misc] # Huey has no types
    """Keeps no message: the row is the message. What was claimed waits in `taken` for the task that follows at once.

    `claim` gives the next job or None; `wait` sleeps up to the seconds given or until woken; `stopped` says that nothing
    more is to be begun, and what was claimed in that instant goes back by `release`. `when_stopped` is then called too.
    """

    blocking = True

    def __init__(
        self,
        name: str,
        *,
        message: bytes,
        claim: Callable[[], Item | None],
        release: Callable[[Item], None],
        wait: Callable[[float], bool],
        stopped: Callable[[], bool],
    ) -> None:
        super().__init__(name)
        self._message = message
        self._claim = claim
        self._release = release
        self._wait = wait
        self._stopped = stopped
        self.taken: Item | None = None
        self.when_stopped: Callable[[], object] = lambda: None

    def dequeue(self) -> bytes | None:
        """Claim a job and return the one message there is, or sleep until there may be a job and return None."""
        if self._stopped():
            self.when_stopped()
            return None
        item = self._claim()
        if item is None:
            self._wait(LONGEST_WAIT_S)
            return None
        if self._stopped():
            self._release(item)
            return None
        self.taken = item
        return self._message
