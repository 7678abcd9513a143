"""Calls of hooks, as events would come to them."""

from workers.requests import HookRequest


def hook_request(
    hook: int = 1, *, event: int | None = None, job: int | None = None, batch: int | None = None
) -> HookRequest:
    """What a hook is told."""
    return HookRequest(
        hook=hook, event=event, kind="ready", at=1_800_000_000.5, notice='{"v":1,"kind":"ready"}', job=job, batch=batch
    )
