"""What was planned for a picture, what it loses, and what was found when the result was checked."""

from collections.abc import Mapping

from mediaapp.text.choices import FLAWS, choice
from mediaapp.text.marks import QT_TRANSLATE_NOOP, Translate
from workers.facts import Flaw
from workers.outcome import Checked, Promise, Verdict
from workers.plan import (
    Decision,
    Loss,
    Reason,
    Topic,
)

_TOPICS: Mapping[Topic, str] = {
    Topic.FORMAT: QT_TRANSLATE_NOOP("text", "Format"),
    Topic.FILE: QT_TRANSLATE_NOOP("text", "File"),
    Topic.SIZE: QT_TRANSLATE_NOOP("text", "Size"),
    Topic.COMPRESSION: QT_TRANSLATE_NOOP("text", "Compression"),
    Topic.COLORS: QT_TRANSLATE_NOOP("text", "Colours"),
    Topic.DEPTH: QT_TRANSLATE_NOOP("text", "Shades"),
    Topic.TRANSPARENCY: QT_TRANSLATE_NOOP("text", "Transparency"),
    Topic.ORIENTATION: QT_TRANSLATE_NOOP("text", "Upright"),
    Topic.FRAMES: QT_TRANSLATE_NOOP("text", "Animation and pages"),
    Topic.METADATA: QT_TRANSLATE_NOOP("text", "Camera data and description"),
    Topic.LOCATION: QT_TRANSLATE_NOOP("text", "Location"),
}

_REASONS: Mapping[Reason, str] = {
    Reason.ASKED: QT_TRANSLATE_NOOP("text", "as you asked"),
    Reason.SAME_AS_SOURCE: QT_TRANSLATE_NOOP("text", "as in the original"),
    Reason.OPENS_EVERYWHERE: QT_TRANSLATE_NOOP("text", "it opens everywhere"),
    Reason.TRANSPARENT: QT_TRANSLATE_NOOP("text", "the picture is transparent in places"),
    Reason.CANNOT_WRITE_SOURCE_FORMAT: QT_TRANSLATE_NOOP("text", "the original's format cannot be written here"),
    Reason.NEVER_ENLARGED: QT_TRANSLATE_NOOP("text", "pictures are not enlarged"),
    Reason.TARGET_CANNOT_HOLD: QT_TRANSLATE_NOOP("text", "the format cannot hold it"),
    Reason.SOURCE_QUALITY_REACHED: QT_TRANSLATE_NOOP("text", "more would be better than the original"),
    Reason.GRAPHIC: QT_TRANSLATE_NOOP("text", "it is a graphic"),
    Reason.PHOTO: QT_TRANSLATE_NOOP("text", "it is a photo"),
    Reason.TAGGED: QT_TRANSLATE_NOOP("text", "going by what the picture says of itself"),
    Reason.NO_PROFILE: QT_TRANSLATE_NOOP("text", "the picture has no colour profile"),
    Reason.USUAL_INKS: QT_TRANSLATE_NOOP(
        "text", "which inks it means is not told, so those of a usual press are taken"
    ),
    Reason.PROFILE_DOES_NOT_FIT: QT_TRANSLATE_NOOP("text", "its colour profile does not fit its pixels"),
    Reason.CANNOT_READ_THE_REST: QT_TRANSLATE_NOOP("text", "the rest of it cannot be read here"),
    Reason.AS_FAR_AS_TARGET_GOES: QT_TRANSLATE_NOOP("text", "as far as the format goes"),
    Reason.AS_SHOWN: QT_TRANSLATE_NOOP("text", "as viewers show them"),
    Reason.SLOWED_DOWN: QT_TRANSLATE_NOOP("text", "viewers slow shorter ones down"),
    Reason.HARMLESS_IF_WHOLE: QT_TRANSLATE_NOOP("text", "which harms nothing if every pixel is there"),
    Reason.NEEDS_EXTRA: QT_TRANSLATE_NOOP("text", "it needs an extra that is not installed"),
}

_LOSSES: Mapping[Loss, str] = {
    Loss.EXIF: QT_TRANSLATE_NOOP("text", "The camera data stays behind"),
    Loss.XMP: QT_TRANSLATE_NOOP("text", "The description (XMP) stays behind"),
    Loss.IPTC: QT_TRANSLATE_NOOP("text", "The press caption (IPTC) stays behind as far as there is no place for it"),
    Loss.COMMENT: QT_TRANSLATE_NOOP("text", "The comment stays behind"),
    Loss.TEXT: QT_TRANSLATE_NOOP("text", "The text notes stay behind"),
    Loss.DPI: QT_TRANSLATE_NOOP("text", "The print size (dpi) stays behind"),
    Loss.PROFILE: QT_TRANSLATE_NOOP("text", "The colour profile stays behind"),
    Loss.PRESS_COLORS: QT_TRANSLATE_NOOP("text", "Press colours (CMYK) become screen colours"),
    Loss.COLORS: QT_TRANSLATE_NOOP("text", "The colours become fewer, at most 256"),
    Loss.TRANSPARENCY: QT_TRANSLATE_NOOP("text", "Transparent places get the background colour"),
    Loss.SOFT_EDGES: QT_TRANSLATE_NOOP("text", "Half-transparent edges become hard"),
    Loss.DEPTH: QT_TRANSLATE_NOOP("text", "The finest shades stay behind"),
    Loss.HDR: QT_TRANSLATE_NOOP("text", "The extra brightness (HDR) stays behind"),
    Loss.GAIN_MAP: QT_TRANSLATE_NOOP("text", "The extra brightness (gain map) stays behind"),
    Loss.MOTION: QT_TRANSLATE_NOOP("text", "The moving part of the photo stays behind"),
    Loss.CREDENTIALS: QT_TRANSLATE_NOOP(
        "text", "The content credentials stay behind: they are true of the original only"
    ),
    Loss.ANIMATION: QT_TRANSLATE_NOOP("text", "The animation no longer moves"),
    Loss.PAGES: QT_TRANSLATE_NOOP("text", "The pages do not stay together in one file"),
    Loss.PICTURES: QT_TRANSLATE_NOOP("text", "The other pictures in the file stay behind"),
    Loss.AUXILIARY: QT_TRANSLATE_NOOP("text", "Depth, masks or layers beside the picture stay behind"),
    Loss.LOOP: QT_TRANSLATE_NOOP("text", "It is repeated less often"),
    Loss.OTHER: QT_TRANSLATE_NOOP("text", "What only its maker's programs read stays behind"),
    Loss.HISTORY: QT_TRANSLATE_NOOP("text", "The record of its editing stays behind: it outweighs the picture"),
    Loss.PLACES: QT_TRANSLATE_NOOP("text", "What names places in the original's own pixels stays behind"),
    Loss.FRAME_TIMES: QT_TRANSLATE_NOOP("text", "Some frames are shown a little longer or shorter"),
    Loss.HARD_LINKS: QT_TRANSLATE_NOOP(
        "text", "The file has other names (hard links): they keep the old picture, only this one gets the new one"
    ),
    Loss.EXACT_PIXELS: QT_TRANSLATE_NOOP("text", "Pixels look the same, but are not exactly the same"),
}

_THINGS: Mapping[Promise, str] = {
    Promise.OPENS: QT_TRANSLATE_NOOP("text", "File"),
    Promise.SIZE: QT_TRANSLATE_NOOP("text", "Size"),
    Promise.UPRIGHT: QT_TRANSLATE_NOOP("text", "Orientation"),
    Promise.COLORS: QT_TRANSLATE_NOOP("text", "Colours"),
    Promise.DEPTH: QT_TRANSLATE_NOOP("text", "Shades"),
    Promise.TRANSPARENCY: QT_TRANSLATE_NOOP("text", "Transparency"),
    Promise.FRAMES: QT_TRANSLATE_NOOP("text", "Animation and pages"),
    Promise.JPEG: QT_TRANSLATE_NOOP("text", "The JPEG inside"),
    Promise.CAMERA_DATA: QT_TRANSLATE_NOOP("text", "Camera data"),
    Promise.DESCRIPTION: QT_TRANSLATE_NOOP("text", "Description"),
    Promise.LOCATION: QT_TRANSLATE_NOOP("text", "Location"),
    Promise.PRINT_SIZE: QT_TRANSLATE_NOOP("text", "Print size (dpi)"),
    Promise.EXACT_PIXELS: QT_TRANSLATE_NOOP("text", "Exact pixels"),
    Promise.BESIDE: QT_TRANSLATE_NOOP("text", "What stood beside the picture"),
    Promise.ORIGINAL: QT_TRANSLATE_NOOP("text", "Original"),
    Promise.OWNER: QT_TRANSLATE_NOOP("text", "Owner and group"),
    Promise.ACCESS: QT_TRANSLATE_NOOP("text", "Who may read and change it"),
    Promise.TAGS: QT_TRANSLATE_NOOP("text", "Tags and notes of the file"),
    Promise.HARD_LINKS: QT_TRANSLATE_NOOP("text", "Other names of the file"),
}

_VERDICTS: Mapping[Verdict, str] = {
    Verdict.KEPT: QT_TRANSLATE_NOOP("text", "{thing} kept"),
    Verdict.CHANGED: QT_TRANSLATE_NOOP("text", "{thing} changed as asked"),
    Verdict.REMOVED: QT_TRANSLATE_NOOP("text", "{thing} removed"),
    Verdict.LOST: QT_TRANSLATE_NOOP("text", "{thing} left behind"),
}

_SPECIAL: Mapping[tuple[Promise, Verdict], str] = {
    (Promise.OPENS, Verdict.KEPT): QT_TRANSLATE_NOOP("text", "Opens, whole"),
    (Promise.SIZE, Verdict.KEPT): QT_TRANSLATE_NOOP("text", "Size as planned"),
    (Promise.UPRIGHT, Verdict.KEPT): QT_TRANSLATE_NOOP("text", "Upright"),
    (Promise.UPRIGHT, Verdict.CHANGED): QT_TRANSLATE_NOOP("text", "Turned upright"),
    (Promise.JPEG, Verdict.KEPT): QT_TRANSLATE_NOOP("text", "The JPEG comes out of it again, byte for byte"),
    (Promise.OWNER, Verdict.LOST): QT_TRANSLATE_NOOP("text", "Owner or group could not be kept"),
    (Promise.ACCESS, Verdict.KEPT): QT_TRANSLATE_NOOP("text", "The same people may read and change it"),
    (Promise.ACCESS, Verdict.LOST): QT_TRANSLATE_NOOP("text", "Fewer people may read and change it than before"),
    (Promise.TAGS, Verdict.LOST): QT_TRANSLATE_NOOP("text", "Some tags and notes of the file could not be kept"),
    (Promise.HARD_LINKS, Verdict.LOST): QT_TRANSLATE_NOOP("text", "Other names of the file keep the old picture"),
    (Promise.ORIGINAL, Verdict.KEPT): QT_TRANSLATE_NOOP("text", "Original untouched"),
    (Promise.ORIGINAL, Verdict.CHANGED): QT_TRANSLATE_NOOP("text", "Original replaced, backup kept"),
}

_BROKEN: Mapping[Promise, str] = {
    Promise.OPENS: QT_TRANSLATE_NOOP("text", "it did not open whole"),
    Promise.SIZE: QT_TRANSLATE_NOOP("text", "its size was another"),
    Promise.UPRIGHT: QT_TRANSLATE_NOOP("text", "it did not stand upright"),
    Promise.COLORS: QT_TRANSLATE_NOOP("text", "its colours were others"),
    Promise.DEPTH: QT_TRANSLATE_NOOP("text", "fine shades were missing"),
    Promise.TRANSPARENCY: QT_TRANSLATE_NOOP("text", "its transparency was another"),
    Promise.FRAMES: QT_TRANSLATE_NOOP("text", "frames or pages were missing"),
    Promise.JPEG: QT_TRANSLATE_NOOP("text", "another JPEG came out of it"),
    Promise.CAMERA_DATA: QT_TRANSLATE_NOOP("text", "camera data was missing"),
    Promise.DESCRIPTION: QT_TRANSLATE_NOOP("text", "the description was missing"),
    Promise.LOCATION: QT_TRANSLATE_NOOP("text", "the location was still in it"),
    Promise.PRINT_SIZE: QT_TRANSLATE_NOOP("text", "its print size was another"),
    Promise.EXACT_PIXELS: QT_TRANSLATE_NOOP("text", "its pixels were others"),
    Promise.BESIDE: QT_TRANSLATE_NOOP("text", "what stood beside the picture was missing"),
    Promise.ORIGINAL: QT_TRANSLATE_NOOP("text", "the original had changed"),
    Promise.OWNER: QT_TRANSLATE_NOOP("text", "it belonged to somebody else"),
    Promise.ACCESS: QT_TRANSLATE_NOOP("text", "others could read or change it"),
    Promise.TAGS: QT_TRANSLATE_NOOP("text", "its tags were missing"),
    Promise.HARD_LINKS: QT_TRANSLATE_NOOP("text", "its other names were missing"),
}


def decision(decided: Decision, t: Translate = str) -> str:
    """One line of a plan: 'Format: JPEG, it opens everywhere'."""
    line = t(QT_TRANSLATE_NOOP("text", "{topic}: {choice}, {reason}"))
    return line.format(
        topic=t(_TOPICS[decided.topic]), choice=choice(decided.choice, t), reason=t(_REASONS[decided.reason])
    )


def loss(lost: Loss, t: Translate = str) -> str:
    """What the result will not have."""
    return t(_LOSSES[lost])


def flaw(found: Flaw, t: Translate = str) -> str:
    """What was untidy in an original whose pixels were all there."""
    words = t(QT_TRANSLATE_NOOP("text", "The original is untidy ({what}), but every pixel was there"))
    return words.format(what=t(FLAWS[found]))


def checked(found: Checked, t: Translate = str) -> str:
    """What the check of the result says about one promise: 'Colours kept', 'Location removed'."""
    special = _SPECIAL.get((found.promise, found.verdict))
    if special is not None:
        return t(special)
    return t(_VERDICTS[found.verdict]).format(thing=t(_THINGS[found.promise]))


def broken(promise: Promise, t: Translate = str) -> str:
    """What the check found instead of what was promised, as the end of a sentence."""
    return t(_BROKEN[promise])
