"""What happens to a picture's pixels between decoding and encoding, one file and one function a step."""

from PIL import Image

from workers.formats import SPECS
from workers.image.decode.picture import fits
from workers.image.frames import QUARTER, Frame
from workers.image.resolve.colors import COLOURS_ONLY
from workers.image.resolve.size import Sized, resolve_size
from workers.image.steps.color import to_srgb
from workers.image.steps.crop import crop_box
from workers.image.steps.flatten import flatten
from workers.image.steps.orient import orient, stored_crop, stored_size
from workers.image.steps.resize import resize
from workers.plan import Loss, Plan, Reason


def finish(frame: Frame, plan: Plan) -> Frame:
    """The picture as the encoder gets it: scaled, upright, in the plan's colours, flattened.

    Scaling comes first, since the fewer pixels are turned and converted the better; the result is the same.
    """
    image, profile = _scale(frame, plan), frame.profile
    image = orient(image, frame.orientation)
    dpi = frame.dpi[::-1] if frame.dpi and frame.orientation >= QUARTER else frame.dpi
    if plan.to_srgb or _is_only_now_known(profile, image, plan):
        image, profile = to_srgb(image, profile)
    elif Loss.PROFILE in plan.losses:
        profile = None
    if plan.background is not None:
        image = flatten(image, plan.background)
    return Frame(
        image=image,
        duration_ms=frame.duration_ms,
        profile=profile if profile and fits(profile, image.mode) else None,
        dpi=dpi,
    )


def _is_only_now_known(profile: bytes | None, image: Image.Image, plan: Plan) -> bool:
    """Whether a grey picture has a profile that its header did not tell, as in JPEG XL, and the target has no place for it."""
    is_grey = image.mode in {"1", "L", "LA", "I;16"}
    return bool(profile) and plan.facts.profile is None and is_grey and plan.format in COLOURS_ONLY


def _scale(frame: Frame, plan: Plan) -> Image.Image:
    image, turned = frame.image, frame.orientation
    upright = stored_size(image.width, image.height, turned)
    facts = plan.facts
    sized = Sized(width=plan.width, height=plan.height, crop=plan.crop, fit=plan.fit, reason=Reason.ASKED)
    if facts.pages > 1 and upright != (facts.width, facts.height):
        sized = resolve_size(*upright, plan.size, enlarge=plan.enlarge, max_side=SPECS[plan.format].max_side)
    else:
        upright = (facts.width, facts.height)
    width, height = stored_size(sized.width, sized.height, turned)
    if sized.crop is None:
        return resize(image, width, height)
    crop = stored_crop(sized.crop, *upright, turned)
    return resize(image, width, height, crop_box(image, crop, *stored_size(*upright, turned)))
