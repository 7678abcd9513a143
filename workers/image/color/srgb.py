"""Convert a picture's colours to sRGB."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageChops, ImageCms

from workers.image.color.colorimetry import SRGB
from workers.image.color.matrix_profile import profile_of
from workers.image.color.press import press_profile
from workers.image.pixels.deep import AnyPixels, DeepImage
from workers.image.pixels.libvips import vips
from workers.image.pixels.resize import promoted

_SRGB_STEPS = 6


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """The sRGB profile that outputs are tagged with, the same bytes each time."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    # ICC.1:2022, 7.2.8: bytes 24 to 35 are the time of creation.
    profile[24:36] = b"".join(number.to_bytes(2, "big") for number in (2000, 1, 1, 0, 0, 0))
    return bytes(profile)


def to_srgb(image: AnyPixels, profile: bytes | None) -> tuple[AnyPixels, bytes | None]:
    """The picture in sRGB (grey stays grey, and deep), and the profile it then has: None where it had none to begin with.

    Relative colorimetric with black point compensation. A broken profile counts as none; press colours without one go through
    that of a usual press, where black keeps the lightness of ink, as other programs show it. Numbers without a known white
    stay as they are.
    """
    return _deep(image, profile) if isinstance(image, DeepImage) else _plain(image, profile)


def _deep(image: DeepImage, profile: bytes | None) -> tuple[DeepImage, bytes | None]:
    if profile is None:
        return image, None
    try:
        converted = image.in_srgb(profile)
    except vips().Error:
        return image, None
    return converted, None if image.is_grey else srgb_profile()


def _plain(image: Image.Image, profile: bytes | None) -> tuple[Image.Image, bytes | None]:
    image = promoted(image)
    match image.mode:
        case "RGB" | "RGBA" | "L":
            return _through(image, profile)
        case "LA":
            grey, tag = _through(image.getchannel("L"), profile)
            return Image.merge("LA", (grey, image.getchannel("A"))), tag
        case "I;16":
            return _deep_grey(image, profile), None
        case "CMYK" | "LAB":
            converted, tag = _through(image, profile)
            return (converted, tag) if tag else _untold(image)
        case "YCbCr" | "HSV" | "RGBX":
            return image.convert("RGB"), None
        case _:
            return image, None


def _through(image: Image.Image, profile: bytes | None, *, deepen: bool = True) -> tuple[Image.Image, bytes | None]:
    """Through a profile; `deepen` makes the darkest of its inks black (black point compensation)."""
    if profile is None and image.mode != "LAB":
        return image, None
    try:
        if profile is not None and image.mode.startswith("RGB") and _is_srgb(profile):
            return image, profile
        mode = image.mode if image.mode == "RGBA" else "RGB"
        converted = _transform(profile, image.mode, mode, deepen=deepen).apply(image)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image, None
    converted.info.pop("icc_profile", None)
    return (
        converted.getchannel("G") if image.mode == "L" else converted
    ), srgb_profile() if image.mode != "L" else None


def _untold(image: Image.Image) -> tuple[Image.Image, bytes | None]:
    return _through(image, press_profile(), deepen=False) if image.mode == "CMYK" else (image.convert("RGB"), None)


def _deep_grey(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Shade by shade, of which there are fewer than pixels."""
    import numpy as np  # noqa: PLC0415 - for few pictures

    grey = profile_of(SRGB, grey=True)
    if profile is None or grey is None:
        return image
    ramp = Image.frombytes("I;16", (256, 256), np.arange(2**16, dtype="<u2").tobytes())
    try:
        transform = ImageCms.buildTransform(
            BytesIO(profile),
            BytesIO(grey),
            "I;16",
            "I;16",
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION
            | ImageCms.Flags.NOOPTIMIZE,  # whose tables are too coarse for it
        )
        shades = np.asarray(transform.apply(ramp)).reshape(-1)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return Image.fromarray(shades[np.asarray(image)])


@lru_cache(maxsize=16)
def _transform(profile: bytes | None, mode: str, out_mode: str, *, deepen: bool = True) -> ImageCms.ImageCmsTransform:
    source = ImageCms.createProfile("LAB") if profile is None else BytesIO(profile)
    return ImageCms.buildTransform(
        source,
        ImageCms.createProfile("sRGB"),
        mode,
        out_mode,
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION if deepen else ImageCms.Flags.NONE,
    )


@lru_cache(maxsize=16)
def _is_srgb(profile: bytes) -> bool:
    """Whether converting would move no colour of a coarse cube by more than rounding."""
    levels = [round(255 * step / (_SRGB_STEPS - 1)) for step in range(_SRGB_STEPS)]
    cube = bytes(value for red in levels for green in levels for blue in levels for value in (red, green, blue))
    colors = Image.frombytes("RGB", (_SRGB_STEPS, _SRGB_STEPS**2), cube)
    difference = ImageChops.difference(colors, _transform(profile, "RGB", "RGB").apply(colors))
    return max(difference.tobytes()) <= 1
