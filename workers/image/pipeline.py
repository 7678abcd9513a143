"""The path of one picture through the engine: probe, resolve, decode, steps, encode, verify."""

import dataclasses
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b, file_digest
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import BinaryIO, assert_never

from msgspec.structs import replace

from workers.errors import ErrorCode, Failure, FailureFacts
from workers.facts import ColorModel, Facts, Flaw, Kind
from workers.formats import SPECS
from workers.image.decode import check_source, decode
from workers.image.decode.opening import reading
from workers.image.encode.repack import repack
from workers.image.encode.transcode import transcode
from workers.image.formats.metadata import embed, read
from workers.image.formats.registry import CODECS
from workers.image.formats.tidy import tidied
from workers.image.frames import Frame, FrameSequence, still, tagged
from workers.image.goals.encode import encode, of_size
from workers.image.goals.encoded import Encoded, Sample
from workers.image.limits import check_limits
from workers.image.metadata.bundle import Bundle
from workers.image.metadata.color import profile_to_srgb
from workers.image.metadata.policy import without_gain_map
from workers.image.pixels.miniature import Miniature, is_large
from workers.image.pixels.orientation import orient
from workers.image.probe import probe
from workers.image.resolve import carried, only_packing, resolve, worthwhile
from workers.image.steps.color import convert_colors
from workers.image.steps.compute import compute
from workers.image.steps.flatten import lay_on_background
from workers.image.steps.gain_map import follow
from workers.image.steps.orient import turn_upright
from workers.image.steps.resize import crop_and_resize
from workers.image.steps.rotate import rotate
from workers.image.thumbnail import preview as preview  # noqa: PLC0414 - the engine's third call
from workers.image.verify import verify, worst
from workers.outcome import Checked, Outcome, Stage
from workers.plan import Loss, Method, Plan
from workers.recipe import Recipe, ReplaceOriginals

VERSION = "2"
"""Raised when equal sources and recipes no longer give equal outputs."""

Progress = Callable[[Stage, float], None]
"""Gets the stage and the share of the whole job that is done, 0 to 1; what it raises ends the job."""

# Frames up to this many bytes are kept while the encoder tries; more are decoded anew each time.
_KEPT_BYTES = 64_000_000
_DECODED, _STEPPED, _COMPRESSED = 0.3, 0.4, 0.9


STEPS: tuple[Callable[[Frame, Plan], Frame], ...] = (
    rotate,
    crop_and_resize,  # early, since the fewer pixels are turned and converted the better; the result is the same
    turn_upright,
    convert_colors,
    lay_on_background,
    compute,
)
"""What happens to each picture between decoder and encoder, in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    encoded: Encoded
    promises: tuple[Checked, ...]
    kept_original: bool = False
    flaws: tuple[Flaw, ...] = ()


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
    plan, bundle = _with_gain_map(plan, carried(_read(source, plan), plan))
    with _enough_memory(plan), _called_damage_where_it_goes_on(plan):
        match plan.method:
            case Method.COPY | Method.REPACK:
                made = _keep_pixels(plan, bundle, source, part, progress, threads=threads)
            case Method.ENCODE if plan.stills > 1:
                made = _encode_stills(
                    plan, bundle, _pictures(plan, bundle, source, progress), part, progress, threads=threads
                )
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


def _read(source: BinaryIO, plan: Plan) -> Bundle:
    with reading(plan.peak_bytes):
        return read(source, CODECS[plan.facts.format])


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
    progress(Stage.RESIZING, _DECODED)
    frames = frames.each(lambda frame: _finished(frame, plan, bundle))
    if frames.count == 1:
        frames = still(_first(frames, source, plan), flaws=frames.flaws)
    elif frames.count * plan.width * plan.height * 4 <= _KEPT_BYTES:
        frames = frames.kept()
    progress(Stage.COMPRESSING, _STEPPED)
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
    return dataclasses.replace(frame, dpi=frame.dpi or bundle.dpi)


def _profile(plan: Plan, bundle: Bundle) -> bytes | None:
    return profile_to_srgb(bundle, grey=plan.facts.model is ColorModel.GREY) if plan.to_srgb else bundle.icc


def _keep_pixels(
    plan: Plan, bundle: Bundle, source: BinaryIO, part: Path, progress: Progress, *, threads: int
) -> _Made:
    seen = check_source(source, plan, small=is_large((plan.width, plan.height)))
    progress(Stage.COMPRESSING, _DECODED)
    made = transcode(_whole(seen.file), plan) if CODECS[plan.format].writer.takes_jpeg else None
    if made is not None:
        part.write_bytes(made.data)
        encoded = Encoded(encodes=0, jpeg=made.jpeg)
        return _Made(encoded=encoded, promises=verify(plan, made.bundle, part, encoded), flaws=seen.flaws)
    if plan.method is Method.REPACK and CODECS[plan.format].writer.takes_jpeg:  # which says sRGB of what it encodes
        anew = replace(plan, method=Method.ENCODE, to_srgb=plan.facts.profile is not None)
        encoded_anew = _encode(anew, bundle, source, part, progress, threads=threads)
        return dataclasses.replace(encoded_anew, flaws=seen.flaws)
    packed = _Packed(plan, seen.file)
    part.write_bytes(packed.file)
    progress(Stage.CHECKING, _COMPRESSED)
    shown = orient(seen.frame.image, seen.frame.orientation)
    is_compared = plan.method is Method.REPACK and plan.frames == 1
    looks = (Sample(number=0, at_ms=0.0, look=Miniature(shown)),) if is_compared else ()
    encoded = Encoded(encodes=0, samples=looks)
    return _Made(
        encoded=encoded,
        promises=verify(plan, packed.bundle, part, encoded),
        kept_original=plan.method is Method.COPY or packed.is_source,
        flaws=seen.flaws,
    )


def _whole(file: BinaryIO) -> bytes:
    file.seek(0)
    return file.read()


def _encode(plan: Plan, bundle: Bundle, source: BinaryIO, part: Path, progress: Progress, *, threads: int) -> _Made:
    frames = _pictures(plan, bundle, source, progress)
    in_new_colors = _in_colors_of(frames.first(), plan, bundle)
    readable = check_source(source, plan).file if frames.flaws else source
    packed = _Packed(plan, readable) if only_packing(plan) and not plan.keep_larger else None
    encoded = encode(
        frames,
        plan,
        in_new_colors,
        part,
        _within(progress, _STEPPED, _COMPRESSED),
        threads=threads,
        packed=(lambda: packed.file) if packed and not CODECS[plan.format].writer.packs_by_encoding else None,
    )
    progress(Stage.CHECKING, _COMPRESSED)
    is_smaller = packed is None or part.stat().st_size < worthwhile(plan)
    if packed is None or (is_smaller and not encoded.packed):
        of_output = of_size(in_new_colors, plan, encoded.size)
        return _Made(encoded=encoded, promises=verify(plan, of_output, part, encoded), flaws=frames.flaws)
    part.write_bytes(packed.file)
    own = Encoded(encodes=encoded.encodes, samples=encoded.samples if plan.frames == 1 else ())
    promises = verify(packed.plan, packed.bundle, part, own)
    return _Made(encoded=own, promises=promises, kept_original=packed.is_source, flaws=frames.flaws)


class _Packed:
    """The source's own pixels in place of encoded ones, packed better where that saves something.

    `is_source` is whether they are the very bytes that they were. So is the whole file where metadata that nobody asked
    to change would take more room than they did, as packed texts do.
    """

    def __init__(self, plan: Plan, source: BinaryIO) -> None:
        self.plan = plan if plan.method is not Method.ENCODE else replace(plan, method=Method.REPACK)
        self._source = source
        own = _read(source, plan)
        self.bundle = carried(own, self.plan)
        self._is_true = self.bundle == own and not own.losses
        self.is_source = False

    @cached_property
    def file(self) -> bytes:
        """The file with its metadata."""
        data = _whole(self._source)
        pixels = data if self.plan.method is Method.COPY else repack(data, self.plan.format)
        sink = BytesIO()
        embed(BytesIO(pixels), sink, CODECS[self.plan.format], self.bundle)
        made = sink.getvalue()
        self.is_source = pixels is data
        if len(made) <= len(data) or not self._is_true or self.plan.keep_larger:
            return made
        self.is_source = True
        return data


def _encode_stills(
    plan: Plan, bundle: Bundle, frames: FrameSequence, part: Path, progress: Progress, *, threads: int
) -> _Made:
    """One file a picture, named by its number from 1; each with its own size and colours."""
    extension, digits = SPECS[plan.format].extensions[0], max(3, len(str(plan.stills)))
    encodes, encoded, checked = 0, Encoded(), list[tuple[Checked, ...]]()
    for number, frame in enumerate(frames, 1):
        file = part / f"{number:0{digits}}{extension}"
        width, height = frame.image.size
        single = replace(plan, facts=_facts_of(frame, plan), stills=1, frames=1, width=width, height=height)
        share = (_COMPRESSED - _STEPPED) / plan.stills
        within = _within(progress, _STEPPED + (number - 1) * share, _STEPPED + number * share)
        own = replace(_in_colors_of(frame, plan, bundle), dpi=frame.dpi)
        encoded = encode(still(frame), single, own, file, within, threads=threads)
        checked.append(verify(single, own, file, encoded))
        encodes += encoded.encodes
    told = Encoded(quality=encoded.quality, encodes=encodes)
    return _Made(encoded=told, promises=worst(checked), flaws=frames.flaws)


def _facts_of(frame: Frame, plan: Plan) -> Facts:
    """What is known of one page, as far as a check asks: its depth, its transparency, and its share of the bytes."""
    pages: tuple[Facts | Kind, ...] = (plan.facts, *plan.facts.others)
    is_deep = frame.image.mode.startswith(("I;16", "F")) or Loss.DEPTH in plan.losses
    return replace(
        plan.facts,
        bytes=plan.facts.bytes // plan.stills,
        bits=max(page.bits for page in pages) if is_deep else 8,
        alpha=any(page.alpha for page in pages),
    )


def _in_colors_of(frame: Frame, plan: Plan, bundle: Bundle) -> Bundle:
    """The bundle with the profile that the pixels now have; the colour chunks go when they are true no more."""
    is_same = frame.profile == bundle.icc and Loss.HDR not in plan.losses
    return bundle if is_same else replace(bundle, icc=frame.profile, color_chunks=())


def _within(progress: Progress, start: float, end: float) -> Progress:
    return lambda stage, share: progress(stage, start + share * (end - start))


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
