"""Convert a picture's colours to sRGB."""

from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageChops, ImageCms

from workers.engine.steps.resize import promoted

_SRGB_STEPS = 6


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """The sRGB profile that outputs are tagged with, the same bytes each time."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    # ICC.1:2022, 7.2.8: bytes 24 to 35 are the time of creation.
    profile[24:36] = b"".join(number.to_bytes(2, "big") for number in (2000, 1, 1, 0, 0, 0))
    return bytes(profile)


def to_srgb(image: Image.Image, profile: bytes | None) -> tuple[Image.Image, bytes | None]:
    """The picture in sRGB (grey stays grey), and the profile it then has: None where it had none to begin with.

    Relative colorimetric with black point compensation. A broken profile counts as none; press colours without a profile
    are taken for coated paper as far as a formula can. Deep grey is left as it is.
    """
    image = promoted(image)
    match image.mode:
        case "RGB" | "RGBA" | "L":
            return _through(image, profile)
        case "LA":
            grey, tag = _through(image.getchannel("L"), profile)
            return Image.merge("LA", (grey, image.getchannel("A"))), tag
        case "CMYK" | "LAB":
            converted, tag = _through(image, profile)
            return (converted, tag) if tag else (image.convert("RGB"), None)
        case "YCbCr" | "HSV" | "RGBX":
            return image.convert("RGB"), None
        case _:
            return image, profile


def _through(image: Image.Image, profile: bytes | None) -> tuple[Image.Image, bytes | None]:
    if profile is None and image.mode != "LAB":
        return image, None
    try:
        if profile is not None and image.mode.startswith("RGB") and _is_srgb(profile):
            return image, profile
        mode = image.mode if image.mode == "RGBA" else "RGB"
        converted = _transform(profile, image.mode, mode).apply(image)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image, None
    converted.info.pop("icc_profile", None)
    return (
        converted.getchannel("G") if image.mode == "L" else converted
    ), srgb_profile() if image.mode != "L" else None


@lru_cache(maxsize=16)
def _transform(profile: bytes | None, mode: str, out_mode: str) -> ImageCms.ImageCmsTransform:
    source = ImageCms.createProfile("LAB") if profile is None else BytesIO(profile)
    return ImageCms.buildTransform(
        source,
        ImageCms.createProfile("sRGB"),
        mode,
        out_mode,
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )


@lru_cache(maxsize=16)
def _is_srgb(profile: bytes) -> bool:
    """Whether converting would move no colour of a coarse cube by more than rounding."""
    levels = [round(255 * step / (_SRGB_STEPS - 1)) for step in range(_SRGB_STEPS)]
    cube = bytes(value for red in levels for green in levels for blue in levels for value in (red, green, blue))
    colors = Image.frombytes("RGB", (_SRGB_STEPS, _SRGB_STEPS**2), cube)
    difference = ImageChops.difference(colors, _transform(profile, "RGB", "RGB").apply(colors))
    return max(difference.tobytes()) <= 1
