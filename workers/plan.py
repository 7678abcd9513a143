"""The recipe resolved against one file: every decision with its reason, every loss named."""

from enum import StrEnum
from math import ceil

from msgspec import Struct

from workers.facts import FIRST_ON_ITS_SIDE, Crop, Facts, Flaw
from workers.formats import Format
from workers.recipe import AsItIs, CropArea, Fit, Goal, MaxBytes, Metadata, Quality, Rotation, SameLook, Size, Smaller


class Topic(StrEnum):
    """What a decision, a promise or a loss is about."""

    FORMAT = "format"
    FILE = "file"
    SIZE = "size"
    COMPRESSION = "compression"
    COLORS = "colors"
    DEPTH = "depth"
    TRANSPARENCY = "transparency"
    CROP = "crop"
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
    NOT_SCALED = "not_scaled"
    NEVER_ENLARGED = "never_enlarged"
    MOVED_IN = "moved_in"
    TARGET_CANNOT_HOLD = "target_cannot_hold"
    SOURCE_QUALITY_REACHED = "source_quality_reached"
    GRAPHIC = "graphic"
    PHOTO = "photo"
    TAGGED = "tagged"
    NO_PROFILE = "no_profile"
    USUAL_INKS = "usual_inks"
    PROFILE_DOES_NOT_FIT = "profile_does_not_fit"
    NEEDS_EXTRA = "needs_extra"
    NOT_CARRIED_OVER = "not_carried_over"
    CANNOT_READ_THE_REST = "cannot_read_the_rest"
    AS_FAR_AS_TARGET_GOES = "as_far_as_target_goes"
    AS_SHOWN = "as_shown"
    SLOWED_DOWN = "slowed_down"
    HARMLESS_IF_WHOLE = "harmless_if_whole"


class Handling(StrEnum):
    """A choice that is told without a number or a name."""

    KEEP = "keep"
    REMOVED = "removed"
    TURNED = "turned"
    BY_ITS_TAG = "by_its_tag"
    FEWER = "fewer"
    SRGB = "srgb"
    REPACK = "repack"
    TRANSCODE = "transcode"
    COPY = "copy"
    LOSSLESS = "lossless"
    BEST_QUALITY = "best_quality"
    HARD_EDGES = "hard_edges"
    LIKE_COLORS = "like_colors"
    IPTC_AS_XMP = "iptc_as_xmp"
    PAGES = "pages"
    ONE_FILE_EACH = "one_file_each"
    FIRST = "first"
    SLOW_FRAMES = "slow_frames"


class ToFormat(Struct, frozen=True, tag="to_format"):
    """The output's format."""

    format: Format


class ToPixels(Struct, frozen=True, tag="to_pixels"):
    """The output's size in pixels, as displayed."""

    width: int
    height: int


class Turned(Struct, frozen=True, tag="turned"):
    """How the picture is turned on top of being upright."""

    rotation: Rotation


class CutOut(Struct, frozen=True, tag="cut_out"):
    """The part of the picture that is used, in pixels of it as it is seen."""

    area: Crop


class ToBits(Struct, frozen=True, tag="to_bits"):
    """Bits of each channel: 8 to 32."""

    bits: int


class OnBackground(Struct, frozen=True, tag="on_background"):
    """What shows where the picture was transparent: '#rrggbb'."""

    color: str


class Keeping(Struct, frozen=True, tag="keeping"):
    """How much of the camera data and description goes along."""

    metadata: Metadata


class TakenAs(Struct, frozen=True, tag="taken_as"):
    """What is untidy in the source, which is taken nevertheless."""

    flaw: Flaw


class AllPictures(Struct, frozen=True, tag="all_pictures"):
    """How many frames or pages are used, all that there are."""

    count: int


class MostPlays(Struct, frozen=True, tag="most_plays"):
    """How often the animation is shown: as often as the target can say."""

    plays: int


class ShortestFrame(Struct, frozen=True, tag="shortest_frame"):
    """No frame is shown for less, in milliseconds."""

    ms: int


class LongestFrame(Struct, frozen=True, tag="longest_frame"):
    """No frame is shown for longer, in seconds."""

    seconds: int


Choice = (
    Handling
    | Quality
    | SameLook
    | MaxBytes
    | Smaller
    | ToFormat
    | ToPixels
    | Turned
    | CutOut
    | ToBits
    | OnBackground
    | Keeping
    | TakenAs
    | AllPictures
    | MostPlays
    | ShortestFrame
    | LongestFrame
)


class Decision(Struct, frozen=True, kw_only=True):
    """One thing that was decided: about what, what, and why."""

    topic: Topic
    choice: Choice
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
    TRANSCODE = "transcode"
    """The coefficients of a JPEG, that the source is or was made of, in a JPEG XL."""
    COPY = "copy"


class Plan(Struct, frozen=True, kw_only=True):
    """The recipe resolved against one file's facts; steps read it and nobody changes it."""

    facts: Facts
    format: Format
    """The output's."""
    method: Method
    width: int
    """Pixels of the output, as displayed; of the first page where there are several."""
    height: int
    goal: Goal
    metadata: Metadata
    rotate: Rotation = Rotation.NONE
    """How every picture is turned once it is upright."""
    orientation: int = 1
    """What the stored pixels have to be turned by to be seen as they should, EXIF 1 to 8."""
    crop: Crop | None = None
    """The part of the source, as it is to be seen, that fills the output; None: all of it."""
    fit: Fit = Fit.INSIDE
    area: CropArea | None = None
    """With `size` and `enlarge`, decides for each further page of another size."""
    size: Size = AsItIs()
    enlarge: bool = False
    to_srgb: bool = False
    """Whether colours are converted to sRGB."""
    background: str | None = None
    """What shows through where transparency is flattened, '#rrggbb'; None where it is not."""
    frames: int = 1
    """Frames or pages of the source that are used."""
    stills: int = 1
    """How many files come out: 1, or one for each page in a folder."""
    keep_larger: bool = False
    """Whether an output larger than its source is kept."""
    fewer_colors: bool = False
    """Whether a palette may be chosen by the look."""
    deep_bits: int | None = None
    """Bits of the output's channels where they go through libvips; None where Pillow does it."""
    peak_bytes: int = 0
    """The most memory that making it will take, from pixels, channels, frames and format; admission goes by it."""
    cpu_seconds: float = 0.0
    """What it should take on a slow machine; the time limit is set by it."""
    decisions: tuple[Decision, ...] = ()
    losses: tuple[Loss, ...] = ()

    @property
    def sideways(self) -> bool:
        """Whether the stored pixels lie on their side, so that across and down change places."""
        return self.orientation >= FIRST_ON_ITS_SIDE

    @property
    def turns(self) -> bool:
        """Whether pixels are written that lie in another way than those that are stored, or do without their tag."""
        return self.method is Method.ENCODE and (self.orientation, self.facts.orientation) != (1, 1)

    @property
    def view(self) -> tuple[int, int]:
        """Width and height of the whole source as it is to be seen, in its own pixels."""
        width, height = self.facts.width, self.facts.height
        return (height, width) if self.sideways != self.facts.sideways else (width, height)

    @property
    def whole(self) -> tuple[int, int]:
        """The pixels that all of the view would have at the scale at which the used part of it has the output's."""
        width, height = self.view
        part = (self.crop.width, self.crop.height) if self.crop else self.view
        return ceil(self.width * width / part[0]), ceil(self.height * height / part[1])
