"""The path of one picture through the engine: probe, resolve, decode, steps, encode, verify."""

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from workers.engine.decode import decode
from workers.engine.frames import Frame
from workers.engine.resolve import resolve
from workers.engine.steps.crop import crop_image
from workers.engine.steps.flatten import flatten
from workers.engine.steps.orient import orient
from workers.engine.steps.resize import resize
from workers.engine.thumbnail import thumbnail as thumbnail  # noqa: PLC0414 - the engine's third call
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.formats import SNIFF_BYTES, Format, sniff
from workers.outcome import Outcome, Stage
from workers.plan import ColorModel, Facts, Plan
from workers.recipe import Quality, Recipe

VERSION = "1"
"""Raised when equal sources and recipes no longer give equal outputs."""


def plan(source: BinaryIO, recipe: Recipe) -> Plan:
    """What `recipe` will make of the file, from its header alone. Raises Failure."""
    return resolve(_probe(source), recipe)


def make(plan: Plan, source: BinaryIO, part: Path, progress: Callable[[Stage, float], None]) -> Outcome:
    """Fill `part`, an empty file (an empty folder where the plan has stills), and check it.

    `progress` gets the stage and the share of the whole job that is done, 0 to 1; what it raises ends the job. The caller
    makes the bytes durable. Raises Failure.
    """
    progress(Stage.DECODING, 0.0)
    frames = decode(source, plan)
    progress(Stage.RESIZING, 0.3)
    frame = _apply(plan, frames.first())
    progress(Stage.COMPRESSING, 0.5)
    quality = plan.goal.quality if isinstance(plan.goal, Quality) else 82
    with part.open("wb") as sink:
        frame.image.save(sink, plan.format.upper(), quality=quality, icc_profile=frame.profile)
    progress(Stage.CHECKING, 0.9)
    data = part.read_bytes()
    with Image.open(part) as written:
        written.load()
        width, height = written.size
    return Outcome(
        format=plan.format,
        width=width,
        height=height,
        bytes=len(data),
        digest=blake2b(data, digest_size=32).hexdigest(),
        quality=quality,
    )


def _apply(plan: Plan, frame: Frame) -> Frame:
    image = orient(frame.image, plan.facts.orientation)
    if plan.crop is not None:
        image = crop_image(image, plan.crop)
    image = resize(image, plan.width, plan.height)
    if plan.background is not None:
        image = flatten(image, plan.background)
    return Frame(image=image, duration_ms=frame.duration_ms, profile=frame.profile, dpi=frame.dpi)


def _probe(source: BinaryIO) -> Facts:
    source.seek(0)
    head = source.read(SNIFF_BYTES)
    if not head:
        raise Failure(ErrorCode.SOURCE_EMPTY)
    found = sniff(head)
    if found is None:
        raise Failure(ErrorCode.NOT_A_PICTURE)
    size = source.seek(0, 2)
    source.seek(0)
    try:
        image = Image.open(source)
    except OSError as error:
        raise Failure(ErrorCode.DAMAGED, FailureFacts(format=found, detail=str(error))) from error
    orientation = image.getexif().get(274, 1) if found in {Format.JPEG, Format.PNG, Format.WEBP} else 1
    width, height = image.size if orientation < 5 else image.size[::-1]
    return Facts(
        format=found,
        bytes=size,
        width=width,
        height=height,
        orientation=orientation,
        model=ColorModel.GREY if image.mode in {"L", "LA"} else ColorModel.RGB,
        alpha=image.has_transparency_data,
    )
