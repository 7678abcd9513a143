"""The path of one picture through the engine: probe, resolve, decode, steps, encode, verify."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import blake2b, file_digest
from io import SEEK_END
from pathlib import Path
from typing import BinaryIO, assert_never

from msgspec import structs
from msgspec.structs import replace

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.facts import ColorModel, Flaw
from workers.formats import SPECS
from workers.image.decode import check_source, decode
from workers.image.formats.metadata import read
from workers.image.formats.registry import CODECS
from workers.image.formats.tidy import tidied
from workers.image.frames import Frame, FrameSequence, still, tagged
from workers.image.limits import check_limits
from workers.image.metadata.bundle import Bundle
from workers.image.metadata.color import profile_to_srgb
from workers.image.metadata.policy import without_gain_map
from workers.image.pixels.miniature import is_large
from workers.image.probe import probe
from workers.image.progress import DECODED, STEPPED, Progress
from workers.image.resolve import carried, resolve
from workers.image.steps.color import convert_colors
from workers.image.steps.compute import compute
from workers.image.steps.flatten import lay_on_background
from workers.image.steps.gain_map import follow
from workers.image.steps.orient import turn_upright
from workers.image.steps.resize import crop_and_resize
from workers.image.steps.rotate import rotate
from workers.image.thumbnail import pack as pack  # noqa: PLC0414 - calls of the engine, as the next one
from workers.image.thumbnail import preview as preview  # noqa: PLC0414
from workers.image.ways.encode import encode_pictures, encode_stills
from workers.image.ways.keep import keep_pixels
from workers.image.ways.made import Made
from workers.image.ways.packed import metadata_of
from workers.image.ways.transcode import keep_coefficients
from workers.outcome import Outcome, Stage
from workers.plan import Loss, Method, Plan
from workers.recipe import Recipe, ReplaceOriginals

VERSION = "3"
"""Raised when equal sources and recipes no longer give equal outputs."""

# Frames up to this many bytes are kept while the encoder tries; more are decoded anew each time.
_KEPT_BYTES = 64_000_000


STEPS: tuple[Callable[[Frame, Plan], Frame], ...] = (
    rotate,
    crop_and_resize,  # early, since the fewer pixels are turned and converted the better; the result is the same
    turn_upright,
    convert_colors,
    lay_on_background,
    compute,
)
"""What happens to each picture between decoder and encoder, in this order."""


def plan(source: BinaryIO, recipe: Recipe) -> Plan:
    """What `recipe` will make of the file, from its header alone. Raises Failure."""
    bytes_in, names = source.seek(0, SEEK_END), _names(source)
    source, flaws = tidied(source)
    facts = replace(probe(source), bytes=bytes_in, flaws=flaws)
    check_limits(facts)
    plan = resolve(facts, recipe, read(source, CODECS[facts.format]))
    if isinstance(recipe.destination, ReplaceOriginals) and names > 1:
        plan = replace(plan, losses=(*plan.losses, Loss.HARD_LINKS))
    return plan


def estimate(plan: Plan) -> int:
    """About how many bytes the output takes: as many a pixel as the source has."""
    facts = plan.facts
    return facts.bytes * plan.width * plan.height // max(facts.width * facts.height, 1)


def make(plan: Plan, source: BinaryIO, part: Path, progress: Progress, *, threads: int = 1) -> Outcome:
    """Fill `part`, an empty file (an empty folder where the plan has stills), and check it.

    `threads` is how many a codec may use. The caller makes the bytes durable. Raises Failure; an OSError is one of writing.
    """
    progress(Stage.DECODING, 0.0)
    source, _ = tidied(source)
    plan, bundle = _with_gain_map(plan, carried(metadata_of(source, plan), plan))
    with _enough_memory(plan), _called_damage_where_it_goes_on(plan):
        match plan.method:
            case Method.COPY | Method.REPACK | Method.TRANSCODE:
                made = _keep(plan, bundle, source, part, progress, threads=threads)
            case Method.ENCODE:
                made = _encode(plan, bundle, source, part, progress, threads=threads)
            case _:
                assert_never(plan.method)
    progress(Stage.CHECKING, 1.0)
    width, height = made.encoded.size or (plan.width, plan.height)
    return Outcome(
        format=plan.format,
        width=width,
        height=height,
        bytes=sum(file.stat().st_size for file in _files(part)),
        digest=_digest(part),
        frames=_frames(part, plan),
        quality=made.encoded.quality,
        colors=made.encoded.colors,
        score=made.encoded.score,
        encodes=made.encoded.encodes,
        kept_original=made.kept_original,
        promises=made.promises,
        flaws=tuple(dict.fromkeys((*plan.facts.flaws, *made.flaws))),
    )


def _names(source: BinaryIO) -> int:
    """How many names (hard links) a file has, 1 where that cannot be told."""
    try:
        return os.fstat(source.fileno()).st_nlink
    except OSError:  # not a file of the system's
        return 1


@contextmanager
def _enough_memory(plan: Plan) -> Iterator[None]:
    try:
        yield
    except MemoryError as error:
        raise Failure(ErrorCode.OUT_OF_MEMORY, FailureFacts(bytes_needed=plan.peak_bytes)) from error


@contextmanager
def _called_damage_where_it_goes_on(plan: Plan) -> Iterator[None]:
    """Pixels that are missing from a file that goes on behind them were not cut off."""
    try:
        yield
    except Failure as failure:
        if failure.code is ErrorCode.ENDS_EARLY and Flaw.FOREIGN_END in plan.facts.flaws:
            raise Failure(ErrorCode.DAMAGED, failure.facts) from failure
        raise


def _with_gain_map(plan: Plan, bundle: Bundle) -> tuple[Plan, Bundle]:
    """Both with the gain map of the upright picture; without one where that cannot be made, which the header does not tell."""
    try:
        return plan, follow(bundle, plan)
    except Failure as failure:
        if failure.code is ErrorCode.OUT_OF_MEMORY:
            raise
        return replace(plan, losses=(*plan.losses, Loss.GAIN_MAP)), without_gain_map(bundle)


def _pictures(plan: Plan, bundle: Bundle, source: BinaryIO, progress: Progress) -> FrameSequence:
    frames = decode(source, plan)
    progress(Stage.RESIZING, DECODED)
    frames = frames.each(lambda frame: _finished(frame, plan, bundle))
    if frames.count == 1:
        frames = still(_first(frames, source, plan), flaws=frames.flaws)
    elif frames.count * plan.width * plan.height * 4 <= _KEPT_BYTES:
        frames = frames.kept()
    progress(Stage.COMPRESSING, STEPPED)
    return frames


def _first(frames: FrameSequence, source: BinaryIO, plan: Plan) -> Frame:
    try:
        return frames.first()
    except Failure as failure:
        if plan.deep_bits is not None and failure.code is ErrorCode.DAMAGED:
            check_source(source, plan)  # says more of what is wrong
        raise


def _finished(frame: Frame, plan: Plan, bundle: Bundle) -> Frame:
    """The frame after every step, with what its decoder may not know: its colours and its resolution."""
    # Pages have profiles of their own; in a TIFF, or none.
    is_own = plan.facts.pages > 1 and (frame.profile is not None or CODECS[plan.facts.format].reader.page_profiles)
    frame = frame if is_own else tagged(frame, _profile(plan, bundle))
    for step in STEPS:
        frame = step(frame, plan)
    return structs.replace(frame, dpi=frame.dpi or bundle.dpi)


def _profile(plan: Plan, bundle: Bundle) -> bytes | None:
    return profile_to_srgb(bundle, grey=plan.facts.model is ColorModel.GREY) if plan.to_srgb else bundle.icc


def _keep(plan: Plan, bundle: Bundle, source: BinaryIO, part: Path, progress: Progress, *, threads: int) -> Made:
    """The source's own pixels, once they were seen to be whole."""
    seen = check_source(source, plan, small=is_large((plan.width, plan.height)))
    progress(Stage.COMPRESSING, DECODED)
    if plan.method is not Method.TRANSCODE:
        return keep_pixels(plan, seen, part, progress)
    made = keep_coefficients(plan, seen, part)
    if made is not None:
        return made
    if plan.format is plan.facts.format:
        return keep_pixels(replace(plan, method=Method.COPY), seen, part, progress)
    # The target says sRGB of what it encodes.
    anew = replace(plan, method=Method.ENCODE, to_srgb=plan.facts.profile is not None)
    return _encode(anew, bundle, source, part, progress, threads=threads)


def _encode(plan: Plan, bundle: Bundle, source: BinaryIO, part: Path, progress: Progress, *, threads: int) -> Made:
    frames = _pictures(plan, bundle, source, progress)
    if plan.stills > 1:
        return encode_stills(plan, bundle, frames, part, progress, threads=threads)
    return encode_pictures(plan, bundle, frames, part, progress, source=source, threads=threads)


def _files(part: Path) -> list[Path]:
    return sorted(part.iterdir()) if part.is_dir() else [part]


def _frames(part: Path, plan: Plan) -> int:
    """How many pictures came out: libwebp makes one frame of equal neighbours."""
    if plan.frames == 1 or plan.stills > 1 or SPECS[plan.format].animation is None:
        return plan.frames
    with part.open("rb") as file:
        return probe(file).frames


def _digest(part: Path) -> str:
    digests = []
    for file in _files(part):
        with file.open("rb") as opened:
            digests.append(file_digest(opened, lambda: blake2b(digest_size=32)).hexdigest())
    return blake2b("".join(digests).encode(), digest_size=32).hexdigest() if part.is_dir() else digests[0]
