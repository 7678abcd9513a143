"""A gain map goes the way of its picture: turned and cut like it. It is laid over the picture whatever size either has."""

from io import BytesIO

from PIL import Image

from workers.binary.source import ByteSource, damaged
from workers.formats import Format
from workers.image.decode.opening import open_image, reading
from workers.image.formats.jpeg import container as jpeg
from workers.image.formats.registry import CODECS
from workers.image.metadata.bundle import Bundle, GainMap
from workers.image.metadata.gain_map import with_gain_map
from workers.image.pixels.crop import crop_box
from workers.image.pixels.orientation import orient
from workers.image.pixels.resize import resize
from workers.plan import Method, Plan
from workers.recipe import Fit

_QUALITY = 95
# What Pillow writes anew: JFIF and Adobe.
_OF_THE_CODEC = frozenset({jpeg.APP0, 0xEE})


def follow(bundle: Bundle, plan: Plan) -> Bundle:
    """The bundle with its gain map turned and cut as the plan does it to the picture.

    Raises Failure where the map cannot be decoded or has more pixels than the picture.
    """
    moves = plan.turns or plan.crop is not None or plan.fit is Fit.EXACT
    if bundle.gain_map is None or not moves or plan.method is not Method.ENCODE:
        return bundle
    with reading(plan.peak_bytes):
        image = _made(bundle.gain_map.image, plan)
        return with_gain_map(bundle, GainMap(image=image, iso=bundle.gain_map.iso))


def _made(data: bytes, plan: Plan) -> bytes:
    with open_image(BytesIO(data), CODECS[Format.JPEG]) as image:
        if image.width * image.height > plan.facts.width * plan.facts.height:
            raise damaged(f"a gain map of {image.width}x{image.height}")
        made = _cut(orient(image, plan.orientation), plan)
    sink = BytesIO()
    made.save(sink, "JPEG", quality=_QUALITY, subsampling="4:4:4", optimize=True)
    return _with_own_words(sink.getvalue(), ByteSource.of(data))


def _cut(image: Image.Image, plan: Plan) -> Image.Image:
    """In the shape of the output, with as many pixels as the map has there."""
    if plan.crop is None and plan.fit is not Fit.EXACT:
        return image
    whole = (0.0, 0.0, float(image.width), float(image.height))
    box = crop_box(image.size, plan.crop, *plan.view) if plan.crop else whole
    across = max(1, round(box[2] - box[0]))
    return resize(image, across, max(1, round(across * plan.height / plan.width)), box)


def _with_own_words(encoded: bytes, source: ByteSource) -> bytes:
    """The new JPEG with what the old one said of itself: how bright it makes the picture stands there."""
    segments = (one for one in jpeg.segments(source) if 0xE0 <= one.marker <= 0xEF or one.marker == jpeg.COM)
    kept = b"".join(
        jpeg.spell(one.marker, source.at(one.data_at, one.size)) for one in segments if one.marker not in _OF_THE_CODEC
    )
    behind = next(jpeg.segments(ByteSource.of(encoded))).end  # the JFIF header, always the first
    return encoded[:behind] + kept + encoded[behind:]
