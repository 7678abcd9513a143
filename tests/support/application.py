"""The application as a user has it, with its own processes, over a folder of real pictures that a test ill-treats."""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import psutil
from PIL import Image

from mediaapp.paths import Folders
from mediaapp.session import Session
from tests.support.command_line import TOP
from tests.support.invariants import Original, broken_promises, damage_in, originals_of
from tests.support.pool import wait_until
from tests.support.store import put_empty_database
from workers.formats import Format
from workers.jobs.ids import JobId
from workers.jobs.job import Job
from workers.jobs.queries import Selection
from workers.jobs.state import JobState
from workers.processes import is_alive, pid_of
from workers.recipe import InFolder, LongEdge, Recipe
from workers.service.service import JobService
from workers.service.submit import accept, fill

_PATIENCE_S = 60.0


def pictures(folder: Path, number: int, *, edge: int = 700, start: int = 0) -> list[Path]:
    """So many different pictures of five formats, some with a profile, EXIF or frames."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for n in range(start, start + number):
        noise = Image.effect_noise((edge, edge * 2 // 3), 40 + n % 50).convert("RGB")
        format_name = ("jpg", "png", "webp", "gif", "tif")[n % 5]
        path = folder / f"{n:04}.{format_name}"
        match format_name:
            case "gif":
                small = noise.resize((edge // 4, edge // 6)).quantize()
                small.save(path, save_all=True, append_images=[small.rotate(90 * turn) for turn in (1, 2)], duration=80)
            case "jpg":
                exif = Image.Exif()
                exif[0x0112] = 1 + n % 8
                noise.save(path, quality=88, exif=exif)
            case _:
                noise.save(path)
        made.append(path)
    return made


class Application:
    """A profile, sources, a folder for outputs, and `mediaapp` processes that are started and killed."""

    def __init__(self, top: Path, *, home: Path | None = None) -> None:
        self.top = top
        self.sources = top / "in"
        self.outputs = top / "out"
        self.home = home or top / "home"
        for made in (self.sources, self.outputs):
            made.mkdir(parents=True, exist_ok=True)
        self.environment = {**os.environ, "MEDIAAPP_HOME": str(self.home), "PYTHONPATH": str(TOP)}
        self.folders = Folders.made(
            data=self.home / "data", config=self.home / "config", cache=self.home / "cache", logs=self.home / "logs"
        )
        self.originals: dict[Path, Original] = {}
        put_empty_database(self.folders.database)
        self._session = Session.open(self.folders)
        self.service = self._session.service()
        self.processes: list[subprocess.Popen[bytes]] = []

    def recipe(self, **changes: Any) -> Recipe:
        """Small WebP pictures into `outputs`."""
        asked = {"size": LongEdge(300), "format": Format.WEBP, "destination": InFolder(str(self.outputs)), **changes}
        return Recipe(**asked)

    def accept(self, *paths: Path, recipe: Recipe | None = None) -> list[JobId]:
        """Accept these files or folders; what they hold is looked at as it is now."""
        self.originals.update(originals_of(*paths))
        batch = accept(self.service, paths, recipe or self.recipe(), submitter="test")
        for _ in fill(self.service, batch):
            pass
        return self.service.reader.ids(Selection(batch=batch))

    def jobs(self) -> list[Job]:
        """All of them."""
        return self.service.reader.jobs(self.service.reader.ids(Selection()))

    def job(self, job: JobId) -> Job:
        """As it is now."""
        found = self.service.reader.job(job)
        assert found is not None
        return found

    def start(
        self, *arguments: str | Path, environment: Mapping[str, str] | None = None, prefix: tuple[str, ...] = ()
    ) -> "subprocess.Popen[bytes]":
        """Start `mediaapp` with these arguments as the leader of a group of its own."""
        process = subprocess.Popen(
            [*prefix, *self.command(*arguments)],
            cwd=self.top,
            env={**self.environment, **(environment or {})},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    @staticmethod
    def command(*arguments: str | Path) -> list[str]:
        """What starts `mediaapp` with these arguments."""
        return [sys.executable, "-m", "mediaapp", *map(str, arguments)]

    def new_service(self) -> JobService:
        """Another connection to the list of jobs."""
        return self._session.service()

    def work(self, *, workers: int = 2, **more: Any) -> "subprocess.Popen[bytes]":
        """Start a pool without a window."""
        return self.start("work", "--workers", str(workers), **more)

    def finish(self, *, seconds: float = _PATIENCE_S) -> None:
        """Work off all that is left with a pool that is told to end then."""
        process = self.work()
        try:
            wait_until(self._is_over, seconds)
        except AssertionError as error:
            raise AssertionError(f"{self.service.reader.counts()}\n{self.running()}\n{self.log()}") from error
        self.stop(process)

    def stop(self, process: "subprocess.Popen[bytes]") -> None:
        """Ask it to end and wait until it has."""
        process.terminate()  # an interrupt is ignored by what runs in the background of a shell
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGABRT)
            process.wait()
            crashes = "\n".join(file.read_text() for file in sorted(self.folders.logs.glob("work*.crash")))
            raise AssertionError(f"it did not end: {crashes}") from None

    def kill(self, process: "subprocess.Popen[bytes]", *, everything: bool) -> None:
        """End it, or it and all its workers, at once."""
        if everything:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait()

    def running(self) -> list[Job]:
        """The jobs that run now, those left out whose worker is no more."""
        found = self.service.reader.jobs(self.service.reader.ids(Selection(states=frozenset((JobState.RUNNING,)))))
        return [job for job in found if job.worker is not None and is_alive(job.worker)]

    def kill_a_worker(self, chance: random.Random) -> bool:
        """Kill one that is at a job; False when there is none."""
        pids = [pid_of(job.worker) for job in self.running() if job.worker is not None]
        if not pids:
            return False
        try:
            psutil.Process(chance.choice(pids)).kill()
        except psutil.NoSuchProcess:
            return False
        return True

    def broken(self, *, at_rest: bool = True, second_opinion: bool = False) -> list[str]:
        """Everything that is not as it must be."""
        return damage_in(self.folders.database) + broken_promises(
            self.service,
            originals=self.originals,
            folders=(self.sources, self.outputs),
            at_rest=at_rest,
            second_opinion=second_opinion,
        )

    def log(self) -> str:
        """What the processes logged that is worth a look."""
        lines = [line for file in sorted(self.folders.logs.glob("*.jsonl")) for line in file.read_text().splitlines()]
        return "\n".join(line for line in lines if '"level": "info"' not in line)[-5000:]

    def _is_over(self) -> bool:
        counts = self.service.reader.counts()
        return counts.queued + counts.running + counts.delayed == 0

    def close(self) -> None:
        """End what still runs."""
        for process in self.processes:
            if process.poll() is None:
                self.kill(process, everything=True)
        self.service.close()
        self._session.close()
