"""What one format can do: the record that every folder beside this module fills in.

No field has a default, so that a format says plainly what it lacks.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO

from msgspec import Struct

from workers.binary.source import ByteSource
from workers.errors import Failure
from workers.facts import ColorModel, Crop, Flaw, Hdr, Kind, Times
from workers.formats import SPECS, Format, FormatSpec
from workers.image.metadata.bundle import Bundle
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
class Codec:
    """One format. Everything here raises Failure for a file that is broken.

    `tidy` puts a file in order before anybody reads it, None where nothing is known to be untidy. `check` walks a whole file
    without decoding a pixel, None where only a decoder finds damage. `probe` reads the header, None for a format that is only
    written. `reach` adds to a failure how far the pixels are there, where the file itself tells that.
    """

    format: Format
    tidy: Callable[[BinaryIO], Tidied] | None
    check: Callable[[ByteSource], None] | None
    reach: Callable[[ByteSource, Failure], Failure] | None
    probe: Callable[[ByteSource, Bundle], Probed] | None
    metadata: MetadataCarrier

    @property
    def spec(self) -> FormatSpec:
        """What the format can hold when we write it."""
        return SPECS[self.format]
