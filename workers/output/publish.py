"""A part file becomes an output: written out, given its rights and dates, and renamed into a free name."""

import errno
import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, wait
from contextlib import contextmanager
from hashlib import blake2b, file_digest
from pathlib import Path
from typing import assert_never

from workers.output.failures import writing_failure
from workers.output.naming import numbered
from workers.output.rename import rename_new, replace
from workers.recipe import OnExists

_NOT_OFFERED = (
    errno.EPERM,
    errno.EACCES,
    errno.EINVAL,
    errno.ENOTSUP,
    errno.EOPNOTSUPP,
    errno.ENOSYS,
    errno.ERANGE,
    errno.EOVERFLOW,
)


def create_part(folder: Path, tag: str, *, is_folder: bool, told: Callable[[Path], None]) -> Path:
    """Make `folder` where needed and in it an empty part, a file or a folder that only its owner may use.

    `told` hears the part's path before it exists, so that whoever comes after a crash knows what to remove. Parts of two
    applications that share a folder never meet. Raises Failure.
    """
    part = folder / f".mediaapp-{tag}-{secrets.token_hex(3)}.part"
    told(part)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if is_folder:
            part.mkdir(mode=0o700)
        else:
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise writing_failure(error, folder) from error
    return part


def discard(part: Path) -> None:
    """Remove a part, whole or not, if it is there.

    Raises OSError when it stays, and FileNotFoundError when its folder is not there, as when its drive is away.
    """
    try:
        part.unlink()
    except FileNotFoundError:
        if not part.parent.is_dir():
            raise
    except (IsADirectoryError, PermissionError):
        # Linux says the first of a folder, macOS and Windows the second.
        if not part.is_dir():
            raise
        shutil.rmtree(part)


def next_free(folder: Path, name: str, on_exists: OnExists, *, is_folder: bool = False) -> str | None:
    """The name to publish under as the folder is now, or None when the name is taken and that means skip.

    Only a regular file may be replaced; where anything else is in the way the output is numbered.
    """
    taken = os.path.lexists(folder / name)
    match on_exists:
        case OnExists.SKIP if taken:
            return None
        case OnExists.NUMBER if taken:
            return _first_free_number(folder, name, is_folder=is_folder)
        case OnExists.REPLACE if taken and (is_folder or not (folder / name).is_file()):
            return _first_free_number(folder, name, is_folder=is_folder)
        case OnExists.NUMBER | OnExists.SKIP | OnExists.REPLACE:
            return name
        case _:
            assert_never(on_exists)


def _first_free_number(folder: Path, name: str, *, is_folder: bool) -> str:
    """A free 'name (n)' after a taken one, found in steps that double, so that 100,000 equal names stay cheap."""

    def taken(n: int) -> bool:
        return os.path.lexists(folder / numbered(name, n, is_folder=is_folder))

    low, high = 1, 2
    while taken(high):
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if taken(middle) else (low, middle)
    return numbered(name, high, is_folder=is_folder)


def publish(
    part: Path,
    folder: Path,
    name: str,
    *,
    on_exists: OnExists,
    fence: Callable[[str], None],
    mode: int | None = None,
    policy_applies: Callable[[str], bool] = lambda _name: True,
    beside: Executor | None = None,
) -> Path | None:
    """Write the part out for good and rename it to `name` in `folder`; return where it is now, None when it is skipped.

    `fence` is told each name right before it is tried; what it raises stops everything and leaves the part. With `beside`,
    which then needs a thread free, it runs while the part is written out; both are over before the rename. `policy_applies` is
    asked of the name that is taken whether `on_exists` is meant for the file that has it; where it is not, the output is
    numbered. Nothing but a regular file is ever replaced, and only with `OnExists.REPLACE`. The output gets the rights of
    `mode`, or those that any new file of this user has. Raises Failure.
    """
    is_folder = part.is_dir()
    with settling(part, mode, beside=beside) as wait_until_settled:
        while True:
            final = next_free(folder, name, on_exists, is_folder=is_folder)
            if final is None:
                if policy_applies(name):
                    return None
                on_exists = OnExists.NUMBER
                continue
            fence(final)
            wait_until_settled()
            try:
                try:
                    rename_new(part, folder / final)
                except FileExistsError:
                    # Asked after the fence, so that of two jobs with one output's name at least one hears of the other.
                    if on_exists is not OnExists.REPLACE or final != name:
                        continue
                    if not policy_applies(final):
                        on_exists = OnExists.NUMBER
                        continue
                    replace(part, folder / final)
                sync_folder(folder)
            except OSError as error:
                raise writing_failure(error, folder / final) from error
            return folder / final


@contextmanager
def settling(part: Path, mode: int | None = None, *, beside: Executor | None) -> Iterator[Callable[[], None]]:
    """`settle` the part, in another thread where there is one; what is yielded waits for that. Both may raise Failure."""
    if beside is None:
        settle(part, mode)
        yield lambda: None
        return
    settled = beside.submit(settle, part, mode)
    try:
        yield settled.result
    finally:
        wait((settled,))


def settle(part: Path, mode: int | None = None) -> None:
    """See the part on the disk, with these rights or those that any new file of this user has. Raises Failure."""
    is_folder = part.is_dir()
    mask = _umask()
    try:
        for file in sorted(part.iterdir()) if is_folder else (part,):
            _allow(file, 0o666 & ~mask if mode is None else mode)
            with file.open("r+b") as opened:
                os.fsync(opened.fileno())
        if is_folder:
            _allow(part, 0o777 & ~mask)
            sync_folder(part)
    except OSError as error:
        raise writing_failure(error, part) from error


def _allow(path: Path, mode: int) -> None:
    if sys.platform != "win32":
        with _where_offered():
            path.chmod(mode)


def _umask() -> int:
    # The system tells it only in exchange for a new one; for that instant a strict one harms nobody.
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


@contextmanager
def _where_offered() -> Iterator[None]:
    """Pass over rights, dates and folder writes that a file system such as FAT or a share does not offer."""
    try:
        yield
    except OverflowError:  # a date that this system has no number for
        pass
    except OSError as error:
        if error.errno not in _NOT_OFFERED:
            raise


def sync_folder(folder: Path) -> None:
    """See a folder's names on the disk, where a system needs that to be asked for."""
    if sys.platform == "win32":
        return
    with _where_offered():
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def digest_of(path: Path) -> str:
    """The BLAKE2b-256 of a file's bytes in hex; of its files' digests in the order of their names for a folder.

    Raises OSError.
    """
    if not path.is_dir():
        with path.open("rb") as opened:
            return file_digest(opened, lambda: blake2b(digest_size=32)).hexdigest()
    whole = blake2b(digest_size=32)
    for file in sorted(path.iterdir()):
        whole.update(digest_of(file).encode())
    return whole.hexdigest()


def finish_dates(source: os.stat_result, path: Path) -> None:
    """Give an output, or each file in an output folder and the folder itself, the source's dates. Raises Failure."""
    times = (source.st_atime_ns, source.st_mtime_ns)
    try:
        for file in (*path.iterdir(), path) if path.is_dir() else (path,):
            with _where_offered():
                os.utime(file, ns=times)
    except OSError as error:
        raise writing_failure(error, path) from error
