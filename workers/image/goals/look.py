"""Choose the quality that looks the same, from small parts of the picture."""

from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO

from PIL import Image

from workers.formats import Format
from workers.image.decode.opening import open_image
from workers.image.formats.registry import CODECS
from workers.image.goals.sample import samples
from workers.image.goals.search import Curve, Looking, lowest_reaching, value
from workers.image.pixels.modes import in_mode

MARGIN = 1.8
"""Points to aim higher, so that a picture of which the parts flatter still reaches what was asked."""

# Median SSIMULACRA 2 of photographs at each quality, measured with the encoders of this package.
CURVES: Mapping[Format, Curve] = {
    Format.JPEG: ((20, 29), (35, 55), (50, 66), (62, 71), (70, 76), (76, 79), (80, 81), (84, 83), (90, 86), (96, 90)),
    Format.WEBP: ((20, 40), (40, 55), (55, 61), (65, 65), (75, 69), (80, 73), (85, 78), (90, 82), (95, 87), (98, 89)),
    Format.AVIF: ((25, 30), (40, 56), (50, 67), (60, 75), (68, 79), (75, 82), (80, 84), (85, 85), (90, 87), (95, 89)),
    Format.HEIC: ((25, 43), (40, 68), (50, 79), (60, 85), (70, 90), (80, 92)),
    Format.JXL: ((40, 59), (60, 68), (70, 74), (78, 78), (84, 82), (88, 85), (92, 88), (95, 91)),
}


def quality_for(
    target: float, image: Image.Image, encode: Callable[[Image.Image, int], bytes], container: Format
) -> Looking:
    """The lowest quality of `container` whose expected SSIMULACRA 2 score of `image` is at least `target`.

    It is scored on parts; those come in the order of how busy they are, and a glance is one at each third of them.
    """
    from workers.image.goals.score import Errors, Reference, score_of  # noqa: PLC0415 - numpy only where a score is wanted

    parts = samples(image)
    groups = [parts[1::3], parts[::3] + parts[2::3]] if len(parts) > 1 else [parts]
    references = [Reference([comparable(part) for part in group]) for group in groups]

    @cache
    def errors(group: int, quality: int) -> Errors:
        return references[group].errors([_decoded(encode(part, quality), container) for part in groups[group]])

    return lowest_reaching(
        target + MARGIN,
        lambda quality: score_of(*(errors(group, quality) for group in range(len(groups)))),
        CURVES[container],
        glance=lambda quality: score_of(errors(0, quality)),
    )


def score_of_quality(quality: int) -> float:
    """The score that a JPEG of this quality usually has, the scale for formats without one of their own."""
    return value(CURVES[Format.JPEG], quality)


def _decoded(data: bytes, container: Format) -> Image.Image:
    with open_image(BytesIO(data), CODECS[container]) as image:
        return comparable(image)


def comparable(image: Image.Image) -> Image.Image:
    """The picture in a mode that can be scored."""
    return in_mode(image, ("L", "RGB", "RGBA"))
