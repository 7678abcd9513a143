"""Every way to write a picture that is tried, format by format."""

from functools import cache

from tests.agreement.variants import bmp, jpeg, png, stills, tiff
from tests.agreement.variants.moving import Moving, all_moving
from tests.agreement.variants.variant import Variant

_KINDS = (tiff, png, jpeg, bmp, stills)


@cache
def all_variants() -> tuple[Variant | Moving, ...]:
    """All of them, always in the same order."""
    return (*(variant for kind in _KINDS for variant in kind.variants()), *all_moving())
