"""Hooks where all of it is real: a session with its pool, its events and its worker for calls, and a server."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from mediaapp.paths import Folders
from mediaapp.session import Session
from tests.support.hook_server import hook_server, never, status
from tests.support.pool import KINDS, QUICK, is_gone, wait_until
from workers.jobs.hook import HookKept, HookRules, Occasion, Program, Webhook
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.processes import pid_of
from workers.recipe import InFolder, Recipe
from workers.service import JobService
from workers.service.hook_commands import AddHook, FindHooks, TryHook
from workers.service.submit import accept, fill


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("no_proxy", "*")
    folders = Folders.made(**{name: tmp_path / "home" / name for name in ("data", "config", "cache", "logs")})
    with Session.open(folders, kinds=KINDS, workers=1, timeouts=QUICK) as opened:
        opened.start_pool()
        yield opened


def drop(service: JobService, folder: Path, count: int) -> None:
    sources = []
    for n in range(count):
        sources.append(folder / f"{n}.png")
        sources[-1].write_text(f"name {n}\n")
    recipe = Recipe(destination=InFolder(str(folder / "out")))
    batch = accept(service, [str(path) for path in sources], recipe, submitter="test")
    for _ in fill(service, batch):
        pass


def add(service: JobService, url: str, *occasions: Occasion, limit_s: float = 30.0) -> None:
    rules = HookRules(name="Tell", occasions=frozenset(occasions), deed=Webhook(url=url, private=True, limit_s=limit_s))
    assert isinstance(AddHook(rules).run(service), HookKept)


@pytest.mark.usefixtures("caplog")  # that the worker ended is logged
def test_a_worker_killed_after_the_post_posts_again_with_the_same_key(session: Session, tmp_path: Path) -> None:
    with session.service() as service, hook_server(never, status(200)) as server:
        add(service, server.url, Occasion.FILE_READY)
        drop(service, tmp_path, 1)
        wait_until(lambda: len(server.received) == 1)
        (running,) = service.reader.jobs(service.reader.ids(Selection(states=frozenset((JobState.RUNNING,)))))
        assert running.worker is not None
        os.kill(pid_of(running.worker), signal.SIGKILL)
        wait_until(lambda: len(server.received) == 2)
        wait_until(lambda: FindHooks().run(service)[0].state is JobState.DONE)
    first, second = server.received
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


@pytest.mark.usefixtures("caplog")
@pytest.mark.skipif(os.name == "nt", reason="a process group is a POSIX one")
def test_a_program_ends_with_the_worker_that_started_it_and_is_started_again(session: Session, tmp_path: Path) -> None:
    told = tmp_path / "told"
    told.mkdir()
    script = (
        "import os, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"whole = os.path.join({str(told)!r}, str(os.getpid()))\n"
        "open(whole + '.part', 'w').write(str(child.pid))\n"
        "os.rename(whole + '.part', whole)\n"
        "time.sleep(600)"
    )

    def begun() -> list[Path]:
        return [path for path in told.iterdir() if path.suffix != ".part"]

    with session.service() as service:
        deed = Program(command=(sys.executable, "-c", script))
        kept = AddHook(HookRules(name="Album", occasions=frozenset((Occasion.BATCH_ENDED,)), deed=deed)).run(service)
        assert isinstance(kept, HookKept)
        TryHook(kept.hook).run(service)
        wait_until(lambda: len(begun()) == 1)
        (first,) = begun()
        processes = [psutil.Process(int(pid)) for pid in (first.name, first.read_text())]
        (running,) = service.reader.jobs(service.reader.ids(Selection(states=frozenset((JobState.RUNNING,)))))
        assert running.worker is not None
        os.kill(pid_of(running.worker), signal.SIGKILL)
        wait_until(lambda: all(map(is_gone, processes)))
        wait_until(lambda: len(begun()) == 2)


def test_no_batch_waits_for_a_hook_that_never_answers(session: Session, tmp_path: Path) -> None:
    with session.service() as service, hook_server(never) as server:
        add(service, server.url, Occasion.FILE_READY, Occasion.BATCH_ENDED, limit_s=600)
        drop(service, tmp_path, 5)
        wait_until(lambda: len(server.received) >= 1)
        wait_until(lambda: len(list((tmp_path / "out").glob("*.png"))) == 5)
        wait_until(lambda: FindHooks().run(service)[0].waiting >= 4)
