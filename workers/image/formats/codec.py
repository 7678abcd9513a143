"""What one format can do: the record that every folder beside this module fills in.

No field has a default, so that a format says plainly what it lacks.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import Enum, auto
from typing import BinaryIO

from msgspec import Struct
from PIL import Image, ImageFile

from workers.binary.source import ByteSource
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.facts import ColorModel, Crop, Facts, Flaw, Hdr, Kind, Times
from workers.formats import SPECS, Format, FormatSpec
from workers.image.formats.encoder import Curve, Encode
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


class MetadataCarrier(Struct, frozen=True, kw_only=True):
    """Where a format keeps its metadata.

    `read` and `write` are None where it keeps none. `fit` brings a bundle into the very shape that the format holds it in.
    `losses` says what of a fitted bundle is lost beside the parts that the format's spec has no place for.
    `texts_are_comments` is whether the texts of a PNG go along as comments. `remake_gain_map` changes the picture of a gain
    map, and keeps all else that its file says; None where there are none. `save_arguments` are what the encoder has to be
    given of a fitted bundle while it writes, None where everything can be put in afterwards. All raise Failure.
    """

    read: Callable[[ByteSource], Bundle] | None
    write: Callable[[ByteSource, BinaryIO, Bundle], None] | None
    fit: Callable[[Bundle], Bundle]
    losses: Callable[[Bundle], Iterable[Loss]]
    texts_are_comments: bool
    remake_gain_map: Callable[[bytes, Callable[[Image.Image], Image.Image]], bytes] | None
    save_arguments: Callable[[Bundle], dict[str, object]] | None


class Loaded(Struct, frozen=True, kw_only=True):
    """A picture, the opened file for what its header says, what turned out untidy, and the file without that."""

    opened: ImageFile.ImageFile
    image: Image.Image
    file: BinaryIO
    flaws: tuple[Flaw, ...] = ()


Canvases = Iterator[tuple[Image.Image, float]]
"""Finished canvases of an animation, RGBA, and how many milliseconds each is shown."""


class Decoder(Struct, frozen=True, kw_only=True):
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
    is whether it fills a picture before it decodes it, so that nobody can see how far it came. `module` is what has to be
    installed for it, None where it always is.

    `deep_models` are the colours that `open_deep` gives, `deep_grey` is whether `open` gives grey of more than 8 bits.
    `code_points` is whether what the file says of PQ and HLG is read. `turned_by_exif` is whether the EXIF block is what
    turns the pixels, and not a property or a tag of the container. `page_profiles` is whether each page says its own profile,
    or has none. `has_jpeg` is whether the pixels are a JPEG's, whose coefficients another format may take in.

    `seconds` is the time a megapixel takes. The memory: `copies` of the picture, on a scale that fits the output where
    `scales` says so, in which case it may hand over a copy of its own; at least `deep_bytes` a pixel of more than 8 bits, and
    `clear_color_bytes` where such a pixel is compared with a clear colour (0: no more than others); `progressive_bytes` a
    pixel beside those where the picture comes in passes.
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
    module: str | None
    deep_models: frozenset[ColorModel]
    deep_grey: bool
    code_points: bool
    turned_by_exif: bool
    page_profiles: bool
    has_jpeg: bool
    seconds: float
    copies: int
    scales: bool
    deep_bytes: int
    clear_color_bytes: int
    progressive_bytes: int


class JpegHolder(Struct, frozen=True, kw_only=True):
    """How a format takes the coefficients of a JPEG in.

    `take` makes a file of a JPEG, and `give` the JPEG of a file; both give None where the library does not, or there is none.
    `with_exif` and `with_xmp` add what the JPEG has in no place that the library knows.
    """

    take: Callable[[bytes], bytes | None]
    give: Callable[[bytes], bytes | None]
    with_exif: Callable[[bytes, bytes], bytes]
    with_xmp: Callable[[bytes, bytes], bytes]


class ReadBack(Struct, frozen=True, kw_only=True):
    """What a file of ours says of itself: the width and height of each picture, and the profile of the first."""

    sizes: tuple[tuple[int, int], ...]
    profile: bytes | None


class FewColors(Enum):
    """Of which pictures an encoder may choose a palette by the look."""

    NONE = auto()
    MIXED = auto()
    """Those that had few colours until scaling mixed them."""
    ANY = auto()


class Encoder(Struct, frozen=True, kw_only=True):
    """How a format is written, and what a plan has to know of that beside the spec.

    `encode` makes a file of pictures, `encode_deep` one of more than 8 bits a channel, None where there is no such.
    `repack` packs a file's own pixels into at most as many bytes, None where nobody does better. `curve` is the median
    SSIMULACRA 2 of photographs at each quality, measured with this encoder, None where it has no quality of its own;
    `inside` is then the format of the pictures in it, whose quality counts. `holder` is how the coefficients of a JPEG are
    taken in, None where they are not. `read_back` reads what we wrote of a format that has no decoder: None of a file that
    is not whole.

    `module` is what has to be installed for it, None where it always is. `stores_grey` is whether grey stays grey, which a
    grey profile describes; `deep_grey` whether Pillow writes it with more than 8 bits, `deep_grey_alpha` whether it may be
    transparent then. `deep_bits` is the most bits a channel that libvips writes, None for 8; `deep_with_extra` is whether
    more than 8 could be written if that was installed. `float_bits` is the most bits of floating point, 0 for none.
    `code_points` is whether PQ and HLG can be said, `moving_code_points` also of an animation.

    `packs_by_encoding` is whether encoding keeps every pixel and packs better than many sources. `few_colors` tells of which
    pictures a palette may be chosen, `gains_by_few_colors` whether the file gets smaller by it, `may_be_exact` whether a
    graphic often takes fewer bytes with every pixel kept. `least_saving_at_a_look` is the share that a file of this format
    must lose when it is encoded again for a look.

    `carries_turn` is whether pixels that go along may be left to
    be turned, `profile_in_pixels` whether the coded pixels hold the profile. `joins_equal_frames` is whether equal neighbours
    become one frame, `own_resolution` whether its resolution is none of EXIF's, `always_alpha` whether there is always a mask,
    `extended_xmp` whether XMP may come in two packets.

    `bytes` and `alpha_bytes` a pixel are the memory it takes for colours and beside them for transparency, `seconds` the time
    a megapixel, all measured at 24 megapixels and rounded up.
    """

    encode: Encode
    encode_deep: Encode | None
    repack: Callable[[bytes], bytes] | None
    curve: Curve | None
    inside: Format | None
    holder: JpegHolder | None
    read_back: Callable[[bytes], ReadBack | None] | None
    module: str | None
    stores_grey: bool
    deep_grey: bool
    deep_grey_alpha: bool
    deep_bits: int | None
    deep_with_extra: bool
    float_bits: int
    code_points: bool
    moving_code_points: bool
    packs_by_encoding: bool
    few_colors: FewColors
    gains_by_few_colors: bool
    may_be_exact: bool
    least_saving_at_a_look: float
    carries_turn: bool
    profile_in_pixels: bool
    joins_equal_frames: bool
    own_resolution: bool
    always_alpha: bool
    extended_xmp: bool
    bytes: int
    alpha_bytes: int
    seconds: float


def as_tagged(_: ImageFile.ImageFile, facts: Facts) -> int:
    """The turn that the file's tag asks for, which the decoder leaves to be made."""
    return facts.orientation


def as_tagged_deep(facts: Facts) -> int:
    """The same of deep pixels."""
    return facts.orientation


class Codec(Struct, frozen=True, kw_only=True):
    """One format. Everything here raises Failure for a file that is broken.

    `tidy` puts a file in order before anybody reads it, None where nothing is known to be untidy. `check` walks a whole file
    without decoding a pixel, None where only a decoder finds damage. `reach` adds to a failure how far the pixels are there,
    where the file itself tells that. `probe` reads the header and `decoder` the pixels, None for a format that is only
    written; `encoder` is None for one that is only read.
    """

    format: Format
    tidy: Callable[[BinaryIO], Tidied] | None
    check: Callable[[ByteSource], None] | None
    reach: Callable[[ByteSource, Failure], Failure] | None
    probe: Callable[[ByteSource, Bundle], Probed] | None
    decoder: Decoder | None
    encoder: Encoder | None
    metadata: MetadataCarrier

    @property
    def reader(self) -> Decoder:
        """The decoder. Raises Failure for a format that is only written."""
        if self.decoder is None:
            raise Failure(ErrorCode.UNSUPPORTED_FORMAT, FailureFacts(format=self.format))
        return self.decoder

    @property
    def writer(self) -> Encoder:
        """The encoder. Raises Failure for a format that is only read."""
        if self.encoder is None:
            raise Failure(ErrorCode.FORMAT_NOT_AVAILABLE, FailureFacts(format=self.format))
        return self.encoder

    @property
    def spec(self) -> FormatSpec:
        """What the format can hold when we write it."""
        return SPECS[self.format]
