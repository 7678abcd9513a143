"""What making an output takes of memory and time, from pixels, channels, frames and format."""

from dataclasses import dataclass
from math import ceil

from workers.formats import Format
from workers.plan import ColorModel, Facts, Method

_MEGABYTE = 1_000_000
_ALWAYS = 20 * _MEGABYTE
# Bytes a pixel that an encoder needs beside the picture itself, and seconds it takes for a million pixels on a slow machine.
_ENCODER_BYTES = {Format.JPEG: 8, Format.PNG: 10, Format.WEBP: 16, Format.AVIF: 40, Format.HEIC: 30, Format.JXL: 50}
_ENCODER_SECONDS = {Format.PNG: 3.0, Format.WEBP: 2.5, Format.AVIF: 6.0, Format.HEIC: 6.0, Format.JXL: 6.0}
_PROGRESSIVE_BYTES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """`peak_bytes` of memory beside the process itself, `cpu_seconds` on a slow machine."""

    peak_bytes: int
    cpu_seconds: float


def estimate(facts: Facts, method: Method, target: Format, size: tuple[int, int], frames: int) -> Cost:
    """The most that decoding `frames` pictures, scaling each to `size` and encoding them will take."""
    width, height = size
    stored, made = facts.width * facts.height, width * height
    if method is Method.COPY:
        return Cost(peak_bytes=_ALWAYS + 2 * facts.bytes, cpu_seconds=5.0)
    if method is Method.REPACK:
        return Cost(peak_bytes=_ALWAYS + 4 * facts.bytes + 14 * stored, cpu_seconds=10 + stored / _MEGABYTE * 20)
    decoded = stored * _pixel_bytes(facts) // _shrink_on_load(facts, width, height) ** 2
    if facts.progressive:
        decoded += stored * _PROGRESSIVE_BYTES
    picture = made * _pixel_bytes(facts)
    # The stored picture and, while scaling, its half-scaled copy; two canvases of an animation.
    working = decoded * (2 if stored != made else 1) + picture * (3 if frames > 1 else 2)
    outputs = made * 2 * (frames - 1)
    peak = _ALWAYS + 2 * facts.bytes + working + made * _ENCODER_BYTES.get(target, 8) + outputs
    seconds = frames * (stored * 0.4 + made * _ENCODER_SECONDS.get(target, 1.0)) / _MEGABYTE
    return Cost(peak_bytes=peak, cpu_seconds=10 + 4 * seconds)


def _pixel_bytes(facts: Facts) -> int:
    if facts.model in {ColorModel.GREY, ColorModel.BILEVEL, ColorModel.PALETTE} and not facts.alpha:
        return ceil(facts.bits / 8)
    return 4


def _shrink_on_load(facts: Facts, width: int, height: int) -> int:
    if facts.format is not Format.JPEG:
        return 1
    room = min(facts.width // max(1, width), facts.height // max(1, height))
    return max(scale for scale in (1, 2, 4, 8) if scale <= max(1, room))
