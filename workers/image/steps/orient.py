"""Turn a picture upright."""

from msgspec.structs import replace

from workers.facts import FIRST_ON_ITS_SIDE
from workers.image.frames import Frame
from workers.image.pixels.orientation import orient
from workers.plan import Plan


def turn_upright(frame: Frame, _plan: Plan) -> Frame:
    """The picture as it is to be seen; across and down may change places."""
    dpi = frame.dpi[::-1] if frame.dpi and frame.orientation >= FIRST_ON_ITS_SIDE else frame.dpi
    return replace(frame, pixels=orient(frame.pixels, frame.orientation), orientation=1, dpi=dpi)
