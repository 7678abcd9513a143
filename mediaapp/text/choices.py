"""What was chosen for a picture, in words."""

from collections.abc import Mapping
from typing import assert_never

from mediaapp.text.figures import count, number, pixels, size
from mediaapp.text.language import N_, tr, tr_n
from workers.facts import Flaw
from workers.formats import SPECS
from workers.plan import (
    AllPictures,
    Choice,
    CutOut,
    Handling,
    Keeping,
    LongestFrame,
    MostPlays,
    OnBackground,
    ShortestFrame,
    TakenAs,
    ToBits,
    ToFormat,
    ToPixels,
    Turned,
)
from workers.recipe import MaxBytes, Metadata, Quality, Rotation, SameLook, Smaller

FLAWS: Mapping[Flaw, str] = {
    Flaw.NO_END: N_("it lacks the mark of its end"),
    Flaw.FOREIGN_END: N_("something else stands where it should be marked as ended"),
    Flaw.STRAY_BYTES: N_("some bytes in it belong to nothing"),
    Flaw.WRONG_LENGTH: N_("a length in it is wrong"),
    Flaw.WRONG_CHECKSUM: N_("a checksum in it is wrong"),
    Flaw.NO_FILLING: N_("it stops right behind its last pixel, without the bytes that fill it up"),
}

_HANDLING: Mapping[Handling, str] = {
    Handling.KEEP: N_("kept"),
    Handling.REMOVED: N_("removed"),
    Handling.TURNED: N_("turned"),
    Handling.BY_ITS_TAG: N_("by its tag, no pixel is touched"),
    Handling.FEWER: N_("fewer, if it looks the same and takes fewer bytes"),
    Handling.SRGB: N_("those of common screens (sRGB)"),
    Handling.REPACK: N_("packed better, every pixel as it is"),
    Handling.TRANSCODE: N_("every pixel as it is, and the same JPEG can be made of it again"),
    Handling.COPY: N_("every byte as it is"),
    Handling.LOSSLESS: N_("every pixel as it is"),
    Handling.BEST_QUALITY: N_("best quality"),
    Handling.HARD_EDGES: N_("hard edges"),
    Handling.LIKE_COLORS: N_("as exact as the colours"),
    Handling.IPTC_AS_XMP: N_("the press caption (IPTC) becomes part of the description (XMP)"),
    Handling.PAGES: N_("as pages"),
    Handling.ONE_FILE_EACH: N_("one file for each"),
    Handling.FIRST: N_("the first one"),
    Handling.SLOW_FRAMES: N_("frames of up to 10 ms last 100 ms"),
}

ROTATIONS: Mapping[Rotation, str] = {
    Rotation.NONE: N_("not turned"),
    Rotation.RIGHT: N_("turned to the right"),
    Rotation.HALF: N_("turned upside down"),
    Rotation.LEFT: N_("turned to the left"),
    Rotation.FLIP_HORIZONTAL: N_("mirrored left to right"),
    Rotation.FLIP_VERTICAL: N_("mirrored top to bottom"),
}

_METADATA: Mapping[Metadata, str] = {
    Metadata.NO_LOCATION: N_("all but the location"),
    Metadata.ALL: N_("all kept"),
    Metadata.COPYRIGHT: N_("copyright only"),
    Metadata.NONE: N_("nothing kept"),
}


def choice(made: Choice) -> str:
    """What was chosen, as a part of a sentence: 'JPEG', '2000 × 1333', 'at most 20 KB'."""
    match made:
        case Handling() | ToFormat() | Turned() | OnBackground() | Keeping() | TakenAs():
            return _named(made)
        case ToPixels() | CutOut() | AllPictures() | ToBits():
            return _counted(made)
        case Quality() | SameLook() | MaxBytes() | Smaller():
            return _goal(made)
        case MostPlays() | ShortestFrame() | LongestFrame():
            return _clock(made)
        case _:
            assert_never(made)


def _named(made: Handling | ToFormat | Turned | OnBackground | Keeping | TakenAs) -> str:
    match made:
        case Handling():
            return tr(_HANDLING[made])
        case ToFormat(chosen):
            return SPECS[chosen].label
        case Turned(rotation):
            return tr(ROTATIONS[rotation])
        case OnBackground(color):
            return color
        case Keeping(metadata):
            return tr(_METADATA[metadata])
        case TakenAs(flaw):
            return tr(FLAWS[flaw])
        case _:
            assert_never(made)


def _counted(made: ToPixels | CutOut | AllPictures | ToBits) -> str:
    match made:
        case ToPixels(width, height):
            return pixels(width, height)
        case CutOut(area):
            part = pixels(area.width, area.height)
            return tr("{part}, {x} px from the left and {y} px from the top", part=part, x=area.left, y=area.top)
        case AllPictures(pictures):
            return count(pictures)
        case ToBits(bits):
            return tr("{shades} shades of each colour", shades=count(2**bits))
        case _:
            assert_never(made)


def _goal(goal: Quality | SameLook | MaxBytes | Smaller) -> str:
    match goal:
        case Quality(quality):
            return tr("quality {quality}", quality=quality)
        case SameLook(score):
            return tr("same look ({score} of 100)", score=number(score))
        case MaxBytes(most):
            return tr("at most {size}", size=size(most))
        case Smaller(percent):
            return tr("at least {percent}% smaller", percent=number(percent))
        case _:
            assert_never(goal)


def _clock(limit: MostPlays | ShortestFrame | LongestFrame) -> str:
    match limit:
        case MostPlays(plays):
            return tr_n("shown once", "shown {n} times", plays)
        case ShortestFrame(ms):
            return tr("no frame is shorter than {ms} ms", ms=count(ms))
        case LongestFrame(seconds):
            return tr_n("no frame is longer than 1 second", "no frame is longer than {n} seconds", seconds)
        case _:
            assert_never(limit)
