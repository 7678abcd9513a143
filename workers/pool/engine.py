"""The engine as the pool sees it: a module with two calls for a job and one for a thumbnail, loaded by its name."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from workers.outcome import Outcome, Stage
from workers.peek import Thumbnail
from workers.plan import Plan
from workers.recipe import Recipe


class Engine(Protocol):
    """What a module has to offer to be an engine; each call raises Failure."""

    VERSION: str

    def plan(self, source: BinaryIO, recipe: Recipe) -> Plan:
        """What the recipe will make of the file, from its header alone."""
        ...

    def make(
        self, plan: Plan, source: BinaryIO, part: Path, progress: Callable[[Stage, float], None], *, threads: int = 1
    ) -> Outcome:
        """Fill the part, which is there and empty, and check it. `threads` is how many a codec may use."""
        ...

    def thumbnail(self, source: BinaryIO, edge: int) -> Thumbnail:
        """A small picture of at most `edge` pixels a side."""
        ...


def load_engine(name: str) -> Engine:
    """Import the engine with this dotted name. Raises ImportError."""
    return cast("Engine", import_module(name))
