"""A hook: who is told, or what is done, when something has happened."""

from enum import StrEnum

from msgspec import Struct

from workers.errors import ErrorCode, FailureFacts
from workers.jobs.ids import HookId, JobId, RootId, WatchId
from workers.jobs.state import JobState

LONGEST_S = 3600.0
"""The longest time limit of a hook, in seconds."""


class Occasion(StrEnum):
    """After what a hook is called."""

    FILE_READY = "file_ready"
    FILE_FAILED = "file_failed"
    BATCH_ENDED = "batch_ended"
    ALERT = "alert"


class Webhook(Struct, frozen=True, kw_only=True, tag="webhook"):
    """A notice is posted to an address as JSON.

    Only with `private` it may be one of this computer or of a private network. With `signed` there is a secret for it.
    """

    url: str
    private: bool = False
    signed: bool = False
    limit_s: float = 30.0


class Program(Struct, frozen=True, kw_only=True, tag="program"):
    """A program is started, without a shell.

    `command` is its absolute path and what it is given; `environment` names the variables of ours that it gets.
    """

    command: tuple[str, ...]
    environment: tuple[str, ...] = ()
    limit_s: float = 60.0


class CopyResults(Struct, frozen=True, kw_only=True, tag="copy"):
    """Results are copied to a folder, absolute; with `move` they are in it alone afterwards."""

    folder: str
    move: bool = False


Deed = Webhook | Program | CopyResults


class HookRules(Struct, frozen=True, kw_only=True):
    """What somebody asked for. Of all files, or of those of batches with a recipe of this name, or of a watched folder.

    `instead` is the hook that is told when this one has failed for good.
    """

    name: str
    occasions: frozenset[Occasion]
    deed: Deed
    recipe: str | None = None
    watch: WatchId | None = None
    instead: HookId | None = None


class HookFolder(Struct, frozen=True, kw_only=True):
    """Where results are copied to: as `NewJob` has the folder of an output."""

    root: RootId
    rel: str
    raw: bytes | None = None
    leads_to: str | None = None


class SecretPlace(StrEnum):
    """Where the secret of a hook is kept."""

    KEYRING = "keyring"
    FILE = "file"


class Hook(Struct, frozen=True, kw_only=True):
    """A hook as it is kept. `token` is what its calls are named by at the other side; times are seconds since 1970.

    `secret` is where its secret is, None without any. The rest is of the call that changed last: `state`, how often it was
    `tried`, when it `ended` and when it is tried again (`due`), why it failed or waits (`code`, with the facts in `failure`),
    and the `answer`: an HTTP status or exit code; `seconds` is how long a call that was taken had lasted. `waiting` is how many
    calls have not begun.
    """

    id: HookId
    rules: HookRules
    token: str
    on: bool
    created: float
    secret: SecretPlace | None = None
    job: JobId | None = None
    state: JobState | None = None
    tried: int = 0
    ended: float | None = None
    due: float | None = None
    code: ErrorCode | None = None
    failure: FailureFacts | None = None
    answer: int | None = None
    seconds: float | None = None
    waiting: int = 0
    failed: int = 0


class HookKept(Struct, frozen=True, kw_only=True):
    """A hook that was added or changed; `key` is its secret where one was made for it, told this once."""

    hook: HookId
    key: str | None = None


class HookFault(StrEnum):
    """Why there cannot be a hook with such rules."""

    NO_NAME = "no_name"
    NO_OCCASION = "no_occasion"
    ADDRESS_WRONG = "address_wrong"
    ADDRESS_PRIVATE = "address_private"
    """Of this computer or of a private network, which nobody has allowed."""
    KEY_WRONG = "key_wrong"
    NO_PROGRAM = "no_program"
    NO_FOLDER = "no_folder"
    NO_RESULTS = "no_results"
    LIMIT_WRONG = "limit_wrong"
    NO_WATCH = "no_watch"
    NOBODY_INSTEAD = "nobody_instead"


class HookRefused(Struct, frozen=True, kw_only=True):
    """The rules that were asked for are not possible; `what` is the address, name or path concerned."""

    fault: HookFault
    what: str = ""
