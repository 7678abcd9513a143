"""The engine of jobs that call a hook."""

from typing import assert_never

from workers.errors import ErrorCode, Failure
from workers.hooks.copying import copy_results
from workers.hooks.post import post
from workers.hooks.program import run_program
from workers.hooks.secrets import Secrets
from workers.hooks.signing import Notice
from workers.jobs.hook import CopyResults, Hook, Program, Webhook
from workers.jobs.ids import HookId
from workers.outcome import CallOutcome, Stage
from workers.request_engine import RequestRun
from workers.requests import HookRequest, Request


def file_name(request: Request) -> str | None:  # noqa: ARG001 - the protocol's
    """None: a call has no output of ours."""
    return None


def run(request: Request, run: RequestRun) -> CallOutcome:
    """Do what the hook is for, by its rules as they are now. Raises Failure."""
    if not isinstance(request, HookRequest):
        raise TypeError(request)
    hook = run.store.hooks.get(HookId(request.hook))
    if hook is None:
        raise Failure(ErrorCode.HOOK_GONE)
    run.progress(Stage.CALLING, 0.0)
    match hook.rules.deed:
        case Webhook() as webhook:
            notice = Notice(key=_key(hook, request, run), kind=request.kind, at=request.at, event=request.notice)
            return post(webhook, notice, _secret(hook, run), lambda: run.progress(Stage.CALLING, 0.5))
        case Program() as program:
            return run_program(program, request, run)
        case CopyResults() as copying:
            return copy_results(copying, request, run)
        case _:
            assert_never(hook.rules.deed)


def _key(hook: Hook, request: HookRequest, run: RequestRun) -> str:
    """The same for every run of this job, and for no other job of any table."""
    what = f"e{request.event}" if request.event is not None else f"j{run.job.id}"
    return f"{hook.token}.{what}"


def _secret(hook: Hook, run: RequestRun) -> str | None:
    if hook.secret is None:
        return None
    secret = Secrets(run.data).get(hook.token, hook.secret)
    if secret is None:
        raise Failure(ErrorCode.KEY_GONE)
    return secret
