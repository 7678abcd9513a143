"""Choose the quality that looks the same, from small parts of the picture."""

from collections.abc import Callable
from functools import cache
from io import BytesIO

from PIL import Image

from workers.image.decode.opening import open_image
from workers.image.formats.codec import Codec
from workers.image.formats.encoder import Curve
from workers.image.formats.registry import QUALITY_SCALE
from workers.image.goals.sample import samples
from workers.image.goals.search import Looking, lowest_reaching, value
from workers.image.pixels.modes import in_mode

MARGIN = 1.8
"""Points to aim higher, so that a picture of which the parts flatter still reaches what was asked."""


def quality_for(
    target: float, image: Image.Image, encode: Callable[[Image.Image, int], bytes], codec: Codec
) -> Looking:
    """The lowest quality of the format whose expected SSIMULACRA 2 score of `image` is at least `target`.

    It is scored on parts; those come in the order of how busy they are, and a glance is one at each third of them.
    """
    from workers.image.goals.score import Errors, Reference, score_of  # noqa: PLC0415 - numpy only where a score is wanted

    parts = samples(image)
    groups = [parts[1::3], parts[::3] + parts[2::3]] if len(parts) > 1 else [parts]
    references = [Reference([comparable(part) for part in group]) for group in groups]

    @cache
    def errors(group: int, quality: int) -> Errors:
        return references[group].errors([_decoded(encode(part, quality), codec) for part in groups[group]])

    return lowest_reaching(
        target + MARGIN,
        lambda quality: score_of(*(errors(group, quality) for group in range(len(groups)))),
        _curve(codec),
        glance=lambda quality: score_of(errors(0, quality)),
    )


def score_of_quality(quality: int) -> float:
    """The score that a JPEG of this quality usually has, the scale for formats without one of their own."""
    return value(_curve(QUALITY_SCALE), quality)


def _curve(codec: Codec) -> Curve:
    if codec.writer.curve is None:
        raise ValueError(f"{codec.format} has no quality of its own")
    return codec.writer.curve


def _decoded(data: bytes, codec: Codec) -> Image.Image:
    with open_image(BytesIO(data), codec) as image:
        return comparable(image)


def comparable(image: Image.Image) -> Image.Image:
    """The picture in a mode that can be scored."""
    return in_mode(image, ("L", "RGB", "RGBA"))
