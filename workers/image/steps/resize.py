"""Cut out the part of a picture that the plan names, and scale it."""

from msgspec.structs import replace

from workers.formats import SPECS
from workers.image.frames import Frame
from workers.image.pixels.crop import crop_box
from workers.image.pixels.orientation import stored_crop, stored_size
from workers.image.pixels.resize import resize
from workers.image.resolve.crop import resolve_shape
from workers.image.resolve.size import Sized
from workers.plan import Plan, Reason


def crop_and_resize(frame: Frame, plan: Plan) -> Frame:
    """The part of the picture at the output's size, still lying as its pixels are stored.

    A further page of another size than the first gets one of its own.
    """
    pixels, turned = frame.pixels, frame.orientation
    upright = stored_size(*pixels.size, turned)
    sized = Sized(width=plan.width, height=plan.height, crop=plan.crop, fit=plan.fit, reason=Reason.ASKED)
    if plan.facts.pages > 1 and upright != plan.view:
        most = SPECS[plan.format].max_side
        sized = resolve_shape(*upright, plan.area, plan.size, enlarge=plan.enlarge, max_side=most)
    else:
        upright = plan.view  # a decoder may give fewer pixels than these
    width, height = stored_size(sized.width, sized.height, turned)
    if sized.crop is None:
        return replace(frame, pixels=resize(pixels, width, height))
    crop = stored_crop(sized.crop, *upright, turned)
    box = crop_box(pixels.size, crop, *stored_size(*upright, turned))
    return replace(frame, pixels=resize(pixels, width, height, box))
