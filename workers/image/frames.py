"""The pictures on their way from the decoder to the encoder."""

from collections.abc import Callable, Iterator

from msgspec import Struct
from msgspec.structs import replace
from PIL import Image

from workers.facts import Flaw
from workers.image.color.fitting import fitting
from workers.image.pixels.deep import DeepImage, Pixels


class Frame(Struct, frozen=True, kw_only=True):
    """One picture and what belongs to it alone.

    `duration_ms` is how long an animation shows it, 0 for a still or a page. `profile` is an ICC profile that fits the
    pixels' mode, `dpi` pixels an inch across and down; both are None where the source has none. `orientation` (EXIF 1 to
    8) is the turn that is still to be undone.
    """

    pixels: Pixels
    duration_ms: float = 0.0
    profile: bytes | None = None
    dpi: tuple[float, float] | None = None
    orientation: int = 1

    @property
    def image(self) -> Image.Image:
        """The picture as Pillow's; of deep pixels the upper 8 bits."""
        return self.pixels.shown if isinstance(self.pixels, DeepImage) else self.pixels


class FrameSequence(Struct, frozen=True, kw_only=True):
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


def tagged(frame: Frame, profile: bytes | None) -> Frame:
    """The frame with a profile that describes its pixels, as its decoder may not know; as it is where this one does not."""
    known = fitting(profile, frame.pixels.mode)
    return frame if known is None else replace(frame, profile=known)


def deep_first(frames: FrameSequence) -> DeepImage:
    """The first picture with 16 bits a channel, which it may not have needed until now."""
    pixels = frames.first().pixels
    return pixels if isinstance(pixels, DeepImage) else DeepImage.lifted(pixels)
