"""The source of one attempt: is it there, is it what was accepted, and did it stay the same while it was read."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Self

from workers.bounds import file_size, file_time
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.jobs.claim import Claimed
from workers.sources import open_source, reading_failure, unchanged
from workers.volumes import is_away

_CHUNK = 1 << 20
_COARSE_NS = 2_000_000_000


class InputFile:
    """A job's source, open from `__enter__` to `__exit__`. All that read it raise Failure."""

    def __init__(self, claimed: Claimed) -> None:
        self._job = claimed.job
        self._root = claimed.root
        self.path = Path(claimed.job.source)

    def check_not_away(self) -> None:
        """Raises Failure when the drive that the source is on is not there, or another one in its place."""
        if is_away(self._root.path, self._root.volume):
            raise Failure(ErrorCode.SOURCE_AWAY, FailureFacts(path=str(self.path), drive=self._root.name))

    def __enter__(self) -> Self:
        self._opened = open_source(self.path)
        self.file = self._opened.file
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._opened.close()

    @property
    def status(self) -> os.stat_result:
        """The open file's status, for its dates."""
        return os.fstat(self.file.fileno())

    @property
    def size(self) -> int:
        """Bytes, as it was when it was opened; of a size that can be kept."""
        return file_size(self._opened.identity.size)

    @property
    def mtime_ns(self) -> int:
        """When it was last changed, in nanoseconds since 1970, as it was when it was opened; a time that can be kept."""
        return file_time(self._opened.identity.mtime_ns)

    @property
    def changed_since_accepted(self) -> bool:
        """Whether it is not the file that was accepted, by size and time of change."""
        tolerance = _COARSE_NS if self._root.coarse_time else 0
        return self.size != self._job.size_in or abs(self.mtime_ns - self._job.mtime_in) > tolerance

    def head(self) -> bytes:
        """Its first bytes, by which its kind is told. Raises Failure."""
        return self._opened.head()

    def content_digest(self, progress: Callable[[], None]) -> str:
        """The BLAKE2b-256 of its bytes in hex; `progress` is called between chunks and may raise."""
        digest = blake2b(digest_size=32)
        try:
            self.file.seek(0)
            while chunk := self.file.read(_CHUNK):
                digest.update(chunk)
                progress()
            self.file.seek(0)
        except OSError as error:
            raise reading_failure(error, self.path) from error
        return digest.hexdigest()

    def check_still(self) -> None:
        """Raises Failure when the path no longer leads to the very bytes that were read."""
        if not unchanged(self._opened, self.path):
            raise Failure(ErrorCode.SOURCE_CHANGING, FailureFacts(path=str(self.path)))

    @contextmanager
    def still_while_read(self) -> Iterator[None]:
        """What is found wrong with a file that changes under the reader is not the file's fault."""
        try:
            yield
        except Failure:
            self.check_still()
            raise
        self.check_still()
