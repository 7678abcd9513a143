"""Whether something of an animation's canvas shows through, as far as the places of its frames tell."""

from enum import Enum, auto

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels."""


class After(Enum):
    """What becomes of a frame before the next one."""

    STAYS = auto()
    CLEARED = auto()
    UNDONE = auto()


class Coverage:
    """Follows the frames from a canvas on which there is nothing; `shows_through` is what it found so far."""

    __slots__ = ("_empty", "shows_through")

    def __init__(self, size: tuple[int, int]) -> None:
        self._empty: Box | None = (0, 0, *size)
        self.shows_through = False

    def add(self, box: Box, after: After, *, transparent: bool, replaces: bool = False) -> None:
        """A frame: whether it may have transparent pixels, and whether they take the place of what was there.

        Otherwise what was there stays to be seen in them.
        """
        shows = (self._empty is not None and (transparent or not _covers(box, self._empty))) or (
            transparent and replaces
        )
        self.shows_through = self.shows_through or shows
        match after:
            case After.STAYS:
                self._empty = None  # nothing is left of it, or that was found
            case After.CLEARED:
                self._empty = box
            case After.UNDONE:
                pass


def _covers(outer: Box, inner: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]
