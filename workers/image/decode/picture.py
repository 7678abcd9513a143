"""One decoded picture with what belongs to it."""

from PIL import Image, ImageFile

from workers.facts import Facts
from workers.image.color.fitting import fits
from workers.image.formats.codec import Codec
from workers.image.frames import Frame


def frame_of(
    opened: ImageFile.ImageFile,
    codec: Codec,
    facts: Facts,
    image: Image.Image | None = None,
    *,
    duration_ms: float = 0.0,
) -> Frame:
    """`image` (by default the opened file's current picture) with its profile, resolution and the turn still to be made."""
    decoder = codec.reader
    picture = _in_own_order(_apart(opened if image is None else image))
    picture = decoder.mend(picture, facts) if decoder.mend is not None else picture
    profile = opened.info.get("icc_profile") if decoder.tells_profile else None
    return Frame(
        pixels=picture,
        duration_ms=duration_ms,
        profile=profile if profile and fits(profile, picture.mode) else None,
        dpi=_dpi(opened),
        orientation=decoder.left_to_turn(opened, facts),
    )


def _apart(picture: Image.Image) -> Image.Image:
    """The very pixels of a file that is not read on, without a copy of them, and without the file."""
    if not isinstance(picture, ImageFile.ImageFile):
        return picture
    picture.load()
    return picture._new(picture.im)


def _in_own_order(picture: Image.Image) -> Image.Image:
    """Deep grey in a byte order that every step takes."""
    return picture.convert("I").convert("I;16") if picture.mode == "I;16B" else picture


def _dpi(opened: ImageFile.ImageFile) -> tuple[float, float] | None:
    dpi = opened.info.get("dpi")
    if not isinstance(dpi, tuple) or len(dpi) != 2:
        return None
    across, down = map(float, dpi)
    return (across, down) if 1 < across < 1_000_000 and 1 < down < 1_000_000 else None
