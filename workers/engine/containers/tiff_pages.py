"""The pictures of a TIFF: which directories are pages, and what their tags say of the pixels."""

from msgspec import Struct

from workers.engine.containers import tiff
from workers.engine.containers.others import CAMERA_RAW
from workers.engine.containers.source import Source, damaged, unsupported
from workers.errors import ErrorCode, Failure, FailureFacts

_REDUCED, _MASK = 1, 4
_RAW_WITHIN = 2  # a camera's raw file says so in its first pages
_RGB, _CFA, _LINEAR_RAW = 2, 32803, 34892
_DNG_VERSION, _SUB_IFDS = 0xC612, 0x014A
_ICC, _ICC_HEADER = 0x8773, 128
_COMPRESSION = 259
_SEPARATED = 5
# Channels of the colour itself, by photometric interpretation.
_CHANNELS = {0: 1, 1: 1, 2: 3, 3: 1, _SEPARATED: 4, 6: 3, 8: 3, 9: 3}
_LAYERS = 0x935C
"""ImageSourceData: Photoshop's layers."""

# What Pillow's libtiff decodes: none, CCITT, LZW, JPEG old and new, Deflate, PackBits, LogLuv, LZMA, Zstandard.
_COMPRESSIONS = frozenset({1, 2, 3, 4, 5, 6, 7, 8, 32771, 32773, 32809, 32946, 34676, 34677, 34887, 34925, 50000})
# PlanarConfiguration 2 is read by Pillow as if it were 1 where the picture is grey with alpha, or Lab.
_SEPARATE, _GREY, _LAB = 2, frozenset({0, 1}), frozenset({8, 9})
_OLD_JPEG = 6
_JPEG = frozenset({_OLD_JPEG, 7})


class Page(Struct, frozen=True, kw_only=True):
    """One page: stored pixels, `bits` of its deepest channel, and the numbers of TIFF 6.0 for the rest.

    `sample_format` is 1 unsigned, 2 signed, 3 floating; `alpha` says that an extra channel is transparency, `beside` that one
    is something else, as is every one beside inks.
    """

    width: int
    height: int
    bits: int
    samples: int
    photometric: int
    sample_format: int
    compression: int
    orientation: int
    alpha: bool
    beside: bool = False
    chroma: str | None = None
    profile_space: str | None = None

    @property
    def kind(self) -> tuple[object, ...]:
        """What decides how the pixels of a page are treated."""
        return self.photometric, self.bits, self.sample_format, self.alpha, self.profile_space

    @property
    def lossy(self) -> bool:
        """Whether the compression changed pixels."""
        return self.compression in _JPEG


class Pages(Struct, frozen=True, kw_only=True):
    """The pages of a file: the first one of each kind, how many there are, and whether masks or layers stand beside them.

    `immovable` is whether coded data are told about by offsets that nobody can move with them (JPEG in the old way).
    """

    first: Page
    kinds: tuple[Page, ...]
    count: int
    auxiliary: bool
    immovable: bool = False


def pages(source: Source) -> Pages:
    """The pages; previews and masks are none. Raises Failure, for a camera's raw file too."""
    head = tiff.header(source)
    if source.up_to(8, 2) == b"CR":
        raise Failure(ErrorCode.UNSUPPORTED_FORMAT, FailureFacts(format=CAMERA_RAW))
    shown: list[tiff.Directory] = []
    first, auxiliary = None, False
    for found in tiff.chain(source, head):
        if len(shown) < _RAW_WITHIN:
            _refuse_raw(source, head, found)
        first = first or found
        kind = tiff.number(source, head, found, 254, 0)
        auxiliary = auxiliary or bool(kind & _MASK) or found.find(_LAYERS) is not None
        if not kind & (_REDUCED | _MASK):
            shown.append(found)
    if first is None:
        raise damaged("a TIFF without pages")
    page = _page(source, head, shown[0] if shown else first)
    kinds = _other_kinds(source, head, page, shown[1:])
    auxiliary = auxiliary or page.beside or any(other.beside for other in kinds)
    immovable = any(tiff.number(source, head, found, _COMPRESSION, 1) == _OLD_JPEG for found in shown or [first])
    return Pages(first=page, kinds=kinds, count=max(1, len(shown)), auxiliary=auxiliary, immovable=immovable)


def _other_kinds(source: Source, head: tiff.Header, first: Page, others: list[tiff.Directory]) -> tuple[Page, ...]:
    kinds: dict[object, Page] = {first.kind: first}
    for found in others:
        try:
            page = _page(source, head, found)
        except Failure:
            continue  # told when its pixels are wanted
        kinds.setdefault(page.kind, page)
    return tuple(kinds.values())[1:]


def _profile_space(source: Source, entry: tiff.Entry | None) -> str | None:
    """What a profile is for (ICC.1:2022, 7.2.6); None without a profile."""
    if entry is None or entry.size < _ICC_HEADER:
        return None
    return source.up_to(entry.value_at + 16, 4).decode("latin-1").strip()


def _refuse_raw(source: Source, head: tiff.Header, found: tiff.Directory) -> None:
    below = []
    for at in tiff.numbers(source, head, found.find(_SUB_IFDS))[:16]:
        try:
            below.append(tiff.directory(source, head, at))
        except Failure:
            continue
    meanings = {tiff.number(source, head, one, 262, 0) for one in (found, *below)}
    if found.find(_DNG_VERSION) or meanings & {_CFA, _LINEAR_RAW}:
        raise Failure(ErrorCode.UNSUPPORTED_FORMAT, FailureFacts(format=CAMERA_RAW))


def _page(source: Source, head: tiff.Header, found: tiff.Directory) -> Page:
    def number(tag: int, default: int) -> int:
        return tiff.number(source, head, found, tag, default)

    compression = number(_COMPRESSION, 1)
    if compression not in _COMPRESSIONS:
        raise unsupported(f"TIFF compression {compression}")
    photometric = number(262, 0)  # a must, but readers take white for 0 where it is missing
    bits = max(tiff.numbers(source, head, found.find(258)), default=1)
    extra = tiff.numbers(source, head, found.find(338))
    is_wrong = photometric in _LAB or (photometric in _GREY and {1, 2} & set(extra))
    if number(284, 1) == _SEPARATE and bits <= 8 and is_wrong:
        raise unsupported(f"TIFF of separate planes, photometric interpretation {photometric}")
    across, down = (*tiff.numbers(source, head, found.find(530)), 2, 2)[:2]
    subsampled = photometric == 6 and compression in _JPEG
    samples = number(277, 1)
    # A fourth channel of which nothing is said is taken for transparency by common readers.
    is_said = 1 in extra or 2 in extra or (photometric == _RGB and samples == 4 and not extra)
    alpha = is_said and photometric != _SEPARATED
    return Page(
        width=number(256, 0),
        height=number(257, 0),
        bits=bits,
        samples=samples,
        photometric=photometric,
        sample_format=number(339, 1),
        compression=compression,
        orientation=number(274, 1) if 1 <= number(274, 1) <= 8 else 1,
        alpha=alpha,
        beside=samples > _CHANNELS.get(photometric, samples) + alpha,
        profile_space=_profile_space(source, found.find(_ICC)),
        chroma={(1, 1): "444", (2, 1): "422", (2, 2): "420"}.get((across, down)) if subsampled else None,
    )
