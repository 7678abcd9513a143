"""Have libvips do what the steps asked of it."""

from msgspec.structs import replace

from workers.image.frames import Frame
from workers.image.pixels.deep import DeepImage, called_damage
from workers.plan import Plan


def compute(frame: Frame, plan: Plan) -> Frame:
    """The picture with its pixels in memory: libvips decodes only now. Raises Failure DAMAGED where it cannot."""
    if not isinstance(frame.pixels, DeepImage):
        return frame
    with called_damage(plan.facts.format):
        return replace(frame, pixels=frame.pixels.computed())
