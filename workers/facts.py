"""What a file's header says of the picture in it."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from workers.formats import Format

_FIRST_ON_ITS_SIDE = 5  # EXIF 2.32, tag 274


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
    FOREIGN_END = "foreign_end"
    STRAY_BYTES = "stray_bytes"
    WRONG_LENGTH = "wrong_length"
    WRONG_CHECKSUM = "wrong_checksum"
    NO_FILLING = "no_filling"


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
    """How long the frames of an animation are shown, in milliseconds.

    `grain_ms` is the largest number of which each time is a multiple, None where one is no whole number (0: all are 0);
    `in_parts` whether each is, to a microsecond, a fraction of a second in two numbers of 16 bits.
    `slowed` is whether the file asks for less than any viewer shows: a GIF's frame of up to 10 ms is shown for 100.
    """

    shortest_ms: float
    longest_ms: float
    total_ms: float
    grain_ms: int | None
    in_parts: bool
    slowed: bool = False


class Facts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a file's header says; nothing here needed a pixel decoded.

    `width` and `height` are pixels as displayed, after `orientation` (EXIF 1 to 8, of the stored pixels). `bits` is per
    channel as stored. `hard_edges` says of a picture
    with `alpha` that no pixel is half transparent. `frames` counts pictures of an animation, `pages` pictures that are not
    a sequence in time; both are
    1 for a still. `quality` is the IJG quality that a JPEG's tables belong to, None where they belong to none. `chroma`
    is '444', '422', '420' or None. `arithmetic` is the rare coding of a JPEG that few programs know. `plays` is how often
    an animation is shown, 0 for ever. `times` are those of its frames, None where the header does not tell.
    `still_only` is whether only one picture of it can be read, `immovable` whether its coded data cannot be put into another
    file. `auxiliary` is whether
    something stands beside the picture that is none to look at: depth, mattes, masks, layers. `profile` is the name of
    the colour profile and `profile_space` what it is for: 'RGB', 'GRAY', 'CMYK' or 'Lab'. `aperture` is the part of the
    stored pixels that an AVIF or HEIC shows, where that is not all of them; `width` and `height` are of that part.
    `others` are the kinds of picture among further pages, `unread` says why one of those cannot be read. `flaws` is what is
    untidy in the file and, if every pixel is there, harms nothing: no mark of its end (NO_END), something else where it
    should be (FOREIGN_END), bytes that belong to no part, a length or a checksum that is wrong, no bytes that fill up the
    last part. `taken` is when the picture was taken, on the camera's clock.
    """

    format: Format
    bytes: int
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
    profile: str | None = None
    profile_space: str | None = None
    quality: int | None = None
    chroma: str | None = None
    progressive: bool = False
    arithmetic: bool = False
    lossless: bool = False
    exif: bool = False
    xmp: bool = False
    iptc: bool = False
    comment: bool = False
    text: bool = False
    location: bool = False
    others: tuple[Kind, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    taken: datetime | None = None
    unread: str | None = None

    @property
    def sideways(self) -> bool:
        """Whether the stored pixels lie on their side, so that across and down change places."""
        return self.orientation >= _FIRST_ON_ITS_SIDE
