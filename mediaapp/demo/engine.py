"""An engine that does what a demo file says, with the surface of the real one."""

import threading
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

import msgspec

from mediaapp.demo.paint import paint
from mediaapp.demo.script import Script, encode, read
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.facts import Facts
from workers.formats import usual_target
from workers.outcome import Checked, Outcome, Promise, Raster, Stage, Verdict
from workers.peek import Thumbnail
from workers.plan import Decision, Handling, Method, Plan, Reason, ToFormat, Topic, ToPixels
from workers.recipe import Recipe

VERSION = "demo"
STEP_S = 0.05
HELD_S = 3600.0
FINE_PX = 640
"""Drawings are made no larger: they show nothing more then."""

STAGES = (
    (Stage.READING, 0.0),
    (Stage.DECODING, 0.05),
    (Stage.RESIZING, 0.2),
    (Stage.COMPRESSING, 0.3),
    (Stage.CHECKING, 0.9),
)
"""From which share of the work on a job is in which stage."""

PROMISES = tuple(
    Checked(promise=promise, verdict=verdict)
    for promise, verdict in (
        (Promise.OPENS, Verdict.KEPT),
        (Promise.UPRIGHT, Verdict.KEPT),
        (Promise.COLORS, Verdict.KEPT),
        (Promise.CAMERA_DATA, Verdict.KEPT),
        (Promise.LOCATION, Verdict.REMOVED),
        (Promise.ORIGINAL, Verdict.KEPT),
    )
)


def plan(source: BinaryIO, recipe: Recipe) -> Plan:
    """What the file says about itself. Raises Failure where the file says that its header fails."""
    script = _script(source)
    if script.fails is ErrorCode.SOURCE_FORBIDDEN:
        raise Failure(script.fails, script.failure)
    target = recipe.format or usual_target(script.format)
    facts = Facts(
        format=script.format, bytes=source.seek(0, 2), width=script.width, height=script.height, location=True
    )
    return Plan(
        facts=facts,
        format=target,
        method=Method.ENCODE,
        width=script.out_width,
        height=script.out_height,
        goal=recipe.goal,
        metadata=recipe.metadata,
        cpu_seconds=HELD_S if script.hold is not None else script.seconds,
        decisions=(
            Decision(topic=Topic.FORMAT, choice=ToFormat(target), reason=Reason.ASKED),
            Decision(topic=Topic.SIZE, choice=ToPixels(script.out_width, script.out_height), reason=Reason.ASKED),
            Decision(topic=Topic.COLORS, choice=Handling.KEEP, reason=Reason.TAGGED),
            Decision(topic=Topic.LOCATION, choice=Handling.REMOVED, reason=Reason.ASKED),
        ),
    )


def make(
    plan: Plan,
    source: BinaryIO,
    part: Path,
    progress: Callable[[Stage, float], None],
    *,
    threads: int = 1,  # noqa: ARG001
) -> Outcome:
    """Let the time pass that the file says, then write a file as large as it says. Raises Failure where it says so."""
    script = _script(source)
    _work(script, progress)
    if script.fails is not None:
        raise Failure(script.fails, script.failure)
    made = msgspec.structs.replace(script, format=plan.format, fails=None)
    data = encode(made).ljust(script.out_bytes, b"\0")
    part.write_bytes(data)
    progress(Stage.CHECKING, 1.0)
    return Outcome(
        format=plan.format,
        width=plan.width,
        height=plan.height,
        bytes=len(data),
        digest=blake2b(data, digest_size=32).hexdigest(),
        score=script.score,
        promises=PROMISES,
    )


def estimate(plan: Plan) -> int:
    """Nobody asks for it here: no demo file fills a disk."""
    return plan.facts.bytes


def preview(source: BinaryIO, edge: int) -> Thumbnail:
    """The drawing that the file names. Raises Failure where the file may not be read."""
    script = _script(source)
    if script.fails is ErrorCode.SOURCE_FORBIDDEN:
        raise Failure(script.fails, script.failure)
    longest, edge = max(script.width, script.height), min(edge, FINE_PX)
    width, height = (max(1, round(side * edge / longest)) for side in (script.width, script.height))
    facts = Facts(format=script.format, bytes=source.seek(0, 2), width=script.width, height=script.height)
    return Thumbnail(raster=_cut(paint(script.drawing, script.color, width, height), script), facts=facts)


def pack(raster: Raster) -> bytes:
    """Nothing here writes files that a report could show. Raises Failure."""
    raise Failure(ErrorCode.FORMAT_NOT_AVAILABLE, FailureFacts(width=raster.width, height=raster.height))


def _script(source: BinaryIO) -> Script:
    try:
        return read(source)
    except msgspec.MsgspecError as error:
        raise Failure(ErrorCode.NOT_A_PICTURE) from error


def _work(script: Script, progress: Callable[[Stage, float], None]) -> None:
    if script.hold is not None:
        stage, share = script.hold
        while True:
            progress(stage, share)
            _pass_time()
    steps = max(1, round(script.seconds / STEP_S))
    for step in range(steps):
        share = step / steps
        progress(next(stage for stage, begins in reversed(STAGES) if share >= begins), share)
        _pass_time()


def _pass_time() -> None:
    threading.Event().wait(STEP_S)


def _cut(raster: Raster, script: Script) -> Raster:
    """What can be read of a picture that breaks: below the line it is transparent."""
    line, lines = script.failure.line, script.failure.lines
    if not line or not lines:
        return raster
    readable = raster.height * line // lines * raster.width * 4
    return Raster(width=raster.width, height=raster.height, rgba=raster.rgba[:readable].ljust(len(raster.rgba), b"\0"))
