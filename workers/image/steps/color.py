"""Bring a picture into the plan's colours."""

from msgspec.structs import replace

from workers.image.color.srgb import to_srgb
from workers.image.formats.registry import CODECS
from workers.image.frames import Frame
from workers.plan import Loss, Plan

_GREY = frozenset({"1", "L", "LA", "I;16"})


def convert_colors(frame: Frame, plan: Plan) -> Frame:
    """The picture in sRGB where that is planned; else with its own profile, as far as the target has a place for it."""
    if plan.to_srgb or _is_only_now_known(frame, plan):
        pixels, profile = to_srgb(frame.pixels, frame.profile)
        return replace(frame, pixels=pixels, profile=profile)
    return replace(frame, profile=None) if Loss.PROFILE in plan.losses else frame


def _is_only_now_known(frame: Frame, plan: Plan) -> bool:
    """Whether a grey picture has a profile that its header did not tell, as in JPEG XL, and the target has no place for it."""
    is_untold = frame.profile is not None and plan.facts.profile is None
    return is_untold and frame.pixels.mode in _GREY and not CODECS[plan.format].writer.stores_grey
