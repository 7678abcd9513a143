"""The profile through which a picture's pixels become sRGB's."""

from collections.abc import Collection, Iterable

from workers.facts import Hdr
from workers.image.color import colorimetry
from workers.image.color.colorimetry import Colorimetry, Points
from workers.image.color.matrix_profile import profile_of
from workers.image.metadata.bundle import Bundle, TextChunk

TRANSFERS = {16: Hdr.PQ, 18: Hdr.HLG}
"""The HDR that the transfer functions of ITU-T H.273 mean."""
# PNG 3rd edition, 11.3.2.1 and 11.3.2.2: cHRM and gAMA hold hundred-thousandths.
_UNIT = 100_000


def hdr_of(bundle: Bundle) -> Hdr:
    """The HDR that the code points say."""
    codes = bundle.codes
    return TRANSFERS.get(codes.transfer, Hdr.NONE) if codes else Hdr.NONE


def profile_to_srgb(bundle: Bundle, *, grey: bool) -> bytes | None:
    """The source's own; for PQ and HLG, of which a profile would leave next to nothing bright, one that rolls light off."""
    codes = bundle.codes
    space = colorimetry.of_hdr(codes) if codes is not None and codes.hdr else None
    toned = profile_of(space, grey=grey) if space else None
    return toned or bundle.icc


def implied_profile(chunks: Collection[TextChunk], *, grey: bool) -> bytes | None:
    """The profile that says what the colour chunks say; None where that is sRGB, HDR, or nothing that can be.

    The order in which they count is that of PNG 3rd edition, 4.3.
    """
    codes = Bundle(color_chunks=tuple(chunks)).codes
    space = colorimetry.of_codes(codes) if codes else _space_of(chunks)
    return None if space is None or space.is_srgb(grey=grey) else profile_of(space, grey=grey)


def is_implied(bundle: Bundle) -> bool:
    """Whether the bundle's profile only repeats what its colour chunks say."""
    made = (implied_profile(bundle.color_chunks, grey=grey) for grey in (False, True))
    return bundle.icc is not None and bundle.icc in made


def says_unknown_colors(chunks: Collection[TextChunk]) -> bool:
    """Whether code points stand there that are neither HDR nor make a profile."""
    codes = Bundle(color_chunks=tuple(chunks)).codes
    return codes is not None and not codes.hdr and colorimetry.of_codes(codes) is None


def _space_of(chunks: Iterable[TextChunk]) -> Colorimetry | None:
    found = {chunk.name: chunk.data for chunk in chunks}
    if b"sRGB" in found:
        return None
    gamma, points = found.get(b"gAMA", b""), found.get(b"cHRM", b"")
    exponent = int.from_bytes(gamma, "big") if len(gamma) == 4 else 0
    return colorimetry.of_points(_points(points) if len(points) == 32 else None, _UNIT / exponent if exponent else None)


def _points(data: bytes) -> Points:
    white_x, white_y, red_x, red_y, green_x, green_y, blue_x, blue_y = (
        int.from_bytes(data[at : at + 4], "big") / _UNIT for at in range(0, 32, 4)
    )
    return white_x, white_y, red_x, red_y, green_x, green_y, blue_x, blue_y
