"""The recipe resolved against one file: every decision with its reason, every loss named."""

from enum import StrEnum

from msgspec import Struct

from workers.facts import Crop, Facts
from workers.formats import Format
from workers.recipe import AsItIs, Fit, Goal, Metadata, Size


class Topic(StrEnum):
    """What a decision, a promise or a loss is about."""

    FORMAT = "format"
    FILE = "file"
    SIZE = "size"
    COMPRESSION = "compression"
    COLORS = "colors"
    DEPTH = "depth"
    TRANSPARENCY = "transparency"
    ORIENTATION = "orientation"
    FRAMES = "frames"
    METADATA = "metadata"
    LOCATION = "location"


class Reason(StrEnum):
    """Why a decision was made."""

    ASKED = "asked"
    SAME_AS_SOURCE = "same_as_source"
    OPENS_EVERYWHERE = "opens_everywhere"
    TRANSPARENT = "transparent"
    CANNOT_WRITE_SOURCE_FORMAT = "cannot_write_source_format"
    NEVER_ENLARGED = "never_enlarged"
    TARGET_CANNOT_HOLD = "target_cannot_hold"
    SOURCE_QUALITY_REACHED = "source_quality_reached"
    GRAPHIC = "graphic"
    PHOTO = "photo"
    TAGGED = "tagged"
    NO_PROFILE = "no_profile"
    USUAL_INKS = "usual_inks"
    PROFILE_DOES_NOT_FIT = "profile_does_not_fit"
    NEEDS_EXTRA = "needs_extra"
    CANNOT_READ_THE_REST = "cannot_read_the_rest"
    AS_FAR_AS_TARGET_GOES = "as_far_as_target_goes"
    AS_SHOWN = "as_shown"
    SLOWED_DOWN = "slowed_down"
    HARMLESS_IF_WHOLE = "harmless_if_whole"


class Decision(Struct, frozen=True, kw_only=True):
    """One thing that was decided: about what, what (a value such as 'jpeg', '2000x1333', '82'), and why."""

    topic: Topic
    choice: str
    reason: Reason


class Loss(StrEnum):
    """What the source has and the output will not, because the target cannot hold it or an extra is missing."""

    EXIF = "exif"
    XMP = "xmp"
    IPTC = "iptc"
    COMMENT = "comment"
    TEXT = "text"
    DPI = "dpi"
    PROFILE = "profile"
    PRESS_COLORS = "press_colors"
    COLORS = "colors"
    TRANSPARENCY = "transparency"
    SOFT_EDGES = "soft_edges"
    DEPTH = "depth"
    HDR = "hdr"
    GAIN_MAP = "gain_map"
    MOTION = "motion"
    CREDENTIALS = "credentials"
    ANIMATION = "animation"
    PAGES = "pages"
    PICTURES = "pictures"
    AUXILIARY = "auxiliary"
    LOOP = "loop"
    FRAME_TIMES = "frame_times"
    OTHER = "other"
    HISTORY = "history"
    PLACES = "places"
    EXACT_PIXELS = "exact_pixels"
    HARD_LINKS = "hard_links"


class Method(StrEnum):
    """How the output comes about."""

    ENCODE = "encode"
    REPACK = "repack"
    COPY = "copy"


class Plan(Struct, frozen=True, kw_only=True):
    """The recipe resolved against one file's facts; steps read it and nobody changes it.

    `width` and `height` are the output's pixels, `crop` the part of the upright source that fills them (None: all of it).
    They are those of the first page; `size` and `enlarge` decide for each further page of another size. `stills` is how many
    files come out: 1, or one for each page in a folder. `background` is '#rrggbb' where transparency is flattened.
    `fewer_colors` is whether a palette may be chosen by the look. `deep_bits` are those of the output's channels where they
    go through libvips, None where Pillow does it. `peak_bytes` is the most memory that making it will take, `cpu_seconds`
    what it should take on a slow machine (both from pixels, channels, frames and format; limits are set by them).
    """

    facts: Facts
    format: Format
    method: Method
    width: int
    height: int
    goal: Goal
    metadata: Metadata
    crop: Crop | None = None
    fit: Fit = Fit.INSIDE
    size: Size = AsItIs()
    enlarge: bool = False
    to_srgb: bool = False
    background: str | None = None
    frames: int = 1
    stills: int = 1
    keep_larger: bool = False
    fewer_colors: bool = False
    deep_bits: int | None = None
    peak_bytes: int = 0
    cpu_seconds: float = 0.0
    decisions: tuple[Decision, ...] = ()
    losses: tuple[Loss, ...] = ()
