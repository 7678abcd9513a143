"""The profile through which a picture's pixels become sRGB's."""

from workers.image.color import colorimetry
from workers.image.color.matrix_profile import profile_of
from workers.image.metadata.bundle import Bundle


def profile_to_srgb(bundle: Bundle, *, grey: bool) -> bytes | None:
    """The source's own; for PQ and HLG, of which a profile would leave next to nothing bright, one that rolls light off."""
    codes = bundle.codes
    space = colorimetry.of_hdr(codes) if codes is not None and codes.hdr else None
    toned = profile_of(space, grey=grey) if space else None
    return toned or bundle.icc
