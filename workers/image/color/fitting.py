"""Whether a colour profile describes a picture's pixels."""

from workers.image.color import icc

# The space that a profile is for, and the modes whose pixels it describes.
_SPACES = {
    "RGB": frozenset({"RGB", "RGBA", "RGBX", "P", "PA"}),
    "GRAY": frozenset({"1", "L", "LA", "I;16", "I;16B", "I;16L", "I", "F"}),
    "CMYK": frozenset({"CMYK"}),
    "Lab": frozenset({"LAB"}),
}


def fits(profile: bytes, mode: str) -> bool:
    """Whether an ICC profile describes pixels of this mode of Pillow's."""
    described = icc.describe(profile)
    return described is not None and mode in _SPACES.get(described.space, ())


def fitting(profile: bytes | None, mode: str) -> bytes | None:
    """The profile, or None where it does not describe pixels of this mode."""
    return profile if profile and fits(profile, mode) else None
