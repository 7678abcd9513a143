"""What may be asked of the preview process while somebody waits, and what it answers."""

from msgspec import Struct

from workers.errors import ErrorCode, FailureFacts
from workers.facts import Facts
from workers.outcome import Raster
from workers.plan import Plan
from workers.recipe import Recipe


class AskThumbnail(Struct, frozen=True, tag="thumbnail"):
    """A picture of at most `edge` pixels a side; a damaged file gives the part that can be read."""

    path: str
    edge: int


class AskPlan(Struct, frozen=True, tag="plan"):
    """What the recipe would do to this file, nothing done."""

    path: str
    recipe: Recipe


class Thumbnail(Struct, frozen=True, tag="thumbnail"):
    """The small picture and what the header says; `facts` is None where even that failed."""

    raster: Raster
    facts: Facts | None


class Planned(Struct, frozen=True, tag="plan"):
    """The plan asked for."""

    plan: Plan


class Refused(Struct, frozen=True, tag="refused"):
    """It could not be done, or not in time."""

    code: ErrorCode
    facts: FailureFacts


class PassedOver(Struct, frozen=True, tag="passed_over"):
    """Too many newer questions came before it was its turn; whoever still wants to know asks again."""


Ask = AskThumbnail | AskPlan
Answer = Thumbnail | Planned | Refused | PassedOver
