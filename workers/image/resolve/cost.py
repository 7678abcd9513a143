"""What making an output takes of memory and time, from pixels, channels, frames and format."""

from math import ceil

from msgspec import Struct

from workers.facts import ColorModel, Facts
from workers.image.formats.registry import CODECS
from workers.plan import Method, Plan
from workers.recipe import Lossless, MaxBytes, Quality

_MEGABYTE = 1_000_000
_ALWAYS = 20 * _MEGABYTE
# Four channels of 16 bits, and the copy at 8.
_DEEP_BYTES = 12
_REPACKER_BYTES = 14
_REPACKER_SECONDS = 0.4
_KEPT_FRAMES = 64 * _MEGABYTE
_MOST_ENCODES, _MOST_ENCODES_WITH_SHRINKING = 5, 20
_SEARCH_BYTES = 30 * _MEGABYTE
_SLOW = 20


class Cost(Struct, frozen=True, kw_only=True):
    """`peak_bytes` of memory beside the process itself, `cpu_seconds` on a slow machine."""

    peak_bytes: int
    cpu_seconds: float


def estimate(plan: Plan) -> Cost:
    """The most that decoding the pictures that are used, scaling each and encoding them for the goal will take."""
    facts, goal, frames = plan.facts, plan.goal, plan.frames
    reader, stored, made = CODECS[facts.format].reader, facts.width * facts.height, plan.width * plan.height
    if plan.method is not Method.ENCODE:
        seconds = frames * stored * (reader.seconds if plan.method is Method.COPY else _REPACKER_SECONDS)
        return _cost(3 * facts.bytes + _REPACKER_BYTES * stored, seconds)
    pixel, writer = _pixel_bytes(facts, deep=plan.deep_bits is not None), CODECS[plan.format].writer
    picture = made * pixel
    alpha = writer.alpha_bytes if facts.alpha else 0
    encoding = 2 * picture + made * (writer.bytes + alpha)
    several = (frames - 1) * made * 2 + min(frames * picture, _KEPT_FRAMES) if frames > 1 else 0
    is_search = plan.fewer_colors or not isinstance(goal, Quality | Lossless)
    encodes = _MOST_ENCODES if is_search else 1
    encodes = _MOST_ENCODES_WITH_SHRINKING if isinstance(goal, MaxBytes) and goal.shrink else encodes
    seconds = stored * reader.seconds + made * writer.seconds
    memory = 2 * facts.bytes + max(_decoding(plan, pixel), encoding) + several + (_SEARCH_BYTES if is_search else 0)
    return _cost(memory, frames * encodes * seconds)


def _cost(memory: int, pixel_seconds: float) -> Cost:
    return Cost(peak_bytes=_ALWAYS + memory, cpu_seconds=10 + _SLOW * pixel_seconds / _MEGABYTE)


def _decoding(plan: Plan, pixel: int) -> int:
    """The stored picture, the copy that is scaled across and not yet down, and the result, of `pixel` bytes a pixel."""
    reader = CODECS[plan.facts.format].reader
    facts, stored, made = plan.facts, plan.facts.width * plan.facts.height, plan.width * plan.height
    if reader.deep_bytes and facts.bits > 8:
        return stored * max(pixel, reader.deep_bytes) + made * pixel
    decoded = stored * pixel // _shrink_on_load(plan) ** 2 * reader.copies
    scaled = ceil(decoded * min(1.0, plan.whole[0] / plan.view[0])) + made * pixel
    if reader.scales:
        coefficients = stored * reader.progressive_bytes if facts.progressive else 0
        return coefficients + decoded + max(decoded, scaled)
    return decoded + scaled


def _pixel_bytes(facts: Facts, *, deep: bool) -> int:
    if facts.model in {ColorModel.GREY, ColorModel.BILEVEL, ColorModel.PALETTE} and not facts.alpha:
        return ceil(facts.bits / 8)
    compared = CODECS[facts.format].reader.clear_color_bytes if facts.bits > 8 and facts.hard_edges else 0
    return _DEEP_BYTES if deep else max(4, compared)


def _shrink_on_load(plan: Plan) -> int:
    if not CODECS[plan.facts.format].reader.scales:
        return 1
    room = min(plan.view[0] // plan.whole[0], plan.view[1] // plan.whole[1])
    return max(scale for scale in (1, 2, 4, 8) if scale <= max(1, room))
