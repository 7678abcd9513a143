"""A gain map goes the way of its picture: turned and cut like it. It is laid over the picture whatever size either has."""

from PIL import Image

from workers.binary.source import damaged
from workers.image.decode.opening import reading
from workers.image.formats.registry import CODECS
from workers.image.metadata.bundle import Bundle, GainMap
from workers.image.metadata.gain_map import with_gain_map
from workers.image.pixels.crop import crop_box
from workers.image.pixels.orientation import orient
from workers.image.pixels.resize import resize
from workers.plan import Method, Plan
from workers.recipe import Fit


def follow(bundle: Bundle, plan: Plan) -> Bundle:
    """The bundle with its gain map turned and cut as the plan does it to the picture.

    Raises Failure where the map cannot be decoded or has more pixels than the picture.
    """
    moves = plan.turns or plan.crop is not None or plan.fit is Fit.EXACT
    remake = CODECS[plan.facts.format].metadata.remake_gain_map
    if bundle.gain_map is None or remake is None or not moves or plan.method is not Method.ENCODE:
        return bundle
    with reading(plan.peak_bytes):
        image = remake(bundle.gain_map.image, lambda image: _turned_and_cut(image, plan))
        return with_gain_map(bundle, GainMap(image=image, iso=bundle.gain_map.iso))


def _turned_and_cut(image: Image.Image, plan: Plan) -> Image.Image:
    if image.width * image.height > plan.facts.width * plan.facts.height:
        raise damaged(f"a gain map of {image.width}x{image.height}")
    return _cut(orient(image, plan.orientation), plan)


def _cut(image: Image.Image, plan: Plan) -> Image.Image:
    """In the shape of the output, with as many pixels as the map has there."""
    if plan.crop is None and plan.fit is not Fit.EXACT:
        return image
    whole = (0.0, 0.0, float(image.width), float(image.height))
    box = crop_box(image.size, plan.crop, *plan.view) if plan.crop else whole
    across = max(1, round(box[2] - box[0]))
    return resize(image, across, max(1, round(across * plan.height / plan.width)), box)
