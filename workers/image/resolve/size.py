"""How many pixels the output gets: never enlarged unless asked, never below one."""

from math import floor
from typing import assert_never

from msgspec import Struct

from workers.facts import Crop
from workers.plan import Reason
from workers.recipe import AsItIs, Box, Fit, LongEdge, Percent, ShortEdge, Size


class Sized(Struct, frozen=True, kw_only=True):
    """The output's pixels, the part of the upright source that fills them (None: all of it), and why."""

    width: int
    height: int
    crop: Crop | None
    fit: Fit
    reason: Reason


def resolve_size(width: int, height: int, size: Size, *, enlarge: bool, max_side: int) -> Sized:
    """Fit an upright picture of `width` x `height` pixels to what was asked and to the longest side the target holds."""
    sized = _asked(width, height, size, enlarge=enlarge)
    longest = max(sized.width, sized.height)
    if longest <= max_side:
        return sized
    scale = max_side / longest
    return Sized(
        width=_scaled(sized.width, scale),
        height=_scaled(sized.height, scale),
        crop=sized.crop,
        fit=sized.fit,
        reason=Reason.TARGET_CANNOT_HOLD,
    )


def _asked(width: int, height: int, size: Size, *, enlarge: bool) -> Sized:
    match size:
        case AsItIs():
            return _plain(width, height, Reason.SAME_AS_SOURCE)
        case LongEdge(px):
            return _uniform(width, height, px / max(width, height), enlarge=enlarge)
        case ShortEdge(px):
            return _uniform(width, height, px / min(width, height), enlarge=enlarge)
        case Percent(percent):
            return _uniform(width, height, percent / 100, enlarge=enlarge)
        case Box():
            return _boxed(width, height, size, enlarge=enlarge)
        case _:
            assert_never(size)


def _boxed(width: int, height: int, box: Box, *, enlarge: bool) -> Sized:
    if box.width is None or box.height is None:
        scale = box.width / width if box.width is not None else (box.height or height) / height
        return _uniform(width, height, scale, enlarge=enlarge)
    across, down = box.width / width, box.height / height
    match box.fit:
        case Fit.INSIDE:
            return _uniform(width, height, min(across, down), enlarge=enlarge)
        case Fit.COVER:
            return _covering(width, height, box.width, box.height, enlarge=enlarge)
        case Fit.EXACT:
            return _exact(width, height, box.width, box.height, enlarge=enlarge)
        case _:
            assert_never(box.fit)


def _uniform(width: int, height: int, scale: float, *, enlarge: bool) -> Sized:
    if scale > 1 and not enlarge:
        return _plain(width, height, Reason.NEVER_ENLARGED)
    return _plain(_scaled(width, scale), _scaled(height, scale), Reason.ASKED)


def _covering(width: int, height: int, box_width: int, box_height: int, *, enlarge: bool) -> Sized:
    # A picture smaller than the box is cut to the box's shape, at its own resolution.
    shrink = min(1.0, width / box_width, height / box_height)
    reason = Reason.ASKED
    if shrink < 1 and not enlarge:
        box_width, box_height = _scaled(box_width, shrink), _scaled(box_height, shrink)
        reason = Reason.NEVER_ENLARGED
    scale = max(box_width / width, box_height / height)
    used_width = min(width, max(1, round(box_width / scale)))
    used_height = min(height, max(1, round(box_height / scale)))
    crop = None
    if (used_width, used_height) != (width, height):
        crop = Crop(
            left=(width - used_width) // 2, top=(height - used_height) // 2, width=used_width, height=used_height
        )
    return Sized(width=box_width, height=box_height, crop=crop, fit=Fit.COVER, reason=reason)


def _exact(width: int, height: int, box_width: int, box_height: int, *, enlarge: bool) -> Sized:
    if not enlarge and (box_width > width or box_height > height):
        shrink = min(1.0, width / box_width, height / box_height)
        box_width, box_height = _scaled(box_width, shrink), _scaled(box_height, shrink)
        return Sized(width=box_width, height=box_height, crop=None, fit=Fit.EXACT, reason=Reason.NEVER_ENLARGED)
    return Sized(width=box_width, height=box_height, crop=None, fit=Fit.EXACT, reason=Reason.ASKED)


def _plain(width: int, height: int, reason: Reason) -> Sized:
    return Sized(width=width, height=height, crop=None, fit=Fit.INSIDE, reason=reason)


def _scaled(side: int, scale: float) -> int:
    return max(1, floor(side * scale + 0.5))
