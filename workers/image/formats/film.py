"""What the header of an animation says of its frames: how many, how long, how often, and whether they cover the canvas."""

from msgspec import Struct

from workers.facts import Times
from workers.image.timing import TimesSeen


class Film(Struct, frozen=True, kw_only=True):
    """`width` and `height` of the canvas in pixels; `frames`, `plays` and `times` as in `Facts`, those of a still for one.

    `shows_through` is whether something of the canvas may stay or become transparent.
    """

    width: int
    height: int
    frames: int
    plays: int
    times: Times | None
    shows_through: bool


def film_of(size: tuple[int, int], frames: int, plays: int, times: TimesSeen, *, shows_through: bool) -> Film:
    """Those that were counted; `plays` and `times` say nothing of a still."""
    moves = frames > 1
    return Film(
        width=size[0],
        height=size[1],
        frames=max(1, frames),
        plays=plays if moves else 1,
        times=times.times() if moves else None,
        shows_through=shows_through,
    )
