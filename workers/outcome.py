"""What came out of a job: of a picture the output's figures and the promises that were checked in it."""

from enum import StrEnum

from msgspec import Struct

from workers.facts import Flaw
from workers.formats import Format


class Stage(StrEnum):
    """What a running job is doing."""

    READING = "reading"
    CALLING = "calling"
    WRITING = "writing"
    WAITING_FOR_MEMORY = "waiting_for_memory"
    DECODING = "decoding"
    RESIZING = "resizing"
    COMPRESSING = "compressing"
    CHECKING = "checking"
    SAVING = "saving"


class Promise(StrEnum):
    """What is looked at in every output, reopened, before it gets its name."""

    OPENS = "opens"
    SIZE = "size"
    UPRIGHT = "upright"
    COLORS = "colors"
    DEPTH = "depth"
    TRANSPARENCY = "transparency"
    FRAMES = "frames"
    JPEG = "jpeg"
    CAMERA_DATA = "camera_data"
    DESCRIPTION = "description"
    LOCATION = "location"
    PRINT_SIZE = "print_size"
    EXACT_PIXELS = "exact_pixels"
    BESIDE = "beside"
    ORIGINAL = "original"
    OWNER = "owner"
    ACCESS = "access"
    TAGS = "tags"
    HARD_LINKS = "hard_links"


class Verdict(StrEnum):
    """What became of the thing promised: all are as announced; anything else fails the job."""

    KEPT = "kept"
    NEARLY = "nearly"
    """Kept but for differences as small as those of the colours."""
    CHANGED = "changed"
    REMOVED = "removed"
    LOST = "lost"


class Checked(Struct, frozen=True, kw_only=True):
    """One promise and what the check found in the output."""

    promise: Promise
    verdict: Verdict


class Outcome(Struct, frozen=True, kw_only=True, tag="picture"):
    """The output as it was found when it was reopened.

    `digest` is the BLAKE2b-256 of its bytes in hex (of the sorted files' digests for a folder). `quality` is the encoder's
    number where it had one, `colors` how many it was brought down to, where fewer were chosen, `score` the SSIMULACRA 2 score
    where it was measured, `encodes` how many full encodings it took. `kept_original` says that the output holds the
    original's own bytes, because encoding would have made it larger. `flaws` is what is untidy in the original, of which
    every pixel was there.
    """

    format: Format
    width: int
    height: int
    bytes: int
    digest: str
    frames: int = 1
    quality: int | None = None
    colors: int | None = None
    score: float | None = None
    encodes: int = 1
    kept_original: bool = False
    promises: tuple[Checked, ...] = ()
    flaws: tuple[Flaw, ...] = ()


class CallOutcome(Struct, frozen=True, kw_only=True, tag="call"):
    """What came of a call to another system or program. It has no output of ours.

    `status` is what a server answered (RFC 9110), `exit_code` how a program ended; `output` and `errors` are what they wrote,
    cut short; `files` is how many results were copied.
    """

    seconds: float
    status: int | None = None
    exit_code: int | None = None
    output: str = ""
    errors: str = ""
    files: int = 0


class ReportOutcome(Struct, frozen=True, kw_only=True, tag="report"):
    """A report as it was written: `bytes` and BLAKE2b-256 in hex of its file, and how many jobs are told of in it."""

    bytes: int
    digest: str
    rows: int


RequestOutcome = CallOutcome | ReportOutcome

AnyOutcome = Outcome | RequestOutcome


class SkipReason(StrEnum):
    """Why a job has no output of its own: it had nothing to do, or what it made was taken back."""

    ALREADY_MADE = "already_made"
    NAME_TAKEN = "name_taken"
    BROUGHT_BACK = "brought_back"


class Raster(Struct, frozen=True, kw_only=True):
    """A small picture for the screen: `rgba` is width x height x 4 bytes, rows from the top, straight alpha, sRGB."""

    width: int
    height: int
    rgba: bytes
