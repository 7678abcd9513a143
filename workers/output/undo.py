"""Originals that an output takes the place of: kept aside for a while, and brought back when asked for."""

import contextlib
import stat
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from pathlib import Path

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.output.failures import writing_failure
from workers.output.naming import numbered
from workers.output.publish import digest_of, next_free, publish, settling, sync_folder
from workers.output.rename import NOT_OFFERED, rename_new, replace
from workers.recipe import OnExists

KEPT_IN = ".mediaapp-originals"
KEPT_FOR_S = 30 * 24 * 3600
"""Seconds that a replaced original is kept."""


def put_in_place(
    part: Path,
    original: Path,
    name: str,
    *,
    tag: str,
    told: Callable[[Path], None],
    fence: Callable[[str], None],
    mode: int | None = None,
    beside: Executor | None = None,
) -> Path:
    """Publish the part as `name` in the original's folder, where the original then no longer is; return its path.

    It gets the rights of `mode`, or else the original's.

    The original gets a second name in `KEPT_IN`, below `tag`, and `told` hears it before anything happens; it keeps its
    first name until the output has it. On file systems without second names it is renamed. After a crash at any instant
    the original is whole at one of the two or both: `return_original` first, then all of this again. `beside` is as in
    `publish`. Raises Failure.
    """
    if original.is_symlink():
        raise Failure(ErrorCode.SOURCE_NOT_A_FILE, FailureFacts(path=str(original)))
    kept = _place_for(original, tag)
    told(kept)
    try:
        _keep(original, kept)
        rights = stat.S_IMODE(kept.stat().st_mode) & 0o777 if mode is None else mode
        if name == original.name and not part.is_dir():
            return _take_over(part, original, kept, rights, fence, beside)
        return _put_beside(part, original, kept, name, rights, fence, beside)
    except BaseException as error:
        with contextlib.suppress(OSError):
            return_original(kept, original)
        if isinstance(error, OSError):
            raise writing_failure(error, original) from error
        raise


def _take_over(  # noqa: PLR0917
    part: Path, original: Path, kept: Path, rights: int, fence: Callable[[str], None], beside: Executor | None
) -> Path:
    with settling(part, rights, beside=beside) as wait_until_settled:
        fence(original.name)
        wait_until_settled()
    if not original.exists():
        rename_new(part, original)
    elif _is_same(original, kept):
        replace(part, original)
    else:
        # Somebody saved another file there since the original was read.
        raise Failure(ErrorCode.SOURCE_CHANGING, FailureFacts(path=str(original)))
    sync_folder(original.parent)
    return original


def _put_beside(  # noqa: PLR0917
    part: Path,
    original: Path,
    kept: Path,
    name: str,
    rights: int,
    fence: Callable[[str], None],
    beside: Executor | None,
) -> Path:
    made = publish(part, original.parent, name, on_exists=OnExists.NUMBER, mode=rights, fence=fence, beside=beside)
    if made is None:
        raise AssertionError("a numbered output is never skipped")
    leave_place(kept, original)
    return made


def return_original(kept: Path, original: Path) -> None:
    """Undo the keeping of an original that nothing took the place of; nothing happens in any other case.

    Raises OSError.
    """
    if _is_same(original, kept):
        kept.unlink()
    elif kept.exists() and not original.exists():
        rename_new(kept, original)
    else:
        return
    sync_folder(original.parent)
    _remove_empty(kept.parent)


def leave_place(kept: Path, original: Path) -> None:
    """Finish what a crash broke off after the output was published: the original leaves its place. Raises Failure."""
    try:
        if _is_same(original, kept):
            original.unlink()
            sync_folder(original.parent)
    except OSError as error:
        raise writing_failure(error, original) from error


def bring_back(kept: Path, original: Path, made: Path, digest: str) -> Path:
    """Put a kept original back in its place and remove what was made of it; return where the original is now.

    What no longer has the digest it was made with was changed by somebody since: it stays, under a numbered name where it
    is in the way. Whatever else has the original's name keeps it, and the original gets a number. Doing it again after a
    crash finishes what is left to do. Raises Failure.
    """
    back = original
    try:
        if kept.exists():
            back = _return_to(original, kept, made, digest)
        elif not original.exists():
            raise Failure(ErrorCode.SOURCE_GONE, FailureFacts(path=str(kept)))
        if made != original and _is_as_made(made, digest):
            made.unlink()
        sync_folder(original.parent)
    except OSError as error:
        raise writing_failure(error, original) from error
    _remove_empty(kept.parent)
    return back


def _return_to(original: Path, kept: Path, made: Path, digest: str) -> Path:
    if _is_same(original, kept):
        # The attempt ended after the output had its place and before the original left its own.
        kept.unlink()
        return original
    if made == original and _is_as_made(made, digest):
        replace(kept, original)
        return original
    if made == original and made.exists():
        _rename_numbered(made)
    while True:
        name = next_free(original.parent, original.name, OnExists.NUMBER) or original.name
        with contextlib.suppress(FileExistsError):
            rename_new(kept, original.parent / name)
            return original.parent / name


def drop_expired(kept: Iterable[Path], now: float) -> list[Path]:
    """Delete the originals that were set aside more than `KEPT_FOR_S` before `now`, in seconds since 1970.

    Returns those that are no longer there; what cannot be deleted, or whose drive is away, is left for another time.
    """
    gone = []
    for path in kept:
        with contextlib.suppress(OSError):
            # A folder's time is that of its last new name.
            if now - path.parent.stat().st_mtime > KEPT_FOR_S:
                path.unlink(missing_ok=True)
                _remove_empty(path.parent)
                gone.append(path)
    return gone


def _place_for(original: Path, tag: str) -> Path:
    """Where this original is or will be kept; another one that is kept there from before is not touched."""
    folder = original.parent / KEPT_IN / tag
    kept, n = folder / original.name, 2
    while kept.exists() and original.exists() and not _is_same(original, kept):
        kept, n = folder / numbered(original.name, n), n + 1
    return kept


def _keep(original: Path, kept: Path) -> None:
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if kept.exists():
        return
    try:
        kept.hardlink_to(original)
    except OSError as error:
        if error.errno not in NOT_OFFERED:
            raise
        rename_new(original, kept)
    sync_folder(kept.parent)
    sync_folder(kept.parent.parent)
    sync_folder(original.parent)


def _rename_numbered(path: Path) -> None:
    while path.exists():
        name = next_free(path.parent, path.name, OnExists.NUMBER) or path.name
        with contextlib.suppress(FileExistsError):
            rename_new(path, path.parent / name)


def _is_as_made(made: Path, digest: str) -> bool:
    return made.exists() and digest_of(made) == digest


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def _remove_empty(tag_folder: Path) -> None:
    for folder in (tag_folder, tag_folder.parent):
        with contextlib.suppress(OSError):
            folder.rmdir()
