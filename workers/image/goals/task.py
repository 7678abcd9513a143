"""What is to be encoded, and how."""

from collections.abc import Callable
from functools import partial

from msgspec import Struct
from msgspec.structs import replace
from PIL import Image

from workers.image.formats.codec import Codec
from workers.image.formats.encoder import Encode, EncoderSettings
from workers.image.frames import Frame, FrameSequence, still
from workers.image.pixels.deep import DeepImage
from workers.image.pixels.palette import Palette, reduced
from workers.image.pixels.resize import resize

Finished = Callable[[bytes, tuple[int, int]], bytes]
"""Takes an encoded file and the pixels of its first picture."""

_REDUCIBLE = frozenset({"L", "LA", "P", "PA", "RGB", "RGBA"})


class Task(Struct, frozen=True, kw_only=True):
    """What is to be encoded, and how.

    `finished` puts the metadata into an encoded file of so many pixels, so that its bytes count. `packed` makes the finished
    file of the source's own pixels, where they are as good an output. `step` is told before each full encoding and may raise
    to end the job. `fewer_colors` is whether a palette may be chosen by the look.
    """

    frames: FrameSequence
    codec: Codec
    encode: Encode
    settings: EncoderSettings
    is_graphic: bool
    finished: Finished
    step: Callable[[], None]
    packed: Callable[[], bytes] | None = None
    fewer_colors: bool = False

    @property
    def is_lossy(self) -> bool:
        """Whether a quality number means anything to the format."""
        return self.codec.spec.lossy

    @property
    def may_be_exact(self) -> bool:
        """Whether every pixel kept may take fewer bytes than a quality does."""
        return self.is_graphic and self.codec.writer.may_be_exact

    @property
    def may_have_fewer_colors(self) -> bool:
        """Whether the pictures can be brought down to a palette, and the format gains by it."""
        pixels = self.frames.first().pixels
        is_reducible = not isinstance(pixels, DeepImage) and pixels.mode in _REDUCIBLE
        return self.codec.writer.gains_by_few_colors and is_reducible

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the first picture."""
        return self.frames.first().pixels.size

    def whole(self, quality: int | None, palette: Palette | None = None) -> bytes:
        """The finished file at `quality`, None with every pixel kept; in few colours where there is a palette."""
        self.step()
        frames = self.frames if palette is None else self.frames.each(partial(_reduced, palette))
        return self.finished(self.encode(frames, replace(self.settings, quality=quality)), self.size)

    def exact(self) -> bytes:
        """The finished file with every pixel kept: the source's own ones, packed, where they are as good."""
        if self.packed is None:
            return self.whole(None)
        self.step()
        return self.packed()

    def part(self, image: Image.Image, quality: int | None, *, brief: bool = False) -> bytes:
        """A file of a part of the first picture, without metadata; a `brief` one has the pixels, but not the bytes."""
        bare = replace(self.settings, quality=quality, brief=brief, extra={})
        return self.encode(still(Frame(pixels=image)), bare)

    def of(self, codec: Codec) -> "Task":
        """The same in another format."""
        return replace(self, codec=codec, encode=codec.writer.encode)

    def scaled(self, factor: float) -> "Task":
        """The same of pictures with so much of their width and height; they are no longer the source's own."""
        frames = self.frames
        smaller = still(_scaled(factor, frames.first())) if frames.count == 1 else frames.each(partial(_scaled, factor))
        return replace(self, frames=smaller, packed=None)


def _reduced(palette: Palette, frame: Frame) -> Frame:
    return replace(frame, pixels=reduced(frame.image, palette))


def _scaled(factor: float, frame: Frame) -> Frame:
    width, height = (max(1, round(side * factor)) for side in frame.pixels.size)
    return replace(frame, pixels=resize(frame.pixels, width, height))
