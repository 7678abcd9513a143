"""The second pixel path: decode a picture of more than 8 bits a channel with libvips, and do to it what the plan asks for."""

from io import BytesIO
from typing import Any, BinaryIO

import pi_heif
from PIL import Image

from workers.binary import tiff
from workers.binary.source import ByteSource, unsupported
from workers.errors import ErrorCode, Failure, FailureFacts
from workers.facts import ColorModel, Facts
from workers.formats import Format
from workers.image.containers import apng, heif
from workers.image.containers.damage import damage
from workers.image.containers.tiff_page import page_of
from workers.image.containers.tiff_pages import places
from workers.image.decode.opening import reading
from workers.image.decode.picture import fits
from workers.image.frames import Frame
from workers.image.libvips import vips
from workers.image.steps.color import srgb_profile
from workers.image.steps.orient import stored_size
from workers.plan import Plan

WHITE = 65_535
_STUDIO_BLACK, _STUDIO_SPAN = 16, 219
_LOADERS = {Format.PNG: "pngload_buffer", Format.AVIF: "heifload_buffer"}
# libheif turns the picture itself.
_TURNED = frozenset({Format.AVIF, Format.HEIC})
_HEIC_BANDS = {"RGB;16": 3, "RGBA;16": 4, "RGBa;16": 4}
_MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}
# EXIF 2.32, tag 274: the flip that comes first, and the turn clockwise that follows it, to undo each orientation.
_UPRIGHT = {
    2: ("horizontal", 0), 3: (None, 180), 4: ("vertical", 0), 5: ("horizontal", 270),
    6: (None, 90), 7: ("horizontal", 90), 8: (None, 270),
}  # fmt: skip


def deep_picture(source: BinaryIO, plan: Plan, profile: bytes | None) -> Frame:
    """The finished picture as 16-bit channels in `Frame.deep`, and at 8 bits in `Frame.image`, for what only looks at it.

    `profile` is what its numbers are in. Raises Failure.
    """
    try:
        with reading(plan.peak_bytes):
            broken = damage(source, plan.facts.format)
            if broken is not None:
                raise broken
            image = _finished(_loaded(source, plan.facts), plan)
        image, profile = _in_colors(image, plan, profile)
        if plan.background is not None and image.hasalpha():
            image = _flat(image, plan.background)
        image = image.copy_memory()
        return Frame(image=_preview(image), deep=image, profile=_fitting(profile, image))
    except vips().Error as error:
        facts = FailureFacts(format=plan.facts.format, detail=str(error)[:300])
        raise Failure(ErrorCode.DAMAGED, facts) from error


def scaled(image: Any, width: int, height: int) -> Any:  # noqa: ANN401 - a picture of libvips, which has no types
    """The picture at `width` x `height` pixels, by Lanczos; what is transparent lends no colour."""
    if (image.width, image.height) == (width, height):
        return image
    across, down = width / image.width, height / image.height
    if not image.hasalpha():
        return image.resize(across, vscale=down).cast("ushort")
    mixed = image.premultiply(max_alpha=WHITE).resize(across, vscale=down)
    return mixed.unpremultiply(max_alpha=WHITE).rint().cast("ushort").copy(interpretation=image.interpretation)


def _loaded(source: BinaryIO, facts: Facts) -> Any:  # noqa: ANN401
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
    grey = facts.model is ColorModel.GREY
    if grey and image.bands > 2:
        shade = _in_full_range(image[0], data, facts)
        image = shade.bandjoin(image[image.bands - 1]) if image.hasalpha() else shade
    image = image.cast("ushort").copy(interpretation="grey16" if grey else "rgb16")
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
    image = vips().Image.new_from_memory(shades, width, height, bands, "ushort")
    return image.copy(interpretation="grey16" if bands <= 2 else "rgb16")


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


def _finished(image: Any, plan: Plan) -> Any:  # noqa: ANN401
    facts = plan.facts
    orientation = 1 if facts.format in _TURNED else facts.orientation
    expected = (facts.width, facts.height)
    if stored_size(image.width, image.height, orientation) != expected:
        raise Failure(ErrorCode.DAMAGED, FailureFacts(detail=f"{image.width} x {image.height} pixels"))
    image = _upright(image, orientation)
    if plan.crop is not None:
        image = image.crop(plan.crop.left, plan.crop.top, plan.crop.width, plan.crop.height)
    return scaled(image, plan.width, plan.height)


def _upright(image: Any, orientation: int) -> Any:  # noqa: ANN401
    if orientation not in _UPRIGHT:
        return image
    flip, turn = _UPRIGHT[orientation]
    image = image.copy_memory()
    image = image.flip(flip) if flip else image
    return image.rot(f"d{turn}") if turn else image


def _in_colors(image: Any, plan: Plan, profile: bytes | None) -> tuple[Any, bytes | None]:  # noqa: ANN401
    if not plan.to_srgb or profile is None or _fitting(profile, image) is None:
        return image, profile
    tagged = image.copy()
    tagged.set_type(vips().GValue.blob_type, "icc-profile-data", profile)
    converted = tagged.icc_transform(
        "srgb", embedded=True, intent="relative", black_point_compensation=True, depth=16
    ).copy(interpretation="rgb16")
    converted.remove("icc-profile-data")
    if plan.facts.model is ColorModel.GREY:
        grey = converted[1]
        grey = grey.bandjoin(converted[converted.bands - 1]) if image.bands == 2 else grey
        return grey.copy(interpretation="grey16"), None
    return converted, srgb_profile()


def _flat(image: Any, background: str) -> Any:  # noqa: ANN401
    color = [257 * int(background[at : at + 2], 16) for at in (1, 3, 5)]
    if image.bands == 2:
        if len(set(color)) == 1:
            color = color[:1]
        else:
            image = image[0].bandjoin([image[0], image[0], image[1]]).copy(interpretation="rgb16")
    kind = image.interpretation
    return image.flatten(background=color, max_alpha=WHITE).rint().cast("ushort").copy(interpretation=kind)


def _fitting(profile: bytes | None, image: Any) -> bytes | None:  # noqa: ANN401
    return profile if profile and fits(profile, _MODES[image.bands]) else None


def _preview(image: Any) -> Image.Image:  # noqa: ANN401
    small = (image >> 8).cast("uchar")
    return Image.frombytes(_MODES[small.bands], (small.width, small.height), small.write_to_memory())
