"""One page of a TIFF: what its tags say of the pixels, and which variants of them are read here."""

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from workers.binary import tiff
from workers.binary.source import ByteSource, damaged, unsupported

GREY, RGB, PALETTE, INKS, YCBCR, LAB, ICC_LAB = frozenset({0, 1}), 2, 3, 5, 6, 8, 9
"""PhotometricInterpretation; grey is 0 where white is 0."""

UNSIGNED, SIGNED, FLOATING = 1, 2, 3
"""SampleFormat; 4, undefined, is read as unsigned."""

SEPARATE = 2
MULTIPLIED = 1
"""ExtraSamples: colours that are multiplied by their alpha. 2 is alpha beside them; 999 is Corel Draw's for that."""

_ALPHA = frozenset({MULTIPLIED, 2, 999})
_CHANNELS = {0: 1, 1: 1, RGB: 3, PALETTE: 1, INKS: 4, YCBCR: 3, LAB: 3, ICC_LAB: 3}
"""Of the colour itself; all others are extra."""

OLD_JPEG, _NONE, _FAX, _THUNDER = 6, 1, frozenset({2, 3, 4}), 32809
JPEG = frozenset({OLD_JPEG, 7})
PREDICTED = frozenset({5, 8, 32946, 34925, 50000})
"""LZW, Deflate, LZMA and Zstandard, before which a predictor may stand."""

PACKED = PREDICTED | {_NONE, 32773}
"""What packs bytes without a look at the samples in them; 32773 is PackBits."""

# Of libtiff's tiff.h, as far as files of them are met.
_CODINGS = {
    32766: "NeXT", 34661: "JBIG", 34676: "LogLuv", 34677: "LogLuv", 34712: "JPEG 2000", 34887: "LERC", 34892: "lossy JPEG",
    50001: "WebP", 50002: "JPEG XL",
}  # fmt: skip
_MASK = 4
_ICC, _ICC_HEADER = 0x8773, 128
# TIFF 6.0 asks for SHORT; libtiff takes one whole number of any type.
_WHOLE = frozenset({1, 3, 4, 6, 8, 9, 16, 17})
_MOST_BITS = 256
"""Of a pixel: some hold a whole spectrum."""

_MOST_IN_TILE = 2**22
_PLAIN_SAMPLES = {
    (0, 1), (1, 1), (1, 2), (RGB, 3), (RGB, 4), (PALETTE, 1), (INKS, 4), (LAB, 3),
}  # fmt: skip
_JPEG_SAMPLES = frozenset({(1, 1), (RGB, 3), (YCBCR, 3), (YCBCR, 1), (INKS, 4)})


class TiffReader(StrEnum):
    """Who reads the pixels of a page."""

    PILLOW = "pillow"
    OURS = "ours"


class TiffPage(Struct, frozen=True, kw_only=True):
    """One page: stored pixels, `bits` of its deepest channel, and the numbers of TIFF 6.0 for the rest.

    `at` is where its directory stands, `index` its number among all directories. `sample_format` is 1 unsigned, 2 signed,
    3 floating; `alpha` says that an extra channel is transparency, `alpha_at` its number among the samples and `multiplied`
    that the colours are multiplied by it; `beside` that one is something else, as is every one beside inks. `block` is width
    and height of a strip or tile.
    """

    at: int
    index: int
    width: int
    height: int
    bits: int
    samples: int
    photometric: int
    sample_format: int
    compression: int
    predictor: int
    orientation: int
    separate: bool
    reversed_bits: bool
    tiled: bool
    block: tuple[int, int]
    reader: TiffReader
    alpha_at: int | None = None
    multiplied: bool = False
    beside: bool = False
    chroma: str | None = None
    profile_space: str | None = None
    profile_at: tuple[int, int] | None = None
    dpi: tuple[float, float] | None = None

    @property
    def alpha(self) -> bool:
        """Whether the picture may be transparent."""
        return self.alpha_at is not None

    @property
    def channels(self) -> int:
        """Samples of the colour itself."""
        return _CHANNELS.get(self.photometric, self.samples)

    @property
    def kind(self) -> tuple[object, ...]:
        """What decides how the pixels of a page are treated."""
        return self.photometric, self.bits, self.sample_format, self.alpha, self.profile_space

    @property
    def lossy(self) -> bool:
        """Whether the compression changed pixels."""
        return self.compression in JPEG


def page_of(source: ByteSource, head: tiff.TiffHeader, found: tiff.Directory, index: int) -> TiffPage:
    """The page of a directory. Raises Failure, UNSUPPORTED_VARIANT for one whose pixels are not read here."""

    def number(tag: int, default: int) -> int:
        return tiff.number(source, head, found, tag, default)

    compression = number(259, _NONE)
    photometric = number(262, 0)  # a must, but readers take white for 0 where it is missing
    depths = tiff.numbers(source, head, found.find(258)) or (1,)
    formats = tiff.numbers(source, head, found.find(339)) or (UNSIGNED,)
    samples = number(277, 3 if compression == OLD_JPEG and photometric in (RGB, YCBCR) else 1)
    if samples < 1 or min(depths) < 1:
        raise damaged("pixels of no samples, or of no bits")
    channels = _CHANNELS.get(photometric, samples)
    extra = tiff.numbers(source, head, found.find(338))
    alpha_at = _alpha_at(photometric, samples, extra)
    width, height = number(256, 0), number(257, 0)
    tiled = found.find(322) is not None
    profile = found.find(_ICC)
    page = TiffPage(
        at=found.at,
        index=index,
        width=width,
        height=height,
        bits=max(depths[:samples]),
        samples=samples,
        photometric=photometric,
        sample_format=FLOATING if formats[0] == FLOATING else SIGNED if formats[0] == SIGNED else UNSIGNED,
        compression=compression,
        predictor=number(317, 1) if compression in PREDICTED else 1,
        orientation=_orientation(source, head, found),
        separate=number(284, 1) == SEPARATE and samples > 1,
        reversed_bits=number(266, 1) == 2,
        tiled=tiled,
        block=(number(322, 0), number(323, 0)) if tiled else (width, min(number(278, height), height)),
        reader=TiffReader.OURS,
        alpha_at=alpha_at,
        multiplied=alpha_at is not None and extra[alpha_at - channels : alpha_at - channels + 1] == (MULTIPLIED,),
        beside=samples > channels + (alpha_at is not None),
        chroma=_chroma(source, head, found) if photometric == YCBCR and compression in JPEG else None,
        profile_space=_profile_space(source, profile),
        profile_at=(profile.value_at, profile.size) if profile else None,
        dpi=_dpi(source, head, found),
    )
    if len(set(depths[:samples])) > 1 or len(set(formats[:samples])) > 1:
        raise unsupported(f"TIFF of samples of {depths[:8]} bits, formats {formats[:8]}")
    return _with_reader(page, head, found)


def color_map(values: tuple[int, ...], bits: int) -> tuple[int, ...]:
    """Red, green and blue of 8 bits of each entry. One with no value above 255 was written for 8 bits, as libtiff sees it."""
    count = 1 << bits
    whole = values if max(values, default=0) < 256 else tuple(value * 255 // 65_535 for value in values)
    return tuple(whole[entry + count * channel] for entry in range(count) for channel in range(3))


def _with_reader(page: TiffPage, head: tiff.TiffHeader, found: tiff.Directory) -> TiffPage:
    """The page with the reader that takes it. Raises Failure UNSUPPORTED_VARIANT for none, DAMAGED for a contradiction."""
    if page.photometric == PALETTE:
        colors = found.find(320)
        if colors is None or colors.count < 3 << page.bits or page.bits > 16:
            raise damaged("a palette of too few colours")
    across, down = page.block
    is_odd = min(page.block) < 1 and page.width > 0 < page.height
    if page.samples < page.channels or is_odd or across * down > max(page.width * page.height, _MOST_IN_TILE):
        raise damaged(f"{page.samples} samples in blocks of {page.block}")
    reader = _by_pillow(page, head) or _by_us(page)
    if reader is None:
        detail = (
            f"TIFF compression {page.compression}, photometric interpretation {page.photometric}, {page.samples} samples of "
            f"{page.bits} bits, format {page.sample_format}, predictor {page.predictor}"
            + (", separate planes" if page.separate else "")
            + (", big-endian BigTIFF" if _is_strange(head) else "")
        )
        raise unsupported(detail, variant=_variant(page))
    return replace(page, reader=reader)


def _variant(page: TiffPage) -> str | None:
    """What people call a kind that is not read here; None where its numbers say more."""
    if page.compression in _CODINGS:
        return _CODINGS[page.compression]
    if page.photometric == _MASK:
        return "transparency mask"
    if page.photometric in GREY | {PALETTE}:
        return None
    return "floating-point colour" if page.sample_format == FLOATING else f"{page.bits}-bit colour"


def _is_strange(head: tiff.TiffHeader) -> bool:
    """Whether Pillow takes the header for that of another kind of file."""
    return head.big and head.order == "big"


def _by_pillow(page: TiffPage, head: tiff.TiffHeader) -> TiffReader | None:
    """What only libtiff unpacks, and what Pillow reads rightly and without a detour."""
    kind, is_grey = (page.photometric, page.samples), page.photometric in GREY
    in_planes = page.separate and not (page.compression in JPEG and page.photometric in (RGB, INKS))
    if _is_strange(head) or in_planes or page.sample_format != UNSIGNED:
        return None
    if page.compression in _FAX:
        known = page.bits == 1 == page.samples and is_grey
    elif page.compression in JPEG:
        known = page.bits == 8 and kind in _JPEG_SAMPLES
    elif page.compression == _THUNDER:
        known = page.bits == 4 and page.samples == 1 and is_grey
    elif page.compression not in PACKED or page.predictor > 2 or page.reversed_bits:
        known = False
    elif page.photometric == YCBCR:
        known = page.bits == 8 and page.samples == 3
    elif page.bits == 8:
        known = kind in _PLAIN_SAMPLES and (page.samples == page.channels or page.alpha) and page.predictor <= 2
    else:
        known = page.samples == 1 and kind in _PLAIN_SAMPLES and _is_even(page)
    return TiffReader.PILLOW if known else None


def _is_even(page: TiffPage) -> bool:
    """Whether Pillow unpacks the depth of grey or a palette as it is."""
    if page.bits == 16:
        return page.photometric == 1
    return page.bits in (1, 2, 4) and page.predictor == 1


def _by_us(page: TiffPage) -> TiffReader | None:
    """Samples of any depth, in planes or not, that are packed as bytes."""
    if page.compression not in PACKED or page.samples * page.bits > _MOST_BITS or not _is_predictable(page):
        return None
    is_whole = page.sample_format == UNSIGNED and page.bits <= 16
    if page.photometric in GREY:
        signed = page.sample_format == SIGNED and page.bits in (8, 16, 32)
        floating = page.sample_format == FLOATING and page.bits in (16, 32, 64)
        deep = page.sample_format == UNSIGNED and page.bits == 32
        known = is_whole or ((signed or floating or deep) and not page.alpha)
    elif page.photometric == PALETTE:
        known = is_whole and page.bits <= 8
    elif page.photometric in (LAB, ICC_LAB):
        # The two of its colour have a sign, which some programs say and some do not.
        known = page.bits in (8, 16) and page.sample_format != FLOATING
    else:
        known = is_whole and page.photometric in (RGB, INKS)
    return TiffReader.OURS if known else None


def _is_predictable(page: TiffPage) -> bool:
    """Whether the predictor is one that is taken back here: 2, differences of whole samples, or 3, of a float's bytes."""
    if page.predictor == 3:
        return page.sample_format == FLOATING
    return page.predictor in (0, 1) or (page.predictor == 2 and page.bits in (8, 16, 32, 64))


def _alpha_at(photometric: int, samples: int, extra: tuple[int, ...]) -> int | None:
    """Which sample is transparency. One channel more than a colour's that nothing is said of is taken for it, as elsewhere."""
    channels = _CHANNELS.get(photometric, samples)
    if photometric == INKS or samples <= channels:
        return None
    if not extra:
        return channels if samples == channels + 1 and photometric in GREY | {RGB} else None
    found = next((at for at, one in enumerate(extra) if one in _ALPHA), None)
    return channels + found if found is not None and channels + found < samples else None


def _orientation(source: ByteSource, head: tiff.TiffHeader, found: tiff.Directory) -> int:
    """1 to 8; 1 where it is told in a way that libtiff, and so common programs, pass over."""
    entry = found.find(274)
    if entry is None or entry.kind not in _WHOLE or entry.count != 1:
        return 1
    value = tiff.numbers(source, head, entry)[0]
    return value if 1 <= value <= 8 else 1


def _chroma(source: ByteSource, head: tiff.TiffHeader, found: tiff.Directory) -> str | None:
    across, down = (*tiff.numbers(source, head, found.find(530)), 2, 2)[:2]
    return {(1, 1): "444", (2, 1): "422", (2, 2): "420"}.get((across, down))


def _profile_space(source: ByteSource, entry: tiff.TiffEntry | None) -> str | None:
    """What a profile is for (ICC.1:2022, 7.2.6); None without a profile."""
    if entry is None or entry.size < _ICC_HEADER:
        return None
    return source.up_to(entry.value_at + 16, 4).decode("latin-1").strip()


def _dpi(source: ByteSource, head: tiff.TiffHeader, found: tiff.Directory) -> tuple[float, float] | None:
    """Pixels an inch across and down; the unit is inches where none is told, and none where 1 is."""
    scale = {2: 1.0, 3: 2.54}.get(tiff.number(source, head, found, 296, 2))
    across, down = (tiff.rational(source, head, found.find(tag)) for tag in (282, 283))
    return (across * scale, down * scale) if scale and across and down else None
