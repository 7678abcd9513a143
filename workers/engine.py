"""What an engine has to offer, and the engines of all kinds, loaded by their names."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from workers.kinds import JobKind
from workers.outcome import Outcome, Raster, Stage
from workers.peek import Thumbnail
from workers.plan import Plan
from workers.recipe import Recipe


class Engine(Protocol):
    """What a module has to offer to be the engine of a kind; each call raises Failure."""

    VERSION: str
    """Raised when equal sources and recipes no longer give equal outputs."""

    def plan(self, source: BinaryIO, recipe: Recipe) -> Plan:
        """What the recipe will make of the file, from its header alone."""
        ...

    def make(
        self, plan: Plan, source: BinaryIO, part: Path, progress: Callable[[Stage, float], None], *, threads: int = 1
    ) -> Outcome:
        """Fill the part, which is there and empty, and check it. `threads` is how many a codec may use.

        `progress` gets the stage and the share of the whole job that is done, 0 to 1; what it raises ends the job.
        """
        ...

    def preview(self, source: BinaryIO, edge: int) -> Thumbnail:
        """A small picture of what is in the file, of at most `edge` pixels a side."""
        ...

    def pack(self, raster: Raster) -> bytes:
        """The small picture as a WebP file, which browsers show."""
        ...

    def estimate(self, plan: Plan) -> int:
        """About how many bytes the planned output takes."""
        ...


Engines = Mapping[JobKind, Engine]


def load_engines(names: Mapping[str, str]) -> Engines:
    """Import the engine of each kind by its dotted name. Raises ImportError."""
    return {JobKind(kind): cast("Engine", import_module(name)) for kind, name in names.items()}
