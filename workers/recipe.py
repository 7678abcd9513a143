"""What the user asked for: frozen, versioned, plain data."""

from enum import StrEnum
from hashlib import blake2b
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from workers.formats import Format
from workers.template import check_template

Pixels = Annotated[int, Meta(ge=1, le=100_000)]
Offset = Annotated[int, Meta(ge=0, le=100_000)]
Name = Annotated[str, Meta(min_length=1, max_length=100)]
Color = Annotated[str, Meta(pattern="^#[0-9a-f]{6}$")]


class Rotation(StrEnum):
    """How a picture is turned clockwise, in degrees, or mirrored, from how it is seen."""

    NONE = "none"
    RIGHT = "90"
    HALF = "180"
    LEFT = "270"
    FLIP_HORIZONTAL = "flip_horizontal"
    """Left and right change places."""
    FLIP_VERTICAL = "flip_vertical"

    @property
    def orientation(self) -> int:
        """The orientation of pixels that are seen as they should after this, 1 to 8 (EXIF 2.32, tag 274)."""
        return _ORIENTATIONS[self]


_ORIENTATIONS = {
    Rotation.NONE: 1,
    Rotation.RIGHT: 6,
    Rotation.HALF: 3,
    Rotation.LEFT: 8,
    Rotation.FLIP_HORIZONTAL: 2,
    Rotation.FLIP_VERTICAL: 4,
}


class Gravity(StrEnum):
    """Which part of a picture stays where something is cut off."""

    CENTER = "center"
    TOP = "top"
    BOTTOM = "bottom"
    LEFT = "left"
    RIGHT = "right"
    TOP_LEFT = "top_left"
    TOP_RIGHT = "top_right"
    BOTTOM_LEFT = "bottom_left"
    BOTTOM_RIGHT = "bottom_right"


class Rectangle(Struct, frozen=True, tag="rectangle"):
    """Cut out this part, in pixels of the upright and rotated picture, `x` and `y` from its top left.

    Where it stands over the edge it is moved in, and it is smaller where the picture is; it has to begin inside.
    """

    x: Offset
    y: Offset
    width: Pixels
    height: Pixels


class AspectRatio(Struct, frozen=True, tag="aspect_ratio"):
    """Cut out the largest part of this shape; `width` and `height` are but shares, such as 16 and 9."""

    width: Pixels
    height: Pixels
    gravity: Gravity = Gravity.CENTER


CropArea = Rectangle | AspectRatio


class AsItIs(Struct, frozen=True, tag="as_it_is"):
    """Keep the pixels the picture has."""


class LongEdge(Struct, frozen=True, tag="long_edge"):
    """Scale until the longer side has this many pixels."""

    px: Pixels


class ShortEdge(Struct, frozen=True, tag="short_edge"):
    """Scale until the shorter side has this many pixels."""

    px: Pixels


class Fit(StrEnum):
    """How a picture meets a box of another shape."""

    INSIDE = "inside"
    COVER = "cover"
    EXACT = "exact"


class Box(Struct, frozen=True, tag="box"):
    """Scale into a box: inside it, covering it (the overhang is cut, centred), or exactly it (shape may change).

    A side that is None follows from the other one; then `fit` does not matter. At least one side is given.
    """

    width: Pixels | None = None
    height: Pixels | None = None
    fit: Fit = Fit.INSIDE

    def __post_init__(self) -> None:
        if self.width is None and self.height is None:
            raise ValueError("a box needs a width or a height")


class Percent(Struct, frozen=True, tag="percent"):
    """Scale both sides by this many hundredths."""

    percent: Annotated[float, Meta(gt=0, le=1000)]


Size = AsItIs | LongEdge | ShortEdge | Box | Percent


class Quality(Struct, frozen=True, tag="quality"):
    """Encode with this number, 1 to 100, in the target's own scale."""

    quality: Annotated[int, Meta(ge=1, le=100)] = 82


class Lossless(Struct, frozen=True, tag="lossless"):
    """Change no pixel; only pack better."""


class SameLook(Struct, frozen=True, tag="same_look"):
    """The fewest bytes that still look the same: at least this SSIMULACRA 2 score (80: no visible difference side by side)."""

    score: Annotated[float, Meta(ge=30, le=95)] = 80.0


class MaxBytes(Struct, frozen=True, tag="max_bytes"):
    """At most this many bytes; `shrink` allows fewer pixels when the lowest quality is still too large."""

    bytes: Annotated[int, Meta(ge=1_000)]
    shrink: bool = False


class Smaller(Struct, frozen=True, tag="smaller"):
    """At least this many per cent fewer bytes than the original."""

    percent: Annotated[float, Meta(gt=0, lt=100)]


Goal = Quality | Lossless | SameLook | MaxBytes | Smaller


class Metadata(StrEnum):
    """What goes along with the pixels. The colour profile is not metadata: it always goes along or is applied."""

    NO_LOCATION = "no_location"
    ALL = "all"
    COPYRIGHT = "copyright"
    NONE = "none"


class ColorSpace(StrEnum):
    """Keep the picture's own colour space or convert to sRGB."""

    KEEP = "keep"
    SRGB = "srgb"


class Frames(StrEnum):
    """Which frames or pages of a source that has several."""

    ALL = "all"
    FIRST = "first"


class OnExists(StrEnum):
    """What to do when the output's name is taken."""

    NUMBER = "number"
    SKIP = "skip"
    REPLACE = "replace"


class Automatic(Struct, frozen=True, tag="automatic"):
    """Loose files: a folder `folder` beside them. A dropped folder: one mirrored sibling tree `<dropped> <folder>`."""

    folder: Name


class BesideEach(Struct, frozen=True, tag="beside_each"):
    """A folder of this name beside each source."""

    folder: Name


class InFolder(Struct, frozen=True, tag="in_folder"):
    """One folder, absolute. With `mirror`, an absolute folder too, the tree below `mirror` is repeated in it."""

    path: str
    mirror: str | None = None


class ReplaceOriginals(Struct, frozen=True, tag="replace_originals"):
    """The output takes the original's place; the original is kept aside for 30 days."""


Destination = Automatic | BesideEach | InFolder | ReplaceOriginals

RECIPE_VERSION = 1


class Recipe(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the user asked for. `format` None means the source's own (HEIC becomes JPEG, or PNG where it has alpha).

    A picture is first turned upright as its file says, then rotated, cropped and scaled. `background` is what a target without
    transparency shows where the picture is transparent; None means white, and only where there is no other way. `flatten`
    puts the picture on the background even where the target could stay transparent. `keep_larger` keeps an output even if it
    came out larger than the original; without it the original's bytes are kept.
    """

    name: Name = "Good quality"
    v: int = RECIPE_VERSION
    format: Format | None = None
    rotate: Rotation = Rotation.NONE
    crop: CropArea | None = None
    size: Size = AsItIs()
    enlarge: bool = False
    goal: Goal = Quality()
    keep_larger: bool = False
    metadata: Metadata = Metadata.NO_LOCATION
    color: ColorSpace = ColorSpace.KEEP
    background: Color | None = None
    flatten: bool = False
    frames: Frames = Frames.ALL
    destination: Destination = Automatic("Smaller")
    template: Annotated[str, Meta(min_length=1, max_length=200)] = "{name}"
    on_exists: OnExists = OnExists.NUMBER

    def __post_init__(self) -> None:
        if self.v != RECIPE_VERSION:
            raise ValueError(f"this recipe is of version {self.v}, this application knows {RECIPE_VERSION}")
        check_template(self.template)


def encode_recipe(recipe: Recipe) -> bytes:
    """The recipe as JSON, the same bytes for equal recipes."""
    return msgspec.json.encode(recipe, order="deterministic")


def decode_recipe(data: bytes | str) -> Recipe:
    """Read what `encode_recipe` wrote. Raises msgspec.ValidationError, which names the field, for anything else."""
    return msgspec.json.decode(data, type=Recipe)


def recipe_hash(recipe: Recipe) -> str:
    """A key for "the same was asked before": everything but the recipe's name counts."""
    return blake2b(encode_recipe(msgspec.structs.replace(recipe, name="-")), digest_size=16).hexdigest()
