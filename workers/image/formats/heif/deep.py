"""A HEIC of 10 or 12 bits a channel, by libheif."""

from io import BytesIO
from typing import Any, BinaryIO

from workers.binary.source import unsupported
from workers.facts import Facts
from workers.image.pixels.deep import WHITE, DeepImage
from workers.image.pixels.libvips import vips

_BANDS = {"RGB;16": 3, "RGBA;16": 4, "RGBa;16": 4}


def open_deep(source: BinaryIO, facts: Facts) -> DeepImage:
    """The primary picture, upright."""
    source.seek(0)
    return DeepImage.of_numbers(to_white(_primary(source.read()), facts))


def to_white(image: Any, facts: Facts) -> Any:  # noqa: ANN401 - a picture of libvips, which has no types
    """The decoders of HEIC and AVIF move 10 or 12 bits up; white is to be white."""
    top = (2**facts.bits - 1) << (16 - facts.bits)
    return (image * (WHITE / top)).cast("ushort")


def _primary(data: bytes) -> Any:  # noqa: ANN401
    import pi_heif  # noqa: PLC0415 - loads a decoder that most files do not need

    file = pi_heif.open_heif(BytesIO(data), convert_hdr_to_8bit=False)
    picture = file[file.primary_index]
    bands = _BANDS.get(picture.mode)
    if bands is None:
        raise unsupported(f"a HEIC of {picture.mode}")
    (width, height), across = picture.size, picture.stride // 2
    # A copy: the plugin's own memory goes with its picture, and libvips reads later.
    lines = vips().Image.new_from_memory(bytes(picture.data), across, height, 1, "ushort")
    image = lines.extract_area(0, 0, width * bands, height).bandfold(factor=bands)
    return image.unpremultiply(max_alpha=WHITE) if picture.mode == "RGBa;16" else image
