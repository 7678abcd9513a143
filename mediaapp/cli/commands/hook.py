"""`mediaapp hook`: who is told, or what is done, when something has happened."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence

from msgspec import structs, to_builtins

from mediaapp import text
from mediaapp.cli.changing import change_each
from mediaapp.cli.opening import opened_service
from mediaapp.cli.selecting import hook_number, watch_called
from mediaapp.cli.streams import complain, emit, say
from mediaapp.cli.subcommand import CommandRefused, Subcommand, UsageError
from workers.jobs.hook import (
    CopyResults,
    Deed,
    Hook,
    HookFault,
    HookKept,
    HookRefused,
    HookRules,
    Occasion,
    Program,
    Webhook,
)
from workers.jobs.ids import HookId, WatchId
from workers.service import JobService
from workers.service.hook_commands import AddHook, FindHooks, RemoveHook, SwitchHook, TryHook
from workers.service.watch_commands import FindWatches

_ACTIONS = ("list", "add", "remove", "on", "off", "try")
_OCCASIONS: Mapping[str, Occasion] = {
    "ready": Occasion.FILE_READY,
    "failed": Occasion.FILE_FAILED,
    "batch": Occasion.BATCH_ENDED,
    "alert": Occasion.ALERT,
}


def _add_arguments(parser: ArgumentParser) -> None:
    parser.usage = (
        "mediaapp hook [--json] list | add NAME --on WHEN WHAT [OPTION...] | remove, on, off or try NUMBER..."
    )
    parser.add_argument("operands", nargs="*", metavar="ACTION", help=", ".join(_ACTIONS))
    when = parser.add_argument_group("when it is called, with add")
    when.add_argument(
        "--on",
        action="append",
        choices=tuple(_OCCASIONS),
        default=[],
        help="after each file that is ready or failed, when a batch has ended, on an alert; may be repeated",
    )
    when.add_argument("--recipe", metavar="NAME", help="only for batches with a recipe of this name")
    when.add_argument("--watch", metavar="W", help="only for what this watched folder brings, by its number or name")
    when.add_argument("--instead", type=int, metavar="NUMBER", help="the hook that is told when this one has failed")
    what = parser.add_argument_group("what is done, with add: one of these")
    what.add_argument("--url", help="post a notice to this address, as JSON")
    what.add_argument("--program", help="start this program, without a shell; words that it is given by --argument")
    what.add_argument("--copy-to", metavar="DIR", help="copy results to this folder")
    what.add_argument("--move-to", metavar="DIR", help="move results to this folder")
    more = parser.add_argument_group("how, with add")
    more.add_argument("--signed", action="store_true", help="sign notices with a new secret, which is told once")
    more.add_argument("--private", action="store_true", help="the address may be of this computer or a private network")
    more.add_argument(
        "--argument",
        action="append",
        default=[],
        metavar="WORD",
        help="for the program, as --argument=WORD; may be repeated",
    )
    more.add_argument(
        "--environment",
        action="append",
        default=[],
        metavar="NAME",
        help="a variable that the program gets as it is here",
    )
    more.add_argument("--limit", type=float, metavar="SECONDS", help="time for an answer (30) or a program (60)")


def _run(arguments: Namespace) -> int:
    action, *operands = arguments.operands or ["list"]
    if action not in _ACTIONS or bool(operands) is (action == "list"):
        raise UsageError("use list, add NAME, remove NUMBER, on NUMBER, off NUMBER or try NUMBER")
    with opened_service() as service:
        if action == "add":
            return _add(service, arguments, operands)
        if action == "list":
            return _list(service, as_json=arguments.json)
        numbers = [hook_number(word) for word in operands]
        if action == "try":
            return _try(service, numbers, as_json=arguments.json)
        return _change(service, action, numbers, as_json=arguments.json)


def _add(service: JobService, arguments: Namespace, operands: Sequence[str]) -> int:
    if len(operands) != 1:
        raise UsageError("add takes one name")
    rules = HookRules(
        name=operands[0],
        occasions=frozenset(_OCCASIONS[word] for word in arguments.on),
        deed=_deed(arguments),
        recipe=arguments.recipe,
        watch=None if arguments.watch is None else watch_called(service, arguments.watch).id,
        instead=None if arguments.instead is None else HookId(arguments.instead),
    )
    added = AddHook(rules).run(service)
    if isinstance(added, HookRefused):
        allow = " Say --private." if added.fault is HookFault.ADDRESS_PRIVATE else ""
        raise CommandRefused(f"{text.hook_refused(added)}{allow}")
    _tell_added(service, added, as_json=arguments.json)
    return 0


def _deed(arguments: Namespace) -> Deed:
    asked = [arguments.url, arguments.program, arguments.copy_to, arguments.move_to]
    if sum(each is not None for each in asked) != 1:
        raise UsageError("say one of --url, --program, --copy-to and --move-to")
    limit = {} if arguments.limit is None else {"limit_s": arguments.limit}
    if arguments.url is not None:
        return Webhook(url=arguments.url, private=arguments.private, signed=arguments.signed, **limit)
    if arguments.program is not None:
        command = (arguments.program, *arguments.argument)
        return Program(command=command, environment=tuple(arguments.environment), **limit)
    return CopyResults(folder=arguments.copy_to or arguments.move_to, move=arguments.move_to is not None)


def _tell_added(service: JobService, added: HookKept, *, as_json: bool) -> None:
    hook = next(hook for hook in FindHooks().run(service) if hook.id == added.hook)
    if as_json:
        emit({**_hook_object(hook), "new_secret": added.key})
        return
    say(_line(hook, _watched(service)))
    if hook.secret is not None:
        say(text.secret_place(hook.secret))
    if added.key is not None:
        say(f"The other side needs it too, and it is told this once: {added.key}")


def _list(service: JobService, *, as_json: bool) -> int:
    watched = _watched(service)
    for hook in FindHooks().run(service):
        if as_json:
            emit(_hook_object(hook))
        else:
            state = "" if hook.on else f" {text.tr('Off')}."
            say(f"{_line(hook, watched)}{state} {text.hook_last(hook)}.")
    return 0


def _watched(service: JobService) -> Mapping[WatchId, str]:
    return {watch.id: watch.rules.title for watch in FindWatches().run(service)}


def _line(hook: Hook, watched: Mapping[WatchId, str]) -> str:
    """As a schedule's: '1: Shop. Posts a notice to example.org when a batch has ended.'."""
    return f"{hook.id}: {hook.rules.name}. {text.hook_rules(hook.rules, watched)}"


def _change(service: JobService, action: str, numbers: Sequence[HookId], *, as_json: bool) -> int:
    def change(number: HookId) -> bool:
        if action == "remove":
            return RemoveHook(number).run(service)
        return SwitchHook(hook=number, on=action == "on").run(service)

    return change_each(numbers, change, key="hook", called="hook", action=action, as_json=as_json)


def _try(service: JobService, numbers: Sequence[HookId], *, as_json: bool) -> int:
    unknown = 0
    for number in numbers:
        job = TryHook(number).run(service)
        unknown += job is None
        if as_json:
            emit({"hook": number, "action": "try", "job": job})
        elif job is None:
            complain(f"There is no hook {number}.")
        else:
            say(f"Job {job} calls it as soon as a window or `mediaapp work` is there; `mediaapp show` tells.")
    return 1 if unknown else 0


def _hook_object(hook: Hook) -> Mapping[str, object]:
    """A hook as a program reads it, without its secret. Times are seconds since 1970; the last call is told as `last`."""
    rules = hook.rules
    return {
        "hook": hook.id,
        "name": rules.name,
        "on": hook.on,
        "when": sorted(word for word, occasion in _OCCASIONS.items() if occasion in rules.occasions),
        "recipe": rules.recipe,
        "watch": rules.watch,
        "instead": rules.instead,
        "what": to_builtins(rules.deed),
        "secret": hook.secret,
        "created": hook.created,
        "waiting": hook.waiting,
        "failed": hook.failed,
        "last": None
        if hook.job is None
        else {
            name: value
            for name, value in structs.asdict(hook).items()
            if name in {"job", "state", "tried", "ended", "due", "code", "answer"}
        },
    }


COMMAND = Subcommand(
    name="hook",
    summary="tell others what happens: add, list, remove, on, off, try",
    add_arguments=_add_arguments,
    run=_run,
    details="A hook posts a notice, starts a program or copies results, after files, batches or alerts.",
)
