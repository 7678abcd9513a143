"""A picture of 16 bits a channel, as libvips holds it, with those of Pillow's calls that the steps make."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any, TypeVar, final

from msgspec import Struct
from PIL import Image

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.formats import Format
from workers.image.pixels.libvips import vips

WHITE = 65_535

_MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}
# The flip that comes first, and the turn clockwise that follows it; Pillow's turns are the other way round.
_TURNS: Mapping[Image.Transpose, tuple[str | None, int]] = {
    Image.Transpose.FLIP_LEFT_RIGHT: ("horizontal", 0),
    Image.Transpose.ROTATE_180: (None, 180),
    Image.Transpose.FLIP_TOP_BOTTOM: ("vertical", 0),
    Image.Transpose.TRANSPOSE: ("horizontal", 270),
    Image.Transpose.ROTATE_270: (None, 90),
    Image.Transpose.TRANSVERSE: ("horizontal", 90),
    Image.Transpose.ROTATE_90: (None, 270),
}


@final
class DeepImage(Struct, frozen=True, eq=False, dict=True):
    """Shades from 0 to `WHITE` in one, two (with alpha), three or four channels; alpha stands beside the colours.

    `vips` is libvips' picture, which has no types. It is computed only when its pixels are asked for, so that what is
    wrong with a file turns up in `computed` and in `shown`, as the error of libvips that `called_damage` knows.
    """

    vips: Any

    @classmethod
    def of_numbers(cls, image: Any) -> "DeepImage":  # noqa: ANN401 - a picture of libvips
        """Numbers of 0 to `WHITE`, in any of libvips' types, as a picture."""
        kind = "grey16" if image.bands < 3 else "rgb16"
        return cls(image.cast("ushort").copy(interpretation=kind))

    @classmethod
    def lifted(cls, image: Image.Image) -> "DeepImage":
        """A picture of 8 bits a channel at the depth of 16: L, LA, RGB or RGBA."""
        channels = len(image.getbands())
        shades = vips().Image.new_from_memory(image.tobytes(), image.width, image.height, channels, "uchar")
        return cls.of_numbers(shades * (WHITE // 255))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.vips.width, self.vips.height

    @property
    def width(self) -> int:
        """Pixels across."""
        return self.size[0]

    @property
    def height(self) -> int:
        """Pixels down."""
        return self.size[1]

    @property
    def mode(self) -> str:
        """Pillow's name of the same channels: L, LA, RGB or RGBA."""
        return _MODES[self.vips.bands]

    @property
    def is_grey(self) -> bool:
        """Whether there is one channel beside alpha."""
        return len(self.mode) < 3

    @property
    def has_transparency_data(self) -> bool:
        """Whether there is an alpha channel."""
        return self.mode.endswith("A")

    @cached_property
    def shown(self) -> Image.Image:
        """The upper 8 bits of each channel, for what only looks at the picture."""
        small = (self.vips >> 8).cast("uchar")
        return Image.frombytes(self.mode, self.size, small.write_to_memory())

    def crop(self, box: tuple[int, int, int, int]) -> "DeepImage":
        """The part between left, top, right and bottom."""
        left, top, right, bottom = box
        return DeepImage(self.vips.crop(left, top, right - left, bottom - top))

    def resize(self, size: tuple[int, int], box: tuple[float, float, float, float]) -> "DeepImage":
        """The part `box`, to the nearest pixel, at another size by Lanczos; what is transparent lends no colour."""
        left, top, right, bottom = map(round, box)
        part = self.crop((left, top, right, bottom)).vips
        across, down = size[0] / part.width, size[1] / part.height
        if not self.has_transparency_data:
            return self._like(part.resize(across, vscale=down))
        mixed = part.premultiply(max_alpha=WHITE).resize(across, vscale=down)
        return self._like(mixed.unpremultiply(max_alpha=WHITE).rint())

    def transpose(self, turn: Image.Transpose) -> "DeepImage":
        """Flipped or turned by quarters."""
        flip, clockwise = _TURNS[turn]
        image = self.vips.copy_memory()  # which is read across its lines
        image = image.flip(flip) if flip else image
        return DeepImage(image.rot(f"d{clockwise}") if clockwise else image)

    def in_srgb(self, profile: bytes) -> "DeepImage":
        """From the colours of an ICC profile into sRGB, as `color.srgb` does at 8 bits; grey stays grey."""
        tagged = self.vips.copy()
        tagged.set_type(vips().GValue.blob_type, "icc-profile-data", profile)
        converted = tagged.icc_transform(
            "srgb", embedded=True, intent="relative", black_point_compensation=True, depth=16
        ).copy()
        converted.remove("icc-profile-data")
        if not self.is_grey:
            return self._like(converted)
        grey = converted[1]
        return self._like(grey.bandjoin(converted[converted.bands - 1]) if self.has_transparency_data else grey)

    def laid_on(self, color: tuple[int, int, int]) -> "DeepImage":
        """An opaque picture on a colour of 8 bits a channel. Grey stays grey on a grey."""
        background = [257 * level for level in color]
        image = self
        if self.is_grey and len(set(background)) == 1:
            background = background[:1]
        elif self.is_grey:
            image = self.in_colors()
        return image._like(image.vips.flatten(background=background, max_alpha=WHITE).rint())

    def on_clear_canvas(self, size: tuple[int, int], at: tuple[int, int]) -> "DeepImage":
        """The picture with its top left `at` this place of a transparent one of another size."""
        image = self.vips if self.has_transparency_data else self.vips.bandjoin(WHITE)
        return DeepImage.of_numbers(image.embed(*at, *size, extend="black"))

    def in_colors(self) -> "DeepImage":
        """Grey as red, green and blue alike."""
        if not self.is_grey:
            return self
        shade = self.vips[0]
        beside = [self.vips[1]] if self.has_transparency_data else []
        return DeepImage.of_numbers(shade.bandjoin([shade, shade, *beside]))

    def computed(self) -> "DeepImage":
        """The same, with every pixel in memory."""
        return DeepImage(self.vips.copy_memory())

    def _like(self, image: Any) -> "DeepImage":  # noqa: ANN401
        return DeepImage(image.cast("ushort").copy(interpretation=self.vips.interpretation))


Pixels = Image.Image | DeepImage
"""A picture's pixels: Pillow's, or those that it cannot hold."""

AnyPixels = TypeVar("AnyPixels", Image.Image, DeepImage, Pixels)
"""Pixels of whichever kind came in."""


def bare(image: Any) -> Any:  # noqa: ANN401 - a picture of libvips
    """The picture without what libvips read of its file beside the pixels."""
    image = image.copy()
    for name in image.get_fields():
        if name.startswith(("exif-", "xmp-", "iptc-", "photoshop-")) or name in {"icc-profile-data", "orientation"}:
            image.remove(name)
    return image


@contextmanager
def called_damage(source: Format) -> Iterator[None]:
    """Turn what libvips says is wrong with a file of this format into a Failure DAMAGED."""
    try:
        yield
    except vips().Error as error:
        raise Failure(ErrorCode.DAMAGED, FailureFacts(format=source, detail=str(error)[:300])) from error
