"""How much is free on disks of which one may be dead: whoever asks such a one waits for ever, so others ask for us."""

import shutil
import threading
import time
from collections.abc import Callable, Sequence

from msgspec import Struct

from workers.figures.observed import Disk
from workers.jobs.job import Root
from workers.volumes import is_away

ANSWER_S = 0.5
"""How long all disks together are waited for, in seconds; who answers later is heard the next time."""


class Space(Struct, frozen=True, kw_only=True):
    """The bytes of a disk in all, and those that this user may still write."""

    total: int
    free: int


def space_at(path: str) -> Space:
    """The space where this path lies. Raises OSError; may hang."""
    usage = shutil.disk_usage(path)
    return Space(total=usage.total, free=usage.free)


class FreeSpace:
    """Asks disks, each in a thread of its own, and no disk again that has not answered yet."""

    def __init__(self, ask: Callable[[str], Space] = space_at) -> None:
        self._ask = ask
        self._asked = dict[str, _Question]()

    def of(self, roots: Sequence[Root]) -> tuple[Disk, ...]:
        """What is free on each of them that is there; returns within `ANSWER_S`."""
        there = [root for root in roots if not is_away(root.path, root.volume)]
        for root in there:
            if root.path not in self._asked:
                self._asked[root.path] = _Question(self._ask, root.path)
        until = time.monotonic() + ANSWER_S
        return tuple(self._answer(root, until) for root in there)

    def _answer(self, root: Root, until: float) -> Disk:
        question = self._asked[root.path]
        question.thread.join(max(until - time.monotonic(), 0.0))
        if question.thread.is_alive():
            return Disk(path=root.path, drive=root.name, free=None, total=None)
        del self._asked[root.path]
        space = question.answer
        return Disk(
            path=root.path,
            drive=root.name,
            free=None if space is None else space.free,
            total=None if space is None else space.total,
        )


class _Question:
    """One that a disk was asked; `answer` stays None where it cannot be told."""

    def __init__(self, ask: Callable[[str], Space], path: str) -> None:
        self.answer: Space | None = None
        self._ask = ask
        self._path = path
        self.thread = threading.Thread(target=self._run, name="free space", daemon=True)
        self.thread.start()

    def _run(self) -> None:
        try:
            self.answer = self._ask(self._path)
        except OSError:
            self.answer = None
