"""Turn or mirror a picture as the recipe asks."""

from msgspec.structs import replace

from workers.image.frames import Frame
from workers.image.pixels.orientation import then
from workers.plan import Plan


def rotate(frame: Frame, plan: Plan) -> Frame:
    """The picture with that turn on top of its own, still to be made: a later step makes both at once."""
    return replace(frame, orientation=then(frame.orientation, plan.rotate.orientation))
