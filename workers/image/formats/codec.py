"""What one format can do: the record that every folder beside this module fills in.

No field has a default, so that a format says plainly what it lacks.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from msgspec import Struct
from PIL import Image, ImageFile

from workers.binary.source import ByteSource
from workers.errors import Failure
from workers.facts import ColorModel, Crop, Facts, Flaw, Hdr, Kind, Times
from workers.formats import SPECS, Format, FormatSpec
from workers.image.metadata.bundle import Bundle
from workers.image.pixels.deep import DeepImage
from workers.plan import Loss


class Probed(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a container says of its pixels; the fields are those of `Facts`, sizes as stored."""

    width: int
    height: int
    orientation: int = 1
    aperture: Crop | None = None
    model: ColorModel = ColorModel.RGB
    bits: int = 8
    alpha: bool = False
    hard_edges: bool = False
    frames: int = 1
    pages: int = 1
    plays: int = 1
    times: Times | None = None
    still_only: bool = False
    immovable: bool = False
    auxiliary: bool = False
    hdr: Hdr = Hdr.NONE
    quality: int | None = None
    chroma: str | None = None
    progressive: bool = False
    arithmetic: bool = False
    lossless: bool = False
    others: tuple[Kind, ...] = ()
    unread: str | None = None


Tidied = tuple[BinaryIO, tuple[Flaw, ...]]
"""The file in order, and what was untidy in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataCarrier:
    """Where a format keeps its metadata.

    `read` and `write` are None where it keeps none. `fit` brings a bundle into the very shape that the format holds it in.
    `losses` says what of a fitted bundle is lost beside the parts that the format's spec has no place for.
    `texts_are_comments` is whether the texts of a PNG go along as comments. `save_arguments` are what the encoder has to be
    given of a fitted bundle while it writes, None where everything can be put in afterwards. All raise Failure.
    """

    read: Callable[[ByteSource], Bundle] | None
    write: Callable[[ByteSource, BinaryIO, Bundle], None] | None
    fit: Callable[[Bundle], Bundle]
    losses: Callable[[Bundle], Iterable[Loss]]
    texts_are_comments: bool
    save_arguments: Callable[[Bundle], dict[str, object]] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A picture, the opened file for what its header says, what turned out untidy, and the file without that."""

    opened: ImageFile.ImageFile
    image: Image.Image
    file: BinaryIO
    flaws: tuple[Flaw, ...] = ()


Canvases = Iterator[tuple[Image.Image, float]]
"""Finished canvases of an animation, RGBA, and how many milliseconds each is shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoder:
    """How the pictures of a format are decoded, as they are stored; to be used inside `reading`.

    `open` reads the header alone, of the picture that is to be shown, and raises what Pillow raises for what it does not
    know. `load` decodes a still that has at least so many pixels (None: all), notices damage by itself, and is given what was
    untidy in the file; None where `open` is enough. `open_deep` gives more than 8 bits a channel, upright as
    `left_to_turn_deep` tells; None where there are none, or Pillow has them.
    `canvases` puts the frames of an animation together where Pillow does not as browsers do, and gives None for a file that
    has but one. `first_canvas` is what viewers show first where Pillow's picture is another. `times` are those of the frames
    in milliseconds where Pillow does not tell them exactly.
    `mend` brings the pixels into the numbers that the container means. `left_to_turn` and `left_to_turn_deep` tell the EXIF
    orientation of the pixels that come. `tells_profile` is whether the decoder knows the profile that counts. `fills_first`
    is whether it fills a picture before it decodes it, so that nobody can see how far it came.
    """

    open: Callable[[BinaryIO], ImageFile.ImageFile]
    load: Callable[[BinaryIO, tuple[int, int] | None, tuple[Flaw, ...]], Loaded] | None
    open_deep: Callable[[BinaryIO, Facts], DeepImage] | None
    canvases: Callable[[BinaryIO], Canvases | None] | None
    first_canvas: Callable[[BinaryIO], Image.Image | None] | None
    times: Callable[[BinaryIO], Iterator[float]] | None
    mend: Callable[[Image.Image, Facts], Image.Image] | None
    left_to_turn: Callable[[ImageFile.ImageFile, Facts], int]
    left_to_turn_deep: Callable[[Facts], int]
    tells_profile: bool
    fills_first: bool


def as_tagged(_: ImageFile.ImageFile, facts: Facts) -> int:
    """The turn that the file's tag asks for, which the decoder leaves to be made."""
    return facts.orientation


def as_tagged_deep(facts: Facts) -> int:
    """The same of deep pixels."""
    return facts.orientation


@dataclass(frozen=True, slots=True, kw_only=True)
class Codec:
    """One format. Everything here raises Failure for a file that is broken.

    `tidy` puts a file in order before anybody reads it, None where nothing is known to be untidy. `check` walks a whole file
    without decoding a pixel, None where only a decoder finds damage. `reach` adds to a failure how far the pixels are there,
    where the file itself tells that. `probe` reads the header and `decoder` the pixels, None for a format that is only
    written.
    """

    format: Format
    tidy: Callable[[BinaryIO], Tidied] | None
    check: Callable[[ByteSource], None] | None
    reach: Callable[[ByteSource, Failure], Failure] | None
    probe: Callable[[ByteSource, Bundle], Probed] | None
    decoder: Decoder | None
    metadata: MetadataCarrier

    @property
    def spec(self) -> FormatSpec:
        """What the format can hold when we write it."""
        return SPECS[self.format]
