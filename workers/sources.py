"""Finding sources in what was dropped, and opening them so that nothing hangs or is mixed up."""

import errno
import logging
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from msgspec import Struct

from workers.bounds import file_size, file_time
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.kept_folders import Keeper, LeftOut, kept_by
from workers.kinds import HEAD_BYTES, guess, unsupported

_log = logging.getLogger(__name__)


class Identity(Struct, frozen=True, kw_only=True):
    """Which file an open handle is, and in which state; good as long as the handle is open.

    A mount's device number and the inodes of FAT change when it is mounted again, so only size and time outlast it.
    """

    size: int
    mtime_ns: int
    device: int
    inode: int


class Candidate(Struct, frozen=True, gc=False):
    """A file to be accepted: absolute path, size in bytes, change time, and the dropped folder it was found in, if any.

    Size and time are those that can be kept (`bounds`).
    """

    path: str
    size: int
    mtime_ns: int
    dropped: str | None


class NotAPicture(Struct, frozen=True, gc=False):
    """A file in a folder that is passed over for its extension."""

    path: str


class Unsupported(Struct, frozen=True, gc=False):
    """A file in a folder that is passed over since its extension is that of a picture in this format, which cannot be read."""

    path: str
    format: str


class Hidden(Struct, frozen=True, gc=False):
    """A hidden folder, or a hidden file that would be a picture by its extension."""

    path: str


class Unreadable(Struct, frozen=True, gc=False):
    """A path that does not exist, or a folder that may not be listed."""

    path: str


class Puzzling(Struct, frozen=True, gc=False):
    """A path at which something happened that nobody thought of: it is in the log, and the rest goes on."""

    path: str


Step = Candidate | NotAPicture | Unsupported | LeftOut | Hidden | Unreadable | Puzzling


class OpenSource:
    """A source open for reading; a context manager. `identity` is that of the handle when it was opened."""

    def __init__(self, file: BinaryIO, identity: Identity) -> None:
        self.file = file
        self.identity = identity

    def close(self) -> None:
        """Close the file."""
        self.file.close()

    def head(self) -> bytes:
        """The first bytes, by which a file's kind is told. Raises Failure."""
        try:
            self.file.seek(0)
            return self.file.read(HEAD_BYTES)
        except OSError as error:
            raise reading_failure(error, Path(self.file.name)) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def open_source(path: Path) -> OpenSource:
    """Open a regular file for reading without ever waiting for anybody at its other end.

    Raises Failure with a code about the source: gone, forbidden, away, locked, not a file, empty.
    """
    try:
        # O_NONBLOCK: opening a FIFO would wait for its writer for ever. On a regular file it changes nothing.
        descriptor = os.open(path, os.O_RDONLY | _FLAGS)
    except OSError as error:
        raise reading_failure(error, path) from error
    try:
        found = os.fstat(descriptor)
        _refuse_unless_regular(found, path)
        return OpenSource(os.fdopen(descriptor, "rb"), _identity(found))
    except BaseException:
        os.close(descriptor)
        raise


def _refuse_unless_regular(found: os.stat_result, path: Path) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise Failure(ErrorCode.SOURCE_NOT_A_FILE, FailureFacts(path=str(path)))
    if found.st_size == 0:
        raise Failure(ErrorCode.SOURCE_EMPTY, FailureFacts(path=str(path)))


def unchanged(opened: OpenSource, path: Path) -> bool:
    """Whether the path still names the opened file, and its size and change time are those of the opening.

    Raises Failure when that cannot be looked at any more.
    """
    try:
        handle, named = os.fstat(opened.file.fileno()), path.stat()
    except OSError as error:
        raise reading_failure(error, path) from error
    return opened.identity == _identity(handle) == _identity(named)


def reading_failure(error: OSError, path: Path) -> Failure:
    """What an error while opening or reading a source means."""
    number = error.errno
    winerror = getattr(error, "winerror", None)
    if winerror in _SHARING:
        code = ErrorCode.SOURCE_LOCKED
    elif number is not None:
        code = _CODES.get(number, ErrorCode.DRIVE_ERROR)
    else:
        code = ErrorCode.DRIVE_ERROR
    facts = FailureFacts(
        path=str(path), detail=error.strerror, owner=_owner(path) if code is ErrorCode.SOURCE_FORBIDDEN else None
    )
    return Failure(code, facts)


def walk(paths: Iterable[str | bytes], skip: Callable[[Path], bool]) -> Iterator[Step]:
    """The files in what was dropped, as they are found.

    A file named itself is always a candidate, and a folder named itself is looked into; below it the extension decides, and
    left out are what is hidden, what systems and programs keep for themselves (`kept_folders`), and folders for which `skip`
    says that the recipe's own results are in them. Folders are read in the order of their names, a2 before a10. Each file comes
    once; links are followed where they lead out of what was dropped, and never in circles.
    """
    return _FolderWalk(list(paths), skip).steps()


class _FolderWalk:
    def __init__(self, named: list[str | bytes], skip: Callable[[Path], bool]) -> None:
        self._named = named
        self._skip = skip
        self._visited = set[tuple[int, int]]()
        self._real_roots = list[str]()

    def steps(self) -> Iterator[Step]:
        passed = set[str]()
        for name in self._named:
            path = _absolute(name)
            if path in passed:
                continue
            passed.add(path)
            try:
                step = self._named_one(path)
            except Exception:  # noqa: BLE001 - it costs this one file, and is told
                step = _puzzling(path)
            if step is not None:
                yield step
            else:
                yield from self._tree(path)

    def _named_one(self, path: str) -> Step | None:
        """What was named; None for a folder that can be looked into."""
        try:
            found = os.stat(path)  # noqa: PTH116 - for each of 100,000 paths
        except OSError as error:
            # What may come back, or be allowed later, becomes a job, which says what is wrong with it.
            return Unreadable(path) if error.errno in _NOTHING_THERE else Candidate(path, 0, 0, None)
        return None if stat.S_ISDIR(found.st_mode) else _candidate(path, found, None)

    @cached_property
    def _once(self) -> frozenset[str]:
        """All that was named; made when it is first asked for, since loose files come at once without it."""
        return frozenset(map(_absolute, self._named))

    def _tree(self, top: str) -> Iterator[Step]:
        self._real_roots.append(os.path.join(os.path.realpath(top), ""))  # noqa: PTH118
        folders = [top]
        while folders:
            folder = folders.pop()
            try:
                found = os.stat(folder)  # noqa: PTH116
                if (found.st_dev, found.st_ino) in self._visited:
                    continue
                self._visited.add((found.st_dev, found.st_ino))
                with os.scandir(folder) as entries:
                    inside = _in_order(entries)
            except OSError:
                yield Unreadable(folder)
                continue
            except Exception:  # noqa: BLE001 - it costs this one file, and is told
                yield _puzzling(folder)
                continue
            below = list[str]()
            for entry in inside:
                try:
                    step = self._entry(entry, top, below)
                except Exception:  # noqa: BLE001 - it costs this one file, and is told
                    step = _puzzling(entry.path)
                if step is not None:
                    yield step
            folders.extend(reversed(below))

    def _entry(self, entry: os.DirEntry[str], top: str, below: list[str]) -> Step | None:
        """What to tell of an entry, None when it is nothing; a folder to look into is put into `below`."""
        if entry.path in self._once:
            return None
        if self._is_folder(entry):
            return self._folder(entry, below)
        if _is_hidden(entry):
            return Hidden(entry.path) if guess(entry.name) is not None else None
        return self._file(entry, top)

    def _folder(self, entry: os.DirEntry[str], below: list[str]) -> Step | None:
        kept = kept_by(entry.name)
        if kept is not None:
            return LeftOut(entry.path, kept.keeper)
        if _is_hidden(entry):
            return Hidden(entry.path)
        if self._skip(Path(entry.path)):
            return LeftOut(entry.path, Keeper.RESULTS)
        if not (entry.is_symlink() and self._is_circle(entry.path)):
            below.append(entry.path)
        return None

    def _is_folder(self, entry: os.DirEntry[str]) -> bool:
        try:
            return entry.is_dir()
        except OSError:
            return False

    def _file(self, entry: os.DirEntry[str], top: str) -> Step | None:
        if guess(entry.name) is None:
            named = unsupported(entry.name)
            return NotAPicture(entry.path) if named is None else Unsupported(entry.path, named)
        try:
            found = entry.stat()
            if entry.is_symlink() and self._leads_inside(entry.path):
                return None
        except OSError:
            return Unreadable(entry.path)
        if not stat.S_ISREG(found.st_mode):
            return NotAPicture(entry.path)
        return _candidate(entry.path, found, top)

    def _leads_inside(self, link: str) -> bool:
        real = os.path.realpath(link)
        return any(real.startswith(root) for root in self._real_roots)

    def _is_circle(self, link: str) -> bool:
        """Whether a linked folder lies in what was dropped or holds it: the one comes anyway, the other would be the disk."""
        real = os.path.join(os.path.realpath(link), "")  # noqa: PTH118
        return any(real.startswith(root) or root.startswith(real) for root in self._real_roots)


def _candidate(path: str, found: os.stat_result, dropped: str | None) -> Candidate:
    return Candidate(path, file_size(found.st_size), file_time(found.st_mtime_ns), dropped)


def _puzzling(path: str) -> Puzzling:
    _log.exception("a file could not be looked at: %r", path)
    return Puzzling(path)


def _absolute(path: str | bytes) -> str:
    return os.path.abspath(os.fsdecode(path))  # noqa: PTH100 - keeps '..' exact


def _in_order(entries: Iterable[os.DirEntry[str]]) -> list[os.DirEntry[str]]:
    """As people order names: h1, H2, h10."""
    # What is in the plain order already, as most folders are, costs hardly anything to order again.
    inside = sorted(entries, key=lambda entry: entry.name)
    inside.sort(key=lambda entry: _DIGITS.sub(_padded, entry.name.casefold()))
    return inside


def _padded(number: re.Match[str]) -> str:
    return number[0].rjust(20, "0")


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith("."):
        return True
    if sys.platform == "win32":
        return bool(entry.stat(follow_symlinks=False).st_file_attributes & stat.FILE_ATTRIBUTE_HIDDEN)
    return False


def _identity(found: os.stat_result) -> Identity:
    return Identity(size=found.st_size, mtime_ns=found.st_mtime_ns, device=found.st_dev, inode=found.st_ino)


def _owner(path: Path) -> str | None:
    """The name of the user a file belongs to, where the system tells it."""
    if sys.platform == "win32":
        return None
    try:
        return path.owner()
    except (OSError, KeyError):
        return None


_FLAGS = (
    getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOINHERIT", 0)
)
_SHARING = frozenset((32, 33))  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION

_DIGITS = re.compile("[0-9]+")
_NOTHING_THERE = frozenset((errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG))
_CODES = {
    errno.ENOENT: ErrorCode.SOURCE_GONE,
    errno.ENOTDIR: ErrorCode.SOURCE_GONE,
    errno.ELOOP: ErrorCode.SOURCE_GONE,
    errno.ENAMETOOLONG: ErrorCode.SOURCE_GONE,
    errno.EACCES: ErrorCode.SOURCE_FORBIDDEN,
    errno.EPERM: ErrorCode.SOURCE_FORBIDDEN,
    errno.EISDIR: ErrorCode.SOURCE_NOT_A_FILE,
    errno.ENXIO: ErrorCode.SOURCE_NOT_A_FILE,
    errno.EBUSY: ErrorCode.SOURCE_LOCKED,
    errno.EAGAIN: ErrorCode.SOURCE_LOCKED,
    errno.ETXTBSY: ErrorCode.SOURCE_LOCKED,
    errno.EMFILE: ErrorCode.OUT_OF_MEMORY,
    errno.ENFILE: ErrorCode.OUT_OF_MEMORY,
    errno.ENOMEM: ErrorCode.OUT_OF_MEMORY,
    errno.ENODEV: ErrorCode.SOURCE_AWAY,
    errno.ENOTCONN: ErrorCode.SOURCE_AWAY,
    errno.ESTALE: ErrorCode.SOURCE_AWAY,
    errno.EHOSTDOWN: ErrorCode.SOURCE_AWAY,
    errno.EHOSTUNREACH: ErrorCode.SOURCE_AWAY,
    errno.ENETUNREACH: ErrorCode.SOURCE_AWAY,
    errno.ETIMEDOUT: ErrorCode.SOURCE_AWAY,
    errno.EIO: ErrorCode.DRIVE_ERROR,
}
