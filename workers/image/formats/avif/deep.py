"""An AVIF of 10 or 12 bits a channel, by libvips."""

from typing import Any, BinaryIO

from workers.binary.source import ByteSource
from workers.facts import ColorModel, Facts
from workers.image.formats.heif import container as heif
from workers.image.formats.heif.deep import to_white
from workers.image.pixels.deep import WHITE, DeepImage, bare
from workers.image.pixels.libvips import vips

_STUDIO_BLACK, _STUDIO_SPAN = 16, 219


def open_deep(source: BinaryIO, facts: Facts) -> DeepImage:
    """The primary picture, upright."""
    source.seek(0)
    data = source.read()
    image = to_white(vips().Image.heifload_buffer(data, fail_on="warning"), facts)
    if facts.model is ColorModel.GREY and image.bands > 2:
        shade = _in_full_range(image[0], data)
        image = shade.bandjoin(image[image.bands - 1]) if image.hasalpha() else shade
    return DeepImage.of_numbers(bare(image))


def _in_full_range(shade: Any, data: bytes) -> Any:  # noqa: ANN401 - a picture of libvips, which has no types
    """Grey from black to white: libheif leaves it between 16 and 235 of 255 where it is stored so (H.273, 8.3)."""
    if heif.pictures(ByteSource.of(data)).full_range:
        return shade
    return ((shade * (255 / WHITE) - _STUDIO_BLACK) * (WHITE / _STUDIO_SPAN)).rint().cast("ushort")
