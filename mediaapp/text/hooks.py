"""What is told of hooks: when each is called, what it does, and how its last call went."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import assert_never
from urllib.parse import urlsplit

from mediaapp.text.announcements import NoticeText
from mediaapp.text.failures import failure
from mediaapp.text.figures import count, duration, place
from mediaapp.text.language import N_, tr, tr_n
from mediaapp.text.progress import state_name
from workers.errors import ErrorCode, FailureFacts
from workers.jobs.hook import (
    CopyResults,
    Deed,
    Hook,
    HookFault,
    HookRefused,
    HookRules,
    Occasion,
    Program,
    SecretPlace,
    Webhook,
)
from workers.jobs.ids import WatchId
from workers.jobs.state import WAITING, JobState

_LINE_MAX = 120
"""So many characters of what a program wrote are told in a line."""

_OCCASIONS: Mapping[Occasion, str] = {
    Occasion.FILE_READY: N_("after each file that is ready"),
    Occasion.FILE_FAILED: N_("after each file that failed"),
    Occasion.BATCH_ENDED: N_("when a batch has ended"),
    Occasion.ALERT: N_("when something is in the way"),
}
_FAULTS: Mapping[HookFault, str] = {
    HookFault.NO_NAME: N_("Give the hook a name."),
    HookFault.NO_OCCASION: N_("Say after what the hook is to be called."),
    HookFault.ADDRESS_WRONG: N_(
        "“{what}” is no address for a hook. It begins with https:// or http:// and has no user, password or # in it."
    ),
    HookFault.ADDRESS_PRIVATE: N_(
        "{what} is this computer or in a private network, and would never be called. Allow that for this hook, if you mean it."
    ),
    HookFault.KEY_WRONG: N_("A secret is whsec_ and 24 to 64 bytes in base64, as Standard Webhooks has them."),
    HookFault.NO_PROGRAM: N_("There is no program “{what}” that may be run. Give its whole path."),
    HookFault.NO_FOLDER: N_("There is no folder {place}."),
    HookFault.NO_RESULTS: N_("Only files that are ready, or whole batches, have results to be copied."),
    HookFault.LIMIT_WRONG: N_("A time limit is more than 0 and at most 3,600 seconds."),
    HookFault.NO_WATCH: N_("There is no watched folder {what}."),
    HookFault.NOBODY_INSTEAD: N_("There is no other hook {what} to be told instead."),
}


def hook_occasion(occasion: Occasion) -> str:
    """After what a hook is called."""
    return tr(_OCCASIONS[occasion])


def hook_when(rules: HookRules, watched: Mapping[WatchId, str]) -> str:
    """After what a hook is called, and of which files: 'after each file that is ready, from “Inbox”'.

    `watched` are the names of watched folders.
    """
    told = ", ".join(hook_occasion(occasion) for occasion in Occasion if occasion in rules.occasions)
    if rules.recipe is not None:
        return tr("{when}, by the recipe “{recipe}”", when=told, recipe=rules.recipe)
    if rules.watch is not None:
        name = watched.get(rules.watch)
        if name is None:
            return tr("{when}, from a folder that is watched no longer", when=told)
        return tr("{when}, from “{folder}”", when=told, folder=name)
    return told


def hook_rules(rules: HookRules, watched: Mapping[WatchId, str]) -> str:
    """What a hook does and when, in a sentence; `watched` are the names of watched folders."""
    return tr("{deed} {when}.", deed=hook_deed(rules.deed), when=hook_when(rules, watched))


def hook_deed(deed: Deed) -> str:
    """What it does: the host is told of an address, since the rest of one may be a secret."""
    match deed:
        case Webhook(url=url):
            return tr("Posts a notice to {host}", host=urlsplit(url).hostname or url)
        case Program(command=command):
            return tr("Starts {program}", program=place(command[0]))
        case CopyResults(folder=folder, move=False):
            return tr("Copies results to {place}", place=place(folder))
        case CopyResults(folder=folder):
            return tr("Moves results to {place}", place=place(folder))
        case _:
            assert_never(deed)


def hook_last(hook: Hook) -> str:
    """How its last call went, and what waits."""
    parts = [_last(hook)]
    if hook.waiting:
        parts.append(tr_n("1 notice waits", "{n} notices wait", hook.waiting))
    return ", ".join(parts)


def _last(hook: Hook) -> str:
    if hook.state is None:
        return tr("Not called yet")
    if hook.state is JobState.DONE:
        time = duration(hook.seconds or 0)
        if isinstance(hook.rules.deed, Webhook):
            return tr("Answered {status} in {time}", status=hook.answer, time=time)
        return tr("Done in {time}", time=time)
    if hook.code is not None and (hook.state is JobState.FAILED or hook.state in WAITING):
        return _failed(hook.code, hook.failure or FailureFacts(status=hook.answer))
    return state_name(hook.state)


def _failed(code: ErrorCode, facts: FailureFacts) -> str:
    """Why a call failed; of a program how it ended, and the first line of what it wrote."""
    if code is not ErrorCode.PROGRAM_FAILED or facts.path is None or facts.exit_code is None:
        return failure(code, facts).title
    ended = tr("“{name}” ended with {exit_code}", name=PurePath(facts.path).name, exit_code=facts.exit_code)
    wrote = _first_line(facts.output or "")
    return f"{ended}: {wrote}" if wrote else ended


def _first_line(written: str) -> str:
    """The first line with anything in it, cut short, and with nothing that a terminal would take for an order."""
    lines = ("".join(filter(str.isprintable, line)).strip() for line in written.splitlines())
    first = next(filter(None, lines), "")
    return first if len(first) <= _LINE_MAX else f"{first[: _LINE_MAX - 1]}…"


def calls_of_late(delivered: int, failed: int, days: int) -> str:
    """How many calls there were in so many days: '248 calls in 7 days, 1 not delivered.'."""
    made = tr_n("1 call in {days} days", "{n} calls in {days} days", delivered + failed, days=count(days))
    if not failed:
        return f"{made}."
    return tr("{calls}, {n} not delivered.", calls=made, n=count(failed))


def hook_failed(name: str, code: ErrorCode, facts: FailureFacts) -> NoticeText:
    """A call of this hook failed for good."""
    return NoticeText(title=tr("The hook “{name}” failed", name=name), body=_failed(code, facts))


def remove_hook_question(hook: Hook) -> str:
    """What removing a hook means."""
    asked = tr("Remove the hook “{name}”? What waits to be told is not told.", name=hook.rules.name)
    return asked if hook.secret is None else f"{asked} {tr('Its secret is forgotten.')}"


def hook_removed(hook: Hook) -> str:
    """What was done."""
    return tr("The hook “{name}” is removed.", name=hook.rules.name)


def secret_place(kept: SecretPlace) -> str:
    """Where the secret of a hook is kept."""
    match kept:
        case SecretPlace.KEYRING:
            return tr("Its secret is in the system's keyring.")
        case SecretPlace.FILE:
            return tr("There is no keyring here, so its secret is in a file that only you may read.")
        case _:
            assert_never(kept)


def hook_refused(refused: HookRefused) -> str:
    """Why there cannot be such a hook."""
    return tr(_FAULTS[refused.fault], what=refused.what, place=place(refused.what) if refused.what else "")
