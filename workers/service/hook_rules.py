"""Whether there can be a hook as somebody asks for, and where its secret is kept."""

import os
import secrets
from typing import assert_never
from urllib.parse import urlsplit

from msgspec import structs

from workers.hooks.addresses import names_no_public
from workers.hooks.secrets import Secrets
from workers.hooks.signing import new_secret, secret_bytes
from workers.jobs.hook import (
    LONGEST_S,
    CopyResults,
    Hook,
    HookFault,
    HookFolder,
    HookKept,
    HookRefused,
    HookRules,
    Occasion,
    Program,
    SecretPlace,
    Webhook,
)
from workers.jobs.ids import HookId
from workers.service.locations import Locations
from workers.service.service import JobService

_WITH_RESULTS = frozenset((Occasion.FILE_READY, Occasion.BATCH_ENDED))


def add_hook(service: JobService, rules: HookRules, key: str | None) -> HookKept | HookRefused:
    """Keep a new hook, or say why it cannot be. Raises OSError where its secret cannot be kept."""
    meant = _absolute(rules)
    refused = _refused(service, meant, key, None)
    if refused is not None:
        return refused
    token = f"mediaapp_{secrets.token_hex(8)}"
    place, made = _keep_secret(service, meant, token, key, None)
    hook = service.store.hooks.add(meant, token, folder=_folder(service, meant), secret=place)
    return HookKept(hook=hook, key=made)


def change_hook(service: JobService, hook: HookId, rules: HookRules, key: str | None) -> HookKept | HookRefused | None:
    """Let a hook have other rules; None when there is none of this number. Raises OSError."""
    before = service.store.hooks.get(hook)
    if before is None:
        return None
    meant = _absolute(rules)
    refused = _refused(service, meant, key, hook)
    if refused is not None:
        return refused
    place, made = _keep_secret(service, meant, before.token, key, before)
    service.store.hooks.change(hook, meant, folder=_folder(service, meant), secret=place)
    return HookKept(hook=hook, key=made)


def remove_hook(service: JobService, hook: HookId) -> bool:
    """Forget a hook and its secret; calls that wait are cancelled. Raises OSError."""
    found = service.store.hooks.get(hook)
    if found is None:
        return False
    service.store.editor.cancel(service.store.hooks.waiting(hook))
    if found.secret is not None:
        Secrets(service.data).remove(found.token, found.secret)
    return service.store.hooks.remove(hook)


def _keep_secret(
    service: JobService, rules: HookRules, token: str, key: str | None, before: Hook | None
) -> tuple[SecretPlace | None, str | None]:
    """Where the secret is, and the secret where a new one was made."""
    known = None if before is None else before.secret
    if not (isinstance(rules.deed, Webhook) and rules.deed.signed):
        if known is not None:
            Secrets(service.data).remove(token, known)
        return None, None
    if known is not None and key is None:
        return known, None
    made = key or new_secret()
    return Secrets(service.data).put(token, made), None if key else made


def _absolute(rules: HookRules) -> HookRules:
    deed = rules.deed
    if isinstance(deed, CopyResults):
        deed = structs.replace(deed, folder=os.path.abspath(deed.folder))  # noqa: PTH100 - keeps links
    return structs.replace(rules, name=rules.name.strip(), deed=deed)


def _folder(service: JobService, rules: HookRules) -> HookFolder | None:
    """Where it lies now, while it is there: once it is away, its drive could not be told."""
    if not isinstance(rules.deed, CopyResults):
        return None
    place = Locations(service.store).of_folder(rules.deed.folder)
    return HookFolder(root=place.root, rel=place.rel, raw=place.raw, leads_to=place.leads_to)


def _refused(service: JobService, rules: HookRules, key: str | None, hook: HookId | None) -> HookRefused | None:
    if not rules.name:
        return HookRefused(fault=HookFault.NO_NAME)
    if not rules.occasions:
        return HookRefused(fault=HookFault.NO_OCCASION)
    refused = _others_refused(service, rules, hook)
    if refused is not None:
        return refused
    match rules.deed:
        case Webhook() as webhook:
            return _address_refused(webhook, key)
        case Program() as program:
            return _program_refused(program)
        case CopyResults(folder=folder):
            return _folder_refused(rules, folder)
        case _:
            assert_never(rules.deed)


def _others_refused(service: JobService, rules: HookRules, hook: HookId | None) -> HookRefused | None:
    if rules.watch is not None and rules.watch not in {watch.id for watch in service.store.watches.all()}:
        return HookRefused(fault=HookFault.NO_WATCH, what=str(rules.watch))
    if rules.instead is not None and (rules.instead == hook or service.store.hooks.get(rules.instead) is None):
        return HookRefused(fault=HookFault.NOBODY_INSTEAD, what=str(rules.instead))
    return None


def _folder_refused(rules: HookRules, folder: str) -> HookRefused | None:
    if not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises where it may not look
        return HookRefused(fault=HookFault.NO_FOLDER, what=folder)
    return None if rules.occasions <= _WITH_RESULTS else HookRefused(fault=HookFault.NO_RESULTS)


def _address_refused(webhook: Webhook, key: str | None) -> HookRefused | None:
    wrong = HookRefused(fault=HookFault.ADDRESS_WRONG, what=webhook.url)
    try:
        url = urlsplit(webhook.url)
        _ = url.port
    except ValueError:
        return wrong
    if url.scheme not in {"http", "https"} or not url.hostname or url.username or url.password or url.fragment:
        return wrong
    if not webhook.url.isascii() or not webhook.url.isprintable() or " " in webhook.url:
        return wrong
    if not webhook.private and names_no_public(url.hostname):
        return HookRefused(fault=HookFault.ADDRESS_PRIVATE, what=url.hostname)
    if key is not None:
        try:
            secret_bytes(key)
        except ValueError:
            return HookRefused(fault=HookFault.KEY_WRONG)
    return _limit_refused(webhook.limit_s)


def _program_refused(program: Program) -> HookRefused | None:
    path = program.command[0] if program.command else ""
    if not os.path.isabs(path) or not os.path.isfile(path) or not os.access(path, os.X_OK):  # noqa: PTH113, PTH117
        return HookRefused(fault=HookFault.NO_PROGRAM, what=path)
    return _limit_refused(program.limit_s)


def _limit_refused(seconds: float) -> HookRefused | None:
    return None if 0 < seconds <= LONGEST_S else HookRefused(fault=HookFault.LIMIT_WRONG)
