"""The pictures on their way from the decoder to the encoder."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from PIL import Image

from workers.facts import Flaw

QUARTER = 5
"""The first EXIF orientation with which across and down change places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One picture and what belongs to it alone.

    `duration_ms` is how long an animation shows it, 0 for a still or a page. `profile` is an ICC profile that fits the
    image's mode, `dpi` pixels an inch across and down; both are None where the source has none. `orientation` (EXIF 1 to
    8) is the turn that is still to be undone. `deep` is the same picture as libvips holds it, with 16 bits a channel, where
    `image` cannot hold them and shows but the upper 8.
    """

    image: Image.Image
    duration_ms: float = 0.0
    profile: bytes | None = None
    dpi: tuple[float, float] | None = None
    orientation: int = 1
    deep: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameSequence:
    """One or many pictures of the same job, decoded as they are asked for.

    Each iteration calls `produce` and so decodes anew where the pictures do not fit in memory together; a still is kept.
    `plays` is how often an animation is shown, 0 is for ever. `animated` tells a sequence in time from pages. `flaws` is what
    turned out untidy in the file while its pictures were decoded.
    """

    count: int
    produce: Callable[[], Iterator[Frame]]
    animated: bool = False
    plays: int = 0
    flaws: tuple[Flaw, ...] = ()

    def __iter__(self) -> Iterator[Frame]:
        return self.produce()

    def first(self) -> Frame:
        """The first picture, the only one of a still."""
        return next(iter(self))

    def each(self, change: Callable[[Frame], Frame]) -> "FrameSequence":
        """The same pictures with `change` applied to each when it is asked for."""
        return FrameSequence(
            count=self.count,
            produce=lambda: map(change, self.produce()),
            animated=self.animated,
            plays=self.plays,
            flaws=self.flaws,
        )

    def kept(self) -> "FrameSequence":
        """The same pictures, decoded once and held in memory."""
        held = tuple(self)
        return FrameSequence(
            count=len(held), produce=lambda: iter(held), animated=self.animated, plays=self.plays, flaws=self.flaws
        )


def still(frame: Frame, *, flaws: tuple[Flaw, ...] = ()) -> FrameSequence:
    """A single picture, kept in memory."""
    return FrameSequence(count=1, produce=lambda: iter((frame,)), flaws=flaws)
