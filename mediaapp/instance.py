"""One window a data folder: the first start holds a lock and listens, the next ones ask it to come to the front."""

import hmac
import logging
import secrets
import time
from collections.abc import Callable
from multiprocessing.connection import Client, Listener
from pathlib import Path
from threading import Event, Thread

import msgspec
from msgspec import Struct

from workers.lock import Lock

_log = logging.getLogger(__name__)

_ANSWER_S = 2.0
_LOOK_AGAIN_S = 0.05
_MAX_BYTES = 4096
_DONE = b"raised"


class _Address(Struct, frozen=True):
    """Where a window listens, and the word that proves that the caller may read the owner's files."""

    address: str
    secret: str


class _Wish(Struct, frozen=True):
    secret: str
    activation: str


class Listening:
    """The window's end: holds the lock until it is closed or its process ends in whatever way."""

    def __init__(self, lock: Lock, place: Path, on_raise: Callable[[str], None]) -> None:
        self._lock = lock
        self._place = place
        self._on_raise = on_raise
        self._listener = Listener()
        self._address = _Address(str(self._listener.address), secrets.token_hex(16))
        self._closed = Event()
        _write(place, self._address)
        self._thread = Thread(target=self._answer_all, name="instance", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Let another start have the window."""
        if self._closed.is_set():
            return
        self._closed.set()
        self._place.unlink(missing_ok=True)
        try:
            Client(self._address.address).close()  # wakes the thread that waits for a caller
            self._thread.join(_ANSWER_S)
        except OSError:
            _log.warning("the listening thread could not be woken", exc_info=True)
        self._listener.close()
        self._lock.release()

    def _answer_all(self) -> None:
        while not self._closed.is_set():
            try:
                self._answer_next()
            except (OSError, EOFError, msgspec.DecodeError):
                _log.debug("a caller went away or spoke another language", exc_info=True)

    def _answer_next(self) -> None:
        with self._listener.accept() as caller:
            if self._closed.is_set() or not caller.poll(_ANSWER_S):
                return
            wish = msgspec.json.decode(caller.recv_bytes(_MAX_BYTES), type=_Wish)
            if hmac.compare_digest(wish.secret.encode(), self._address.secret.encode()):
                self._on_raise(wish.activation)
                caller.send_bytes(_DONE)


def listen(lock: Path, on_raise: Callable[[str], None]) -> Listening | None:
    """Become the one window of this lock file; None when another process is.

    `on_raise` is called in a thread of its own with the caller's activation token, '' when it had none (Wayland lets a
    window come to the front only with the token that its desktop gave to the program that was started). Raises OSError.
    """
    held = Lock(lock)
    if not held.acquire():
        return None
    try:
        return Listening(held, _place(lock), on_raise)
    except OSError:
        held.release()
        raise


def raise_running(lock: Path, *, activation: str = "", wait_s: float = 0.0) -> bool:
    """Ask the window of this lock file to come to the front; True when it said that it did.

    `wait_s` is how long to try again, for a window that is only just starting.
    """
    until = time.monotonic() + wait_s
    while not _asked(_place(lock), activation):
        if time.monotonic() >= until:
            return False
        Event().wait(_LOOK_AGAIN_S)
    return True


def _asked(place: Path, activation: str) -> bool:
    try:
        window = msgspec.json.decode(place.read_bytes(), type=_Address)
        with Client(window.address) as connection:
            connection.send_bytes(msgspec.json.encode(_Wish(window.secret, activation)))
            return connection.poll(_ANSWER_S) and connection.recv_bytes(_MAX_BYTES) == _DONE
    except (OSError, EOFError, ValueError, msgspec.DecodeError):
        return False  # no window, or one that ended without a word


def _place(lock: Path) -> Path:
    return lock.with_suffix(".address")


def _write(place: Path, address: _Address) -> None:
    new = place.with_name(f"{place.name}.new")
    new.unlink(missing_ok=True)
    with new.open("xb") as file:
        new.chmod(0o600)
        file.write(msgspec.json.encode(address))
    new.replace(place)
