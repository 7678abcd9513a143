"""What making an output takes of memory and time, from pixels, channels, frames and format."""

from dataclasses import dataclass
from math import ceil

from workers.facts import ColorModel, Facts
from workers.formats import Format
from workers.plan import Method, Plan
from workers.recipe import Lossless, MaxBytes, Quality

_MEGABYTE = 1_000_000
_ALWAYS = 20 * _MEGABYTE
# All figures were measured at 24 megapixels, memory as the growth of the resident set, and rounded up.
_ENCODER_BYTES = {
    Format.JPEG: 8,
    Format.PNG: 8,
    Format.WEBP: 18,
    Format.AVIF: 32,
    Format.GIF: 40,
    Format.HEIC: 32,
    Format.JXL: 50,
}
_ENCODER_SECONDS = {
    Format.JPEG: 0.05,
    Format.PNG: 0.3,
    Format.WEBP: 0.2,
    Format.AVIF: 0.8,
    Format.GIF: 1.5,
    Format.TIFF: 0.15,
    Format.HEIC: 1.0,
    Format.JXL: 1.0,
}
_DECODER_SECONDS = 0.03
# libwebp holds two canvases and the frame's own pixels, and hands its result over as a copy; the others hold the planes too.
_DECODER_COPIES = {Format.WEBP: 5, Format.AVIF: 2, Format.HEIC: 2}
# Four channels of 16 bits, and the copy at 8; or both bytes of each apart, compared with a clear colour of 16 bits.
_DEEP_BYTES = 12
# The numbers as they are stored, the shades made of them, and the picture.
_DEEP_TIFF_BYTES = 16
# The transparency is a picture of its own.
_ALPHA_BYTES = {Format.AVIF: 16, Format.HEIC: 16}
_REPACKER_BYTES = 14
_REPACKER_SECONDS = 0.4
_COEFFICIENT_BYTES = 6
_KEPT_FRAMES = 64 * _MEGABYTE
_MOST_ENCODES, _MOST_ENCODES_WITH_SHRINKING = 5, 20
_SEARCH_BYTES = 30 * _MEGABYTE
_SLOW = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """`peak_bytes` of memory beside the process itself, `cpu_seconds` on a slow machine."""

    peak_bytes: int
    cpu_seconds: float


def estimate(plan: Plan) -> Cost:
    """The most that decoding the pictures that are used, scaling each and encoding them for the goal will take."""
    facts, target, goal, frames = plan.facts, plan.format, plan.goal, plan.frames
    stored, made = facts.width * facts.height, plan.width * plan.height
    if plan.method is not Method.ENCODE:
        seconds = frames * stored * (_REPACKER_SECONDS if plan.method is Method.REPACK else _DECODER_SECONDS)
        return _cost(3 * facts.bytes + _REPACKER_BYTES * stored, seconds)
    pixel = _pixel_bytes(facts, deep=plan.deep_bits is not None)
    picture = made * pixel
    alpha = _ALPHA_BYTES.get(target, 0) if facts.alpha else 0
    encoding = 2 * picture + made * (_ENCODER_BYTES.get(target, 8) + alpha)
    several = (frames - 1) * made * 2 + min(frames * picture, _KEPT_FRAMES) if frames > 1 else 0
    is_search = plan.fewer_colors or not isinstance(goal, Quality | Lossless)
    encodes = _MOST_ENCODES if is_search else 1
    encodes = _MOST_ENCODES_WITH_SHRINKING if isinstance(goal, MaxBytes) and goal.shrink else encodes
    seconds = stored * _DECODER_SECONDS + made * _ENCODER_SECONDS.get(target, 0.1)
    memory = 2 * facts.bytes + max(_decoding(plan, pixel), encoding) + several + (_SEARCH_BYTES if is_search else 0)
    return _cost(memory, frames * encodes * seconds)


def _cost(memory: int, pixel_seconds: float) -> Cost:
    return Cost(peak_bytes=_ALWAYS + memory, cpu_seconds=10 + _SLOW * pixel_seconds / _MEGABYTE)


def _decoding(plan: Plan, pixel: int) -> int:
    """The stored picture, the copy that is scaled across and not yet down, and the result, of `pixel` bytes a pixel.

    A JPEG's decoder may hand its picture over as a copy.
    """
    facts, stored, made = plan.facts, plan.facts.width * plan.facts.height, plan.width * plan.height
    if facts.format is Format.TIFF and facts.bits > 8:
        return stored * max(pixel, _DEEP_TIFF_BYTES) + made * pixel
    decoded = stored * pixel // _shrink_on_load(plan) ** 2 * _DECODER_COPIES.get(facts.format, 1)
    scaled = ceil(decoded * min(1.0, plan.whole[0] / plan.view[0])) + made * pixel
    if facts.format is Format.JPEG:
        coefficients = stored * _COEFFICIENT_BYTES if facts.progressive else 0
        return coefficients + decoded + max(decoded, scaled)
    return decoded + scaled


def _pixel_bytes(facts: Facts, *, deep: bool) -> int:
    if facts.model in {ColorModel.GREY, ColorModel.BILEVEL, ColorModel.PALETTE} and not facts.alpha:
        return ceil(facts.bits / 8)
    tells_deep = facts.format is Format.PNG and facts.bits > 8 and facts.hard_edges
    return _DEEP_BYTES if deep or tells_deep else 4


def _shrink_on_load(plan: Plan) -> int:
    if plan.facts.format is not Format.JPEG:
        return 1
    room = min(plan.view[0] // plan.whole[0], plan.view[1] // plan.whole[1])
    return max(scale for scale in (1, 2, 4, 8) if scale <= max(1, room))
