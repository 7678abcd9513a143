"""What was chosen for a picture, in words."""

from collections.abc import Mapping
from typing import assert_never

from mediaapp.text.figures import count, pixels, size
from mediaapp.text.marks import QT_TRANSLATE_NOOP, Translate
from workers.facts import Flaw
from workers.formats import SPECS
from workers.plan import (
    AllPictures,
    Choice,
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
)
from workers.recipe import MaxBytes, Metadata, Quality, SameLook, Smaller

FLAWS: Mapping[Flaw, str] = {
    Flaw.NO_END: QT_TRANSLATE_NOOP("text", "it lacks the mark of its end"),
    Flaw.FOREIGN_END: QT_TRANSLATE_NOOP("text", "something else stands where it should be marked as ended"),
    Flaw.STRAY_BYTES: QT_TRANSLATE_NOOP("text", "some bytes in it belong to nothing"),
    Flaw.WRONG_LENGTH: QT_TRANSLATE_NOOP("text", "a length in it is wrong"),
    Flaw.WRONG_CHECKSUM: QT_TRANSLATE_NOOP("text", "a checksum in it is wrong"),
    Flaw.NO_FILLING: QT_TRANSLATE_NOOP(
        "text", "it stops right behind its last pixel, without the bytes that fill it up"
    ),
}

_HANDLING: Mapping[Handling, str] = {
    Handling.KEEP: QT_TRANSLATE_NOOP("text", "kept"),
    Handling.REMOVED: QT_TRANSLATE_NOOP("text", "removed"),
    Handling.TURNED: QT_TRANSLATE_NOOP("text", "turned"),
    Handling.BY_ITS_TAG: QT_TRANSLATE_NOOP("text", "by its tag, no pixel is touched"),
    Handling.FEWER: QT_TRANSLATE_NOOP("text", "fewer, if it looks the same and takes fewer bytes"),
    Handling.SRGB: QT_TRANSLATE_NOOP("text", "those of common screens (sRGB)"),
    Handling.REPACK: QT_TRANSLATE_NOOP("text", "packed better, every pixel as it is"),
    Handling.TRANSCODE: QT_TRANSLATE_NOOP("text", "every pixel as it is, and the same JPEG can be made of it again"),
    Handling.COPY: QT_TRANSLATE_NOOP("text", "every byte as it is"),
    Handling.LOSSLESS: QT_TRANSLATE_NOOP("text", "every pixel as it is"),
    Handling.BEST_QUALITY: QT_TRANSLATE_NOOP("text", "best quality"),
    Handling.HARD_EDGES: QT_TRANSLATE_NOOP("text", "hard edges"),
    Handling.IPTC_AS_XMP: QT_TRANSLATE_NOOP("text", "the press caption (IPTC) becomes part of the description (XMP)"),
    Handling.PAGES: QT_TRANSLATE_NOOP("text", "as pages"),
    Handling.ONE_FILE_EACH: QT_TRANSLATE_NOOP("text", "one file for each"),
    Handling.FIRST: QT_TRANSLATE_NOOP("text", "the first one"),
    Handling.SLOW_FRAMES: QT_TRANSLATE_NOOP("text", "frames of up to 10 ms last 100 ms"),
}

_METADATA: Mapping[Metadata, str] = {
    Metadata.NO_LOCATION: QT_TRANSLATE_NOOP("text", "all but the location"),
    Metadata.ALL: QT_TRANSLATE_NOOP("text", "all kept"),
    Metadata.COPYRIGHT: QT_TRANSLATE_NOOP("text", "copyright only"),
    Metadata.NONE: QT_TRANSLATE_NOOP("text", "nothing kept"),
}


def choice(made: Choice, t: Translate = str) -> str:
    """What was chosen, as a part of a sentence: 'JPEG', '2000 × 1333', 'at most 20 KB'."""
    match made:
        case Handling() | ToFormat() | OnBackground() | Keeping() | TakenAs():
            return _named(made, t)
        case ToPixels() | AllPictures() | ToBits():
            return _counted(made, t)
        case Quality() | SameLook() | MaxBytes() | Smaller():
            return _goal(made, t)
        case MostPlays() | ShortestFrame() | LongestFrame():
            return _clock(made, t)
        case _:
            assert_never(made)


def _named(made: Handling | ToFormat | OnBackground | Keeping | TakenAs, t: Translate) -> str:
    match made:
        case Handling():
            return t(_HANDLING[made])
        case ToFormat(chosen):
            return SPECS[chosen].label
        case OnBackground(color):
            return color
        case Keeping(metadata):
            return t(_METADATA[metadata])
        case TakenAs(flaw):
            return t(FLAWS[flaw])
        case _:
            assert_never(made)


def _counted(made: ToPixels | AllPictures | ToBits, t: Translate) -> str:
    match made:
        case ToPixels(width, height):
            return pixels(width, height)
        case AllPictures(pictures):
            return count(pictures)
        case ToBits(bits):
            return t(QT_TRANSLATE_NOOP("text", "{shades} shades of each colour")).format(shades=count(2**bits))
        case _:
            assert_never(made)


def _goal(goal: Quality | SameLook | MaxBytes | Smaller, t: Translate) -> str:
    match goal:
        case Quality(quality):
            return t(QT_TRANSLATE_NOOP("text", "quality {quality}")).format(quality=quality)
        case SameLook(score):
            return t(QT_TRANSLATE_NOOP("text", "same look ({score:g} of 100)")).format(score=score)
        case MaxBytes(most):
            return t(QT_TRANSLATE_NOOP("text", "at most {size}")).format(size=size(most))
        case Smaller(percent):
            return t(QT_TRANSLATE_NOOP("text", "at least {percent:g}% smaller")).format(percent=percent)
        case _:
            assert_never(goal)


def _clock(limit: MostPlays | ShortestFrame | LongestFrame, t: Translate) -> str:
    match limit:
        case MostPlays(plays):
            return t(QT_TRANSLATE_NOOP("text", "shown {times} times")).format(times=count(plays))
        case ShortestFrame(ms):
            return t(QT_TRANSLATE_NOOP("text", "no frame is shorter than {ms} ms")).format(ms=ms)
        case LongestFrame(seconds):
            return t(QT_TRANSLATE_NOOP("text", "no frame is longer than {seconds} seconds")).format(
                seconds=count(seconds)
            )
        case _:
            assert_never(limit)
