"""Ends a process before the n-th change it makes to the disk, for every n until it gets through."""

import os
import sys
from collections.abc import Callable, Iterator
from multiprocessing import get_all_start_methods, get_context, set_forkserver_preload
from typing import Any

CHANGES = {"open", "os.mkdir", "os.link", "os.rename", "os.remove", "os.rmdir", "os.chmod", "os.utime", "ctypes.dlsym"}
"""The interpreter's audit events of what changes a folder; renameat2 and renamex_np are looked up right before the call."""

_DIED = 77


def die_at_each_change(work: Callable[..., None], *arguments: Any) -> Iterator[None]:
    """Run `work` in a process that dies at its first change, then at its second, and so on; yields after each death.

    `work` is found by its name in its module, which should load little. No interpreter is started for each where a server can
    fork itself.
    """
    has_server = "forkserver" in get_all_start_methods()
    if has_server:
        set_forkserver_preload([work.__module__])
    started = get_context("forkserver").Process if has_server else get_context("spawn").Process
    for n in range(100):
        process = started(target=_run, args=(n, work, arguments))
        process.start()
        process.join()
        if process.exitcode == 0:
            return
        assert process.exitcode == _DIED
        yield
    raise AssertionError("it never got through")


def _run(n: int, work: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    left = n

    def ends(event: str, _: object) -> None:
        nonlocal left
        if event in CHANGES:
            left -= 1
            if left < 0:
                os._exit(_DIED)

    sys.addaudithook(ends)
    work(*arguments)
    os._exit(0)
