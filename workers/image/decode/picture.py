"""One decoded picture with what belongs to it."""

from PIL import Image, ImageFile

from workers.facts import Facts
from workers.formats import Format
from workers.image.color.fitting import fits
from workers.image.decode.tiff import StoredTiff
from workers.image.frames import Frame

_GREY = frozenset({"1", "L"})
# Pillow does not know whether the profile of one counts or is whole.
_PROFILED_BY_US = frozenset({Format.PNG, Format.JPEG})
# These decoders turn the picture themselves.
_TURNED = frozenset({Format.HEIC})


def frame_of(
    opened: ImageFile.ImageFile,
    facts: Facts,
    image: Image.Image | None = None,
    *,
    duration_ms: float = 0.0,
) -> Frame:
    """`image` (by default the opened file's current picture) with its profile, resolution and the turn still to be made."""
    picture = _to_white(_in_own_order(_shown(opened if image is None else image, facts)), facts)
    if facts.format is Format.BMP and facts.profile_space == "RGB" and picture.mode in _GREY:
        picture = picture.convert("RGB")  # a palette of greys, whose profile is still one for colours
    profile = None if facts.format in _PROFILED_BY_US else opened.info.get("icc_profile")
    return Frame(
        pixels=picture,
        duration_ms=duration_ms,
        profile=profile if profile and fits(profile, picture.mode) else None,
        dpi=_dpi(opened),
        orientation=left_to_turn(opened, facts),
    )


def _shown(picture: Image.Image, facts: Facts) -> Image.Image:
    """The part of an AVIF's pixels that its property `clap` shows; Pillow passes it over, libheif does not."""
    part = facts.aperture
    if part is None or facts.format is not Format.AVIF:
        return picture
    return picture.crop((part.left, part.top, part.left + part.width, part.top + part.height))


def _in_own_order(picture: Image.Image) -> Image.Image:
    """Deep grey in a byte order that every step takes."""
    return picture.convert("I").convert("I;16") if picture.mode == "I;16B" else picture


def _to_white(picture: Image.Image, facts: Facts) -> Image.Image:
    """Deep grey of a HEIC, whose decoder moves 10 or 12 bits up, so that white is white."""
    if facts.format is not Format.HEIC or picture.mode != "I;16":
        return picture
    scale = 65_535 / ((2**facts.bits - 1) << (16 - facts.bits))
    return picture.convert("I").point(lambda value: value * scale).convert("I;16")


def left_to_turn(opened: ImageFile.ImageFile, facts: Facts) -> int:
    """The orientation of the pixels that the decoder gives; 1 where it turns them itself."""
    if facts.format in _TURNED:
        return 1
    if isinstance(opened, StoredTiff):
        return opened.page.orientation  # each page's own
    if facts.format is Format.JXL:
        # Turned as well, but for the JPEG that one was made of: that comes as it is stored.
        return facts.orientation if getattr(opened, "jpeg", False) else 1
    return facts.orientation


def _dpi(opened: ImageFile.ImageFile) -> tuple[float, float] | None:
    dpi = opened.info.get("dpi")
    if not isinstance(dpi, tuple) or len(dpi) != 2:
        return None
    across, down = map(float, dpi)
    return (across, down) if 1 < across < 1_000_000 and 1 < down < 1_000_000 else None
