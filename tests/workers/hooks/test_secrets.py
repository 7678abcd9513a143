"""Where secrets of hooks are kept: in the keyring where there is one, else in a file of their own."""

import sys
from pathlib import Path

import pytest

from tests.support.caller import Caller
from workers.hooks.secrets import Secrets
from workers.hooks.signing import new_secret
from workers.jobs.hook import Hook, HookKept, HookRules, Occasion, SecretPlace, Webhook
from workers.jobs.ids import HookId
from workers.service.hook_commands import AddHook, ChangeHook, RemoveHook


class Ring:
    """The library of keyrings, with one that can be locked."""

    priority = 5

    def __init__(self) -> None:
        self.known: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_keyring(self) -> "Ring":
        return self

    def get_password(self, service: str, name: str) -> str | None:
        self._check()
        return self.known.get((service, name))

    def set_password(self, service: str, name: str, password: str) -> None:
        self._check()
        self.known[service, name] = password

    def delete_password(self, service: str, name: str) -> None:
        self._check()
        del self.known[service, name]

    def _check(self) -> None:
        if self.locked:
            raise RuntimeError("locked")


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Ring:
    made = Ring()
    monkeypatch.setitem(sys.modules, "keyring", made)
    return made


def signed(url: str = "https://example.org/") -> HookRules:
    return HookRules(name="a", occasions=frozenset((Occasion.ALERT,)), deed=Webhook(url=url, signed=True))


def found(caller: Caller, hook: HookId) -> Hook:
    hooks = caller.store.hooks.get(hook)
    assert hooks is not None
    return hooks


def test_a_keyring_is_taken_where_there_is_one(ring: Ring, tmp_path: Path) -> None:
    secrets, secret = Secrets(tmp_path), new_secret()
    assert secrets.put("token", secret) is SecretPlace.KEYRING
    assert secrets.get("token", SecretPlace.KEYRING) == secret
    assert not (tmp_path / "hook-secrets.json").exists()
    secrets.remove("token", SecretPlace.KEYRING)
    assert secrets.get("token", SecretPlace.KEYRING) is None


def test_a_locked_keyring_gives_nothing_and_keeps_nothing(ring: Ring, tmp_path: Path) -> None:
    secrets, secret = Secrets(tmp_path), new_secret()
    secrets.put("token", secret)
    ring.locked = True
    assert secrets.get("token", SecretPlace.KEYRING) is None
    assert secrets.put("other", secret) is SecretPlace.FILE
    assert secrets.get("other", SecretPlace.FILE) == secret


def test_a_hook_keeps_its_secret_until_it_gets_another_or_goes(caller: Caller) -> None:
    kept = AddHook(signed()).run(caller.service)
    assert isinstance(kept, HookKept)
    secrets, token = Secrets(caller.database.parent), found(caller, kept.hook).token
    assert kept.key == secrets.get(token, SecretPlace.FILE) is not None
    changed = ChangeHook(kept.hook, signed("https://example.com/")).run(caller.service)
    assert changed == HookKept(hook=kept.hook)
    assert secrets.get(token, SecretPlace.FILE) == kept.key
    other = new_secret()
    ChangeHook(kept.hook, signed(), key=other).run(caller.service)
    assert secrets.get(token, SecretPlace.FILE) == other
    RemoveHook(kept.hook).run(caller.service)
    assert secrets.get(token, SecretPlace.FILE) is None
