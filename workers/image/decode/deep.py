"""Decode a picture of more than 8 bits a channel, which Pillow would cut down, with libvips."""

from io import BytesIO
from typing import Any, BinaryIO

import pi_heif

from workers.binary import tiff
from workers.binary.source import ByteSource, unsupported
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.facts import ColorModel, Facts
from workers.formats import Format
from workers.image.formats.heif import container as heif
from workers.image.formats.png import apng
from workers.image.formats.tiff.page import page_of
from workers.image.formats.tiff.pages import places
from workers.image.frames import Frame
from workers.image.pixels.deep import WHITE, DeepImage, called_damage
from workers.image.pixels.libvips import vips
from workers.image.pixels.orientation import stored_size

_STUDIO_BLACK, _STUDIO_SPAN = 16, 219
_LOADERS = {Format.PNG: "pngload_buffer", Format.AVIF: "heifload_buffer"}
# libheif turns the picture itself.
_TURNED = frozenset({Format.AVIF, Format.HEIC})
_HEIC_BANDS = {"RGB;16": 3, "RGBA;16": 4, "RGBa;16": 4}


def deep_frame(source: BinaryIO, facts: Facts) -> Frame:
    """The picture as 16-bit channels. Raises Failure; what is wrong behind the header only when the pixels are computed."""
    orientation = 1 if facts.format in _TURNED else facts.orientation
    with called_damage(facts.format):
        pixels = DeepImage.of_numbers(_loaded(source, facts))
    if stored_size(*pixels.size, orientation) != (facts.width, facts.height):
        raise Failure(ErrorCode.DAMAGED, FailureFacts(detail=f"{pixels.width} x {pixels.height} pixels"))
    return Frame(pixels=pixels, orientation=orientation)


def _loaded(source: BinaryIO, facts: Facts) -> Any:  # noqa: ANN401 - a picture of libvips, which has no types
    if facts.format is Format.TIFF:
        return _tiff(source)
    shown = apng.shown(source) if facts.format is Format.PNG else source
    shown.seek(0)
    data = shown.read()
    is_heic = facts.format is Format.HEIC
    image = _heic(data) if is_heic else getattr(vips().Image, _LOADERS[facts.format])(data, fail_on="warning")
    if facts.format in {Format.AVIF, Format.HEIC}:
        # The loaders move 10 or 12 bits up; white is to be white.
        top = (2**facts.bits - 1) << (16 - facts.bits)
        image = (image * (WHITE / top)).cast("ushort")
    if facts.model is ColorModel.GREY and image.bands > 2:
        shade = _in_full_range(image[0], data, facts)
        image = shade.bandjoin(image[image.bands - 1]) if image.hasalpha() else shade
    image = image.copy()
    for name in image.get_fields():
        if name.startswith(("exif-", "xmp-", "iptc-", "photoshop-")) or name in {"icc-profile-data", "orientation"}:
            image.remove(name)
    return image


def _in_full_range(shade: Any, data: bytes, facts: Facts) -> Any:  # noqa: ANN401
    """Grey from black to white: libheif leaves that of an AVIF between 16 and 235 of 255 where it is stored so (H.273, 8.3)."""
    if facts.format is not Format.AVIF or heif.pictures(ByteSource.of(data)).full_range:
        return shade
    return ((shade * (255 / WHITE) - _STUDIO_BLACK) * (WHITE / _STUDIO_SPAN)).rint().cast("ushort")


def _tiff(source: BinaryIO) -> Any:  # noqa: ANN401
    """By our own reader, as at 8 bits: libvips knows neither tiles in planes nor channels beside the colours."""
    file = ByteSource(source)
    place = places(file)[0]
    from workers.image.decode.tiff_shades import Reading  # noqa: PLC0415 - needs numpy, for few files

    reading = Reading(file, page_of(file, tiff.header(file), place.found, place.index))
    reading.read()
    shades = reading.deep()
    height, width, bands = shades.shape
    return vips().Image.new_from_memory(shades, width, height, bands, "ushort")


def _heic(data: bytes) -> Any:  # noqa: ANN401
    file = pi_heif.open_heif(BytesIO(data), convert_hdr_to_8bit=False)
    picture = file[file.primary_index]
    bands = _HEIC_BANDS.get(picture.mode)
    if bands is None:
        raise unsupported(f"a HEIC of {picture.mode}")
    (width, height), across = picture.size, picture.stride // 2
    # A copy: the plugin's own memory goes with its picture, and libvips reads later.
    lines = vips().Image.new_from_memory(bytes(picture.data), across, height, 1, "ushort")
    image = lines.extract_area(0, 0, width * bands, height).bandfold(factor=bands)
    return image.unpremultiply(max_alpha=WHITE) if picture.mode == "RGBa;16" else image
