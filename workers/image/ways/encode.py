"""The pictures are encoded anew."""

from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from workers.facts import Facts, Kind
from workers.formats import SPECS
from workers.image.decode import check_source
from workers.image.formats.registry import CODECS
from workers.image.frames import Frame, FrameSequence, still
from workers.image.goals.encode import encode, of_size
from workers.image.goals.encoded import Encoded
from workers.image.metadata.bundle import Bundle
from workers.image.progress import COMPRESSED, STEPPED, Progress, within
from workers.image.resolve import only_packing, worthwhile
from workers.image.verify import verify, worst
from workers.image.ways.made import Made
from workers.image.ways.packed import Packed
from workers.outcome import Checked, Stage
from workers.plan import Loss, Plan


def encode_pictures(
    plan: Plan, bundle: Bundle, frames: FrameSequence, part: Path, progress: Progress, *, source: BinaryIO, threads: int
) -> Made:
    """Encode the frames, or pack the pixels of the source where these are as good and take no more."""
    in_new_colors = _in_colors_of(frames.first(), plan, bundle)
    readable = check_source(source, plan).file if frames.flaws else source
    packed = Packed(plan, readable) if only_packing(plan) and not plan.keep_larger else None
    encoded = encode(
        frames,
        plan,
        in_new_colors,
        part,
        within(progress, STEPPED, COMPRESSED),
        threads=threads,
        packed=(lambda: packed.file) if packed and not CODECS[plan.format].writer.packs_by_encoding else None,
    )
    progress(Stage.CHECKING, COMPRESSED)
    is_smaller = packed is None or part.stat().st_size < worthwhile(plan)
    if packed is None or (is_smaller and not encoded.packed):
        of_output = of_size(in_new_colors, plan, encoded.size)
        return Made(encoded=encoded, promises=verify(plan, of_output, part, encoded), flaws=frames.flaws)
    part.write_bytes(packed.file)
    own = Encoded(encodes=encoded.encodes, samples=encoded.samples if plan.frames == 1 else ())
    promises = verify(packed.plan, packed.bundle, part, own)
    return Made(encoded=own, promises=promises, kept_original=packed.is_source, flaws=frames.flaws)


def encode_stills(
    plan: Plan, bundle: Bundle, frames: FrameSequence, part: Path, progress: Progress, *, threads: int
) -> Made:
    """One file a picture, named by its number from 1; each with its own size and colours."""
    extension, digits = SPECS[plan.format].extensions[0], max(3, len(str(plan.stills)))
    encodes, encoded, checked = 0, Encoded(), list[tuple[Checked, ...]]()
    for number, frame in enumerate(frames, 1):
        file = part / f"{number:0{digits}}{extension}"
        width, height = frame.image.size
        single = replace(plan, facts=_facts_of(frame, plan), stills=1, frames=1, width=width, height=height)
        share = (COMPRESSED - STEPPED) / plan.stills
        own_share = within(progress, STEPPED + (number - 1) * share, STEPPED + number * share)
        own = replace(_in_colors_of(frame, plan, bundle), dpi=frame.dpi)
        encoded = encode(still(frame), single, own, file, own_share, threads=threads)
        checked.append(verify(single, own, file, encoded))
        encodes += encoded.encodes
    told = Encoded(quality=encoded.quality, encodes=encodes)
    return Made(encoded=told, promises=worst(checked), flaws=frames.flaws)


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
