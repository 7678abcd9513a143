"""What was planned for a picture, what it loses, and what was found when the result was checked."""

from collections.abc import Mapping

from mediaapp.text.choices import FLAWS, choice
from mediaapp.text.language import N_, tr
from workers.facts import Flaw
from workers.outcome import Checked, Promise, Verdict
from workers.plan import (
    Decision,
    Loss,
    Reason,
    Topic,
)

_TOPICS: Mapping[Topic, str] = {
    Topic.FORMAT: N_("Format"),
    Topic.FILE: N_("File"),
    Topic.SIZE: N_("Size"),
    Topic.COMPRESSION: N_("Compression"),
    Topic.COLORS: N_("Colours"),
    Topic.DEPTH: N_("Shades"),
    Topic.TRANSPARENCY: N_("Transparency"),
    Topic.CROP: N_("Crop"),
    Topic.ORIENTATION: N_("Orientation"),
    Topic.FRAMES: N_("Animation and pages"),
    Topic.METADATA: N_("Camera data and description"),
    Topic.LOCATION: N_("Location"),
}

_REASONS: Mapping[Reason, str] = {
    Reason.ASKED: N_("as you asked"),
    Reason.SAME_AS_SOURCE: N_("as in the original"),
    Reason.OPENS_EVERYWHERE: N_("it opens everywhere"),
    Reason.TRANSPARENT: N_("the picture is transparent in places"),
    Reason.CANNOT_WRITE_SOURCE_FORMAT: N_("the original's format cannot be written here"),
    Reason.NOT_SCALED: N_("not scaled"),
    Reason.MOVED_IN: N_("moved in, since the part that you asked for goes beyond the picture's edge"),
    Reason.NEVER_ENLARGED: N_("pictures are not enlarged"),
    Reason.TARGET_CANNOT_HOLD: N_("the format cannot hold it"),
    Reason.SOURCE_QUALITY_REACHED: N_("more would be better than the original"),
    Reason.GRAPHIC: N_("it is a graphic"),
    Reason.PHOTO: N_("it is a photo"),
    Reason.TAGGED: N_("going by what the picture says of itself"),
    Reason.NO_PROFILE: N_("the picture has no colour profile"),
    Reason.USUAL_INKS: N_("which inks it means is not told, so those of a usual press are taken"),
    Reason.PROFILE_DOES_NOT_FIT: N_("its colour profile does not fit its pixels"),
    Reason.CANNOT_READ_THE_REST: N_("the rest of it cannot be read here"),
    Reason.AS_FAR_AS_TARGET_GOES: N_("as far as the format goes"),
    Reason.AS_SHOWN: N_("as viewers show them"),
    Reason.SLOWED_DOWN: N_("viewers slow shorter ones down"),
    Reason.HARMLESS_IF_WHOLE: N_("which harms nothing if every pixel is there"),
    Reason.NEEDS_EXTRA: N_("it needs an extra that is not installed"),
    Reason.NOT_CARRIED_OVER: N_("more cannot be carried over here"),
}

_LOSSES: Mapping[Loss, str] = {
    Loss.EXIF: N_("The camera data stays behind"),
    Loss.XMP: N_("The description (XMP) stays behind"),
    Loss.IPTC: N_("The press caption (IPTC) stays behind as far as there is no place for it"),
    Loss.COMMENT: N_("The comment stays behind"),
    Loss.TEXT: N_("The text notes stay behind"),
    Loss.DPI: N_("The print size (dpi) stays behind"),
    Loss.PROFILE: N_("The colour profile stays behind"),
    Loss.PRESS_COLORS: N_("Press colours (CMYK) become screen colours"),
    Loss.COLORS: N_("The colours become fewer, at most 256"),
    Loss.TRANSPARENCY: N_("Transparent places get the background colour"),
    Loss.SOFT_EDGES: N_("Half-transparent edges become hard"),
    Loss.DEPTH: N_("The finest shades stay behind"),
    Loss.HDR: N_("The extra brightness (HDR) stays behind"),
    Loss.GAIN_MAP: N_("The extra brightness (gain map) stays behind"),
    Loss.MOTION: N_("The moving part of the photo stays behind"),
    Loss.CREDENTIALS: N_("The content credentials stay behind: they are true of the original only"),
    Loss.ANIMATION: N_("The animation no longer moves"),
    Loss.PAGES: N_("The pages do not stay together in one file"),
    Loss.PICTURES: N_("The other pictures in the file stay behind"),
    Loss.AUXILIARY: N_("Depth, masks or layers beside the picture stay behind"),
    Loss.LOOP: N_("It is repeated less often"),
    Loss.OTHER: N_("What only its maker's programs read stays behind"),
    Loss.HISTORY: N_("The record of its editing stays behind: it outweighs the picture"),
    Loss.PLACES: N_("What names places in the original's own pixels stays behind"),
    Loss.FRAME_TIMES: N_("Some frames are shown a little longer or shorter"),
    Loss.HARD_LINKS: N_(
        "The file has other names (hard links): they keep the old picture, only this one gets the new one"
    ),
    Loss.EXACT_PIXELS: N_("Pixels look the same, but are not exactly the same"),
}

_THINGS: Mapping[Promise, str] = {
    Promise.OPENS: N_("File"),
    Promise.SIZE: N_("Size"),
    Promise.UPRIGHT: N_("Orientation"),
    Promise.COLORS: N_("Colours"),
    Promise.DEPTH: N_("Shades"),
    Promise.TRANSPARENCY: N_("Transparency"),
    Promise.FRAMES: N_("Animation and pages"),
    Promise.JPEG: N_("The JPEG inside"),
    Promise.CAMERA_DATA: N_("Camera data"),
    Promise.DESCRIPTION: N_("Description"),
    Promise.LOCATION: N_("Location"),
    Promise.PRINT_SIZE: N_("Print size (dpi)"),
    Promise.EXACT_PIXELS: N_("Exact pixels"),
    Promise.BESIDE: N_("What stood beside the picture"),
    Promise.ORIGINAL: N_("Original"),
    Promise.OWNER: N_("Owner and group"),
    Promise.ACCESS: N_("Who may read and change it"),
    Promise.TAGS: N_("Tags and notes of the file"),
    Promise.HARD_LINKS: N_("Other names of the file"),
}

_VERDICTS: Mapping[Verdict, str] = {
    Verdict.KEPT: N_("{thing} kept"),
    Verdict.NEARLY: N_("{thing} kept, about as exactly as the colours"),
    Verdict.CHANGED: N_("{thing} changed as asked"),
    Verdict.REMOVED: N_("{thing} removed"),
    Verdict.LOST: N_("{thing} left behind"),
}

_SPECIAL: Mapping[tuple[Promise, Verdict], str] = {
    (Promise.OPENS, Verdict.KEPT): N_("Opens, whole"),
    (Promise.SIZE, Verdict.KEPT): N_("Size as planned"),
    (Promise.UPRIGHT, Verdict.KEPT): N_("Upright"),
    (Promise.UPRIGHT, Verdict.CHANGED): N_("Turned upright"),
    (Promise.JPEG, Verdict.KEPT): N_("The JPEG comes out of it again, byte for byte"),
    (Promise.OWNER, Verdict.LOST): N_("Owner or group could not be kept"),
    (Promise.ACCESS, Verdict.KEPT): N_("The same people may read and change it"),
    (Promise.ACCESS, Verdict.LOST): N_("Fewer people may read and change it than before"),
    (Promise.TAGS, Verdict.LOST): N_("Some tags and notes of the file could not be kept"),
    (Promise.HARD_LINKS, Verdict.LOST): N_("Other names of the file keep the old picture"),
    (Promise.ORIGINAL, Verdict.KEPT): N_("Original untouched"),
    (Promise.ORIGINAL, Verdict.CHANGED): N_("Original replaced, backup kept"),
}

_BROKEN: Mapping[Promise, str] = {
    Promise.OPENS: N_("it did not open whole"),
    Promise.SIZE: N_("its size was another"),
    Promise.UPRIGHT: N_("it did not stand upright"),
    Promise.COLORS: N_("its colours were others"),
    Promise.DEPTH: N_("fine shades were missing"),
    Promise.TRANSPARENCY: N_("its transparency was another"),
    Promise.FRAMES: N_("frames or pages were missing"),
    Promise.JPEG: N_("another JPEG came out of it"),
    Promise.CAMERA_DATA: N_("camera data was missing"),
    Promise.DESCRIPTION: N_("the description was missing"),
    Promise.LOCATION: N_("the location was still in it"),
    Promise.PRINT_SIZE: N_("its print size was another"),
    Promise.EXACT_PIXELS: N_("its pixels were others"),
    Promise.BESIDE: N_("what stood beside the picture was missing"),
    Promise.ORIGINAL: N_("the original had changed"),
    Promise.OWNER: N_("it belonged to somebody else"),
    Promise.ACCESS: N_("others could read or change it"),
    Promise.TAGS: N_("its tags were missing"),
    Promise.HARD_LINKS: N_("its other names were missing"),
}


def decision(decided: Decision) -> str:
    """One line of a plan: 'Format: JPEG, it opens everywhere'."""
    topic, reason = tr(_TOPICS[decided.topic]), tr(_REASONS[decided.reason])
    return tr("{topic}: {choice}, {reason}", topic=topic, choice=choice(decided.choice), reason=reason)


def loss(lost: Loss) -> str:
    """What the result will not have."""
    return tr(_LOSSES[lost])


def flaw(found: Flaw) -> str:
    """What was untidy in an original whose pixels were all there."""
    return tr("The original is untidy ({what}), but every pixel was there", what=tr(FLAWS[found]))


def checked(found: Checked) -> str:
    """What the check of the result says about one promise: 'Colours kept', 'Location removed'."""
    special = _SPECIAL.get((found.promise, found.verdict))
    if special is not None:
        return tr(special)
    return tr(_VERDICTS[found.verdict], thing=tr(_THINGS[found.promise]))


def broken(promise: Promise) -> str:
    """What the check found instead of what was promised, as the end of a sentence."""
    return tr(_BROKEN[promise])
