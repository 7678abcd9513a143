"""What a file's header says of the picture in it."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from workers.formats import Format

FIRST_ON_ITS_SIDE = 5
"""The first orientation with which across and down change places (EXIF 2.32, tag 274)."""


class ColorModel(StrEnum):
    """What the numbers of a pixel mean."""

    BILEVEL = "bilevel"
    GREY = "grey"
    PALETTE = "palette"
    RGB = "rgb"
    CMYK = "cmyk"
    LAB = "lab"
    FLOAT = "float"


class Hdr(StrEnum):
    """How a picture stores more than standard brightness, if it does."""

    NONE = "none"
    PQ = "pq"
    HLG = "hlg"
    GAIN_MAP = "gain_map"


class Flaw(StrEnum):
    """What is untidy in a file although every pixel of it may be there, as other readers of its format take it."""

    NO_END = "no_end"
    """It lacks the mark of its end."""
    FOREIGN_END = "foreign_end"
    """Something else stands where the mark of its end should."""
    STRAY_BYTES = "stray_bytes"
    """Bytes that belong to no part."""
    WRONG_LENGTH = "wrong_length"
    WRONG_CHECKSUM = "wrong_checksum"
    NO_FILLING = "no_filling"
    """The bytes that fill up the last part are missing."""


class Kind(Struct, frozen=True, kw_only=True):
    """What the pixels of a page are, where they are others than those of the first one: the fields are those of `Facts`."""

    model: ColorModel
    bits: int
    alpha: bool
    profile_space: str | None = None


class Crop(Struct, frozen=True, kw_only=True):
    """A part of a picture, in pixels of it: left, top, width, height."""

    left: int
    top: int
    width: int
    height: int


class Times(Struct, frozen=True, kw_only=True):
    """How long the frames of an animation are shown."""

    shortest_ms: float
    longest_ms: float
    total_ms: float
    """All frames once."""
    grain_ms: int | None
    """The largest number of milliseconds of which each time is a multiple; None where one is no whole number, 0: all are 0."""
    in_parts: bool
    """Whether each time is, to a microsecond, a fraction of a second in two numbers of 16 bits."""
    slowed: bool = False
    """Whether the file asks for less than any viewer shows: a GIF's frame of up to 10 ms is shown for 100."""


class Facts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a file's header says; nothing here needed a pixel decoded."""

    format: Format
    bytes: int
    """The file's length."""
    width: int
    """Pixels across as displayed: after `orientation`, and of the `aperture` where there is one."""
    height: int
    """Pixels down as displayed."""
    orientation: int = 1
    """How the stored pixels are turned for display: 1 to 8, as EXIF counts (2.32, tag 274)."""
    aperture: Crop | None = None
    """The part of the stored pixels that an AVIF or HEIC shows, where that is not all of them."""
    model: ColorModel = ColorModel.RGB
    bits: int = 8
    """Bits of each channel as stored: 1 to 32."""
    alpha: bool = False
    """Whether any pixel may be transparent."""
    hard_edges: bool = False
    """Whether, of a picture with `alpha`, no pixel is half transparent."""
    frames: int = 1
    """Pictures of an animation; 1 for a still."""
    pages: int = 1
    """Pictures that are not a sequence in time; 1 for a still."""
    plays: int = 1
    """How often an animation is shown; 0 for ever."""
    times: Times | None = None
    """How long the frames are shown, None where the header does not tell."""
    still_only: bool = False
    """Whether only one picture of it can be read here."""
    immovable: bool = False
    """Whether its coded data cannot be put into another file."""
    auxiliary: bool = False
    """Whether something stands beside the picture that is none to look at: depth, mattes, masks, layers."""
    hdr: Hdr = Hdr.NONE
    profile: str | None = None
    """The name of the colour profile."""
    profile_space: str | None = None
    """What the colour profile is for: 'RGB', 'GRAY', 'CMYK' or 'Lab'."""
    quality: int | None = None
    """The IJG quality that a JPEG's tables belong to, 1 to 100; None where they belong to none."""
    chroma: str | None = None
    """How coarse colours are stored beside brightness: '444', '422', '420', None for others."""
    progressive: bool = False
    """Whether a JPEG comes in several scans."""
    arithmetic: bool = False
    """Whether a JPEG is coded in the way that few programs know."""
    lossless: bool = False
    """Whether the stored pixels are exact in a format that can also be lossy."""
    exif: bool = False
    xmp: bool = False
    iptc: bool = False
    comment: bool = False
    text: bool = False
    """Whether there are text notes, as PNG has them."""
    location: bool = False
    """Whether the metadata tells where it was taken."""
    others: tuple[Kind, ...] = ()
    """The kinds of picture among further pages that differ from the first."""
    flaws: tuple[Flaw, ...] = ()
    """What is untidy in the file and, if every pixel is there, harms nothing."""
    taken: datetime | None = None
    """When the picture was taken, on the camera's clock."""
    unread: str | None = None
    """Why one of the further pages cannot be read."""

    @property
    def sideways(self) -> bool:
        """Whether the stored pixels lie on their side, so that across and down change places."""
        return self.orientation >= FIRST_ON_ITS_SIDE
