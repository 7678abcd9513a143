"""An engine whose behaviour is the text of the source file, so that faults happen when and where a test wants them.

A source is a text file of lines, each a word with an argument; what is not said goes well:
    plan: `fail_plan CODE`, `peak BYTES`, `cpu SECONDS` (what the plan says), `stills N`
    make: `sleep SECONDS` (asks for cancel all the while), `hang` (does not), `spin` (CPU without an end), `crash`, `exit N`,
          `grow BYTES`, `fail CODE`, `bug`, `memory`, `crash_once FILE`, `freeze` (stops itself),
          `touch FILE` (says that it is here), `wait_for FILE` (until that file exists), `fill BYTES` (of the output)
"""

import os
import signal
import threading
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.facts import Facts
from workers.formats import Format
from workers.outcome import Outcome, Raster, Stage
from workers.peek import Thumbnail
from workers.plan import Method, Plan
from workers.recipe import Recipe

VERSION = "scripted"

_STEP_S = 0.02


def plan(source: BinaryIO, recipe: Recipe) -> Plan:
    said = _script(source)
    if "fail_plan" in said:
        raise Failure(ErrorCode(said["fail_plan"]))
    facts = Facts(format=Format.PNG, bytes=source.seek(0, 2), width=4, height=3)
    return Plan(
        facts=facts,
        format=Format.PNG,
        method=Method.ENCODE,
        width=4,
        height=3,
        goal=recipe.goal,
        metadata=recipe.metadata,
        stills=int(said.get("stills", "1")),
        peak_bytes=int(said.get("peak", "0")),
        cpu_seconds=float(said.get("cpu", "0")),
    )


def make(
    plan: Plan, source: BinaryIO, part: Path, progress: Callable[[Stage, float], None], *, threads: int = 1
) -> Outcome:
    progress(Stage.DECODING, 0.1)
    said = _script(source)
    for word, argument in said.items():
        if word in _DEEDS:
            _DEEDS[word](argument, progress)
    progress(Stage.COMPRESSING, 0.8)
    data = b"made of " + _read(source) + b"." * int(said.get("fill", "0"))
    if plan.stills > 1:
        for number in range(plan.stills):
            (part / f"{number + 1}.png").write_bytes(data)
    else:
        part.write_bytes(data)
    progress(Stage.CHECKING, 0.9)
    digest = blake2b(data, digest_size=32).hexdigest()
    return Outcome(format=plan.format, width=plan.width, height=plan.height, bytes=len(data), digest=digest)


def estimate(plan: Plan) -> int:
    return plan.facts.bytes * plan.width * plan.height // (plan.facts.width * plan.facts.height)


def preview(source: BinaryIO, edge: int) -> Thumbnail:
    said = _script(source)
    for word, argument in said.items():
        if word in _DEEDS:
            _DEEDS[word](argument, lambda stage, share: None)
    return Thumbnail(Raster(width=1, height=1, rgba=bytes((edge, 0, 0, 255))), None)


def pack(raster: Raster) -> bytes:
    return raster.rgba


def _read(source: BinaryIO) -> bytes:
    source.seek(0)
    return source.read()


def _script(source: BinaryIO) -> dict[str, str]:
    lines = _read(source).decode().splitlines()
    words = (line.partition(" ") for line in lines if line)
    return {word: argument for word, _, argument in words}


Progress = Callable[[Stage, float], None]


def _sleep(argument: str, progress: Progress) -> None:
    steps = round(float(argument) / _STEP_S)
    for step in range(steps):
        progress(Stage.RESIZING, 0.1 + 0.7 * step / steps)
        threading.Event().wait(_STEP_S)


def _hang(argument: str, progress: Progress) -> None:
    threading.Event().wait()


def _spin(argument: str, progress: Progress) -> None:
    while True:
        pass


def _crash(argument: str, progress: Progress) -> None:
    signal.raise_signal(signal.SIGSEGV)
    # The report of the crash takes a moment, in which this thread must not finish the job.
    threading.Event().wait()


def _crash_once(argument: str, progress: Progress) -> None:
    if not Path(argument).exists():
        Path(argument).touch()
        _crash("", progress)


def _exit(argument: str, progress: Progress) -> None:
    os._exit(int(argument))


def _grow(argument: str, progress: Progress) -> None:
    bytearray(int(argument))


def _memory(argument: str, progress: Progress) -> None:
    raise MemoryError


def _fail(argument: str, progress: Progress) -> None:
    raise Failure(ErrorCode(argument), FailureFacts(detail="as the script says"))


def _bug(argument: str, progress: Progress) -> None:
    raise ZeroDivisionError("as the script says")


def _freeze(argument: str, progress: Progress) -> None:
    os.kill(os.getpid(), signal.SIGSTOP)
    # Another thread may be the first to stop; this one must not finish the job meanwhile.
    threading.Event().wait(1.0)


def _touch(argument: str, progress: Progress) -> None:
    Path(argument).touch()


def _wait_for(argument: str, progress: Progress) -> None:
    while not Path(argument).exists():
        progress(Stage.RESIZING, 0.5)
        threading.Event().wait(_STEP_S)


_DEEDS: dict[str, Callable[[str, Progress], None]] = {
    "sleep": _sleep,
    "hang": _hang,
    "spin": _spin,
    "crash": _crash,
    "crash_once": _crash_once,
    "exit": _exit,
    "grow": _grow,
    "memory": _memory,
    "fail": _fail,
    "bug": _bug,
    "freeze": _freeze,
    "touch": _touch,
    "wait_for": _wait_for,
}
