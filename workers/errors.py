"""What can go wrong with a job: a code and its facts. The sentences are in `mediaapp.text`."""

from collections.abc import Mapping
from enum import StrEnum
from typing import assert_never

from msgspec import Struct


class ErrorKind(StrEnum):
    """Who has to act, and so whether trying again by itself makes sense."""

    FINAL = "final"
    WAITS = "waits"
    OURS = "ours"


class ErrorCode(StrEnum):
    """One member a cause that a person can tell apart and act on."""

    SOURCE_GONE = "source_gone"
    SOURCE_FORBIDDEN = "source_forbidden"
    SOURCE_NOT_A_FILE = "source_not_a_file"
    SOURCE_EMPTY = "source_empty"
    NOT_A_PICTURE = "not_a_picture"
    UNSUPPORTED_FORMAT = "unsupported_format"
    UNSUPPORTED_VARIANT = "unsupported_variant"
    ENDS_EARLY = "ends_early"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    TOO_LARGE_FOR_MEMORY = "too_large_for_memory"
    TOO_LARGE_FOR_FORMAT = "too_large_for_format"
    FORMAT_NOT_AVAILABLE = "format_not_available"
    GOAL_OUT_OF_REACH = "goal_out_of_reach"
    CROP_OUTSIDE = "crop_outside"
    OUTPUT_FORBIDDEN = "output_forbidden"
    OUTPUT_NOT_A_FOLDER = "output_not_a_folder"
    OUTPUT_NAME_INVALID = "output_name_invalid"
    OUTPUT_LEADS_ELSEWHERE = "output_leads_elsewhere"
    CHECK_FAILED = "check_failed"

    HOOK_GONE = "hook_gone"
    KEY_GONE = "key_gone"
    ADDRESS_NOT_ALLOWED = "address_not_allowed"
    CALL_REFUSED = "call_refused"
    CALL_REDIRECTED = "call_redirected"
    CALL_NOT_TRUSTED = "call_not_trusted"
    PROGRAM_GONE = "program_gone"
    PROGRAM_FAILED = "program_failed"
    PROGRAM_TIME_LIMIT = "program_time_limit"
    RESULT_GONE = "result_gone"

    SOURCE_AWAY = "source_away"
    OUTPUT_AWAY = "output_away"
    DISK_FULL = "disk_full"
    SOURCE_LOCKED = "source_locked"
    OUTPUT_LOCKED = "output_locked"
    SOURCE_CHANGING = "source_changing"
    DRIVE_ERROR = "drive_error"
    OUT_OF_MEMORY = "out_of_memory"

    CALL_UNREACHABLE = "call_unreachable"
    CALL_TIME_LIMIT = "call_time_limit"
    CALL_BUSY = "call_busy"
    CALL_SERVER_ERROR = "call_server_error"

    TIME_LIMIT = "time_limit"
    WORKER_DIED = "worker_died"
    BUG = "bug"

    @property
    def kind(self) -> ErrorKind:
        """Final causes fail at once, waiting ones go on by themselves, ours are tried a few times."""
        return _KINDS.get(self, ErrorKind.FINAL)


_KINDS: Mapping[ErrorCode, ErrorKind] = {
    ErrorCode.SOURCE_AWAY: ErrorKind.WAITS,
    ErrorCode.OUTPUT_AWAY: ErrorKind.WAITS,
    ErrorCode.DISK_FULL: ErrorKind.WAITS,
    ErrorCode.SOURCE_LOCKED: ErrorKind.WAITS,
    ErrorCode.OUTPUT_LOCKED: ErrorKind.WAITS,
    ErrorCode.SOURCE_CHANGING: ErrorKind.WAITS,
    ErrorCode.DRIVE_ERROR: ErrorKind.WAITS,
    ErrorCode.OUT_OF_MEMORY: ErrorKind.WAITS,
    ErrorCode.CALL_UNREACHABLE: ErrorKind.OURS,
    ErrorCode.CALL_TIME_LIMIT: ErrorKind.OURS,
    ErrorCode.CALL_BUSY: ErrorKind.OURS,
    ErrorCode.CALL_SERVER_ERROR: ErrorKind.OURS,
    ErrorCode.TIME_LIMIT: ErrorKind.OURS,
    ErrorCode.WORKER_DIED: ErrorKind.OURS,
    ErrorCode.BUG: ErrorKind.OURS,
}


class FailureFacts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The figures and names that a sentence about a failure may need; each is None where it does not apply.

    `line` of `lines` is how far a picture could be read. `bytes_needed` and `bytes_free` are bytes of memory or disk.
    `variant` is the name that a rare kind of `format` goes by. `drive` is the name a person knows a volume by. `detail` is a
    library's own text: for the log and the bug report, never for a sentence. `host` is the other side of a call, `status` what
    it answered (RFC 9110), and `seconds` after which it asks to be called again, or that it had; `output` is what a program or
    the other side wrote, cut short.
    """

    path: str | None = None
    host: str | None = None
    status: int | None = None
    output: str | None = None
    drive: str | None = None
    owner: str | None = None
    format: str | None = None
    variant: str | None = None
    extra: str | None = None
    width: int | None = None
    height: int | None = None
    frames: int | None = None
    line: int | None = None
    lines: int | None = None
    limit: int | None = None
    bytes_needed: int | None = None
    bytes_free: int | None = None
    seconds: float | None = None
    signal: str | None = None
    exit_code: int | None = None
    promise: str | None = None
    detail: str | None = None


class StartFault(StrEnum):
    """How the start of a worker process goes wrong."""

    NOT_MADE = "not_made"
    ENDED = "ended"
    SLOW = "slow"


class NoWorker(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why nothing is worked on although there is work: no worker process starts.

    `detail` is what Python or the system said of it, which is all that a person can go by here.
    """

    fault: StartFault
    detail: str | None = None
    signal: str | None = None
    exit_code: int | None = None


class Failure(Exception):  # noqa: N818 - the word of the glossary: the reason why a job was not done
    """The reason why a job was not done, raised by the engine and the output and stored with the job."""

    def __init__(self, code: ErrorCode, facts: FailureFacts | None = None) -> None:
        self.code = code
        self.facts = facts if facts is not None else FailureFacts()
        super().__init__(code, self.facts)


OTHER_SIDE = frozenset(
    (ErrorCode.CALL_UNREACHABLE, ErrorCode.CALL_TIME_LIMIT, ErrorCode.CALL_BUSY, ErrorCode.CALL_SERVER_ERROR)
)
"""Causes that lie with whom a hook calls, and that all its calls would meet now."""


def blame(kind: ErrorKind) -> bool:
    """Whether a failure of this kind uses up one of the job's tries."""
    match kind:
        case ErrorKind.OURS | ErrorKind.FINAL:
            return True
        case ErrorKind.WAITS:
            return False
        case _:
            assert_never(kind)
