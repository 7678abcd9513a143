"""Put a transparent picture on the plan's background."""

from msgspec.structs import replace

from workers.image.color.fitting import fitting
from workers.image.frames import Frame
from workers.image.pixels.flatten import flatten
from workers.plan import Plan


def lay_on_background(frame: Frame, plan: Plan) -> Frame:
    """The picture without transparency, where that is planned; grey on a colour needs another profile, and has none."""
    if plan.background is None:
        return frame
    pixels = flatten(frame.pixels, plan.background)
    return replace(frame, pixels=pixels, profile=fitting(frame.profile, pixels.mode))
