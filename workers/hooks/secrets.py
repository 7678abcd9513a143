"""Secrets of hooks: in the keyring of the system, or where there is none in a file that only its owner may read."""

import contextlib
import json
import os
from importlib import import_module
from pathlib import Path
from typing import Any

from workers.jobs.hook import SecretPlace

_SERVICE = "mediaapp hooks"
_FILE = "hook-secrets.json"


class Secrets:
    """By the token of their hook. `folder` is where the file is, if there has to be one."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / _FILE

    def put(self, token: str, secret: str) -> SecretPlace:
        """Keep it; answers where. Raises OSError."""
        ring = _keyring()
        if ring is not None:
            with contextlib.suppress(Exception):  # whatever its service says, the secret has to be somewhere
                ring.set_password(_SERVICE, token, secret)
                if ring.get_password(_SERVICE, token) == secret:
                    return SecretPlace.KEYRING
        self._write({**self._read(), token: secret})
        return SecretPlace.FILE

    def get(self, token: str, place: SecretPlace) -> str | None:
        """The secret; None where it is gone or its keyring is locked."""
        if place is SecretPlace.FILE:
            return self._read().get(token)
        ring = _keyring()
        if ring is not None:
            with contextlib.suppress(Exception):
                found = ring.get_password(_SERVICE, token)
                return None if found is None else str(found)
        return None

    def remove(self, token: str, place: SecretPlace) -> None:
        """Forget it. Raises OSError."""
        if place is SecretPlace.KEYRING:
            ring = _keyring()
            if ring is not None:
                with contextlib.suppress(Exception):
                    ring.delete_password(_SERVICE, token)
            return
        known = self._read()
        if known.pop(token, None) is not None:
            self._write(known)

    def _read(self) -> dict[str, str]:
        try:
            found: dict[str, str] = json.loads(self._file.read_bytes())
        except (OSError, ValueError):
            return {}
        return found

    def _write(self, known: dict[str, str]) -> None:
        made = self._file.with_suffix(f".{os.getpid()}.part")
        opened = os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(opened, "w", encoding="ascii") as file:
            json.dump(known, file)
            file.flush()
            os.fsync(file.fileno())
        made.replace(self._file)


def _keyring() -> Any | None:  # noqa: ANN401 - loaded where it is needed: with it comes a library of cryptography
    """The library, where it has found a keyring of this system."""
    try:
        ring = import_module("keyring")
        return ring if ring.get_keyring().priority >= 1 else None
    except Exception:  # noqa: BLE001 - a broken keyring is none
        return None
